-- The part of the report of many cities that shows where they are.

local cities_facts = require "report.cities_facts"
local map = require "report.chart.map"
local say = require("report.language").of "report.cities_map"
local variation_words = require "report.variation_words"

local cities_map = {}

local HINTED <const> = 1500    -- shapes, up to which each says what it is where one points at it
local NAMED <const> = 10

local function missing_of(facts)
    local found, missing = {}, {}
    for _, shape in ipairs(facts.map) do
        found[shape.city or shape] = true
    end
    for _, city in ipairs(facts.cities) do
        missing[#missing + 1] = not found[city] and city or nil
    end
    return missing
end

-- A drawing, or nil and why there is none.
function cities_map.draw(facts)
    if not facts.map then
        return nil, say "nothing says where the cities are: --boundaries, or columns lat and lon in --cities"
    end
    local shapes, count = {}, 0
    for i, shape in ipairs(facts.map) do
        local city = shape.city
        shapes[i] = { name = shape.name, rings = shape.rings, points = shape.points, is_known = city ~= nil,
            score = city and city.score, shown = cities_facts.mark(facts, facts.root.code, city and city.score) }
        count = count + (city and 1 or 0)
    end
    local range = cities_facts.range(facts, facts.root.code)
    local ends = { low = cities_facts.mark(facts, facts.root.code, range[1]),
        high = cities_facts.mark(facts, facts.root.code, range[2]) }
    return map.draw { title = say("{index} on the map, {period}", { index = facts.root.name, period = facts.period }),
        about = say.count(count,
            "{n} city where it is. The more it stands out, the higher its score. All scores are in the table.",
            "{n} cities where they are. The more one stands out, the higher its score. All scores are in the table.",
            { n = variation_words.count(count) }),
        range = range, shapes = shapes, keys = { { "shades", facts.root.less_is_better
            and say("from {low} to {high}: less is better", ends) or say("from {low} to {high}", ends) },
            { "none", say "no score" } },
        has_hints = #shapes <= HINTED }
end

function cities_map.add(out, facts)
    local drawn = facts.map and cities_map.draw(facts)
    if not drawn then
        return
    end
    out:heading(2, say "On the map", "map")
    out:chart(drawn)
    local missing = missing_of(facts)
    if #missing > 0 then
        out:note(say("Not on the map: {names}.", { names = cities_facts.names(missing, NAMED) }))
    end
end

return cities_map
