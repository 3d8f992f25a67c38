-- An analysis of the engine as a command: the tables that it answers in.

local hm = require "hundredmark"
local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local output = require "cli.output"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of("cli.analysis")

local analysis = {}

-- Those of which the program has more to say than the engine does. Such a module of cli.analyses, by the name of the
-- analysis, is a table; all of it may be absent:
--   page            the module of the page that people read in place of the main table
--   options         further options, names from options.lua
--   settle(given)   what these say, as fields of the options of scores:analyse
--   other_ways      what --by may say besides the engine's own ways: { ways =, tables = which these alone make,
--                   module = that does it in the command's place, help =, example = }
--   of_all          what it tells is of all cities and periods together: whoever reads it cannot see which were looked at
--   warnings        what there is to warn of: { table = its name, words(row) = a message or nil }
local MODULES <const> = { "bounds", "coherence", "progress", "reversals", "statistics", "tipping", "weigh" }

-- The module of an analysis; an empty one, where it has none.
local function module_of(name)
    for _, known in ipairs(MODULES) do
        if known == name then
            return require("cli.analyses." .. name)
        end
    end
    return {}
end

-- What --threshold says, by its names; a wrong one ends the command before any work.
local function settings_of(given, described)
    local settings, known, names = {}, {}, {}
    for i, setting in ipairs(described.settings) do
        known[setting.name], names[i] = setting, setting.name
    end
    for _, wanted in ipairs(given.threshold or {}) do
        local setting = known[wanted.name]
        if not setting then
            stop.usage(say("--threshold: {analysis} has no '{name}', only {names}{hint}", { analysis = described.name,
                name = wanted.name, names = table.concat(names, ", "), hint = suggest.nearest(wanted.name, names) }))
        elseif wanted.value < setting.low or wanted.value > setting.high then
            stop.usage(say("--threshold {name}: a number from {low} to {high}", { name = wanted.name,
                low = hm.number(setting.low), high = hm.number(setting.high) }))
        end
        settings[wanted.name] = wanted.value
    end
    return settings
end

local function ways_of(described, other)
    local ways = { table.unpack(described.ways) }
    return table.move(other and other.ways or {}, 1, other and #other.ways or 0, #ways + 1, ways)
end

-- The way of --by, which an analysis that has several ways needs; true, where it is another module's.
local function way_of(given, described, other)
    if not described.ways then
        return nil
    end
    local ways = ways_of(described, other)
    local list = table.concat(ways, ", ")
    if not given.by then
        stop.usage(say("{analysis}: say how: --by METHOD, one of {names}", { analysis = described.name, names = list }))
    end
    for i, way in ipairs(ways) do
        if way == given.by then
            return way, i > #described.ways
        end
    end
    stop.usage(say("--by: {analysis} has no '{name}', only {names}{hint}", { analysis = described.name, name = given.by,
        names = list, hint = suggest.nearest(given.by, ways) }))
end

-- Tables that other ways than the one at hand make.
local function refuse_tables(given, other)
    for _, name in ipairs(given.table or {}) do
        for _, foreign in ipairs(other.tables) do
            if name == foreign then
                stop.usage(say("--table {name}: with --by {ways} alone", { name = name,
                    ways = table.concat(other.ways, "|") }))
            end
        end
    end
end

-- How many ranked cities are looked at, whatever their periods, and how many rows they have.
local function count_ranked(run)
    local cities, rows, met = 0, 0, {}
    for i = 1, run.whole and run.dataset:unit_count() or #run.chosen do
        local number = run.whole and i or run.chosen[i]
        if run.dataset:city(number).ranked then
            local name = run.units[number].city
            cities = cities + (met[name] and 0 or 1)
            rows = rows + 1
            met[name] = true
        end
    end
    return cities, rows
end

-- Nothing where there are too few for the analysis, which says so.
local function warn_of_few(described, run, messages)
    local few = described.few_cities
    if few == 0 then
        return
    end
    local cities, rows = count_ranked(run)
    if cities < few and rows >= described.least_units then
        messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1,
            message = say.count(cities, "{analysis} of {n} city: fewer than {few} say little; one more or less may "
                .. "turn it round", "{analysis} of {n} cities: fewer than {few} say little; one more or less may "
                .. "turn it round", { analysis = described.name, few = few }) } }
    end
