-- The made-up figures of probes: what an input of each kind holds at 0, at 1, at its least and at
-- its greatest.

local hm = require "hundredmark"

local probe_figures = {}

local UNBOUNDED <const> = 1e15    -- a whole number that a double still holds

-- Of kinds that are no numbers. Where a kind has no 0, its first and its last stand for 0 and 1.
local TEXTS <const> = {
    flag = { zero = "no", one = "yes", least = "no", greatest = "yes" },
    text = { zero = "a", one = "b", least = "a", greatest = "b" },
    datetime = { zero = "2000-01-01", one = "2000-01-02", least = "1900-01-01",
        greatest = "2100-01-01" },
    duration = { zero = "PT0S", one = "PT1H", least = "PT0S", greatest = "P36500D" },
}

local UNREPORTED <const> = { missing = { text = "", shown = "not reported" },
    na = { text = "NA", shown = "NA" } }

local function held(input, x)
    local low = input.min or (input.kind == "number" and -UNBOUNDED or 0)
    local high = input.max or (input.kind == "grade" and 1 or UNBOUNDED)
    if input.kind == "count" then
        low, high = math.ceil(low), math.floor(high)
    end
    return math.max(low, math.min(high, x))
end

local NUMBERS <const> = { zero = 0, one = 1, least = -math.huge, greatest = math.huge }

local function text_at(input, level)
    if input.many then
        return level == "greatest" and table.concat(input.options, "|") or level == "one" and input.options[1]
            or "none"
    elseif input.kind == "choice" then
        local is_first = level == "zero" or level == "least"
        return input.options[is_first and 1 or #input.options]
    end
    return TEXTS[input.kind] and TEXTS[input.kind][level]
        or hm.number(held(input, NUMBERS[level]))
end

-- What has no bound is written as people read it.
local function short(text)
    return (text:gsub("^(%-?)1000000000000000$", "%11e15"))
end

-- One row of records, all its columns at `level`.
local function row_at(input, level)
    local cells, shown = {}, {}
    for i, column in ipairs(input.columns) do
        local text = text_at(column, level)
        cells[i] = { column = column.name, text = text }
        shown[i] = ("%s = %s"):format(column.name, short(text))
    end
    return { cells = cells, text = "", shown = ("{ %s }"):format(table.concat(shown, ", ")) }
end

-- What `input` (as package:inputs() has it) holds at `level`: "zero", "one", "least", "greatest",
-- "missing" or "na". { text, shown = as people read it, cells = of records: the one row }. A figure
-- that the input does not allow gives way to the nearest that it does.
function probe_figures.at(input, level)
    if UNREPORTED[level] then
        return UNREPORTED[level]
    elseif input.kind == "records" then
        return row_at(input, level)
    end
    local text = text_at(input, level)
    return { text = text, shown = short(text) }
end

-- Is it counted or measured, as the whole of a part is? Of records one column is enough.
function probe_figures.is_quantity(input)
    for _, column in ipairs(input.kind == "records" and input.columns or {}) do
        if probe_figures.is_quantity(column) then
            return true
        end
    end
    return not TEXTS[input.kind] and input.kind ~= "choice" and input.kind ~= "records"
end

return probe_figures
