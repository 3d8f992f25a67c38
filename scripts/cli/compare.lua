-- Why a score moved, or is another than that of another city, package or data: parts that add up.

local hm = require "hundredmark"
local data = require "cli.data"
local fits = require "cli.fits"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local numbers = require "report.numbers"
local output = require "cli.output"
local packages = require "cli.packages"
local run_object = require "cli.run_object"
local language = require "report.language"
local scope_words = require "report.scope_words"
local stop = require "cli.stop"

local say = language.of("cli.compare")

local MOST_CITIES <const> = 20    -- on a page
local STATUSES <const> = {
    not_there = say.later "{who}: nothing to be compared with: no figures of {other}",
    no_score = say.later "{who}: no score, so that it cannot be compared",
    no_other_score = say.later "{who}: nothing to be compared with: no score of {other}",
    not_comparable = say.later "{who}: scores that cannot be compared: they have no node in common that could be",
    ["break"] = say.later "{who}: scores that cannot be compared: the package declares a break between them",
}

local function lays_over(given)
    return #(given.with or {}) > 0 or #(given.set or {}) > 0
end

-- Is it scored by itself, and not another city or period of the one run?
local function has_other_side(given)
    return given.other_data or given.other_package or lays_over(given)
end

-- The options of the other side: without what is laid over the package, where packages are compared.
local function given_of_other(given)
    local other = {}
    for name, value in pairs(given) do
        other[name] = value
    end
    if given.other_data then
        other.data, other.records, other.cities = { given.other_data }, nil, nil
    end
    if given.other_package or not given.other_data then
        other.package = given.other_package or given.package
        other.with, other.set = nil, nil
    end
    other.fit = given.other_fit or given.fit
    return other
end

local function other_name(given, info)
    local package = ("%s %s"):format(info.name, info.version)
    if given.other_data and given.other_package then
        return ("%s, %s"):format(given.other_data, package)
    end
    return given.other_data or package
end

-- The scores that are compared with, and what they are called; the run's own, and nil, where these are
-- of other periods or cities of one run.
local function score_other(given, messages, run)
    if not has_other_side(given) then
        return run.scores
    end
    local other = given_of_other(given)
    local package, info = packages.open(other, messages)
    local dataset = run.dataset
    if given.other_data then
        dataset = data.read(other, messages, package)
        messages:issues(data.sorted { dataset:issues(3) })
    end
    local scores, err = hm.score(package, dataset, { jobs = given.jobs, cancel = interrupt.cancel(),
        run_seconds = given.run_time, run_steps = given.run_steps, rank_levels = 1, fits = fits.read(other),
        verified_only = given.verified_only })
    run.other_info, run.other_package, run.other_scores = info, package, scores
    run.other = { info = info, dataset = dataset }
    return stop.insist(stop.PACKAGE, scores, err), other_name(given, info)
end

-- What is compared, for the words of a page.
local function kind_of(given)
    return given.other_data and "data" or (given.other_package or lays_over(given)) and "package"
        or given.other_city and "city" or "period"
end

local function warn(rows, messages)
    local found, order = {}, {}
    for _, row in ipairs(rows) do
        local status = scope_words.is_break(row.note) and "break" or row.status
        if STATUSES[status] then
            if not found[status] then
                found[status] = {}
                order[#order + 1] = status
            end
            table.insert(found[status], row)
        end
    end
    for _, status in ipairs(order) do
        local list, first = found[status], found[status][1]
        local fields = { city = first.city, period = first.period, n = #list - 1 }
        fields.who = #list == 1 and language.unit(fields.city, fields.period)
            or say("{city}, {period}, and {n} more", fields)
        fields.other = first.other and first.other ~= "" and first.other or say "the other side"
        messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = #list,
            message = say(STATUSES[status], fields) } }
    end
end

-- Is each score that can be compared the same on both sides?
local function is_alike(rows)
    local compared = 0
    for _, row in ipairs(rows) do
        if row.status == "compared" and row.difference ~= 0 then
            return false
        end
        compared = compared + (row.status == "compared" and 1 or 0)
    end
    return compared > 0
end

local function first_of(list, most)
    return table.move(list, 1, math.min(most, #list), 1, {})
end

local function compare(given, messages)
    local out = output.new(given, require "cli.compare")
    if given.other_fit and not has_other_side(given) then
        stop.usage(say "--other-fit is of another package or other data: name one")
    end
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    local other, name = score_other(given, messages, run)
    local units = not run.whole and run.chosen or nil
    local function make(table_name, some)
        local made, err = run.scores:compare(other, { table = table_name, units = some or units,
            from = given.baseline, to = given.until_period, city = given.other_city, other_name = name,
            depth = given.depth, jobs = given.jobs, cancel = interrupt.cancel() })
        return stop.insist(err and err.code == "data" and stop.DATA or stop.USAGE, made, err)
    end
    local differences = make("differences")
    local rows = differences:rows()
    run.kind = kind_of(given)
    run.other_city, run.other_period, run.other_name = given.other_city, given.baseline, name
    warn(rows, messages)
    if out.as_tables then
        local parts = is_alike(rows) and make "compare"
        if parts and parts:count() == 0 then
            messages:say(say "nothing differs of what the scores rest on")
        end
        out:name_nodes(run.package)
        out:write_tables(function(table_name)
            return table_name == "differences" and differences or table_name == "compare" and parts or make(table_name)
        end, function()
            return run_object.text(run, given)
        end)
    else
        run.first_of, run.most_cities = first_of, MOST_CITIES
        out:page(require("report.compare_page").page(make, rows, run))
    end
    messages:tell("compared %s", numbers.of(#rows, "city and period", "cities and periods"))
    messages:summary()
    return messages:exit()
end

return {
    name = "compare",
    summary = "say what accounts for the difference between two scores",
    about = "Takes the difference between two scores of the index apart into points that add up to it: a city's "
        .. "in the last two periods of the data (--from, --to), of two cities (--other), by two packages "
        .. "(--other-package; or with and without --with and --set), or with other data (--other-data). Points "
        .. "are of the scope (nodes that one side alone has, or that a declared break keeps from being compared), "
        .. "of data (down to the figures that have changed), measures, weights, or methods (with what steps have "
        .. "learnt from all cities, or from those of a group). Table differences has the scores and why some cannot be compared, "
        .. "changed_figures each figure that has changed. It is arithmetic: what accounts for a difference, not what "
        .. "caused it.",
    arguments = { data.ARGUMENT },
    options = { "records", "cities", "city", "period", "baseline", "until_period", "other_city", "other_package",
        "other_data", "depth", "issues", "fit", "other_fit", "verified_only", "jobs", "strict" },
    option_help = {
        baseline = "the period of the other score; by default the last before that of the score, or the same where "
            .. "cities, packages or data are compared",
        verified_only = "what is said not to be verified counts as not reported, on both sides",
        until_period = "the period of the score; by default the last that the data have",
    },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "compare", "differences", "changed_figures" },
    examples = {
        "compare -p my-city my-city.csv",
        "compare examples/study --other Ostermark",
        "compare -p my-city --with reform.lua my-city.csv --format csv -o parts.csv",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = compare,
}
