-- Separated text as rows of cells, for small tables that are no data (RFC 4180, and `;` or tabs).

local csv_text = {}

-- The separator that makes most cells of the first line.
local function separator_of(text)
    local line, best, most = text:match("^[^\r\n]*"), ",", 0
    for _, separator in ipairs { ",", ";", "\t" } do
        local _, count = line:gsub(separator, "")
        if count > most then
            best, most = separator, count
        end
    end
    return best
end

-- One cell from `at` on, and where the text goes on behind it; nil where a quote is not closed.
local function cell(text, at, ends)
    if text:sub(at, at) ~= '"' then
        local found = text:match(ends, at)
        return found, at + #found
    end
    local out, from = {}, at + 1
    while true do
        local quote = text:find('"', from, true)
        if not quote then
            return nil
        end
        out[#out + 1] = text:sub(from, quote - 1)
        if text:sub(quote + 1, quote + 1) ~= '"' then
            return table.concat(out), quote + 1
        end
        out[#out + 1], from = '"', quote + 2
    end
end

-- Rows, each a list of trimmed cells with `line`; nil and a line where a quote is never closed. Blank
-- lines are passed over.
function csv_text.rows(text)
    text = text:gsub("^\xEF\xBB\xBF", "")
    local separator, rows, at, line = separator_of(text), {}, 1, 1
    local ends, row = "^[^\r\n" .. separator .. "]*", { line = 1 }
    while at <= #text do
        local found, next_at = cell(text, at, ends)
        if not found then
            return nil, line
        end
        row[#row + 1] = found:match("^%s*(.-)%s*$")
        line = line + select(2, text:sub(at, next_at - 1):gsub("\n", ""))
        local sign = text:sub(next_at, next_at)
        at = next_at + 1
        if sign ~= separator then
            rows[#rows + 1] = (#row > 1 or row[1] ~= "") and row or nil
            at = next_at + #text:match("^\r?\n?", next_at)
            at = at > next_at and at or text:find("[\r\n]", next_at) or #text + 1
            line, row = line + 1, { line = line + 1 }
        elseif at > #text then
            row[#row + 1] = ""
            rows[#rows + 1] = row
        end
    end
    return rows
end

-- A cell as it is written.
function csv_text.cell(value)
    local text = tostring(value)
    return text:find('[",;\t\r\n]') and '"' .. text:gsub('"', '""') .. '"' or text
end

function csv_text.line(cells)
    local out = {}
    for i, value in ipairs(cells) do
        out[i] = csv_text.cell(value)
    end
    return table.concat(out, ",") .. "\n"
end

return csv_text
