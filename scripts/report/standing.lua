-- How a node stands among others, in words: what its scores are held within, and what they do to its
-- parent's. A node as package:nodes() and package:indicator(code) give it.

local hm = require "hundredmark"
local class_words = require "report.class_words"

local standing = {}

-- "0 to 100"
function standing.range(node)
    local range = node.range
    return range and ("%s to %s"):format(hm.number(range[1]), hm.number(range[2])) or "not held"
end

-- Where that is not what it is for most nodes; else nil.
function standing.other_range(node)
    local range = standing.range(node)
    return range ~= "0 to 100" and range or nil
end

local function cap_of(node)
    return node.cap and (", %s points at most"):format(hm.number(node.cap)) or ""
end

-- A paragraph where scores are held otherwise than within 0 and 100.
function standing.add_range(out, node)
    if not node.range then
        out:paragraph "Scores are not held within a range."
    elseif standing.other_range(node) then
        out:paragraph(("Scores are held within %s."):format(standing.range(node)))
    end
end

-- Facts of a page { label, text } on what a node does to its parent's score, none where it counts by
-- its weight alone, and on its classes.
function standing.effects(node)
    return {
        { "deducts", node.deducts and ("its score is taken off that of %s%s"):format(node.parent,
            cap_of(node)) },
        { "adds", node.adds and ("its score is added to that of %s%s"):format(node.parent,
            cap_of(node)) },
        { "required", node.required and node.parent .. " has no score without it" },
        { "stands", node.alone and "by itself: it is no part of the index" },
        { "counts", node.scored == false and ("not at all: it is shown, and no part of %s"):format(
            node.parent) },
        { "classes", class_words.of_node(node) },
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
