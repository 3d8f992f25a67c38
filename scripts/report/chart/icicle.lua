-- The whole hierarchy at a glance: a row a level, each node as wide as its weight in the index and as dark as its
-- score.

local drawing = require "report.drawing"
local palette = require "report.palette"

local icicle = {}

local WIDTH <const>, GAP <const> = 960, 2
local HEIGHTS <const> = { 34, 32, 32, 44 }    -- of the levels below the root, further ones as the last
local LETTERS <const>, SMALL <const> = 13, 11

-- As much of the node's code, name and score as there is room for.
local function words_for(node, width)
    local room, full = width - 8, node.title
    local with_score = full .. " " .. node.shown
    if drawing.text_width(with_score, LETTERS) <= room then
        return full, node.shown
    elseif drawing.text_width(node.code .. " " .. node.shown, LETTERS) <= room then
        local cut = drawing.cut(full, room - drawing.text_width(node.shown, LETTERS) - 8, LETTERS)
        return #cut > #node.code + 3 and cut or node.code, node.shown
    elseif drawing.text_width(node.shown, LETTERS) <= width - 2 then
        return nil, node.shown
    elseif node.short and drawing.text_width(node.short, SMALL) <= width then
        return nil, node.short, " small"
    end
    return nil, nil
end

local function draw_words(drawn, node, x, y, width, class)
    local words, score, size = words_for(node, width)
    if words and score then
        drawn:words(x + 5, y, words, class)
        drawn:words(x + width - 5, y, score, class .. " strong", "right")
    elseif score then
        drawn:words(x + width / 2, y, score, class .. (size or " strong"), "middle")
    end
end

local function draw_node(drawn, node, x, y, width, height)
    local shade, on = "none", "on_low"
    if node.score then
        shade, on = palette.shade(node.score, node.range)
    end
    drawn:rect(x, y, math.max(0.5, width - GAP), height, shade, not node.href and ("%s: %s"):format(node.title, node.shown))
    draw_words(drawn, node, x, y + height / 2 + 5, width - GAP, on)
end

-- `given`: title, about, and `nodes`: each { code, title, score, shown and
-- short (with less digits), range, share = its part of its parent, depth
-- (1 below the root), href, children = { nodes } }; those below the root.
function icicle.draw(given)
    local tops, bottom = {}, 0
    local function measure(nodes, depth)
        if #nodes > 0 and not tops[depth] then
            tops[depth] = bottom
            bottom = bottom + (HEIGHTS[depth] or HEIGHTS[#HEIGHTS]) + GAP
        end
        for _, node in ipairs(nodes) do
            measure(node.children, depth + 1)
        end
    end
    measure(given.nodes, 1)
    local drawn = drawing.new { width = WIDTH, height = bottom, title = given.title, about = given.about, least = 640 }
    local function place(nodes, x, width, depth)
        for _, node in ipairs(nodes) do
            local own = width * node.share
            local height = #node.children > 0 and HEIGHTS[depth] or bottom - tops[depth] - GAP
            local function draw()
                draw_node(drawn, node, x, tops[depth], own, height or HEIGHTS[#HEIGHTS])
            end
            if node.href then
                drawn:link(node.href, ("%s: %s"):format(node.title, node.shown), draw)
            else
                draw()
            end
            place(node.children, x, own, depth + 1)
            x = x + own
        end
    end
    place(given.nodes, 0, WIDTH, 1)
    return drawn
end

return icicle
