-- Helpers written in Lua on top of the operations the core has. They are loaded into the sandbox of
-- every script, so they work on expressions and on plain numbers alike. Level 3 in `error` names
-- the author's line.

local helpers = {}

local function fail(message, ...)
    error(message:format(...), 3)
end

-- How many elements the list of a helper has: 0 where it is no table. `#` would say anything of a
-- list with gaps. Called by helpers alone: level 3 is the author's line.
local function size(name, list)
    if type(list) ~= "table" then
        return 0
    end
    local count, problem = list_size(list)
    if not count then
        error(("%s takes a plain list: %s"):format(name, problem), 3)
    end
    return count
end

-- band(x, {{over = 90, 30}, {at_least = 60, 20}}, otherwise): the points of the first tier that x
-- reaches.
function helpers.band(x, tiers, otherwise)
    local count = size("band", tiers)
    if count == 0 then
        fail("band takes (x, tiers, otherwise): tiers is a list such as {{over = 90, 30}, {over = 60, 20}}")
    end
    if otherwise == nil then
        fail("band needs a third argument: the points when no tier fits")
    end
    local result = otherwise
    for i = count, 1, -1 do
        local tier = tiers[i]
        if type(tier) ~= "table" or tier[1] == nil or (tier.over == nil) == (tier.at_least == nil) then
            fail("band: tier %d must be {over = LIMIT, POINTS} or {at_least = LIMIT, POINTS}", i)
        end
        local reached
        if tier.over ~= nil then
            reached = gt(x, tier.over)
        else
            reached = ge(x, tier.at_least)
        end
        result = when(reached, tier[1], result)
    end
    return result
end

-- Sums of weights beyond these say nothing any more: they, or shares of them, are no numbers, or lose
-- their digits.
local LEAST_SUM <const>, GREATEST_SUM <const> = 1e-300, 1e300

-- The sum of the weights of a list of terms. Called by weighted alone: level 3 is the author's line.
local function sum_of_weights(terms)
    local total = 0
    for i, term in ipairs(terms) do
        if type(term) ~= "table" or type(term[1]) ~= "number" or term[1] < 0 or term[2] == nil then
            error(("weighted: term %d must be {WEIGHT, x} with a weight of at least 0"):format(i), 3)
        end
        total = total + term[1]
    end
    if total <= 0 then
        error("weighted: the weights add up to nothing", 3)
    elseif not (total >= LEAST_SUM and total <= GREATEST_SUM) then
        error(("weighted: the weights add up to %g, expected 1e-300 to 1e300"):format(total), 3)
    end
    return total
end

-- weighted{{0.25, a}, {0.75, b}}: the weighted mean; with weights that add up to 1, their plain
-- sum. It never leaves the range of what it is a mean of, so that the mean of equal marks is that
-- mark.
function helpers.weighted(terms)
    if size("weighted", terms) == 0 then
        fail("weighted takes a list such as {{0.25, a}, {0.75, b}}")
    end
    local total, result, least, most = sum_of_weights(terms), nil, nil, nil
    for _, term in ipairs(terms) do
        local weight, x = term[1], term[2]
        result = result and result + weight * x or weight * x
        if weight > 0 then
            least, most = least and min(least, x) or x, most and max(most, x) or x
        end
    end
    if math.abs(total - 1) > 1e-12 then
        result = result / total
    end
    return held(result, least, most)
end

local FIGURES <const> = { number = true, userdata = true }

-- goalposts(x, low, high): 0 where x is at `low`, 100 at `high`, straight between and beyond. Where
-- less is better, `low` is the greater of the two.
function helpers.goalposts(x, low, high)
    local plain = type(low) == "number" and type(high) == "number"
    if x == nil or not (FIGURES[type(low)] and FIGURES[type(high)]) or (plain and low == high) then
        fail("goalposts takes (x, low, high) with two different numbers")
    end
    if plain and not (high - low > -math.huge and high - low < math.huge) then
        fail("goalposts: %g and %g are too far apart", low, high)
    end
    return share(x - low, high - low)
end

local MOST_DIGITS <const> = 15

