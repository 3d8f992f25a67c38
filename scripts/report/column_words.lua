-- Columns of tables as pages head them, and words that stand in their cells: in English the names that tables have
-- in every format, for these can be looked up; in other languages what they mean.

local language = require "report.language"

local say = language.of("report.column_words")

local column_words = {}

-- Columns that tables of the program have; what data or packages call theirs is nobody's to translate.
local TITLES <const> = {
    about = say.later "about", after = say.later "after", alpha = say.later "alpha",
    alternative = say.later "alternative", applicable = say.later "applicable", at = say.later "at",
    before = say.later "before", breaks_below = say.later "breaks_below", change = say.later "change",
    changes = say.later "changes", city = say.later "city", class = say.later "class", code = say.later "code",
    column = say.later "column", component = say.later "component", contribution = say.later "contribution",
    cost = say.later "cost", coverage = say.later "coverage", cumulated = say.later "cumulated",
    depth = say.later "depth", difference = say.later "difference", distinct = say.later "distinct",
    dropped = say.later "dropped", dropped_period = say.later "dropped_period", eigenvalue = say.later "eigenvalue",
    exact = say.later "exact", expected = say.later "expected", explained = say.later "explained",
    factor = say.later "factor", figure = say.later "figure", file = say.later "file", finding = say.later "finding",
    first = say.later "first", first_high = say.later "first_high", first_low = say.later "first_low",
    flags = say.later "flags", found = say.later "found", from = say.later "from", gap = say.later "gap",
    goal = say.later "goal", high = say.later "high", highest = say.later "highest", imputed = say.later "imputed",
    indicator = say.later "indicator", indicators = say.later "indicators", input = say.later "input",
    inputs = say.later "inputs", items = say.later "items", kendall = say.later "kendall", kind = say.later "kind",
    kurtosis = say.later "kurtosis", label = say.later "label", line = say.later "line",
    loading = say.later "loading", low = say.later "low", main_effect = say.later "main_effect",
    max = say.later "max", mean = say.later "mean", median = say.later "median", message = say.later "message",
    method = say.later "method", min = say.later "min", missing = say.later "missing", n = say.later "n",
    name = say.later "name", needed = say.later "needed", negative = say.later "negative", node = say.later "node",
    not_reported = say.later "not_reported", note = say.later "note", obstacle = say.later "obstacle",
    other = say.later "other", other_score = say.later "other_score", other_without = say.later "other_without",
    pairs = say.later "pairs", parent = say.later "parent", pearson = say.later "pearson",
    period = say.later "period", periods = say.later "periods", planned = say.later "planned",
    points = say.later "points", position = say.later "position", projected = say.later "projected",
    proof = say.later "proof", q25 = say.later "q25", q75 = say.later "q75", r2 = say.later "r2",
    rank = say.later "rank", rank_best = say.later "rank_best", rank_mean = say.later "rank_mean",
    rank_mean_high = say.later "rank_mean_high", rank_mean_low = say.later "rank_mean_low",
    rank_q05 = say.later "rank_q05", rank_q50 = say.later "rank_q50", rank_q95 = say.later "rank_q95",
    rank_worst = say.later "rank_worst", ranked = say.later "ranked", reached = say.later "reached",
    reason = say.later "reason", rejected = say.later "rejected", replicates = say.later "replicates",
    reported = say.later "reported", rule = say.later "rule", score = say.later "score",
    score_mean = say.later "score_mean", score_mean_high = say.later "score_mean_high",
    score_mean_low = say.later "score_mean_low", score_other = say.later "score_other",
    score_q05 = say.later "score_q05", score_q50 = say.later "score_q50", score_q95 = say.later "score_q95",
    score_sd = say.later "score_sd", score_without = say.later "score_without", sd = say.later "sd",
    severity = say.later "severity", shapley = say.later "shapley", share = say.later "share",
    sheet = say.later "sheet", shift = say.later "shift", skewness = say.later "skewness",
    spearman = say.later "spearman", stage = say.later "stage", status = say.later "status", step = say.later "step",
    target = say.later "target", text = say.later "text", tier = say.later "tier", tipping = say.later "tipping",
    title = say.later "title", to = say.later "to", total = say.later "total", total_high = say.later "total_high",
    total_low = say.later "total_low", treated = say.later "treated", unit = say.later "unit",
    unscored = say.later "unscored", value = say.later "value", wanted = say.later "wanted",
    weight = say.later "weight", why = say.later "why", within_5 = say.later "within_5",
    without = say.later "without", zeros = say.later "zeros",
}

-- Words of the engine in cells, and the columns that have them. Why a figure stays is said as in report.improve_page.
local CELLS <const> = {
    ["proved best"] = say.later "proved best", found = say.later "found", none = say.later "none",
    gains = say.later "gains", target = say.later "target", budget = say.later "budget", pass = say.later "pass",
    fewest = say.later "fewest", without = say.later "without", value = say.later "value", score = say.later "score",
    flag = say.later "flag", choice = say.later "choice", count = say.later "count", amount = say.later "amount",
    number = say.later "number", grade = say.later "grade", records = say.later "records",
    datetime = say.later "datetime", duration = say.later "duration", scored = say.later "scored",
    not_reported = say.later "not_reported", not_applicable = say.later "not_applicable",
}
local HAVE_WORDS <const> = { why = true, proof = true, goal = true, stage = true, kind = true, alternative = true,
    status = true }

function column_words.title(name)
    return TITLES[name] and say(TITLES[name]) or name
end

function column_words.cell(column, text)
    if not HAVE_WORDS[column] then
        return text
    end
    return CELLS[text] and say(CELLS[text]) or column == "why" and say(text) or text
end

return column_words
