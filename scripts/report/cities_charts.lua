-- Charts of many cities by their names: `draw(facts)`, of what cli.report_cities gives, makes a drawing, or gives nil
-- and why there is none.

local say = require("report.language").of "report.cities_charts"

local function of(module, draw)
    return function(facts)
        return require("report." .. module)[draw or "draw"](facts)
    end
end

return {
    { name = "ranking", about = say.later "cities in their order, and how sure it is", needs = "cities",
        draw = of "cities_ranking" },
    { name = "curve", about = say.later "the scores of all cities from the first to the last", needs = "cities",
        draw = of("cities_ranking", "draw_curve") },
    { name = "heatmap", about = say.later "cities by indicator", needs = "cities", draw = of "cities_heat" },
    { name = "multiples", about = say.later "each theme over the periods", needs = "cities",
        draw = of "cities_periods" },
    { name = "scatter", about = say.later "two nodes against each other", needs = "cities", draw = of "cities_pair" },
    { name = "map", about = say.later "cities where they are", needs = "cities", draw = of "cities_map" },
}
