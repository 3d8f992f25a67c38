-- Reading the data of a command line, scoring them, and choosing what was asked for.

local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local language = require "report.language"
local messages_of = require "cli.messages"
local numbers = require "report.numbers"
local overwrite = require "cli.overwrite"
local packages = require "cli.packages"
local program = require "hundredmark.program"
local stats = require "cli.stats"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local fits = require "cli.fits"
local lazy = require "cli.lazy"
local READING <const> = require("cli.options").READING
local reading = lazy "cli.reading"

local say = language.of "cli.data"

local data = {}

-- An empty data set, which may be read from files in any language that is known.
function data.new()
    return hm.new_dataset { cancel = interrupt.cancel(), languages = language.of_data() }
end

function data.read_cities(dataset, given, messages)
    for _, path in ipairs(given.cities or {}) do
        messages:tell("reading %s as cities", path)
        stop.insist(stop.DATA, dataset:read_cities(path))
    end
end

-- Nothing is loaded for the sake of options that were not given.
local function read_file(dataset, path, given)
    for _, name in ipairs(READING) do
        if given[name] then
            return reading.read(dataset, path, given)
        end
    end
    stop.insist(stop.DATA, dataset:read(path))
end

-- The argument of commands that read data.
data.ARGUMENT = { name = "DATA", target = "data", args = "+",
    help = "a CSV, JSON or NDJSON file, a workbook (XLSX, ODS), a folder with observations.csv, or - "
        .. "for standard input" }

-- The finished data set of what `given` names: data, records, cities. `package`: whose records sheets
-- of workbooks may hold; nil: nobody's.
function data.read(given, messages, package)
    if package then
        program.expect_records(package:records())
    end
    local dataset = stop.insist(stop.MEMORY, data.new())
    if given.keep_issues then
        dataset:keep_issues()
    end
    for _, path in ipairs(given.data) do
        messages:tell("reading %s", path)
        read_file(dataset, path, given)
    end
    for _, records in ipairs(given.records or {}) do
        messages:tell("reading %s as records %s", records.file, records.name)
        stop.insist(stop.DATA, dataset:read_records(records.name, records.file))
    end
    data.read_cities(dataset, given, messages)
    stop.insist(stop.DATA, dataset:finish())
    overwrite.refuse_data(given, dataset)
    return dataset
end

-- What is told of cities takes one at least: without any the command ends.
function data.insist_on_cities(run)
    if run.dataset:unit_count() == 0 then
        stop.with(stop.DATA, say "there is no city in these data")
    end
end

