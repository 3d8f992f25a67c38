-- What tables are called above them, by their names.

local say = require("report.language").of("report.table_titles")

local TITLES <const> = {
    ahead = say.later "Ahead of the other", alpha = say.later "Alpha", audit = say.later "Audit",
    bounds = say.later "Bounds", changed_figures = say.later "Changed figures", changed_weights = say.later "Changed weights",
    changes = say.later "Changes", cities = say.later "Cities", compare = say.later "Comparison",
    consistency = say.later "Consistency", correlations = say.later "Correlations", course = say.later "Course",
    decisions = say.later "Decisions", differences = say.later "Differences", dropped = say.later "Left out",
    experts = say.later "Experts", factors = say.later "Factors", findings = say.later "Findings", fits = say.later "Fits",
    improve = say.later "Steps", indicators = say.later "Indicators", influence = say.later "Influence",
    inputs = say.later "Inputs", issues = say.later "Issues", league = say.later "Ranking", nodes = say.later "Nodes",
    not_reported = say.later "Not reported", observations = say.later "Observations", pairs = say.later "Pairs",
    pca = say.later "Principal components", places = say.later "Places", precision = say.later "Precision",
    probes = say.later "Probes", progress = say.later "Progress", replicates = say.later "Variations",
    reversals = say.later "Reversals", scores = say.later "Scores", sensitivity = say.later "Sensitivity",
    shapley = say.later "Shapley effects", stakes = say.later "Stakes", statistics = say.later "Statistics",
    tiers = say.later "Tiers", tipping = say.later "Tipping weights", uncertainty = say.later "Uncertainty",
    units = say.later "Cities and periods", unscored = say.later "Without a score", weighed = say.later "Weighed",
    weights = say.later "Weights", ancestors = say.later "Above it", children = say.later "Parts",
    classes = say.later "Classes", descriptions = say.later "Description", examples = say.later "Worked examples",
    explained = say.later "Explanation", figures = say.later "Figures", gaps = say.later "What is missing",
    measures = say.later "Measures", outcome = say.later "Outcome", parameters = say.later "Parameters",
    rules = say.later "Rules", verified = say.later "Verified figures alone",
}

local table_titles = {}

-- Of a name that is not among them, the name as words.
function table_titles.of(name)
    return TITLES[name] and say(TITLES[name]) or (name:gsub("_", " "):gsub("^%l", string.upper))
end

-- Behind the name of an index: "Smart city ICT index: weights". Names of people keep their capital.
function table_titles.within(name)
    local title = table_titles.of(name)
    return title:find "^Shapley" and title or (title:gsub("^%u%f[^%u]", string.lower):gsub("^É", "é"))
end

return table_titles
