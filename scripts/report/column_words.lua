-- Columns of tables as pages head them, and words that stand in their cells: in English the names that tables have
-- in every format, for these can be looked up; in other languages what they mean.

local language = require "report.language"

local say = language.of("report.column_words")

local column_words = {}

-- Columns that tables of the program have; what data or packages call theirs is nobody's to translate.
local TITLES <const> = {
    about = say.later "about", accepts_missing = say.later "accepts_missing", adds = say.later "adds",
    after = say.later "after", aggregate = say.later "aggregate", alike = say.later "alike",
    alpha = say.later "alpha", alternative = say.later "alternative", ancestor = say.later "ancestor",
    applicable = say.later "applicable", asked_if = say.later "asked_if", at = say.later "at",
    before = say.later "before", best = say.later "best", better = say.later "better", bound = say.later "bound",
    breaks = say.later "breaks", breaks_below = say.later "breaks_below", builtin = say.later "builtin",
    by = say.later "by", calculation = say.later "calculation", calls = say.later "calls", cap = say.later "cap",
    change = say.later "change", changes = say.later "changes", child = say.later "child",
    cities = say.later "cities", city = say.later "city", class = say.later "class", code = say.later "code",
    column = say.later "column", comparison = say.later "comparison",
    complete = say.later "complete", component = say.later "component",
    contribution = say.later "contribution", cost = say.later "cost", count = say.later "count",
    coverage = say.later "coverage", coverage_all = say.later "coverage_all", cumulated = say.later "cumulated",
    declared_weight = say.later "declared_weight", deducts = say.later "deducts", depth = say.later "depth",
    details = say.later "details", deviation = say.later "deviation", difference = say.later "difference", differs = say.later "differs",
    direction = say.later "direction", distinct = say.later "distinct", dropped = say.later "dropped",
    dropped_period = say.later "dropped_period", effective_after = say.later "effective_after",
    effective_before = say.later "effective_before", eigenvalue = say.later "eigenvalue",
    engine = say.later "engine", exact = say.later "exact", example = say.later "example",
    expected = say.later "expected", expert = say.later "expert", experts = say.later "experts",
    explained = say.later "explained", factor = say.later "factor", figure = say.later "figure",
    figures = say.later "figures", file = say.later "file", finding = say.later "finding",
    first = say.later "first", first_high = say.later "first_high", first_low = say.later "first_low",
    fixed = say.later "fixed", flags = say.later "flags", form = say.later "form", formula = say.later "formula",
    found = say.later "found", from = say.later "from", gap = say.later "gap", goal = say.later "goal",
    group = say.later "group", group_high = say.later "group_high", group_low = say.later "group_low",
    high = say.later "high", highest = say.later "highest", imputed = say.later "imputed",
    index = say.later "index", indicator = say.later "indicator", indicators = say.later "indicators",
    input = say.later "input", inputs = say.later "inputs", items = say.later "items",
    kendall = say.later "kendall", kind = say.later "kind", kurtosis = say.later "kurtosis",
    label = say.later "label", lambda = say.later "lambda", left = say.later "left",
    less_is_better = say.later "less_is_better", licence = say.later "licence",
    limit_hits = say.later "limit_hits", line = say.later "line", loading = say.later "loading",
    left_without = say.later "left_without", low = say.later "low",
    main_effect = say.later "main_effect", many = say.later "many", mark = say.later "mark",
    max = say.later "max", may_be_na = say.later "may_be_na", mean = say.later "mean", median = say.later "median",
    message = say.later "message", method = say.later "method", min = say.later "min",
    min_children = say.later "min_children", min_coverage = say.later "min_coverage",
    min_coverage_by = say.later "min_coverage_by", missing = say.later "missing", n = say.later "n",
    name = say.later "name", needed = say.later "needed", negative = say.later "negative", node = say.later "node",
    not_applicable = say.later "not_applicable",
    not_reported = say.later "not_reported", note = say.later "note", obstacle = say.later "obstacle",
    of = say.later "of", older_period = say.later "older_period", option = say.later "option",
    other = say.later "other", other_score = say.later "other_score", other_without = say.later "other_without",
    over = say.later "over", package = say.later "package", pairs = say.later "pairs",
    parameter = say.later "parameter", parameters = say.later "parameters", parent = say.later "parent",
    part = say.later "part", path = say.later "path", peak_bytes = say.later "peak_bytes",
    pearson = say.later "pearson", period = say.later "period", periods = say.later "periods",
    planned = say.later "planned", points = say.later "points", position = say.later "position",
    previous = say.later "previous", probe = say.later "probe", projected = say.later "projected",
    proof = say.later "proof", q25 = say.later "q25", q75 = say.later "q75", quality = say.later "quality",
    r2 = say.later "r2", rank = say.later "rank", rank_applicable = say.later "rank_applicable",
    rank_best = say.later "rank_best", rank_coverage = say.later "rank_coverage", rank_mean = say.later "rank_mean",
    rank_mean_high = say.later "rank_mean_high", rank_mean_low = say.later "rank_mean_low",
    rank_q05 = say.later "rank_q05", rank_q50 = say.later "rank_q50", rank_q95 = say.later "rank_q95",
    rank_worst = say.later "rank_worst", ranked = say.later "ranked", ratio = say.later "ratio",
    reached = say.later "reached", read_by = say.later "read_by", reason = say.later "reason",
    recipe = say.later "recipe", records = say.later "records", reference = say.later "reference",
    rejected = say.later "rejected", replicates = say.later "replicates", reported = say.later "reported",
    required = say.later "required", right = say.later "right", rounding = say.later "rounding",
    rounding_ties = say.later "rounding_ties", row = say.later "row", rows = say.later "rows",
    rule = say.later "rule", scale = say.later "scale", score = say.later "score",
    score_all = say.later "score_all", score_mean = say.later "score_mean",
    score_mean_high = say.later "score_mean_high", score_mean_low = say.later "score_mean_low",
    score_other = say.later "score_other", score_q05 = say.later "score_q05", score_q50 = say.later "score_q50",
    score_q95 = say.later "score_q95", score_sd = say.later "score_sd", score_without = say.later "score_without",
    scored = say.later "scored", sd = say.later "sd", seconds = say.later "seconds", set = say.later "set",
    severity = say.later "severity", shapley = say.later "shapley", share = say.later "share",
    share_after = say.later "share_after", share_before = say.later "share_before", sheet = say.later "sheet",
    shift = say.later "shift", skewness = say.later "skewness", source = say.later "source",
    spearman = say.later "spearman", stage = say.later "stage", state = say.later "state",
    status = say.later "status", step = say.later "step", steps = say.later "steps", target = say.later "target",
    text = say.later "text", tier = say.later "tier", tipping = say.later "tipping", title = say.later "title",
    to = say.later "to", tolerance = say.later "tolerance", total = say.later "total",
    total_high = say.later "total_high", total_low = say.later "total_low", transform = say.later "transform",
    treated = say.later "treated", unit = say.later "unit", unrounded = say.later "unrounded",
    unranked = say.later "unranked", unscored = say.later "unscored", value = say.later "value",
    verified = say.later "verified",
    version = say.later "version", wanted = say.later "wanted", warn_max = say.later "warn_max",
    warn_min = say.later "warn_min", weigh = say.later "weigh", weight = say.later "weight",
    weight_after = say.later "weight_after", weight_before = say.later "weight_before", what = say.later "what",
    whole = say.later "whole", why = say.later "why", within_5 = say.later "within_5",
    without = say.later "without", worse = say.later "worse", worst = say.later "worst", zeros = say.later "zeros",
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
    undefined = say.later "undefined", invalid = say.later "invalid", failed = say.later "failed",
    insufficient = say.later "insufficient", observed = say.later "observed",
    group = say.later "group", indicator = say.later "indicator", input = say.later "input", rule = say.later "rule",
    parameter = say.later "parameter", policy = say.later "policy", ["break"] = say.later "break",
}
local HAVE_WORDS <const> = { why = true, proof = true, goal = true, stage = true, kind = true, alternative = true,
    status = true, state = true }

-- How two packages differ: "dropped" is another word there than where it heads a column.
local say_change = language.of("report.diff_page")
local CHANGES <const> = { added = say_change.later "added", dropped = say_change.later "dropped",
    changed = say_change.later "changed", between = say_change.later "between" }

-- Is it a column of the program's?
function column_words.is_known(name)
    return TITLES[name] ~= nil
end

function column_words.title(name)
    return TITLES[name] and say(TITLES[name]) or name
end

function column_words.cell(column, text)
    if column == "change" and CHANGES[text] then
        return say_change(CHANGES[text])
    end
    if not HAVE_WORDS[column] then
        return text
    end
    return CELLS[text] and say(CELLS[text]) or column == "why" and say(text) or text
end

return column_words
