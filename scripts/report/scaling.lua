-- How a value became a mark among the values of other cities, in words and as arithmetic.

local language = require "report.language"
local method_words = require "report.method_words"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"
local words = require "report.words"

local say = language.of("report.scaling")
local engine = language.of("engine")    -- what stands in the way, as the engine says it

local scaling = {}

local plain <const> = numbers.plain

-- "(7.5 − 2)"
local function difference(a, b)
    return ("(%s − %s)"):format(plain(a), plain(b))
end

-- By method: of what scores:scaling() tells, a value, and the parameters of the method.
local ARITHMETIC <const> = {
    minmax = function(s, value)
        return ("100 × %s / %s"):format(difference(value, s.worst), difference(s.best, s.worst))
    end,
    zscore = function(s, value, parameters)
        local lower = s.worst > s.best
        return ("%s + %s × %s / %s"):format(plain(parameters.mean), plain(parameters.spread), lower and difference(s.mean, value)
            or difference(value, s.mean), plain(s.deviation))
    end,
    rank = function(s)
        return ("100 × (1 − %d / (%d − 1))"):format(s.better, s.count)
    end,
    percentile = function(s)
        return ("100 × (%d + %d / 2) / %d"):format(s.worse, s.alike, s.count)
    end,
}

-- "2025", or "2025 (region North)" where a node is scaled by region; `over`: other periods that it is scaled over.
local function among(s, period)
    period = s.over and words.over(s.over) or period
    return s.by and s.group ~= "" and say("{cities} ({by} {group})", { cities = period, by = s.by, group = s.group })
        or period
end

-- "12 cities of 2025 (region North)"
local function counted(s, period)
    local learnt = words.learnt_from(s.count, s.over, period)
    return s.by and s.group ~= "" and say("{cities} ({by} {group})", { cities = learnt, by = s.by, group = s.group })
        or learnt
end

-- Why there is no mark: what scores:scaling() tells of a value without one. `unranked`: the city is
-- kept out of what is compared.
function scaling.obstacle(s, period, unranked)
    if s.by and s.group == "" then
        return say("the city has nothing in the column {by}, by which it would be scaled", { by = s.by })
    end
    local of = among(s, period)
    if unranked and s.count < 2 then
        return say("no two ranked cities of {period} have a value to be scaled with", { period = of })
    elseif s.count < 2 then
        return say("no other ranked city of {period} has a value to be scaled with", { period = of })
    end
    local fields = { obstacle = s.obstacle and engine(s.obstacle), cities = counted(s, period) }
    return s.obstacle and say("{obstacle}: {cities} have a value", fields)
        or say("the {cities} that have a value are alike", fields)
end

-- Is the method all there is to be said, so that its arithmetic can be shown on the value?
local function plainly_scaled(node)
    return not (node.scale_to or node.parameters.ties or node.parameters.sd)
end

-- What the scale went by: its ends where the package says some, else the worst and the best value.
local function between_ends(s, account)
    if not account or not account.low then
        return s
    end
    return setmetatable({ worst = account.low, best = account.high }, { __index = s })
end

-- "100 × (7.5 − 2) / (14 − 2) = 45.83"; in words where there is no mark; the mark alone where it is
-- not made of the value by the method alone. `account` is of the step (scores:steps).
local function arithmetic(s, account, node)
    local value = account and account.before
    if not value then
        return say "no value, no mark"
    elseif not s.mark then
        return say("no mark: {reason}", { reason = s.obstacle and engine(s.obstacle)
            or say "there are no two different values" })
    end
    local form = plainly_scaled(node) and ARITHMETIC[s.method]
    local mark = numbers.term(s.mark, node.decimals)
    return form and ("%s = %s"):format(form(between_ends(s, account), value, node.parameters), mark) or mark
end

local PLACES <const> = { rank = true, percentile = true }

-- What is told of the values compared. Where less of a score is better, the highest mark is no best one.
local ENDS <const> = {
    usual = say.later "{cities} with a value: the worst {worst}, the best {best}",
    turned = say.later "{cities} with a value: {worst} gets the lowest mark, {best} the highest",
}
local ENDS_AND_SPREAD <const> = {
    usual = say.later("{cities} with a value: the worst {worst}, the best {best}, the mean {mean}, the standard "
        .. "deviation {deviation}"),
    turned = say.later("{cities} with a value: {worst} gets the lowest mark, {best} the highest; the mean {mean}, the "
        .. "standard deviation {deviation}"),
}
local AMONG_OTHERS <const> = { usual = say.later "{told}. {better} better, {worse} worse, {alike} alike",
    turned = say.later "{told}. {better} with a higher mark, {worse} with a lower one, {alike} alike" }
local AMONG_THEM <const> = {
    usual = say.later "{told}. {better} better, {worse} worse, {alike} alike, this city among them",
    turned = say.later("{told}. {better} with a higher mark, {worse} with a lower one, {alike} alike, this city among "
        .. "them"),
}

