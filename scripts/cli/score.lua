-- score: marks for every node, city and period of the data.

local data = require "cli.data"
local decimals = require "report.decimals"
local formats = require "cli.formats"
local fits = require "cli.fits"
local gaps = require "cli.gaps"
local hm = require "hundredmark"
local issues = require "cli.issues"
local lazy = require "cli.lazy"
local output = require "cli.output"
local stats = require "cli.stats"
local stop = require "cli.stop"
local common_core = lazy "cli.common_core"
local live_scores = lazy "cli.live_scores"
local run_object = lazy "cli.run_object"
local score_tables = lazy "cli.score_tables"
local verified = lazy "cli.verified"
local watch = lazy "cli.watch"

local say = require("report.language").of "cli.score"

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

-- How many cities of each period are ranked by the whole.
local function count_ranked(run, root)
    local count = {}
    for unit, place in ipairs(run.units) do
        local row = run.scores:row(unit, root)    -- none where nothing holds
        count[place.period] = (count[place.period] or 0) + (row and row.rank and 1 or 0)
    end
    return count
end

local function nodes_to(run, depth, period)
    local nodes = {}
    for _, node in ipairs(run.package:nodes(period)) do
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
        reports[i].core = run.core and common_core.index(run.core, unit)
    end
    return require("report.overview").page(reports, nodes, run.info, out.width, decimals.of(run.package:nodes()),
        run.core and common_core.label(run.core))
end

local function city_page(run, given)
    local unit = run.chosen[1]
    local report, all = report_on(run, unit, given.depth)
    if #all == 0 then
        stop.usage(say("nothing of the package holds in {period}", { period = report.period }))
    end
    report.nodes = nodes_to(run, given.depth or math.huge, report.period)
    report.indicators = gaps.indicators(run, unit, all)
    report.ranked = count_ranked(run, all[1].code)[report.period]
    report.decimals = decimals.of(run.package:nodes(report.period))
    report.core = run.core and { label = common_core.label(run.core),
        index = common_core.index(run.core, unit), scores = common_core.scores(run.core, unit) }
    return require("report.city_scores").page(report, run.info)
end

