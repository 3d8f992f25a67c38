-- score: marks for every node, city and period of the data.

local data = require "cli.data"
local gaps = require "cli.gaps"
local output = require "cli.output"
local run_object = require "cli.run_object"

local OVERVIEW_DEPTH <const> = 2

-- What the pages say of one city and period.
local function report_on(run, unit, depth)
    local all = run.scores:rows(unit)
    local report = {
        city = run.units[unit].city, period = run.units[unit].period, rows = {}, by_code = {},
        measured = 0, of = 0,
    }
    for _, row in ipairs(all) do
        report.by_code[row.code] = row
        if not depth or row.depth <= depth then
            table.insert(report.rows, row)
        end
        if gaps.is_indicator(run, row.code) then
            report.of = report.of + 1
            report.measured = report.measured + (row.status == "scored" and 1 or 0)
        end
    end
    report.groups = gaps.groups(run, report.rows)
    return report, all
end

-- How many cities of each period have a mark for the whole: those that are ranked.
local function count_ranked(run, root)
    local count = {}
    for unit, place in ipairs(run.units) do
        local scored = run.scores:row(unit, root).score and 1 or 0
        count[place.period] = (count[place.period] or 0) + scored
    end
    return count
end

local function nodes_to(run, depth)
    local nodes = {}
    for _, node in ipairs(run.package:nodes()) do
        nodes[#nodes + 1] = node.depth <= depth and node or nil
    end
    return nodes
end

local function overview_page(run, given, out)
    local depth = given.depth or OVERVIEW_DEPTH
    local nodes, reports = nodes_to(run, depth), {}
    local ranked = count_ranked(run, nodes[1].code)
    for i, unit in ipairs(run.chosen) do
        reports[i] = report_on(run, unit, depth)
        reports[i].ranked = ranked[reports[i].period]
    end
    return require("report.overview").page(reports, nodes, run.info, out.width)
end

local function city_page(run, given)
    local unit = run.chosen[1]
    local report, all = report_on(run, unit, given.depth)
    report.indicators = gaps.indicators(run, unit, all)
    report.ranked = count_ranked(run, all[1].code)[report.period]
    return require("report.city_scores").page(report, run.info)
end

local function write(run, given, out)
    if out.format ~= "table" and out.format ~= "md" then
        out:scores(run.scores, {
            units = #run.chosen < #run.units and run.chosen or nil, depth = given.depth,
            run = out.format == "json" and run_object.text(run, given) or nil,
        })
    elseif #run.chosen == 1 then
        out:page(city_page(run, given))
    else
        out:page(overview_page(run, given, out))
    end
end

local function score(given, messages)
    local out = output.new(given, require "cli.score")
    local run = data.score(given, messages)
    messages:issues(run.issues)
    write(run, given, out)
    messages:summary()
    return messages:exit()
end

return {
    name = "score",
    summary = "mark cities out of a hundred",
    about = "Scores every city and period of the data at every node of the package's hierarchy. "
        .. "A table of one city shows its whole tree, one of several cities their first levels "
        .. "side by side; csv, json and ndjson hold every number whole. What is wrong with the "
        .. "data goes to standard error, each with its place; everything else is still scored.",
    arguments = { { name = "DATA", target = "data", args = "+",
        help = "a CSV or JSON file, a folder with observations.csv, or - for standard input" } },
    options = { "records", "city", "period", "depth", "format", "output", "jobs", "strict" },
    uses_package = true,
    formats = { "table", "csv", "json", "ndjson", "md" },
    examples = {
        "score examples/cities/port-lumen",
        "score examples/study --period 2025 --depth 2 -o scores.csv",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = score,
}
