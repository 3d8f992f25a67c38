-- How the report of a city says scores and changes.

local numbers = require "report.numbers"

local city_words = {}

function city_words.score(node, score)
    return numbers.mark(score, node.decimals)
end

-- A cell that says by how much a score has changed, in words, colour and sign.
function city_words.change(node, now, before)
    if not now or not before then
        return { numbers.NONE }
    end
    local change = now - before
    local shown = numbers.signed(change, node.decimals)
    if not shown:find "[1-9]" then
        return { shown }
    end
    local is_better = (change > 0) == not node.is_least_best
    return { (change > 0 and "▲ " or "▼ ") .. shown, paint = is_better and "better" or "worse" }
end

-- The place of a node in the page.
function city_words.link(node)
    return "#" .. node.anchor
end

return city_words
