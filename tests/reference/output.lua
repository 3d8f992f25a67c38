-- The program's CSV against the reference's marks, cell by cell, and against itself.
--
--   output.compare(where, marks, text, report)  the number of cells compared; what differs goes to
--                                               report(where, column, format, ...)

local csv = require "csv"

local output = {}

local TOLERANCE <const> = 1e-9

local COLUMNS <const> = { "city", "period", "code", "parent", "depth", "name", "value", "score",
    "weight", "contribution", "coverage", "applicable", "rank", "status", "flags" }
local IS_NUMBER <const> = { depth = true, value = true, score = true, weight = true,
    contribution = true, coverage = true, applicable = true, rank = true }

local function expected_row(mark)
    local node, unit = mark.node, mark.unit
    return {
        city = unit.city, period = unit.period, code = node.code, parent = node.parent,
        depth = node.depth, name = node.name, value = mark.value, score = mark.score,
        weight = mark.weight, contribution = mark.contribution, coverage = mark.coverage,
        applicable = mark.applicable, rank = mark.rank, status = mark.status, flags = mark.flags,
        unheld = mark.unheld,
    }
end

-- Numbers -------------------------------------------------------------------------------------

local function is_near(a, b)
    local difference = math.abs(a - b)
    return difference <= TOLERANCE or difference <= TOLERANCE * math.max(math.abs(a), math.abs(b))
end

-- How many digits carry the number: all but sign, exponent, point and the zeros around.
local function significant(text)
    local digits = text:match("^%-?([%d.]*)"):gsub("%.", "")
    return #digits:gsub("^0+", ""):gsub("0+$", "")
end

local function is_shortest(text, number)
    for precision = 1, 17 do
        local shorter = ("%%.%dg"):format(precision):format(number)
        if tonumber(shorter) == number then
            return significant(text) <= significant(shorter)
        end
    end
    return false
end

local function compare_number(where, column, expected, text, report)
    local found = text ~= "" and tonumber(text .. (text:find("[.eE]") and "" or ".")) or nil
    if not expected or not found then
        if expected or text ~= "" then
            report(where, column, "expected %s, found '%s'",
                expected and ("%.17g"):format(expected) or "nothing", text)
        end
    elseif not is_near(expected, found) then
        report(where, column, "expected %.17g, found %s", expected, text)
    elseif not is_shortest(text, found) then
        report(where, column, "%s is not the shortest text of its number", text)
    end
end

-- Rows ----------------------------------------------------------------------------------------

-- A mark within rounding of 0 or 100 may or may not count as beyond it.
local function without_caps(flags)
    return (flags:gsub("capped;?", ""):gsub("floored;?", ""):gsub(";$", ""))
end

local function is_at_bound(score)
    return score and (is_near(score, 0) or is_near(score, 100))
end

local function compare_row(where, expected, found, report)
    for _, column in ipairs(COLUMNS) do
        local want, text = expected[column], found[column]
        if IS_NUMBER[column] then
            compare_number(where, column, want, text, report)
        else
            if column == "flags" and is_at_bound(expected.unheld) then
                want, text = without_caps(want), without_caps(text)
            end
            if want ~= text then
                report(where, column, "expected '%s', found '%s'", want, text)
            end
        end
    end
end

local function key_of(row)
    return row.city .. " " .. row.period .. " " .. row.code
end

-- The output's rows by column name, or nothing when it is not what the contract says.
local function read_rows(where, text, report)
    local parsed, rows = csv.parse(text), {}
    local header = table.concat(table.remove(parsed, 1) or {}, ",")
    if header ~= table.concat(COLUMNS, ",") then
        report(where, "header", "found '%s'", header)
        return nil
    end
    for i, fields in ipairs(parsed) do
        if #fields ~= #COLUMNS then
            report(where, "row", "line %d: %d fields", i + 1, #fields)
            return nil
        end
        local row = {}
        for c, column in ipairs(COLUMNS) do
            row[column] = fields[c]
        end
        rows[i] = row
    end
    return rows
end

-- No group's score leaves the range of its children's, not by a bit.
local function check_ranges(where, rows, report)
    local groups = {}
    for _, row in ipairs(rows) do
        local score = tonumber(row.score)
        local parent = groups[row.city .. "\0" .. row.period .. "\0" .. row.parent]
        if parent and score and tonumber(row.weight) > 0 then
            parent.least = math.min(parent.least, score)
            parent.most = math.max(parent.most, score)
            parent.scored = true
        end
        groups[row.city .. "\0" .. row.period .. "\0" .. row.code] = {
            key = key_of(row), score = score, least = math.huge, most = -math.huge }
    end
    for _, group in pairs(groups) do
        if group.scored and group.score
            and (group.score < group.least or group.score > group.most) then
            report(where .. ", " .. group.key, "score", "%.17g is not within %.17g and %.17g",
                group.score, group.least, group.most)
        end
    end
end

function output.compare(where, marks, text, report)
    local rows = read_rows(where, text, report)
    if not rows then
        return 0
    end
    if #rows ~= #marks then
        report(where, "row", "expected %d rows, found %d", #marks, #rows)
    end
    local found, in_order = {}, true
    for _, row in ipairs(rows) do
        found[key_of(row)] = row
    end
    for i, mark in ipairs(marks) do
        local expected = expected_row(mark)
        local key = key_of(expected)
        if in_order and rows[i] and key_of(rows[i]) ~= key then
            in_order = false
            report(where, "row", "row %d: expected %s, found %s", i, key, key_of(rows[i]))
        end
        if found[key] then
            compare_row(where .. ", " .. key, expected, found[key], report)
        else
            report(where, "row", "none for %s", key)
        end
    end
    check_ranges(where, rows, report)
    return #rows * #COLUMNS
end

return output