-- What the engine took, and what was written before it: into a folder other tables are.
local function timings(run, out)
    local made, err = run.scores:table "timings"
    if not made or not out.took then
        return made, err
    end
    local rows = made:rows()
    for _, took in ipairs(out.took) do
        rows[#rows + 1] = { stage = "write", file = took.file, seconds = took.seconds }
    end
    return hm.table { name = "timings", columns = made:columns(), rows = rows }
end

local function write(run, given, out)
    if out.format == "xlsx" and not given.verified_only and live_scores.is_wanted(given, out) then
        live_scores.write(run, out)
    elseif out.as_tables then
        out.scored = run    -- what some writers look into
        out.decimals = given.wide and decimals.of(run.package:nodes()) or nil
        out:name_nodes(run.package)
        out:write_tables(function(name)
            if name == "timings" then
                return timings(run, out)
            elseif name == "verified" then
                return verified.table(run, given)
            end
            local made = name ~= "scores" and score_tables.make(name, run)    -- most runs write scores alone
            return made or run.scores:table(name, { units = not run.whole and run.chosen or nil,
                depth = given.depth, wide = given.wide })
        end, function()
            return run_object.text(run, given)
        end)
    elseif #run.chosen == 1 then
        out:page(city_page(run, given))
    else
        out:page(overview_page(run, given, out))
    end
end

-- What --stats counts.
local function counts(run, given, out)
    local list = {
        { "figures read", run.dataset:figures(), "read" },
        { "cities and periods scored", run.dataset:unit_count() },
    }
    if out.as_tables and out:writes("scores") then
        local nodes = #nodes_to(run, given.depth or math.huge)
        local count = run.whole and run.dataset:unit_count() or #run.chosen
        list[#list + 1] = { "rows written", given.wide and count or count * nodes, "write" }
    end
    return list
end

-- Everything read and scored; what is shown of it is another matter.
local function run_once(given, messages, times, opened)
    local run = data.score(given, messages, times, opened)
    run.by_all = given.verified_only and verified.score_all(run, given) or nil
    run.core = given.common_core and common_core.of(run, given)
    return run
end

local function score(given, messages)
    if given.stream and given.verified_only then
        stop.usage(say "--verified-only: not with --stream")
    elseif given.stream then
        return require("cli.score_stream").run(given, messages)
    end
    if given.manifest or given.flush then
        stop.usage(say("{option} is of use with --stream only",
            { option = given.manifest and "--manifest" or "--flush" }))
    elseif given.watch then
        watch.prepare(given)
    end
    local out, times = output.new(given, require "cli.score"), stats.new(given)
    if not given.verified_only and out.as_tables and out:writes("verified") then
        stop.usage(say "--table verified: with --verified-only alone")
    end
    local wrong, learnt = issues.new(given), fits.new(given)
    given.keep_issues = given.issues or out.as_tables and out:writes("issues")
    local opened = given.fit and given.save_fit and data.open(given, messages, times)
    local phase = opened and data.learn_phase(opened)
    if phase then
        learnt:write_phase(phase, messages)
        return messages:exit()
    end
    local run = run_once(given, messages, times, opened)
    wrong:write(run.scores)
    learnt:write(run.scores)
    messages:issues(run.issues)
    times:time("write", write, run, given, out)
    if run.core and out.as_tables and not (out.writer and out.writer.has_run) then
        common_core.tell(run.core, run, messages)
    end
    if run.by_all then
        verified.tell(run, messages)
    end
    messages:summary()
    if given.stats then
        times:show(counts(run, given, out))
    end
    if given.watch then
        watch.go(given, run, out, messages, function(later)
            return run_once(given, later)
        end)
    end
    return messages:exit()
end

return {
    name = "score",
    summary = "mark cities out of a hundred",
    about = "Scores every city and period of the data at every node of the package's hierarchy. "
        .. "A table of one city shows its whole tree, one of several cities their first levels "
        .. "side by side; csv, json and ndjson hold every number whole, xlsx has every score as a "
        .. "formula over the figures and weights, which can be changed there. What is wrong with the "
        .. "data goes to standard error, each with its place; everything else is still scored. Rows "
        .. "of cities that were scored apart are joined and ranked by rank; where indicators are "
        .. "scaled over cities, --save-fit, 'fit merge' and --fit give the parts what all cities "
        .. "taught.",
    arguments = { data.ARGUMENT },
    options = { "records", "sheet", "cities", "city", "period", "depth", "wide", "boundaries", "key", "values",
        "jobs", "strict", "issues", "fit", "save_fit", "common_core", "verified_only", "watch", "stats", "stream", "flush",
        "manifest" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, formats.MAPS, "md", "html"),
    tables = { "scores" },
    folder_tables = { "issues", "fits" },
    run_tables = { "run", "cities", "inputs", "indicators", "observations", "scores", "issues" },
    relations = "cli.score_relations",
    more_tables = { "run", "cities", "inputs", "indicators", "observations",
        "verified", "usage", "timings" }, -- the last two differ from run to run
    examples = {
        "score examples/cities/port-lumen",
        "score examples/study --period 2025 --depth 2 -o scores.csv",
        "score examples/study --wide --depth 1",
        "score my-cities --period 2025 -o map.geojson --boundaries map.json --key name",
        "score my-cities --period 2025 -o map.geojson --boundaries map.json --key ags=code",
        "score examples/study --period 2025 -o scores.xlsx",
        "score my-city.csv --format csv -o results/",
        "score -p my-city my-city.csv --common-core --format table",
        "score -p my-city my-city.csv --watch",
        "score --stream all-cities.csv -o scores.csv",
        "score --stream - --flush 1",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = score,
}