-- The distinct values of `field` among the units, in their order.
function data.distinct(units, field)
    local list, seen = {}, {}
    for _, unit in ipairs(units) do
        if not seen[unit[field]] then
            seen[unit[field]] = true
            list[#list + 1] = unit[field]
        end
    end
    return list, seen
end

-- The set of the wanted names; nil when all are wanted. Each must be among the units'.
local function wanted_set(units, field, wanted)
    if not wanted or #wanted == 0 then
        return nil
    end
    local known, is_known = data.distinct(units, field)
    local set = {}
    for _, name in ipairs(wanted) do
        if not is_known[name] then
            local fields = { name = name, hint = suggest.nearest(name, known) }
            stop.usage(field == "city" and say("no city '{name}' in the data{hint}", fields)
                or say("no period '{name}' in the data{hint}", fields))
        end
        set[name] = true
    end
    return set
end

-- The numbers of the units that --city and --period leave.
function data.select(units, cities, periods)
    local city_set = wanted_set(units, "city", cities)
    local period_set = wanted_set(units, "period", periods)
    local chosen = {}
    for i, unit in ipairs(units) do
        local wanted = (not city_set or city_set[unit.city])
            and (not period_set or period_set[unit.period])
        chosen[#chosen + 1] = wanted and i or nil
    end
    if #chosen == 0 and (city_set or period_set) then
        stop.usage(say("the data hold nothing for {cities} in {periods}",
            { cities = language.list(cities), periods = language.list(periods) }))
    end
    return chosen
end

-- Is period `a` later than `b`? Of two that end on one day the shorter is.
function data.is_later(a, b)
    local x, y = hm.period(a), hm.period(b)
    return x.last > y.last or x.last == y.last and x.first > y.first
end

-- The number of a city's unit in `period`, or without one in the latest that the data have of it; and the periods that
-- they have of it, the earliest first. Names that are not in the data end the command.
function data.unit_of(run, city, period)
    data.select(run.units, { city }, { period })
    local periods, number_of = {}, {}
    for number, unit in ipairs(run.units) do
        if unit.city == city then
            periods[#periods + 1], number_of[unit.period] = unit.period, number
        end
    end
    table.sort(periods, function(a, b) return data.is_later(b, a) end)
    return number_of[period or periods[#periods]], periods
end

local function name_severities(issues)
    for _, issue in ipairs(issues) do
        messages_of.name_severity(issue)
    end
    return issues
end

-- A sheet of a workbook counts as a file.
local function file_of(issue)
    return issue.file .. "\0" .. (issue.sheet or "")
end

-- Issues in the order of the files as they first appear, then by line and column.
function data.sorted(lists)
    local all, order, files = {}, {}, 0
    for _, list in ipairs(lists) do
        for _, issue in ipairs(list) do
            local file = file_of(issue)
            if not order[file] then
                files = files + 1
                order[file] = files
            end
            all[#all + 1] = issue
        end
    end
    local position = {}
    for i, issue in ipairs(all) do
        position[issue] = i
    end
    table.sort(all, function(a, b)
        local one, other = file_of(a), file_of(b)
        if one ~= other then
            return order[one] < order[other]
        elseif a.line ~= b.line then
            return a.line < b.line
        elseif a.column ~= b.column then
            return a.column < b.column
        end
        return position[a] < position[b]
    end)
    return all
end

-- What a run lists only when somebody asks: the cities and periods of a large data set take longer
-- to list than to score.
local LISTS <const> = {
    units = function(run)
        return run.dataset:units()
    end,
    chosen = function(run)
        return data.select(run.units, run.given.city, run.given.period)
    end,
}

local Run = {}

function Run.__index(run, name)
    local list = LISTS[name]
    if list then
        run[name] = list(run)
    end
    return rawget(run, name)
end

local function chooses(given)
    return #(given.city or {}) > 0 or #(given.period or {}) > 0
end

-- The package and the data that are going to be scored, or learnt from, and the options of that.
-- `times`: nil, or a stats object that is told how long it took.
function data.open(given, messages, times)
    times = times or stats.new(given)
    local opened = { times = times }
    opened.package, opened.info = times:time("package", packages.open, given, messages)
    opened.dataset = times:time("read", data.read, given, messages, opened.package)
    opened.options = {
        jobs = given.jobs, rank_levels = given.depth and given.depth + 1, cancel = interrupt.cancel(),
        run_seconds = given.run_time, run_steps = given.run_steps, fits = fits.read(given),
        unfinished = given.unfinished, verified_only = given.verified_only,
    }
    return opened
end

-- What a run gave; what the data lack is told as of the data, all else as of the package or the fit.
local function insist(result, err)
    return stop.insist(err and err.code == "data" and stop.DATA or stop.PACKAGE, result, err)
end

-- What the fit that is given lacks, of the first phase of which it lacks something; nil for nothing.
function data.learn_phase(opened)
    local learnt, err = hm.learn_phase(opened.package, opened.dataset, opened.options)
    return err and insist(nil, err) or learnt
end

-- Everything a command on data works with:
--   package, info, dataset, scores
--   units   all cities and periods of the data      chosen  the numbers of those asked for
--   whole   true where that is all of them
--   issues  what was wrong with the data, and measures that failed, sorted
-- `opened`: what data.open gave; nil: it is still to be opened.
function data.score(given, messages, times, opened)
    opened = opened or data.open(given, messages, times)
    times = opened.times
    local package, info, dataset = opened.package, opened.info, opened.dataset
    local scores = insist(hm.score(package, dataset, opened.options))
    for stage, seconds in pairs(scores:timing()) do
        times:add(stage, seconds)
    end
    local count = dataset:unit_count()
    messages:tell("scored %s", numbers.of(count, "city and period", "cities and periods"))
    local run = setmetatable({
        given = given, package = package, info = info, dataset = dataset, scores = scores,
        whole = not chooses(given),
        issues = data.sorted { dataset:issues(messages_of.TOLD),
            name_severities(scores:issues(messages_of.TOLD)) },
    }, Run)
    if not run.whole then
        run.chosen = LISTS.chosen(run) -- a name that is not in the data ends it here
    end
    return run
end

return data
