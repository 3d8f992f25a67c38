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
    local is_better = (change > 0) == not node.is_least_best
    return { (change > 0 and "▲ " or "▼ ") .. shown, paint = is_better and "better" or "worse" }
end

local LONGEST <const> = 8    -- letters of codes that are no words

-- A node by its code and name; codes that are words say what the name says.
function city_words.node(node)
    local is_code = #node.code <= LONGEST and node.code:find "[%u%d]" and not node.code:find "_"
    return is_code and ("%s %s"):format(node.code, node.name) or node.name
end

-- The place of a node in the page.
function city_words.link(node)
    return "#" .. node.anchor
end

return city_words
