-- score --stream: data of any length, city by city, in little memory.

local data = require "cli.data"
local fits = require "cli.fits"
local hm = require "hundredmark"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local language = require "report.language"
local messages_of = require "cli.messages"
local numbers = require "report.numbers"
local output = require "cli.output"
local overwrite = require "cli.overwrite"
local packages = require "cli.packages"
local stats = require "cli.stats"
local stop = require "cli.stop"
local targets = require "cli.targets"

local score_stream = {}

-- What the formats and messages are asked of, in place of the command `score`.
local STREAM <const> = { name = "score --stream", formats = formats.list(formats.ROWS_ALONE),
    default_format = "csv" }

-- What needs all cities at a time, or all data.
local REFUSED <const> = {
    { "watch", "--watch scores data that are read again and again" },
    { "common_core", "--common-core shows marks beside each other" },
    { "issues", "--issues writes all that is wrong, in the order of the data" },
    { "wide", "--wide writes a row a city and period" },
    { "boundaries", "--boundaries takes the scores of all cities" },
}

local EXITS <const> = { data = stop.DATA, package = stop.PACKAGE, limit = stop.PACKAGE,
    argument = stop.USAGE }

local function refuse(given)
    if given.save_fit then
        stop.usage("--save-fit: a stream cannot learn from all cities: leave out --stream")
    end
    for _, refused in ipairs(REFUSED) do
        if given[refused[1]] then
            stop.usage("%s, and a stream goes by once: leave out --stream", refused[2])
        end
    end
    if #given.table > 0 then
        stop.usage("--table names a table of a whole run, and a stream writes scores as they come: "
            .. "leave out --stream")
    end
    if #(given.records or {}) > 0 then
        stop.usage("--records: a stream takes records with the figures of their city: NDJSON, "
            .. 'one {"observations": [...], "records": {...}} a line')
    end
    if given.sheet then
        stop.usage("--sheet: a workbook is read whole: leave out --stream")
    end
    for _, name in ipairs(require("cli.options").READING) do
        if given[name] and name ~= "encoding" then
            stop.usage("--%s: a stream reads data as they show by themselves: leave out --stream, or "
                .. "bring them into form with 'hundredmark import'", (name:gsub("_", "-")))
        end
    end
    if #given.data ~= 1 then
        stop.usage("--stream takes one file, or - for standard input")
    end
    if given.manifest then
        output.refuse_rows(given, "manifest", "--manifest")
    end
end

-- The column by which some step groups cities; nil where none does.
local function grouped_by(package)
    for _, node in ipairs(package:nodes()) do
        for _, step in ipairs(node.steps or {}) do
            if step.by then
                return step.by
            end
        end
    end
    return nil
end

-- Steps may group cities by what is said of them, and by nothing else: nothing is ranked or learnt.
local function cities_of(given, package, messages)
    local column = grouped_by(package)
    if #(given.cities or {}) == 0 then
        if column then
            stop.usage("--stream: the package groups cities by %s, a column of a file of cities: give it with --cities",
                ("\"%s\""):format(column))
        end
        return nil
    end
    if not column then
        stop.usage("--cities: a stream has no ranks and learns nothing from other cities: give it to "
            .. "'hundredmark rank', which ranks the rows")
    end
    local dataset = stop.insist(stop.MEMORY, data.new())
    data.read_cities(dataset, given, messages)
    overwrite.refuse_data(given, dataset)
    messages:issues(dataset:issues(messages_of.TOLD))
    return dataset
end

local function tell(messages, issue)
    messages_of.name_severity(issue)
    messages:issues { issue }
end

local function write_manifest(given, out, package, counts)
    local nodes = 0
    for _, node in ipairs(package:nodes()) do
        nodes = nodes + (node.depth <= (given.depth or math.huge) and 1 or 0)
    end
    require("cli.manifest").write(given.manifest, {
        info = package:info(), path = out.path, format = out.format,
        header = out.format == "csv" and not given.no_header, units = counts.written,
        rows = counts.written * nodes, bytes = counts.bytes, sha256 = counts.sha256,
    })
end

function score_stream.run(given, messages)
    refuse(given)
    local out = output.new(given, STREAM)
    if given.flush and out.kind == "file" then
        stop.usage("--flush: %s is there only when it is whole; leave out --output", out.path)
    end
    targets.refuse_types(out.format == "csv" and out.path)
    local times = stats.new(given)
    local package = times:time("package", packages.open, given, messages)
    local path, fit, cities = given.data[1], fits.read(given), cities_of(given, package, messages)
    local shown = path == "-" and "<stdin>" or path
    local counts, err = times:time("stream", out.rows_of, out, function(file)
        return hm.stream(package, path, {
            file = file, format = out.format, depth = given.depth, jobs = given.jobs,
            header = not given.no_header, safe_cells = given.safe_cells,
            bom = given.bom, delimiter = given.delimiter, decimal = given.decimal,
            run_seconds = given.run_time, run_steps = given.run_steps, fits = fit,
            cancel = interrupt.cancel(), cities_of = cities, languages = language.of_data(),
            encoding = given.encoding, flush = given.flush, issues = messages_of.TOLD, digest = given.manifest and true,
            cities = #given.city > 0 and given.city or nil,
            periods = #given.period > 0 and given.period or nil,
            issue = function(issue)
                tell(messages, issue)
            end,
        })
    end)
    messages:summary()
    if not counts then
        stop.insist(EXITS[err.code] or stop.DATA, nil, err)
    end
    if given.manifest then
        write_manifest(given, out, package, counts)
    end
    messages:tell("scored %s", numbers.of(counts.units, "city and period", "cities and periods"))
    times:show({ { "batches", counts.batches, "stream" }, { "cities", counts.cities, "stream" },
        { "cities and periods scored", counts.units, "stream" } })
    return messages:exit()
end

return score_stream
