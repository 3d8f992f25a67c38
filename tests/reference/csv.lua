-- CSV as the comparison writes and reads it.
--
--   csv.create(path, form)  a writer with row(fields) and close(); the form says delimiter,
--                           line_end, bom and quote_all
--   csv.parse(text)         a list of rows of fields

local csv = {}

local writer = {}
writer.__index = writer

function csv.create(path, form)
    local file = assert(io.open(path, "wb"))
    if form.bom then
        file:write("\xEF\xBB\xBF")
    end
    return setmetatable({ file = file, form = form }, writer)
end

function writer:row(fields)
    local texts = {}
    for i, field in ipairs(fields) do
        if self.form.quote_all or field:find('[,;\t"\r\n]') then
            field = '"' .. field:gsub('"', '""') .. '"'
        end
        texts[i] = field
    end
    self.file:write(table.concat(texts, self.form.delimiter), self.form.line_end)
end

function writer:close()
    self.file:close()
end

-- One field from `at` on: its text and the position of the delimiter, line end or end behind it.
local function field_at(text, at)
    if text:sub(at, at) ~= '"' then
        local stop = text:find("[,\r\n]", at) or #text + 1
        return text:sub(at, stop - 1), stop
    end
    local parts = {}
    while true do
        local quote = assert(text:find('"', at + 1, true), "a quote is not closed")
        parts[#parts + 1] = text:sub(at + 1, quote - 1)
        if text:sub(quote + 1, quote + 1) ~= '"' then
            return table.concat(parts, '"'), quote + 1
        end
        at = quote + 1
    end
end

function csv.parse(text)
    local rows, at = {}, 1
    while at <= #text do
        local row, field = {}, nil
        repeat
            field, at = field_at(text, at)
            row[#row + 1] = field
            local more = text:sub(at, at) == ","
            at = more and at + 1 or at
        until not more
        rows[#rows + 1] = row
        at = text:match("^\r?\n()", at) or #text + 1
    end
    return rows
end

return csv
