-- An analysis of the engine as a command: the tables that it answers in.

local hm = require "hundredmark"
local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local numbers = require "report.numbers"
local output = require "cli.output"
local run_object = require "cli.run_object"
local score_targets = require "cli.score_targets"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local analysis = {}

-- The page that people read of an analysis in place of its main table; without one it is that table.
local PAGES <const> = { coherence = "report.coherence_page", bounds = "report.bounds_page",
    progress = "report.progress_page", tipping = "report.tipping_page",
    reversals = "report.reversals_page" }

-- The options that an analysis has beside those of all.
local OPTIONS <const> = { progress = { "baseline", "until_period", "targets" } }

-- What --threshold says, by its names; a wrong one ends the command before any work.
local function settings_of(given, described)
    local settings, known, names = {}, {}, {}
    for i, setting in ipairs(described.settings) do
        known[setting.name], names[i] = setting, setting.name
    end
    for _, wanted in ipairs(given.threshold or {}) do
        local setting = known[wanted.name]
        if not setting then
            stop.usage("--threshold: %s has no '%s', only %s%s", described.name, wanted.name,
                table.concat(names, ", "), suggest.nearest(wanted.name, names))
        elseif wanted.value < setting.low or wanted.value > setting.high then
            stop.usage("--threshold %s: a number from %s to %s", wanted.name, hm.number(setting.low),
                hm.number(setting.high))
        end
        settings[wanted.name] = wanted.value
    end
    return settings
end

-- What an analysis can be done by besides its own ways, and the module that does it in its place.
local OTHER_WAYS <const> = { weigh = { ways = { "budget", "ahp" }, module = "cli.expert_weights",
    tables = { "experts", "consistency" } } }

local function ways_of(described)
    local other = OTHER_WAYS[described.name]
    return table.move(other and other.ways or {}, 1, other and #other.ways or 0, #described.ways + 1,
        { table.unpack(described.ways) })
end

-- The way of --by, which an analysis that has several ways needs; true, where it is another module's.
local function way_of(given, described)
    if not described.ways then
        return nil
    end
    local ways = ways_of(described)
    local list = table.concat(ways, ", ")
    if not given.by then
        stop.usage("%s: say how: --by METHOD, one of %s", described.name, list)
    end
    for i, way in ipairs(ways) do
        if way == given.by then
            return way, i > #described.ways
        end
    end
    stop.usage("--by: %s has no '%s', only %s%s", described.name, given.by, list, suggest.nearest(given.by, ways))
end

-- Tables that the way at hand does not make.
local function refuse_tables(given, described, is_other)
    local other = OTHER_WAYS[described.name] or { tables = {} }
    for _, name in ipairs(not is_other and given.table or {}) do
        for _, foreign in ipairs(other.tables) do
            if name == foreign then
                stop.usage("--table %s: with --by %s alone", name, table.concat(other.ways, " and "))
            end
        end
    end
end

-- How many of the cities and periods that are looked at are ranked: `enough` where there are as many.
local function count_ranked(run, enough)
    local count = 0
    for i = 1, run.whole and run.dataset:unit_count() or #run.chosen do
        if count == enough then
            break
        end
        local city = run.dataset:city(run.whole and i or run.chosen[i])
        count = count + (city.ranked and 1 or 0)
    end
    return count
end

local function warn_of_few(described, run, messages)
    local few = described.few_units
    local count = few > 0 and count_ranked(run, few) or few
    if count < few and count >= described.least_units then
        messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1,
            message = ("%s of %s: fewer than %d say little; one more or less may turn it round"):format(
                described.name, numbers.of(count, "city and period", "cities and periods"), few) } }
    end
end

-- What there is to warn of in a table of an analysis, by its name: the table, and a row in words or nil.
local WARNINGS <const> = {
    weigh = { "weighed", function(row)
        if row.obstacle and row.obstacle ~= "" then
            return ("%s: %s finds no weights: %s%s; its children have equal ones"):format(row.code, row.method,
                row.at and row.at ~= "" and ("in %s "):format(row.at) or "", row.obstacle)
        elseif row.negative > 0 then
            return ("%s: %s by %s came out below 0, and %s 0"):format(row.code,
                numbers.of(row.negative, "weight", "weights"), row.method, row.negative == 1 and "is" or "are")
        end
    end },
}

local function warn_of_rows(described, make, messages)
    local name, words = table.unpack(WARNINGS[described.name] or {})
    for _, row in ipairs(name and make(name):rows() or {}) do
        local message = words(row)
        messages:issues { message and { severity = "warning", file = "", line = 0, column = 0, count = 1,
            message = message } }
    end
end

local function run(described, command, given, messages)
    local settings = settings_of(given, described)
    local way, is_other = way_of(given, described)
    refuse_tables(given, described, is_other)
    if is_other then
        return require(OTHER_WAYS[described.name].module).run(command, given, messages)
    end
    local wanted = given.targets and score_targets.read(given.targets)
    local out = output.new(given, command)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    warn_of_few(described, run, messages)
    local function make(name)
        local made, err = run.scores:analyse(command.name, { table = name, settings = settings, way = way,
            depth = given.depth, from = given.baseline, to = given.until_period, targets = wanted,
            units = not run.whole and run.chosen or nil, cancel = interrupt.cancel() })
        return stop.insist(err and err.code == "data" and stop.DATA or stop.USAGE, made, err)
    end
    warn_of_rows(described, make, messages)
    if PAGES[command.name] and not out.as_tables then
        out:page(require(PAGES[command.name]).page(make, run))
    else
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

-- The descriptor (commands.lua) of one of hm.analyses().
function analysis.command(described)
    local command = {
        name = described.name,
        summary = described.summary,
        about = described.about,
        arguments = { data.ARGUMENT },
        options = { "records", "cities", "city", "period", "issues", "fit", "jobs", "strict" },
        uses_package = true,
        runs_measures = true,
        formats = formats.list("table", formats.WRITERS, "md"),
        tables = described.tables,
        examples = { described.name .. " examples/study" },
        exits = { 0, 1, 2, 3, 4, 5 },
        option_help = {},
    }
    if described.has_depth then
        table.insert(command.options, "depth")
    end
    table.move(OPTIONS[described.name] or {}, 1, #(OPTIONS[described.name] or {}), #command.options + 1,
        command.options)
    if described.ways then
        table.insert(command.options, "by")
        command.option_help.by = "how: " .. table.concat(described.ways, ", ")
        local other = OTHER_WAYS[described.name]
        if other then
            command.more_tables = other.tables
            command.option_help.by = command.option_help.by .. ", from the data; or budget (points that experts share "
                .. "out) or ahp (judgements of pairs), where DATA is a CSV of what experts say"
            command.examples[2] = described.name .. " --by budget points.csv -o weights.csv"
        end
        command.examples[1] = described.name .. " --by " .. described.ways[1] .. " examples/study"
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
