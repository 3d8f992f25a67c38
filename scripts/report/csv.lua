-- CSV: comma, LF, quotes only where they are needed.

local hm = require "hundredmark"

local csv = {}

local APOSTROPHE <const> = "'"

-- Would a spreadsheet run it? A number is no formula, whatever its sign.
local function is_formula(s)
    return s:find("^[=+%-@\t\r\n]") and not s:find("^[+-]?%d+%.?%d*$")
        and not s:find("^[+-]?%d*%.?%d+[eE][+-]?%d+$") and not s:find("^[+-]?%.%d+$")
end

-- `is_safe`: with an apostrophe before what a spreadsheet would run.
local function field(value, is_safe)
    if value == nil then
        return ""
    elseif type(value) == "number" then
        return hm.number(value)
    end
    local s = tostring(value)
    if is_safe and is_formula(s) then
        s = APOSTROPHE .. s
    end
    if s:find('[,;\t"\r\n]') or s:find("^%s") or s:find("%s$") then
        return '"' .. s:gsub('"', '""') .. '"'
    end
    return s
end

-- One line of `count` fields; absent ones are empty.
function csv.line(values, count, is_safe)
    local fields = {}
    for i = 1, count or #values do
        fields[i] = field(values[i], is_safe)
    end
    return table.concat(fields, ",") .. "\n"
end

-- `names` are both the header and the fields of each row.
function csv.table(names, rows, is_safe)
    local lines = { csv.line(names) }
    for _, row in ipairs(rows) do
        local values = {}
        for i, name in ipairs(names) do
            values[i] = row[name]
        end
        lines[#lines + 1] = csv.line(values, #names, is_safe)
    end
    return table.concat(lines)
end

return csv