-- The cities that were compared, and what the method goes by.
local function compared(s, facts)
    local fields = { cities = counted(s, facts.period), worst = plain(s.worst), best = plain(s.best),
        mean = s.mean and plain(s.mean), deviation = s.deviation and plain(s.deviation), better = s.better,
        worse = s.worse, alike = s.alike }
    local which = facts.node.less_is_better and "turned" or "usual"
    if s.method == "zscore" then
        return say(ENDS_AND_SPREAD[which], fields)
    end
    fields.told = say(ENDS[which], fields)
    if PLACES[s.method] and s.alike > 0 then
        return say((facts.row.unranked and AMONG_OTHERS or AMONG_THEM)[which], fields)
    end
    return fields.told
end

-- A sentence or two on them.
local function cities(s, account, facts)
    if s.count == 0 then
        return say("No ranked city of {period} has a value.", { period = among(s, facts.period) })
    end
    local told = compared(s, facts)
    if account and account.low then
        told = say("{told}; the scale goes from {low} to {high}", { told = told, low = plain(account.low),
            high = plain(account.high) })
    end
    if account and account.reference then
        told = say("{told}; the city to compare with has {value}", { told = told, value = plain(account.reference) })
    end
    return facts.row.unranked and say("{told}. This city, which is not ranked, is none of them.", { told = told })
        or say("{told}.", { told = told })
end

-- The parameter that one of its numbers is; nil for none.
local function source(node, name)
    return node.sources and node.sources[name]
end

-- The parameters of a node that is scaled, in the order of their names, as packages have them; "" for none.
function scaling.parameters(node)
    local parameters = {}
    for name, number in pairs(node.parameters) do
        parameters[#parameters + 1] = name .. "=" .. parameter_words.number(
            type(number) == "number" and plain(number) or number, source(node, name))
    end
    table.sort(parameters)
    return language.list(parameters)
end

local function end_words(node, name)
    local bound = node[name]
    local number = parameter_words.number(plain(bound.number), source(node, name))
    return bound.of == "" and number or say("{of} {number}", { of = engine((bound.of:gsub("_", " "))), number = number })
end

-- What else is said of a scale, in words; "" for nothing.
function scaling.terms(node)
    local terms = {}
    local function add(text)
        terms[#terms + 1] = text
    end
    if node.low or node.high then
        add(say("between {low} and {high}", { low = node.low and end_words(node, "low") or say "the least value",
            high = node.high and end_words(node, "high") or say "the greatest" }))
    end
    if node.scale_to then
        add(say("marks from {low} to {high}",
            { low = parameter_words.number(plain(node.scale_to[1]), source(node, "to_low")),
                high = parameter_words.number(plain(node.scale_to[2]), source(node, "to_high")) }))
    end
    if node.city then
        add(say("compared with {city}", { city = node.city }))
    end
    if node.over then
        add(say("over {periods}", { periods = words.over(node.over) }))
    end
    if node.fit_on then
        add(say "learnt from imputed values, too")
    end
    return language.list(terms)
end

-- What scales are whose descriptions call the highest mark the best, for scores of which less is better.
local TURNED <const> = {
    minmax = say.later "0 and 100 for the two ends of the cities of the period",
    rank = say.later "0 and 100 for the two ends of the cities of the period, even steps between",
    distance_to_max = say.later("100 for the city of the period that gets the highest mark, less by the distance to it, "
        .. "0 for the other end"),
    distance_to_target = say.later "0 for the city of the period that gets the lowest mark, 100 for the target",
    reference = say.later("0 for the city of the period that gets the lowest mark, 100 for a city that the package "
        .. "names"),
}

local function scale_words(node)
    local turned = node.less_is_better and TURNED[node.scale]
    return turned and say("{method} ({about})", { method = method_words.said(node.scale), about = say(turned) })
        or words.scale(node.scale)
end

-- Which values get the higher marks; which of those are better is another matter where less of a score is.
local function direction_words(node)
    local is_lower = node.direction == "lower"
    if node.less_is_better then
        return is_lower and say "the lower, the higher the mark" or say "the higher, the higher the mark"
    end
    return is_lower and say "the lower the better" or say "the higher the better"
end

-- How a node is scaled, in words; nil where it is not.
function scaling.of_node(node)
    if not node.scale then
        return nil
    end
    local parameters = language.list(method_words.parameters(node.parameters, node.sources))
    local scale = scale_words(node)
    local list = { parameters ~= "" and say("{scale}: {parameters}", { scale = scale, parameters = parameters }) or scale }
    list[#list + 1] = node.by and say("over the cities that have the same {by}", { by = node.by }) or nil
    local terms = scaling.terms(node)
    list[#list + 1] = terms ~= "" and terms or nil
    list[#list + 1] = direction_words(node)
    return language.list(list)
end

-- What is told of the step.
local function account_of(facts)
    for _, account in ipairs(facts.steps) do
        if account.step == "scale" then
            return account
        end
    end
end

-- How the value of the node became its mark, for a page of explain.
function scaling.add(out, facts)
    local s = facts.scaling
    if not s then
        return
    end
    out:heading(2, say("Scaled over the cities of {period}", { period = among(s, facts.period) }))
    if s.by and s.group == "" then
        out:paragraph(say("Not at all: {reason}.", { reason = scaling.obstacle(s, facts.period) }))
        return
    end
    local account = account_of(facts)
    out:formula(arithmetic(s, account, facts.node))
    out:paragraph(cities(s, account, facts))
end

return scaling