-- round(x[, digits]): x rounded to so many digits behind the point, 0 if not given: half away from
-- zero, of the number as it is written.
function helpers.round(x, digits)
    if digits == nil then
        digits = 0
    end
    local whole = type(digits) == "number" and math.tointeger(digits)
    if not whole or whole < 0 or whole > MOST_DIGITS then
        fail("round takes (x, digits), digits a plain whole number from 0 to %d", MOST_DIGITS)
    end
    return round(x, whole)
end

-- Is it a number that a formula can have? Comparing alone: in functions, computing leaves marks.
local function is_finite(x)
    return type(x) == "number" and x > -math.huge and x < math.huge
end

-- interpolate(x, points): what straight lines between points {{x, y}, ...} have at x; before the
-- first point and behind the last it is the y there.
function helpers.interpolate(x, points)
    local count, list = size("interpolate", points), {}
    if count < 2 then
        fail("interpolate takes (x, points): points is a list of at least two, such as {{0, 0}, {50, 100}}")
    end
    for i = 1, count do
        local point = points[i]
        if type(point) ~= "table" or not is_finite(point[1]) or not is_finite(point[2]) then
            fail("interpolate: point %d must be {x, y}, two plain numbers", i)
        elseif i > 1 and point[1] <= points[i - 1][1] then
            fail("interpolate: the x of points must ascend, found %g behind %g", point[1], points[i - 1][1])
        end
        list[2 * i - 1], list[2 * i] = point[1], point[2]
    end
    return interpolate(x, table.unpack(list))
end

-- share_of_target(x, target): x in percent of the target.
function helpers.share_of_target(x, target)
    if not (FIGURES[type(x)] and FIGURES[type(target)]) then
        fail("share_of_target takes (x, target)")
    end
    return share(x, target)
end

-- Called in parentheses: a tail call would take away the level that leads to the author's line.
local function rate(name, x, base, per)
    if x == nil or base == nil then
        error(("%s takes (x, %s[, per])"):format(name, name == "per_area" and "area" or "population"), 3)
    end
    per = per or 1
    return per == 1 and x / base or per * x / base
end

-- per_capita(x, population[, per]): x for each inhabitant, or for each `per` inhabitants.
function helpers.per_capita(x, population, per)
    return (rate("per_capita", x, population, per))
end

-- per_area(x, area[, per]): x for each unit of area, or for each `per` of them.
function helpers.per_area(x, area, per)
    return (rate("per_area", x, area, per))
end

-- inverse(x): a mark the other way round, where less is better.
function helpers.inverse(x)
    if x == nil then
        fail("inverse takes one mark")
    end
    return 100 - x
end

-- growth(x[, options]): the change of x against the same city's previous period, in percent of what
-- it was; with { within = 3 } against the latest of three periods before that has a figure. In a
-- function x is the name of an input: growth("citizens"), which is nil where one of the two is.
function helpers.growth(x, options)
    if x == nil or type(x) == "number" then
        fail("growth takes one expression over inputs, such as growth(input.citizens); in a " ..
            "function, the name of an input: growth(\"citizens\")")
    end
    local now, before = x, previous(x, options)
    if type(x) == "string" then
        now = figure(x)
        if now == nil or before == nil then
            return nil
        end
    end
    return share(now - before, before)
end

-- share_of_yes{a, b, ...}: how many of the flags are yes, in percent.
function helpers.share_of_yes(flags)
    local count = size("share_of_yes", flags)
    if count == 0 then
        fail("share_of_yes takes a list of flags: share_of_yes{input.a, input.b}")
    end
    return 100 * number_of(flags) / count
end

-- complete(records, columns): for each row of records, is every one of these columns filled in?
function helpers.complete(records, columns)
    if type(records) ~= "userdata" then
        fail("complete takes the records of an expression: complete(input.features, { \"in_model\" })")
    end
    local count, flags = size("complete", columns), {}
    if count == 0 then
        fail("complete takes a list of columns: complete(input.features, { \"in_model\" })")
    end
    for i = 1, count do
        if type(columns[i]) ~= "string" then
            fail("complete: column %d must be a name", i)
        end
        flags[i] = reported(records[columns[i]])
    end
    return all_of(flags)
end

return helpers
