-- The calculation that gives the score of a group, written out.

local hm = require "hundredmark"
local numbers = require "report.numbers"

local sums = {}

local function mark(x)
    return hm.fixed(x, 2)
end

local function scored(children)
    local list, alike = {}, true
    for _, child in ipairs(children) do
        if child.row.score and child.declared > 0 and not child.deducts then
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
    return hm.number(sum)
end

-- The terms of all children, `plain` for equal weights, else `weighted`, joined: in both the words s
-- and w stand for a child's score and weight.
local function terms(list, alike, plain, weighted, join)
    local parts = {}
    for i, child in ipairs(list) do
        local form = alike and plain or weighted
        parts[i] = form:gsub("%f[%w][ws]%f[%W]", { s = mark(child.row.score), w = hm.number(child.declared) })
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
}

-- " − 12.00", "" for nothing, and how much it is.
local function deductions(children)
    local parts, sum = {}, 0
    for _, child in ipairs(children) do
        if child.deducts and child.row.score then
            parts[#parts + 1] = " − " .. mark(child.row.score)
            sum = sum + child.row.score
        end
    end
    return table.concat(parts), sum
end

-- "(77.18 + 69.66) / 2 = 73.42"; nil without a score. `unrounded`: what it was before a policy had
-- it rounded, nil where none does.
function sums.write(method, children, score, unrounded)
    local list, alike = scored(children)
    if not score or #list == 0 then
        return nil
    end
    local off, points = deductions(children)
    local rounded = numbers.rounding(unrounded, score)
    local result = rounded or mark(score)
    if #list == 1 and off == "" then
        return ("%s, the only score"):format(result)
    end
    local write = METHODS[method]
    local left = #list == 1 and mark(list[1].row.score) or write and write(list, alike)
        or ("%s of %s"):format(method, terms(list, alike, "s", "s (weight w)", ", "))
    return ("%s%s = %s%s"):format(left, off, result,
        points > 0 and score == 0 and ", the least a mark can be" or "")
end

return sums
