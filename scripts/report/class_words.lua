-- The classes of a node in words: those that there are, and why a score is in one.

local hm = require "hundredmark"
local language = require "report.language"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"

local say = language.of("report.class_words")

local class_words = {}

local RULES <const> = { at_least = say.later "{class} (at least {bound})",
    over = say.later "{class} (above {bound})", at_most = say.later "{class} (at most {bound})",
    below = say.later "{class} (below {bound})" }
local REACHED <const> = { at_least = say.later "{class}: the {figure} is at least {bound}",
    over = say.later "{class}: the {figure} is above {bound}",
    at_most = say.later "{class}: the {figure} is at most {bound}",
    below = say.later "{class}: the {figure} is below {bound}" }
local FIGURES <const> = { score = say.later "score, {number},", value = say.later "value, {number}," }

local function bound_of(class)
    return class.parameter and "param." .. class.parameter or class.bound and language.number(hm.number(class.bound))
end

-- "high (at least 80), middle (above 50), low (all else), by the value", nil where a node has none.
function class_words.of_node(node)
    local parts = {}
    for i, class in ipairs(node.classes or {}) do
        parts[i] = class.rule and say(RULES[class.rule], { class = class.class, bound = bound_of(class) })
            or say("{class} (all else)", { class = class.class })
    end
    local list = parts[1] and language.list(parts)
    return list and node.classes.of == "value" and say("{classes}, by the value", { classes = list }) or list
end

-- "high: the score, 87.2, is at least 80"; `found`: as scores:class gives it. Of a node whose score is
-- in none of its classes, that. `parameters`: what the node reads, as scores:parameters gives it.
function class_words.why(node, found, row, parameters)
    local lacking = not found and parameter_words.lacking(parameters)
    if not node.classes or not row.score then
        return nil
    elseif lacking then
        return say("none: {parameter}, which is a bound, has no value yet in the period", { parameter = lacking })
    elseif not found then
        return node.classes.of == "value" and say "none: no bound is reached by the value"
            or say "none: no bound is reached by the score"
    end
    local figure = say(FIGURES[found.of], { number = numbers.plain(found.figure) })
    if not found.rule then
        return say("{class}: the {figure} is in none of those before", { class = found.class, figure = figure })
    end
    local bound = language.number(hm.number(found.bound))
    return say(REACHED[found.rule], { class = found.class, figure = figure,
        bound = found.parameter and ("%s (param.%s)"):format(bound, found.parameter) or bound })
end

-- Is some row in a class?
function class_words.has_any(rows)
    for _, row in ipairs(rows) do
        if row.class then
            return true
        end
    end
    return false
end

return class_words
