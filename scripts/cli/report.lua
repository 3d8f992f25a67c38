-- hundredmark report: what a council reads, of one city or of all.

local data = require "cli.data"
local issues_file = require "cli.issues"
local language = require "report.language"
local output = require "cli.output"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = language.of "cli.report"

local report = {
    name = "report",
    summary = "write a report of a city, or of all",
    about = "With --city a city in words: its score, its themes beside those of the others, what moved it "
        .. "since the period before, what is missing, the steps that would add most, and how every score came about. "
        .. "Without it "
        .. "all cities: their order and how sure it is, city by indicator, over the periods, on a map. -o report.html "
        .. "is one file that needs nothing else, to read on a screen, a phone or on paper. --chart writes one of its "
        .. "charts alone, -o chart.svg.",
    arguments = { data.ARGUMENT },
    options = { "report_city", "report_period", "format", "output", "records", "sheet", "cities", "issues", "chart",
        "highlight", "pair", "map_boundaries", "map_key", "study", "variations", "seed", "fit", "jobs", "strict" },
    option_help = { variations = "how many variations of a study; else as many as the study says" },
    uses_package = true,
    runs_measures = true,
    formats = { "html", "md", "table", "svg" },
    default_format = "table",
    examples = { "report examples/study -o cities.html", "report examples/study --city Marrowick -o marrowick.html",
        "report examples/study --chart ranking -o ranking.svg" },
    exits = { 0, 1, 2, 3, 4, 5 },
}

-- The cities whose reports are wanted; none: that of all.
local function wanted_cities(run, given)
    if #(given.report_city or {}) > 0 then
        return given.report_city
    end
    local cities = data.distinct(run.units, "city")
    return #cities == 1 and cities or {}
end

local function page_of(facts)
    return require(facts.unit and "report.city_page" or "report.cities_page").page(facts)
end

local function facts_of(run, given, cities, prefix)
    if #cities == 0 then
        given.period = given.report_period and { given.report_period }
        given.boundaries, given.key = given.map_boundaries, given.map_key
        return require("cli.report_cities").of(run, given)
    end
    local unit = data.unit_of(run, cities[1], given.report_period)
    return require("cli.report_city").of(run, given, unit, prefix)
end

-- The chart of --chart; wrong names and charts that there are not end the command.
local function chart_of(facts, name)
    local names, is_of = {}, facts.unit and "city" or "cities"
    for _, chart in ipairs(require "report.charts") do
        if chart.name == name and chart.needs ~= is_of then
            stop.usage(chart.needs == "city" and say("--chart {name}: a chart of one city: --city says which",
                { name = name }) or say("--chart {name}: a chart of several cities: without --city", { name = name }))
        elseif chart.name == name then
            local drawn, reason = chart.draw(facts)
            return drawn or stop.usage(language.labelled("--chart " .. name, reason))
        end
        names[#names + 1] = chart.name
    end
    stop.usage(say("--chart: no chart '{name}', only {names}{hint}",
        { name = name, names = table.concat(names, ", "), hint = suggest.nearest(name, names) }))
end

local function refuse(given, format)
    if given.chart and format ~= "svg" then
        stop.usage(say("--chart: a chart is svg, not {format}: --format svg, or -o chart.svg", { format = format }))
    elseif format == "svg" and not given.chart then
        stop.usage(say "--format svg: of a chart: --chart says which")
    elseif #(given.report_city or {}) > 1 and given.chart then
        stop.usage(say "--chart: of one city, or of all")
    end
end

local function joined_pages(run, given, cities)
    local out = page_of(facts_of(run, given, cities))
    for i = 2, #cities do
        out:part(page_of(facts_of(run, given, { cities[i] }, i .. "-")))
    end
    return out
end

function report.run(given, messages)
    local out = output.new(given, report)
    refuse(given, out.format)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local opened = data.open(given, messages)
    local run = data.score(given, messages, nil, opened)
    run.fits = opened.options.fits
    local cities = wanted_cities(run, given)
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    if given.chart then
        out:write(chart_of(facts_of(run, given, cities), given.chart):file())
        out:finish()
    else
        out:page(joined_pages(run, given, cities))
    end
    messages:summary()
    return messages:exit()
end

return report