end

local function warn_of_rows(warnings, make, messages)
    for _, row in ipairs(make(warnings.table):rows()) do
        local message = warnings.words(row)
        messages:issues { message and { severity = "warning", file = "", line = 0, column = 0, count = 1,
            message = message } }
    end
end

-- What scores:analyse is asked for, but for the name of the table.
local function options_of(module, given, settings, way)
    local options = module.settle and module.settle(given) or {}
    options.settings, options.way, options.depth = settings, way, given.depth
    return options
end

-- A function that makes a table of the analysis, by its name.
local function maker(run, name, options)
    options.units = not run.whole and run.chosen or nil
    return function(wanted)
        options.table, options.cancel = wanted, interrupt.cancel()
        local made, err = run.scores:analyse(name, options)
        return stop.insist(err and err.code == "data" and stop.DATA or stop.USAGE, made, err)
    end
end

local function run(described, command, given, messages)
    local module, settings = module_of(described.name), settings_of(given, described)
    local way, is_other = way_of(given, described, module.other_ways)
    if is_other then
        return require(module.other_ways.module).run(command, given, messages)
    elseif module.other_ways then
        refuse_tables(given, module.other_ways)
    end
    local options = options_of(module, given, settings, way)
    local out = output.new(given, command)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    warn_of_few(described, run, messages)
    local make = maker(run, command.name, options)
    if module.warnings then
        warn_of_rows(module.warnings, make, messages)
    end
    if module.page and not out.as_tables then
        if module.prepare then
            module.prepare(run)
        end
        out:page(require(module.page).page(make, run, options))
    else
        out:name_nodes(run.package)
        out:write_tables(make, function()
            return run_object.text(run, given)
        end)
    end
    messages:summary()
    return messages:exit()
end

-- "redundant (0.92), silent (0.3)": what can be set, and what it is else.
local function describe_settings(described)
    local words = {}
    for i, setting in ipairs(described.settings) do
        words[i] = ("%s (%s)"):format(setting.name, hm.number(setting.otherwise))
    end
    return table.concat(words, ", ")
end

-- What --by says in help, and how it is used.
local function describe_ways(command, described, other)
    local help = "how: " .. table.concat(described.ways, ", ")
    table.insert(command.options, "by")
    command.examples = { ("%s --by %s examples/study"):format(described.name, described.ways[1]) }
    if other then
        help = help .. ", " .. other.help
        command.more_tables, command.examples[2] = other.tables, other.example
    end
    command.option_help.by = help
end

-- The descriptor (commands.lua) of one of hm.analyses().
function analysis.command(described)
    local module = module_of(described.name)
    local command = {
        name = described.name,
        summary = described.summary,
        about = described.about,
        arguments = { data.ARGUMENT },
        options = { "records", "cities", "city", "period", "issues", "fit", "verified_only", "jobs", "strict" },
        uses_package = true,
        runs_measures = true,
        of_all = module.of_all,
        formats = formats.list("table", formats.WRITERS, "md", "html"),
        tables = described.tables,
        examples = { described.name .. " examples/study" },
        exits = { 0, 1, 2, 3, 4, 5 },
        option_help = { verified_only = "what is said not to be verified counts as not reported" },
    }
    if described.has_depth then
        table.insert(command.options, "depth")
    end
    for _, option in ipairs(module.options or {}) do
        table.insert(command.options, option)
    end
    if described.ways then
        describe_ways(command, described, module.other_ways)
    end
    if #described.settings > 0 then
        table.insert(command.options, "threshold")
        command.option_help.threshold = "judge by another threshold than these: "
            .. describe_settings(described) .. "; may be repeated"
    end
    function command.run(given, messages)
        return run(described, command, given, messages)
    end
    return command
end

return analysis
