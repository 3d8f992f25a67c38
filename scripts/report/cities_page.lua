-- The report of many cities: ranking, map, themes over periods, each indicator, two themes against each other, and all
-- figures in a table.

local cities_facts = require "report.cities_facts"
local numbers = require "report.numbers"
local page = require "report.page"
local say = require("report.language").of "report.cities_page"
local variation_words = require "report.variation_words"

local cities_page = {}

local PARTS <const> = { "ranking", "map", "periods", "heat", "pair", "table" }

-- What is shown, in a sentence.
local function introduce(out, facts)
    local scored = #cities_facts.present(facts.column(facts.root.code))
    local ranked = cities_facts.ranked(facts)
    local fields = { period = facts.period, package = say("{package} ({version})", { package = facts.package, version = facts.version }),
        n = variation_words.count(#facts.cities), scored = variation_words.count(scored),
        ranked = variation_words.count(ranked) }
    if scored == #facts.cities and ranked == scored then
        out:paragraph(say.count(#facts.cities, "{n} city in {period}, scored by {package}.",
            "{n} cities in {period}, all of them scored and ranked by {package}.", fields))
    else
        out:paragraph(say.count(#facts.cities, "{n} city in {period}; it has no rank by {package}.",
            "{n} cities in {period}, of which {scored} have a score and {ranked} a rank by {package}.", fields))
    end
    if facts.root.less_is_better then
        out:note(say "Less is better: the least score comes first.")
    end
    if ranked < scored then
        out:note(say("A city with a score has no rank where less than {coverage} by weight rests on reported figures, "
            .. "where less than {applicable} applies to it, or where it is kept out of ranks.", {
            coverage = numbers.percent_fine(facts.rank_if.coverage),
            applicable = numbers.percent_fine(facts.rank_if.applicable) }))
    end
end

-- `facts`: of cli.report_cities.
function cities_page.page(facts)
    local out = page.new()
    out:heading(1, say("{index}, {period}", { index = facts.root.name, period = facts.period }))
    introduce(out, facts)
    for _, part in ipairs(PARTS) do
        require("report.cities_" .. part).add(out, facts)
    end
    return out
end

return cities_page
