-- The steps of a node but for its scale, in words: what was put in place of a value that is missing, what
-- was pulled in, and what a group's children are weighed by.

local language = require "report.language"
local method_words = require "report.method_words"
local numbers = require "report.numbers"
local words = require "report.words"

local say = language.of("report.steps")
local engine = language.of("engine")    -- what the engine says of its methods

local steps = {}

local plain <const> = numbers.plain

-- "low 5, high 95", as the package gives them; nil for none.
local function parameters(step)
    local list = method_words.parameters(step.parameters, step.sources)
    return #list > 0 and language.list(list) or nil
end

-- Over which cities and periods a step learns, where that is not all of the unit's own period.
local function with_among(step, text)
    local over = step.over and words.over(step.over)
    local fields = { text = text, by = step.by, periods = over }
    return step.by and over and say("{text}, over the cities that have the same {by}, over {periods}", fields)
        or step.by and say("{text}, over the cities that have the same {by}", fields)
        or over and say("{text}, over {periods}", fields) or text
end

-- A node's step of a kind ("impute", "treat", "scale", "weigh"); nil where it has none.
function steps.of(node, kind)
    if kind == "weigh" then
        return node.weigh
    end
    for _, step in ipairs(node.steps or {}) do
        if step.step == kind then
            return step
        end
    end
    return nil
end

-- What it does, for the facts of a node; nil where it has none.
function steps.words(node, kind)
    local step = steps.of(node, kind)
    if not step then
        return nil
    end
    local fields = { method = method_words.name(step.method), parameters = parameters(step),
        about = method_words.about(step.step, step.method) }
    return with_among(step, fields.parameters and say("{method} ({parameters}): {about}", fields)
        or say("{method}: {about}", fields))
end

-- "12 cities of 2025 (region North)"
local function cities(account, period)
    local learnt = words.learnt_from(account.count, account.over, period)
    return account.by and account.group ~= ""
        and say("{cities} ({by} {group})", { cities = learnt, by = account.by, group = account.group }) or learnt
end

-- Why nothing was learnt, with how many there were.
local function obstacle_of(account, period)
    local obstacle = engine(account.obstacle)
    return account.count > 0 and say("{obstacle} ({cities})", { obstacle = obstacle, cities = cities(account, period) })
        or obstacle
end

-- A break beyond which nothing is looked for.
local function say_break(account)
    local periods = account.comparable
    if not periods then
        return nil
    elseif periods == 0 then
        return say "A break lies between this period and the one before: nothing is taken from there."
    end
    return say.count(periods, "Beyond the period before lies a break: nothing is taken from there.",
        "Beyond the {n} periods before lies a break: nothing is taken from there.")
end

-- Sentences, one behind the other.
local function both(one, other)
    return other and say("{sentence} {other}", { sentence = one, other = other }) or one
end

local function say_imputed(account, period)
    if account.older_period then
        return say("Not reported: {value} is the value of an earlier period.", { value = plain(account.after) })
    elseif account.imputed then
        local fields = { value = plain(account.after), method = method_words.name(account.method),
            cities = account.count > 0 and cities(account, period) or nil }
        return account.count > 0 and say("Not reported: {value} in its place, by {method}, learnt from {cities}.", fields)
            or say("Not reported: {value} in its place, by {method}.", fields)
    elseif not account.before then
        local fields = { method = method_words.name(account.method),
            obstacle = account.obstacle and obstacle_of(account, period) }
        return both(account.obstacle and say("Nothing could be put in its place by {method}: {obstacle}.", fields)
            or say("Nothing could be put in its place by {method}.", fields), say_break(account))
    end
    return say("Reported: {value} stays as it is.", { value = plain(account.before) })
end

local function say_treated(account, period)
    local bounds = account.low and account.high and say("The bounds are {low} and {high}, learnt from {cities}.",
        { low = plain(account.low), high = plain(account.high), cities = cities(account, period) }) or nil
    if account.obstacle then
        return say("Not possible by {method}: {obstacle}.", { method = method_words.name(account.method),
            obstacle = obstacle_of(account, period) })
    elseif not account.before then
        return say "No value to be treated."
    elseif account.before == account.after then
        return both(say("{value} stays as it is.", { value = plain(account.before) }), bounds)
    end
    local fields = { before = plain(account.before), after = plain(account.after) }
    return both(account.treated and say("{before} becomes {after}, pulled in.", fields)
        or say("{before} becomes {after}.", fields), bounds)
end

local function say_weighed(account, period)
    if account.obstacle then
        return say("Equal weights, as {method} finds none: {obstacle}.", { method = method_words.name(account.method),
            obstacle = obstacle_of(account, period) })
    end
    return say("Weights by {method}, learnt from {cities}.", { method = method_words.name(account.method),
        cities = cities(account, period) })
end

local function say_transformed(account)
    if not account.before then
        return say "No value to be transformed."
    elseif not account.after then
        return say("x is {value}, of which it makes no number.", { value = plain(account.before) })
    end
    return say("x is {before}, which becomes {after}.", { before = plain(account.before), after = plain(account.after) })
end

local SAY <const> = { impute = say_imputed, treat = say_treated, weigh = say_weighed }
local HEADINGS <const> = { impute = say.later "Imputed", treat = say.later "Treated",
    weigh = say.later "Weighed" }

-- What they did with the value at hand, for a page of explain: those before the scale.
function steps.add(out, facts)
    for _, account in ipairs(facts.steps or {}) do
        if SAY[account.step] then
            out:heading(2, say(HEADINGS[account.step])):paragraph(SAY[account.step](account, facts.period))
        end
    end
end

-- And what became of the score in the end.
function steps.add_transform(out, facts)
    local account = facts.node.transform and facts.steps[#facts.steps]
    if account then
        out:heading(2, say "Transformed"):formula(facts.node.transform):paragraph(say_transformed(account))
    end
end

return steps
