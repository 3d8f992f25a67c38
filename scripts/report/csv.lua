-- CSV: comma, LF, quotes only where they are needed.

local hm = require "hundredmark"

local csv = {}

local function field(value)
    if value == nil then
        return ""
    elseif type(value) == "number" then
        return hm.number(value)
    end
    local s = tostring(value)
    if s:find('[,"\r\n]') or s:find("^%s") or s:find("%s$") then
        return '"' .. s:gsub('"', '""') .. '"'
    end
    return s
end

-- One line of `count` fields; absent ones are empty.
function csv.line(values, count)
    local fields = {}
    for i = 1, count or #values do
        fields[i] = field(values[i])
    end
    return table.concat(fields, ",") .. "\n"
end

-- `names` are both the header and the fields of each row.
function csv.table(names, rows)
    local lines = { csv.line(names) }
    for _, row in ipairs(rows) do
        local values = {}
        for i, name in ipairs(names) do
            values[i] = row[name]
        end
        lines[#lines + 1] = csv.line(values, #names)
    end
    return table.concat(lines)
end

return csv
