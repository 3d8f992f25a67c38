-- What the parts of the report of many cities share: see cli.report_cities for its facts.

local city_names = require "report.city_names"
local language = require "report.language"
local numbers = require "report.numbers"
local scale = require "report.chart.scale"
local words = require "report.words"

local say = language.of "report.cities_facts"

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

-- Between what a node's scores are looked at: see scale.span_of_many.
function cities_facts.range(facts, code)
    local low, high = scale.span_of_many(facts.reach[code], cities_facts.present(facts.column(code)))
    return { low, high }
end

function cities_facts.mark(facts, code, score)
    return score and numbers.mark(score, facts.digits[code]) or numbers.NONE
end

-- What stands by itself, without what is below it.
function cities_facts.alone(facts)
    local list = {}
    for _, node in ipairs(facts.beside) do
        list[#list + 1] = node.alone and node or nil
    end
    return list
end

-- "Beside the index: A and B.", nil where nothing stands there. `shown`: a set of nodes, the only ones to be named.
function cities_facts.beside_words(facts, shown)
    local labels = {}
    for _, node in ipairs(cities_facts.alone(facts)) do
        labels[#labels + 1] = (not shown or shown[node]) and words.label(node) or nil
    end
    return #labels > 0 and say("Beside the index, and no part of it: {nodes}.", { nodes = language.list(labels) }) or nil
end

-- How many cities have a rank.
function cities_facts.ranked(facts)
    local count = 0
    for _, city in ipairs(facts.cities) do
        count = count + (city.rank and 1 or 0)
    end
    return count
end

-- The names of these cities: see city_names.list.
function cities_facts.names(cities, most)
    local names = {}
    for i, city in ipairs(cities) do
        names[i] = city.name
    end
    return city_names.list(names, most)
end

return cities_facts
