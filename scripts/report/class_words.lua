-- The classes of a node in words: those that there are, and why a score is in one.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"

local class_words = {}

local RULES <const> = { at_least = "at least %s", over = "above %s", at_most = "at most %s",
    below = "below %s" }

local function bound_of(class)
    return class.parameter and "param." .. class.parameter or class.bound and hm.number(class.bound)
end

-- "high (at least 80), middle (above 50), low (all else), by the value", nil where a node has none.
function class_words.of_node(node)
    local parts = {}
    for i, class in ipairs(node.classes or {}) do
        parts[i] = ("%s (%s)"):format(class.class, class.rule and RULES[class.rule]:format(bound_of(class))
            or "all else")
    end
    return parts[1] and table.concat(parts, ", ")
        .. (node.classes.of == "value" and ", by the value" or "")
end

-- "high: the score, 87.2, is at least 80"; `found`: as scores:class gives it. Of a node whose score is
-- in none of its classes, that. `parameters`: what the node reads, as scores:parameters gives it.
function class_words.why(node, found, row, parameters)
    local lacking = not found and parameter_words.lacking(parameters)
    if not node.classes or not row.score then
        return nil
    elseif lacking then
        return ("none: %s, which is a bound, has no value yet in the period"):format(lacking)
    elseif not found then
        return ("none: no bound is reached by the %s"):format(node.classes.of)
    elseif not found.rule then
        return ("%s: the %s, %s, is in none of those before"):format(found.class, found.of,
            numbers.plain(found.figure))
    end
    return ("%s: the %s, %s, is %s%s"):format(found.class, found.of, numbers.plain(found.figure),
        RULES[found.rule]:format(hm.number(found.bound)),
        found.parameter and (" (param.%s)"):format(found.parameter) or "")
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
