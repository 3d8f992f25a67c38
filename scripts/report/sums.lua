-- The calculation that gives the score of a group, written out.

local method_words = require "report.method_words"
local numbers = require "report.numbers"

local say = require("report.language").of("report.sums")

local sums = {}

local mark <const> = numbers.term

-- Is it one of those that the method goes over?
local function counts(child)
    return not (child.deducts or child.adds or child.is_shown)
end

local function scored(children)
    local list, alike = {}, true
    for _, child in ipairs(children) do
        if child.row.score and child.declared > 0 and counts(child) then
            list[#list + 1] = child
            alike = alike and child.declared == list[1].declared
        end
    end
    return list, alike
end

local function total(list, alike)
    local sum = 0
    for _, child in ipairs(list) do
        sum = sum + (alike and 1 or child.declared)
    end
    return numbers.plain(sum)
end

-- The terms of all children, `plain` for equal weights, else `weighted`, joined: in both the words s
-- and w stand for a child's score and weight.
local function terms(list, alike, plain, weighted, join)
    local parts = {}
    for i, child in ipairs(list) do
        local form = alike and plain or weighted
        parts[i] = form:gsub("%f[%w][ws]%f[%W]", { s = mark(child.row.score, child.decimals), w = numbers.plain(child.declared) })
    end
    return table.concat(parts, join)
end

local METHODS <const> = {
    arithmetic = function(list, alike)
        return ("(%s) / %s"):format(terms(list, alike, "s", "w × s", " + "), total(list, alike))
    end,
    geometric = function(list, alike)
        return ("(%s)^(1 / %s)"):format(terms(list, alike, "s", "s^w", " × "), total(list, alike))
    end,
    harmonic = function(list, alike)
        return ("%s / (%s)"):format(total(list, alike), terms(list, alike, "1 / s", "w / s", " + "))
    end,
    power = function(list, alike, parameters)
        local p = numbers.plain(parameters.p)
        local power = "s^" .. (parameters.p < 0 and "(" .. p .. ")" or p)
        return ("((%s) / %s)^(1 / %s)"):format(terms(list, alike, power, "w × " .. power, " + "),
            total(list, alike), p)
    end,
    product = function(list)
        return "100 × " .. terms(list, true, "s / 100", nil, " × ")
    end,
    sum = function(list)
        local is_plain = true
        for _, child in ipairs(list) do
            is_plain = is_plain and child.declared == 1
        end
        return terms(list, is_plain, "s", "w × s", " + ")
    end,
    worst = function(list, alike, parameters)
        return say("mean of the worst {n} of {scores}", { n = numbers.plain(parameters.count),
            scores = terms(list, alike, "s", say "s (weight w)", ", ") })
    end,
}

-- Scores that a method raises to a floor first are shown as raised.
local function raise(list, floor)
    if not floor or floor == 0 then
        return list
    end
    local raised = {}
    for i, child in ipairs(list) do
        raised[i] = { declared = child.declared, decimals = child.decimals, row = { score = math.max(child.row.score, floor) } }
    end
    return raised
end

-- What a child takes off or adds: " − 12.00", " + 5.00 of 8.00" where its cap leaves no more.
local function points_text(child)
    local score, cap = child.row.score, child.cap or math.huge
    local points = math.max(-cap, math.min(cap, score))
    local sign = (child.deducts and -points or points) < 0 and " − " or " + "
    local shown = mark(math.abs(points), child.decimals)
    return sign .. (points ~= score and say("{points} of {score}", { points = shown,
        score = mark(score, child.decimals) }) or shown)
end

-- Of all children, "" for nothing.
local function points_of(children)
    local parts = {}
    for _, child in ipairs(children) do
        if (child.deducts or child.adds) and child.row.score then
            parts[#parts + 1] = child.deducts and child.row.score == 0 and " − " .. mark(0, child.decimals) or points_text(child)
        end
    end
    return table.concat(parts)
end

-- What ends the calculation where it would have led further.
local function held(node, score, points, flags, result)
    local low, high = node.range and node.range[1], node.range and node.range[2]
    local is_held = points ~= "" or (flags or ""):find "capped" or (flags or ""):find "floored"
    if is_held and score == low then
        return low == 0 and say("{score}, the least a mark can be", { score = result })
            or say("{score}, the least it can be", { score = result })
    elseif is_held and score == high then
        return say("{score}, the most it can be", { score = result })
    end
    return result
end

-- "(77.18 + 69.66) / 2 = 73.42" of the group `node`; nil without a score. `unrounded`: what it was before
-- a policy had it rounded, nil where none does; `flags` its own; `decimals` of its score.
function sums.write(node, children, score, unrounded, flags, decimals)
    local list, alike = scored(children)
    local parameters = node.aggregate_parameters or {}
    if not score or #list == 0 then
        return nil
    end
    local points = points_of(children)
    local rounded = numbers.rounding(unrounded, score)
    local result = rounded or mark(score, decimals)
    list = raise(list, parameters.floor)
    if #list == 1 and points == "" and mark(list[1].row.score, decimals) == mark(score, decimals) then
        return say("{score}, the only score", { score = result })
    end
    local write = METHODS[node.aggregate]
    local left = #list == 1 and node.aggregate ~= "sum" and mark(list[1].row.score, list[1].decimals) or write and write(list, alike, parameters)
        or say("{method} of {scores}", { method = method_words.said(node.aggregate_said or node.aggregate),
            scores = terms(list, alike, "s", say "s (weight w)", ", ") })
    return ("%s%s = %s"):format(left, points, held(node, score, points, flags, result))
end

return sums
