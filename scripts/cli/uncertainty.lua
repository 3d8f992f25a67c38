-- hundredmark uncertainty: how much scores and ranks depend on choices that could have been others.

local hm = require "hundredmark"
local city_names = require "report.city_names"
local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local language = require "report.language"
local output = require "cli.output"
local progress_bar = require "cli.progress_bar"
local replay = require "cli.replay"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local variation_gaps = require "report.variation_gaps"
local variation_words = require "report.variation_words"

local uncertainty = {
    name = "uncertainty",
    summary = "show how much scores and ranks depend on choices",
    about = "Scores all cities again and again, each time with other weights, methods, parameters and figures, as a "
        .. "study says (study.lua of the package, or --study). Without one: weights 25 % up and down at the first level "
        .. "with three nodes or more, arithmetic and geometric means there, and imputation, where there is some, left "
        .. "out. Lists between what scores and ranks lie in 90 % of these variations (q05 to q95).",
    arguments = { data.ARGUMENT },
    options = { "records", "cities", "city", "period", "issues", "study", "variations", "seed", "pairs", "replicates",
        "replay", "depth", "verified_only", "jobs", "strict" },
    option_help = { depth = "nodes down to depth N, beside the index, which alone is told of otherwise",
        verified_only = "what is said not to be verified counts as not reported" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "uncertainty", "tiers", "precision", "factors", "places", "pairs" },
    more_tables = { "replicates" },    -- of which there are as many rows as all cities have in all variations
    examples = { "uncertainty examples/study", "uncertainty --study study.lua --pairs -o pairs.csv data.csv",
        "uncertainty --replay replicates.csv data.csv" },
    exits = { 0, 1, 2, 3, 4, 5 },
}

local say = language.of("cli.uncertainty")

local REPLICATES <const> = { name = "--replicates", option = "--replicates", default_format = "csv",
    tables = { "replicates" }, formats = formats.list(formats.WRITERS) }

-- The file of --replicates, before any work: nil where none is asked for.
local function open_replicates(given)
    if not given.replicates then
        return nil
    end
    output.refuse_rows(given, "replicates", "--replicates")
    return output.new({ output = given.replicates }, REPLICATES)
end

local function refuse(given)
    if given.replay and given.variations then
        stop.usage(say "--variations: --replay says which there are: leave one out")
    elseif given.pairs and #(given.table or {}) > 0 then
        stop.usage(say "--pairs is --table pairs: leave one out")
    end
end

-- How many cities have a rank, by period, whichever of them are looked at.
function uncertainty.count_ranked(run)
    local counts, ranks = {}, run.scores:column(run.package:nodes()[1].code, "rank") or {}
    for i, unit in ipairs(run.units) do
        counts[unit.period] = (counts[unit.period] or 0) + (ranks[i] and 1 or 0)
    end
    return counts
end

-- A study, its factors as they vary here, its replicates and a function that gives their tables; nothing of it is the
-- command's alone.
function uncertainty.replicate(run, given)
    local study = stop.insist(stop.PACKAGE, hm.study(run.package, { file = given.study,
        replicates = given.variations, seed = given.seed }))
    local wanted = given.replay and replay.read(given.replay, study, run.package)
    local show, done = progress_bar.new(given, "scoring variations")
    local replicates, err = hm.replicates(study, run.dataset, { jobs = given.jobs, cancel = interrupt.cancel(),
        verified_only = given.verified_only, depth = given.depth or 0, replay = wanted, progress = show })
    done()
    if given.replay and err and err.code == "argument" then
        stop.with(stop.DATA, "%s: %s", given.replay, stop.words(err))
    end
    stop.insist(err and (err.code == "data" or err.code == "argument") and stop.DATA or stop.PACKAGE, replicates, err)
    local function make(name)
        return stop.insist(stop.USAGE, replicates:table(name, { units = not run.whole and run.chosen or nil,
            cancel = interrupt.cancel() }))
    end
    local factors = wanted and replay.factors(study, wanted, given.replay) or study:factors()
    return { study = study, factors = factors, replicates = replicates, make = make, count = wanted and #wanted or study:replicates(),
        ranked = uncertainty.count_ranked(run) }
end

local function warn(messages, message)
    messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1, message = message } }
end

-- Of the periods that are told of: how many ranked cities one has at the least, and at the most.
local function span_of_ranked(run, made)
    local least, most = math.huge, 0
    for _, unit in ipairs(run.chosen) do
        local count = made.ranked[run.units[unit].period]
        least, most = math.min(least, count), math.max(most, count)
    end
    return math.min(least, most), most
end

