-- Scales: marks by an indicator's place among all cities of a period. Each method takes the list of
-- values, less of which is never better, and returns the list of marks, or nil where they cannot
-- tell cities apart.

local ranks = require "ranks"

local scales = {}

-- Bounds of values that differ by more than rounding, or nil.
local function bounds(values)
    local ties = ranks.ties(values)
    if #ties < 2 then
        return nil
    end
    return math.min(table.unpack(values)), math.max(table.unpack(values))
end

local function each(values, mark)
    local marks = {}
    for i, x in ipairs(values) do
        marks[i] = mark(x)
    end
    return marks
end

function scales.minmax(values)
    local least, most = bounds(values)
    return least and each(values, function(x) return 100 * (x - least) / (most - least) end)
end

-- 50 is the mean, and 10 marks are one standard deviation (of these cities, who are not a sample).
function scales.zscore(values)
    if not bounds(values) then
        return nil
    end
    local sum, squares, largest = 0, 0, 0
    for _, x in ipairs(values) do
        largest = math.max(largest, math.abs(x))
    end
    -- marks are the same in any unit of measure: in this one no square is too large
    values = each(values, function(x) return x / largest end)
    for _, x in ipairs(values) do
        sum = sum + x
    end
    local mean = sum / #values
    for _, x in ipairs(values) do
        squares = squares + (x - mean) ^ 2
    end
    local deviation = math.sqrt(squares / #values)
    return each(values, function(x) return 50 + 10 * (x - mean) / deviation end)
end

-- For each tie its mark, by how many values are greater and how many are equal (itself counted).
local function by_ties(values, mark)
    local marks = {}
    for _, tie in ipairs(ranks.ties(values)) do
        for _, i in ipairs(tie.members) do
            marks[i] = mark(tie.first - 1, #tie.members)
        end
    end
    return marks
end

-- The share of the other cities that are not better.
function scales.rank(values)
    local others = #values - 1
    if others < 1 then
        return nil
    end
    return by_ties(values, function(greater) return 100 * (1 - greater / others) end)
end

-- The share of all cities that are worse, half of those that are equal counted with them.
function scales.percentile(values)
    local n = #values
    return by_ties(values, function(greater, equal)
        return 100 * (n - greater - equal + equal / 2) / n
    end)
end

return scales
