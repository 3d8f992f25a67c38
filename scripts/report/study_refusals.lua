-- Why the engine refuses a study, or replicates of one, in the language of the run.

local forms = require "report.forms"
local language = require "report.language"
local script_words = require "report.script_words"

local say = language.of("report.refusal_words")
local of <const> = forms.of

local study_refusals = {}

local FORMS <const> = {
    of(say.later "no target \"{a}\", only shift, score:CITY, rank:CITY and top:K, such as top:10"),
    of(say.later "target \"{a}\": the data have no city \"{b}\" in {c}"),
    of(say.later "target \"{a}\": the data have no city \"{b}\""),
    of(say.later "target \"{a}\": the data have no period \"{b}\""),
    of(say.later "target \"{a}\": a period has no more than {b} cities, which are all among the first {c}"),
    of(say.later "target \"{a}\": the city has no score in the only variation"),
    of(say.later "target \"{a}\": the city has no score in {b} of {c} variations"),
    of(say.later "target \"{a}\": the city has no rank in the only variation"),
    of(say.later "target \"{a}\": the city has no rank in {b} of {c} variations"),
    of(say.later "target \"{a}\": no city is ranked in the only variation"),
    of(say.later "target \"{a}\": no city is ranked in {b} of {c} variations"),
    of(say.later("Shapley effects are of at most {a} factors, of which one may be drawn (weights, figures or "
        .. "gaps), and of at most {b} combinations of the alternatives")),
    of(say.later "at most {a} cities of a period can be ranked against each other in replicates, and there are {b}"),
    { "^study: there is nothing in the package that varies by itself: say what may vary in a study %(study%.lua%)$",
        say.later "nothing in the package varies by itself; a study (study.lua) says what may" },
    of(say.later "no study: expected a file study.lua in the package"),
    { "^study: nothing varies: `vary` has none of its fields$",
        say.later "study: nothing varies: vary has none of its fields" },
    of(say.later "study: {a}: there is no node \"{b}\""),
    of(say.later "study: {a}: no node is at level {b}: the deepest is {c}"),
    of(say.later("study: vary.{a}: no node of the package has a step of this kind; with add = true the study "
        .. "adds it")),
    of(say.later "study: vary.params: the package has no parameter \"{a}\""),
    { "^study: vary%.weights: there is no node whose weight could be another at the places that `at` names$",
        say.later("study: vary.weights: there is no node whose weight could be another at the places that \"at\" "
            .. "names") },
    of(say.later "study: vary.weights: there is no node whose weight could be another"),
    of(say.later "study: vary.weights: simplex: {a} shares below {b} cannot all be at least {c}", "c"),
    of(say.later "study: vary.weights: sets: \"{a}\" is no name of a file beside the study"),
    of(say.later "study: vary.drop: {a} is the index itself"),
    { "^study: vary%.drop: (%S+) cannot be left out: (.*) (%(%l+: .*%))$",
        say.later "study: vary.drop: {a} cannot be left out: {b} {c}" },
    of(say.later "study: vary.drop: {a} cannot be left out: {b}"),
    of(say.later "study: vary.figures: no figure of these data has such a quality (their column quality)"),
    -- replicates
    of(say.later "replicate {a} is asked for twice: each has a number of its own"),
    of(say.later "replicate {a}: {b} has no alternative {c}, only {d}"),
    of(say.later "replicate {a}: the weight of {b} must be 0, or a number from 1e-9 to 1e9"),
    of(say.later "replicate {a}: the weights of the children of {b} would all be 0"),
    -- sets of weights
    of(say.later "sets of weights need a column \"{a}\""),
    of(say.later "there is no set of weights"),
    of(say.later "set {a}: the weights of the children of {b} would all be 0"),
    of(say.later "column \"{a}\": is empty"),
    of(say.later "column \"{a}\": \"{b}\" is the index, which has no weight: expected a node below"),
    of(say.later "column \"{a}\": there is no node \"{b}\" whose weight counts"),
    of(say.later "column \"{a}\": found \"{b}\", expected 0, or a number from 1e-9 to 1e9"),
    of(say.later "column \"{a}\": \"{b}\" is there twice in set {c}"),
}

-- Why a node cannot be left out.
local OBSTACLES <const> = {
    of(say.later "{a} reads it"),
    of(say.later "{a} is imputed by it alone"),
    of(say.later "there is nothing else below {a}"),
    of(say.later "in some period no other child of {a} has a weight"),
    of(say.later "the parts of the other children of {a}, which make 1, cannot all be within low = {b} and high = {c}"),
}

-- What a study may say; it is a script, and what is wrong with one has words of its own.
local FIELDS <const> = {
    of(say.later "returns nothing, expected a study: return study { ... }"),
    of(say.later "returns a table that is none, expected a study: return study { ... }"),
    of(say.later "returns a {a}, expected a study: return study { ... }"),
    of(say.later "within is a share of each weight, above 0 and at most 1"),
    of(say.later "simplex is true, or the least share of each weight, at least 0 and below 1"),
    of(say.later "spread is the deviation of the weights' logarithms, above 0 and at most 10"),
    of(say.later "sets is empty: it names a table of weights"),
    of(say.later "says none of within, simplex, spread and sets, expected one"),
    of(say.later "says more than one of within, simplex, spread and sets, expected one"),
    of(say.later "sets say themselves which nodes they are of: no at, and no fixed"),
    of(say.later "shared must lie within 0 and 1"),
    of(say.later "gaps is \"{a}\", expected \"uniform\", \"peers\" or \"em\""),
    of(say.later "drop is \"{a}\", expected \"each\", or a list of codes: { \"L1\" }"),
    of(say.later "names nothing that varies: vary = { weights = { within = 0.25 } }"),
    of(say.later "{a} must be a whole number from {b} to {c}"),
}

-- "vary.weights: within is ...", nil where it has no words.
local function field(text)
    local said = forms.say(say, FIELDS, text)
    local head, rest = text:match "^([^:]*): (.*)$"
    local below = not said and head and field(rest)
    return said or below and language.labelled(head, below) or script_words.say(text)
end

local function obstacle(text)
    return forms.say(say, OBSTACLES, text) or text
end

-- nil where it is none of a study.
function study_refusals.say(message)
    local said = forms.say(say, FORMS, message, obstacle)
    local rest = message:match "^study: (.*)$"
    local wrong = not said and field(rest or message)
    return said or wrong and rest and language.labelled(say "study", wrong) or wrong or nil
end

return study_refusals
