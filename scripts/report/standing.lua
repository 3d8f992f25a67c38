-- How a node stands among others, in words: what its scores are held within, and what they do to its
-- parent's. A node as package:nodes() and package:indicator(code) give it.

local class_words = require "report.class_words"

local language = require "report.language"
local numbers = require "report.numbers"

local say = language.of("report.standing")

local standing = {}

-- "0 to 100"
function standing.range(node)
    local range = node.range
    return range and say("{low} to {high}", { low = numbers.bound(range[1]), high = numbers.bound(range[2]) }) or say "not held"
end

-- Where that is not what it is for most nodes; else nil.
function standing.other_range(node)
    local range = node.range
    local is_usual = range and range[1] == 0 and range[2] == 100
    return not is_usual and standing.range(node) or nil
end

-- What it takes off its parent's score or adds to it, as far as it may.
local function with_cap(node, words, one, many)
    local fields = { parent = node.parent, points = node.cap and numbers.bound(node.cap) }
    return say(not node.cap and words or node.cap == 1 and one or many, fields)
end

-- A paragraph where scores are held otherwise than within 0 and 100.
function standing.add_range(out, node)
    if not node.range then
        out:paragraph(say "Scores are not held within a range.")
    elseif standing.other_range(node) then
        out:paragraph(say("Scores are held within {range}.", { range = standing.range(node) }))
    end
end

-- Which of its scores are better, where that follows from no node above: of what stands at the top nothing where more
-- is better, of others nothing where it is as for their parent. `parent`: nil for none.
function standing.direction(node, parent)
    local is_turned = (node.less_is_better or false) ~= (parent and parent.less_is_better or false)
    return is_turned and (node.less_is_better and say "less is better" or say "more is better") or nil
end

local function deducted(node)
    return node.deducts and with_cap(node, say.later "its score is taken off that of {parent}",
        say.later "its score is taken off that of {parent}, {points} point at most",
        say.later "its score is taken off that of {parent}, {points} points at most") or nil
end

local function added(node)
    return node.adds and with_cap(node, say.later "its score is added to that of {parent}",
        say.later "its score is added to that of {parent}, {points} point at most",
        say.later "its score is added to that of {parent}, {points} points at most") or nil
end

local function alone(node)
    return node.alone and say "by itself: it is no part of the index" or nil
end

local function unscored(node)
    return node.scored == false
        and say("not at all: it is shown, and no part of {parent}", { parent = node.parent }) or nil
end

-- What a node is to its parent's score, and how much that can be; nil where it counts by its weight.
function standing.role(node)
    local points = deducted(node) or added(node)
    local range = points and not node.cap and node.range and standing.other_range(node)
    return range and say("{points}, held within {range}", { points = points, range = range })
        or points or alone(node) or unscored(node)
end

-- Facts of a page { label, text } on what a node does to its parent's score, none where it counts by
-- its weight alone, and on its classes.
function standing.effects(node)
    return {
        { say "deducts", deducted(node) },
        { say "adds", added(node) },
        { say "required", node.required and say("{parent} has no score without it", { parent = node.parent }) },
        { say "stands", alone(node) },
        { say "counts", unscored(node) },
        { say "classes", class_words.of_node(node) },
    }
end

-- `facts` with those of standing.effects behind them.
function standing.add(facts, node)
    for _, fact in ipairs(standing.effects(node)) do
        facts[#facts + 1] = fact
    end
    return facts
end

return standing
