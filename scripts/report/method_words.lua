-- Names of methods (of groups, of steps, of weights from data), of their parameters, and the words that these may be,
-- in the language of the run. In English they are as packages write them.

local hm = require "hundredmark"
local language = require "report.language"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"

local say = language.of("report.method_words")
local say_parameter = language.of("report.method_words.parameter")
local say_value = language.of("report.method_words.value")

local method_words = {}

local NAMES <const> = {
    -- of groups
    arithmetic = say.later "arithmetic", geometric = say.later "geometric", harmonic = say.later "harmonic",
    minimum = say.later "minimum", maximum = say.later "maximum", median = say.later "median",
    product = say.later "product", power = say.later "power", worst = say.later "worst",
    mazziotta_pareto = say.later "mazziotta_pareto", mean_min = say.later "mean_min", copeland = say.later "copeland",
    wroclaw = say.later "wroclaw", benefit_of_the_doubt = say.later "benefit_of_the_doubt", sum = say.later "sum",
    -- scales
    minmax = say.later "minmax", zscore = say.later "zscore", rank = say.later "rank",
    percentile = say.later "percentile", percent_rank = say.later "percent_rank", borda = say.later "borda",
    distance_to_max = say.later "distance_to_max", fraction_of_max = say.later "fraction_of_max",
    distance_to_target = say.later "distance_to_target", reference = say.later "reference",
    robust = say.later "robust", logistic = say.later "logistic", normal_scores = say.later "normal_scores",
    quantiles = say.later "quantiles",
    -- of values that are missing, and of outliers
    mean = say.later "mean", number = say.later "number", latest = say.later "latest", linear = say.later "linear",
    siblings = say.later "siblings", knn = say.later "knn", em = say.later "em",
    percentiles = say.later "percentiles", mad = say.later "mad", winsorise = say.later "winsorise",
    boxcox = say.later "boxcox", log = say.later "log",
    -- of weights
    pca = say.later "pca", equal_influence = say.later "equal_influence", entropy = say.later "entropy",
    critic = say.later "critic", inverse_sd = say.later "inverse_sd",
}

local PARAMETERS <const> = {
    floor = say_parameter.later "floor", p = say_parameter.later "p", count = say_parameter.later "count",
    penalty = say_parameter.later "penalty", sd = say_parameter.later "sd", alpha = say_parameter.later "alpha",
    beta = say_parameter.later "beta", low = say_parameter.later "low", high = say_parameter.later "high",
    missing = say_parameter.later "missing", mean = say_parameter.later "mean",
    spread = say_parameter.later "spread", ties = say_parameter.later "ties", target = say_parameter.later "target",
    classes = say_parameter.later "classes", value = say_parameter.later "value",
    within = say_parameter.later "within", middle = say_parameter.later "middle", k = say_parameter.later "k",
    times = say_parameter.later "times", most = say_parameter.later "most",
    skewness = say_parameter.later "skewness", kurtosis = say_parameter.later "kurtosis",
    otherwise = say_parameter.later "otherwise", lambda = say_parameter.later "lambda",
}

local VALUES <const> = {
    subtract = say_value.later "subtract", add = say_value.later "add", population = say_value.later "population",
    sample = say_value.later "sample", refuse = say_value.later "refuse", zero = say_value.later "zero",
    best = say_value.later "best", worst = say_value.later "worst", mean = say_value.later "mean",
    median = say_value.later "median", log = say_value.later "log", none = say_value.later "none",
}

function method_words.name(name)
    return NAMES[name] and say(NAMES[name]) or name
end

-- Is it one of the engine's?
function method_words.is_name(name)
    return NAMES[name] ~= nil
end

function method_words.parameter(name)
    return PARAMETERS[name] and say_parameter(PARAMETERS[name]) or name
end

-- What stands before a number or a word: a parameter, or the method itself ("power 0.5").
function method_words.setting(name)
    return PARAMETERS[name] and method_words.parameter(name) or method_words.name(name)
end

-- Is it a word that a parameter may be?
function method_words.is_value(text)
    return VALUES[text] ~= nil
end

-- A word, or a number as a text.
function method_words.value(text)
    return VALUES[text] and say_value(VALUES[text]) or tonumber(text) and language.number(text) or text
end

-- "low 5", "high 95", in the order of their names as packages write them. `sources`: by name, which parameter of the
-- package a number is; nil for none.
function method_words.parameters(parameters, sources)
    local names, list = {}, {}
    for name in pairs(parameters) do
        names[#names + 1] = name
    end
    table.sort(names)
    for i, name in ipairs(names) do
        local value = parameters[name]
        local shown = type(value) == "number" and numbers.plain(value) or method_words.value(value)
        list[i] = ("%s %s"):format(method_words.parameter(name),
            parameter_words.number(shown, sources and sources[name]))
    end
    return list
end

-- A method of groups with its parameters, "power, p = 0.5 (param.bend)", as the engine says it.
function method_words.said(text)
    local list = {}
    for one in (text .. ", "):gmatch "(.-), " do
        local parameter, value, source = one:match "^([%w_]+) = (%S+)(.*)$"
        list[#list + 1] = not parameter and method_words.name(one)
            or ("%s = %s%s"):format(method_words.parameter(parameter), method_words.value(value), source)
    end
    return language.list(list)
end

local LISTS <const> = { aggregate = hm.methods, impute = hm.imputers, treat = hm.treatments, scale = hm.scales,
    weigh = hm.weightings }

-- What a method of a kind does, as the engine says it; nil: there is none of that name.
function method_words.about(kind, name)
    for _, method in ipairs(LISTS[kind]()) do
        if method.name == name then
            return language.of("engine")(method.about)
        end
    end
    return nil
end

return method_words
