-- hundredmark uncertainty: how much scores and ranks depend on choices that could have been others.

local hm = require "hundredmark"
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
        stop.usage("--variations: --replay says which there are: leave one out")
    elseif given.pairs and #(given.table or {}) > 0 then
        stop.usage("--pairs is --table pairs: leave one out")
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
        stop.with(stop.DATA, "%s: %s", given.replay, err.message)
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

-- How many ranked cities the period has that has most.
local function most_ranked(made)
    local most = 0
    for _, count in pairs(made.ranked) do
        most = math.max(most, count)
    end
    return most
end

-- Alternatives by which some have no score, of factors with others by which all have: these are to blame.
local function blamed(rows)
    local least, names = {}, {}
    for _, row in ipairs(rows) do
        least[row.factor] = math.min(least[row.factor] or math.huge, row.unscored)
    end
    for _, row in ipairs(rows) do
        if row.unscored > 0 and least[row.factor] == 0 then
            names[#names + 1] = variation_words.alternative(row)
        end
    end
    return #names > 0 and language.clauses(names) or nil
end

-- The greatest number in a column.
local function most_of(rows, column)
    local most = 0
    for _, row in ipairs(rows) do
        most = math.max(most, row[column])
    end
    return most
end

local function warn_of_unscored(rows, messages)
    local most = most_of(rows, "unscored")
    if most > 0 then
        local blame = blamed(rows)
        warn(messages, blame and say.count(most,
            "{n} city and period with an index by the package has none in some variations ({blame})",
            "{n} cities and periods with an index by the package have none in some variations ({blame})", { blame = blame })
            or say.count(most, "{n} city and period with an index by the package has none in some variations",
            "{n} cities and periods with an index by the package have none in some variations"))
    end
end

-- Coverage goes by weights, and so does who has enough for a rank.
local function warn_of_unranked(rows, messages)
    local most = most_of(rows, "unranked")
    if most > 0 then
        warn(messages, say.count(most, "{n} city and period with a rank by the package has none in some variations: "
            .. "what is said of its ranks is of those in which it has one",
            "{n} cities and periods with a rank by the package have none in some variations: "
            .. "what is said of their ranks is of those in which they have one"))
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
    made.is_constant = #made.factors > 0 and most_of(made.make("factors"):rows(), "unscored") == 0
        and is_always_alike(made.make("uncertainty"):rows())
    if made.is_constant then
        warn(messages, say("nothing varies: each score is the same in all variations of {factors}",
            { factors = variation_words.factors(made.factors) }))
    end
end

-- What there is to say before any table of variations.
function uncertainty.warn(run, made, messages)
    local ranked = most_ranked(made)
    if variation_words.are_few(ranked) then
        warn(messages, say.count(ranked,
            "{n} ranked city a period: fewer than {few}, of which only changes in their order say something",
            "{n} ranked cities a period: fewer than {few}, of which only changes in their order say something",
            { few = variation_words.FEW }))
    end
    local factors = made.make("factors"):rows()
    warn_of_nothing(made, messages)
    warn_of_unscored(factors, messages)
    warn_of_unranked(factors, messages)
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
        out:write_tables(made.make, function()
            return run_object.text(run, given)
        end)
    end
    messages:summary()
    return messages:exit()
end

return uncertainty
