-- Rows of a table of a package taken out of its text, so that the others can be looked at.

local table_rows = {}

-- Records, each { text, first = its first line, last }; nil where a quote is not closed.
local function records_of(text)
    local list, open, line = {}, nil, 0
    for physical in text:gmatch("[^\n]*\n?") do
        if physical ~= "" then
            line = line + 1
            open = open or { text = "", first = line }
            open.text, open.last = open.text .. physical, line
            if select(2, open.text:gsub('"', "")) % 2 == 0 then
                list[#list + 1], open = open, nil
            end
        end
    end
    return not open and list or nil
end

local function holds(record, lines)
    for line = record.first, record.last do
        if lines[line] then
            return true
        end
    end
    return false
end

-- The text with empty lines in place of the rows at `lines` (a set), and what these rows were, one after the
-- other. nil where that is not possible: the fault is in the header, or the text is none that has lines.
function table_rows.without(text, lines)
    local records = not text:find("\0", 1, true) and records_of(text)
    local kept, taken, has_header = {}, {}, false
    for i, record in ipairs(records or {}) do
        local is_wrong = holds(record, lines)
        if is_wrong and not has_header then
            return nil
        end
        has_header = has_header or record.text:find("%S") ~= nil and not record.text:find("^%W*sep=")
        kept[i] = is_wrong and ("\n"):rep(record.last - record.first + 1) or record.text
        taken[#taken + 1] = is_wrong and record.text or nil
    end
    return #taken > 0 and table.concat(kept) or nil, table.concat(taken)
end

return table_rows
