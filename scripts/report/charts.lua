-- The charts that there are by name. `needs`: facts of a "city" (cli.report_city) or of "cities" (cli.report_cities);
-- `draw(facts)` gives a drawing, or nil and why there is none.

local say = require("report.language").of "report.charts"

local charts = {}

local function add(name, needs, draw)
    charts[#charts + 1] = { name = name, needs = needs, draw = draw }
end

add("position", "city", function(facts)
    local drawn = require("report.city_opening").position(facts)
    return drawn, say "the city has no score"
end)

add("icicle", "city", function(facts)
    local drawn = require("report.city_themes").icicle(facts)
    return drawn, say "its weights are not the same for all cities, or there is one node alone"
end)

for _, chart in ipairs(require "report.cities_charts") do
    charts[#charts + 1] = chart
end

return charts
