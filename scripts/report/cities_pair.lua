-- The part of the report of many cities that sets two scores against each other: those asked for, else the two themes
-- that agree least.

local cities_facts = require "report.cities_facts"
local numbers = require "report.numbers"
local say = require("report.language").of "report.cities_pair"
local scatter = require "report.chart.scatter"
local variation_words = require "report.variation_words"
local words = require "report.words"

local cities_pair = {}

local LEAST <const> = 3    -- cities with both, to be shown at all
local FEW <const> = 10     -- with fewer, a correlation says nothing

-- Pearson's r of two lists where both have a score, and how many have; nil where it cannot be told.
function cities_pair.correlation(xs, ys)
    local n, mean_x, mean_y = 0, 0, 0
    local sum_xx, sum_yy, sum_xy = 0, 0, 0
    for i, x in ipairs(xs) do
        local y = ys[i]
        if x and y then
            n = n + 1
            local dx, dy = x - mean_x, y - mean_y
            mean_x, mean_y = mean_x + dx / n, mean_y + dy / n
            sum_xx = sum_xx + dx * (x - mean_x)
            sum_yy = sum_yy + dy * (y - mean_y)
            sum_xy = sum_xy + dx * (y - mean_y)
        end
    end
    local r = sum_xx > 0 and sum_yy > 0 and sum_xy / math.sqrt(sum_xx * sum_yy) or nil
    return r and math.max(-1, math.min(1, r)), n
end

-- The two themes with the smallest r, nil where no two can be compared.
local function least_alike(facts)
    local pair, least
    for i, one in ipairs(facts.themes) do
        for n = i + 1, #facts.themes do
            local other = facts.themes[n]
            local r, count = cities_pair.correlation(facts.column(one.code), facts.column(other.code))
            if r and count >= LEAST and (not least or r < least) then
                pair, least = { one, other }, r
            end
        end
    end
    return pair
end

local function points_of(facts, pair)
    local points, chosen = {}, {}
    for _, city in ipairs(facts.chosen) do
        chosen[city] = true
    end
    local xs, ys = facts.column(pair[1].code), facts.column(pair[2].code)
    for i, city in ipairs(facts.cities) do
        points[#points + 1] = xs[i] and ys[i] and { name = city.name, x = xs[i], y = ys[i], is_chosen = chosen[city],
            shown_x = cities_facts.mark(facts, pair[1].code, xs[i]),
            shown_y = cities_facts.mark(facts, pair[2].code, ys[i]) } or nil
    end
    return points
end

-- What the cloud says, in a sentence: of scores, whatever it is that a high one means.
local function in_words(pair, r, count)
    local fields = { one = words.label(pair[1]), other = words.label(pair[2]),
        n = variation_words.count(count), r = r and numbers.mark(r, 2) }
    if not r or count < FEW then
        return say.count(count, "{one} and {other}, of {n} city that has both.",
            "{one} and {other}, of {n} cities that have both.", fields)
    elseif r < -0.2 then
        return say("Cities with a higher score in {one} tend to have a lower one in {other} (r = {r}, {n} cities).",
            fields)
    elseif r < 0.2 then
        return say("{one} and {other} have little to do with each other (r = {r}, {n} cities).", fields)
    elseif r < 0.7 then
        return say("Cities with a higher score in {one} have a somewhat higher one in {other} (r = {r}, {n} cities).",
            fields)
    end
    return say("{one} and {other} rise together (r = {r}, {n} cities).", fields)
end

-- A drawing, what it says and of how many cities, or nil and why there is none.
function cities_pair.draw(facts)
    local pair = facts.pair or least_alike(facts)
    if not pair then
        return nil, say "no two themes have scores in three cities that differ"
    end
    local points = points_of(facts, pair)
    if #points == 0 then
        return nil, say("no city has both {one} and {other}", { one = pair[1].code, other = pair[2].code })
    end
    local r, count = cities_pair.correlation(facts.column(pair[1].code), facts.column(pair[2].code))
    local told = in_words(pair, r, count)
    return scatter.draw { title = say("{one} against {other}", { one = pair[1].name, other = pair[2].name }),
        about = told, across = words.label(pair[1]), up = words.label(pair[2]), points = points,
        keys = { { "shades", say "the more a square stands out, the more cities are in it" } },
        range_x = cities_facts.range(facts, pair[1].code),
        range_y = cities_facts.range(facts, pair[2].code) }, told, count
end

function cities_pair.add(out, facts)
    local drawn, told, count = cities_pair.draw(facts)
    out:heading(2, facts.pair and say "Two scores against each other"
        or (count or 0) < FEW and say "Two themes against each other" or say "The two themes that agree least", "pair")
    if not drawn then
        return out:paragraph(say("This cannot be shown: {reason}.", { reason = told }))
    end
    out:paragraph(told)
    out:chart(drawn)
end

return cities_pair
