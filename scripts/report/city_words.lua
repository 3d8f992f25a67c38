-- How the report of a city says scores and changes.

local numbers = require "report.numbers"
local words = require "report.words"

local city_words = {}

function city_words.score(node, score)
    return numbers.mark(score, node.decimals)
end

-- The same of the city's own, in brackets where it is not ranked.
function city_words.own_score(facts, node)
    return numbers.mark_of(node.row, facts.info.policy, node.decimals)
end

-- What the brackets of these nodes mean, where some have them.
function city_words.add_brackets(out, facts, nodes)
    local rows = {}
    for i, node in ipairs(nodes) do
        rows[i] = node.row
    end
    local told = words.brackets(rows, facts.info.policy)
    return told and out:note(told)
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
    local is_better = (change > 0) == not node.less_is_better
    return { (change > 0 and "▲ " or "▼ ") .. shown, paint = is_better and "better" or "worse" }
end

-- The place of a node in the page.
function city_words.link(node)
    return "#" .. node.anchor
end

return city_words