local function warn_of_few(run, made, messages)
    local least, most = span_of_ranked(run, made)
    if not variation_words.are_few(most) then
        return
    elseif least < most then
        warn(messages, say("{least} to {n} ranked cities a period: fewer than {few}, of which only changes in their order "
            .. "say something", { least = least, n = most, few = variation_words.FEW }))
    else
        warn(messages, say.count(most,
            "{n} ranked city a period: fewer than {few}, of which only changes in their order say something",
            "{n} ranked cities a period: fewer than {few}, of which only changes in their order say something",
            { few = variation_words.FEW }))
    end
end

-- Alternatives that leave some without a score, whatever else varies.
local function blamed(rows)
    local names = {}
    for _, row in ipairs(rows) do
        names[#names + 1] = row.left_without > 0 and variation_words.alternative(row) or nil
    end
    return #names > 0 and language.clauses(names) or nil
end

local function warn_of_unscored(names, factors, messages)
    if #names == 0 then
        return
    end
    local fields = { names = city_names.list(names), blame = blamed(factors) }
    warn(messages, fields.blame and say.count(#names,
        "{n} city and period with an index by the package has none in some variations ({blame}): {names}",
        "{n} cities and periods with an index by the package have none in some variations ({blame}): {names}", fields)
        or say.count(#names, "{n} city and period with an index by the package has none in some variations: {names}",
        "{n} cities and periods with an index by the package have none in some variations: {names}", fields))
end

-- Coverage goes by weights, and so does who has enough for a rank.
local function warn_of_unranked(names, messages)
    if #names > 0 then
        warn(messages, say.count(#names, "{n} city and period with a rank by the package has none in some variations, and "
            .. "what is said of its ranks is of the others: {names}",
            "{n} cities and periods with a rank by the package have none in some variations, and what is said of their "
            .. "ranks is of the others: {names}", { names = city_names.list(names) }))
    end
end

-- Is the index of each city the same in all variations, as far as sums of many numbers tell?
local function is_always_alike(rows)
    for _, row in ipairs(rows) do
        if row.score_sd and row.score_sd > 1e-12 * math.max(1, math.abs(row.score_mean)) then
            return false
        end
    end
    return true
end

-- Some study varies what has no say, or has nothing but the package's own choices: then `made.is_constant`.
local function warn_of_nothing(made, messages)
    made.is_constant = #made.factors > 0 and not variation_gaps.any(made.make("factors"):rows())
        and is_always_alike(made.make("uncertainty"):rows())
    if made.is_constant then
        warn(messages, say("nothing varies: each score is the same in all variations of {factors}",
            { factors = variation_words.factors(made.factors) }))
    end
end

-- What there is to say before any table of variations.
function uncertainty.warn(run, made, messages)
    warn_of_few(run, made, messages)
    local factors = made.make("factors"):rows()
    warn_of_nothing(made, messages)
    if variation_gaps.any(factors) then
        local rows = made.make("uncertainty"):rows()
        warn_of_unscored(variation_gaps.unscored(rows, made.make("precision"):rows(), made.count), factors, messages)
        warn_of_unranked(variation_gaps.unranked(rows, made.count), messages)
    end
end

-- What a replay draws anew goes by the seed, which no file of replicates holds.
local function warn_of_seed(made, given, messages)
    for _, factor in ipairs(given.replay and not given.seed and made.study:factors() or {}) do
        if factor.name == "figures" or factor.name == "gaps" then
            warn(messages, say("--replay: {factor}: drawn by the seed {seed}; where {file} was written with another, "
                .. "say so by --seed", { factor = variation_words.name(factor.name), seed = made.study:seed(),
                    file = given.replay }))
        end
    end
end

function uncertainty.run(given, messages)
    refuse(given)
    given.table = given.pairs and { "pairs" } or given.table
    local out, replicates_out = output.new(given, uncertainty), open_replicates(given)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local depth = given.depth
    given.depth = nil    -- of what is told of variations, not of what is scored
    local run = data.score(given, messages)
    given.depth = depth
    wrong:write(run.scores)
    messages:issues(run.issues)
    data.insist_on_cities(run)
    local made = uncertainty.replicate(run, given)
    uncertainty.warn(run, made, messages)
    warn_of_seed(made, given, messages)
    if replicates_out then
        replicates_out:write_tables(made.make)
    end
    if not out.as_tables then
        out:page(require("report.uncertainty_page").page(made, run))
    else
        out:name_nodes(run.package)
        out:write_tables(made.make, function()
            return run_object.text(run, given)
        end)
    end
    messages:summary()
    return messages:exit()
end

return uncertainty
