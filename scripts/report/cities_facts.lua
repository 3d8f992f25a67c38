-- What the parts of the report of many cities share: see cli.report_cities for its facts.

local numbers = require "report.numbers"
local scale = require "report.chart.scale"
local text = require "report.text"

local cities_facts = {}

cities_facts.MANY = 60    -- cities, up to which each has a line of its own in charts

-- The scores that there are, in a list without gaps.
function cities_facts.present(list)
    local there = {}
    for _, score in ipairs(list) do
        there[#there + 1] = score or nil
    end
    return there
end

-- Between what a node's scores are looked at: see scale.span.
function cities_facts.range(facts, code)
    local low, high = scale.span(facts.reach[code], cities_facts.present(facts.column(code)))
    return { low, high }
end

function cities_facts.mark(facts, code, score)
    return score and numbers.minus(numbers.mark(score, facts.digits[code])) or numbers.NONE
end

-- How many cities have a rank.
function cities_facts.ranked(facts)
    local count = 0
    for _, city in ipairs(facts.cities) do
        count = count + (city.rank and 1 or 0)
    end
    return count
end

-- "A", "A and B", "A, B and 3 more": see the language of it in `say`.
function cities_facts.names(cities, most, say)
    local names = {}
    for i = 1, math.min(#cities, most) do
        names[i] = text.clean(cities[i].name)
    end
    local list = require("report.language").list(names)
    return #cities > most and say("{names} and {n} more", { names = list, n = #cities - most }) or list
end

return cities_facts
