-- How the report of a city says scores and changes.

local hm = require "hundredmark"
local numbers = require "report.numbers"

local city_words = {}

function city_words.score(node, score)
    return numbers.mark(score, node.decimals)
end

-- Points with their sign, "+1.5"; what rounds to nothing has none.
function city_words.points(points, decimals)
    local s = hm.fixed(points, decimals or 1)
    if s:find("^%-?[0.]+$") then
        return (s:gsub("^%-", ""))
    end
    return points > 0 and "+" .. s or (s:gsub("^%-", "−"))
end

-- Is less better at this node?
function city_words.is_least_first(node)
    return node.deducts or node.direction == "lower" and not node.scale
end

-- A cell that says by how much a score has changed, in words, colour and sign.
function city_words.change(node, now, before)
    if not now or not before then
        return { numbers.NONE }
    end
    local change = now - before
    local shown = city_words.points(change, node.decimals)
    if not shown:find "[+−]" then
        return { shown }
    end
    local is_better = (change > 0) == not city_words.is_least_first(node)
    return { (change > 0 and "▲ " or "▼ ") .. shown, paint = is_better and "better" or "worse" }
end

-- A node by its code and name; codes that are words say what the name says.
function city_words.node(node)
    return node.code:find("[%u%d]") and ("%s %s"):format(node.code, node.name) or node.name
end

-- The place of a node in the page.
function city_words.link(node)
    return "#" .. node.anchor
end

return city_words
