-- The whole hierarchy at a glance: a row a level, each node as wide as its weight in the index and as dark as its
-- score. On narrow screens a column a level, and nodes as high as their weights.

local drawing = require "report.drawing"
local language = require "report.language"
local palette = require "report.palette"
local text = require "report.text"

local icicle = {}

local WIDTH <const>, GAP <const> = 960, 2
local HEIGHTS <const> = { 34, 32, 32, 44 }    -- of the levels below the root, further ones as the last
local LETTERS <const>, SMALL <const>, LINE <const> = 13, 11, 12

local WIDE <const> = 1.1    -- how much wider words may be than most
local BOTTOM <const> = { least = 240, most = 960, each = 14 }    -- of a column, by the nodes at the end of the tree
local TOUCHED <const> = 24    -- units, from which on a finger finds a node
local LAST <const> = 0.6      -- of a column, that the last of several takes: most of its nodes have their score alone

-- As much of the node's code, name and score as there is room for.
local function words_for(node, width)
    local full, score = node.title, drawing.figure_width(node.shown, LETTERS)
    local room = (width - score - 18) / WIDE
    if drawing.text_width(full, LETTERS) <= room then
        return full, node.shown
    elseif drawing.text_width(node.code, LETTERS) <= room then
        local cut = drawing.cut(full, room, LETTERS)
        return #cut > #node.code + 3 and cut or node.code, node.shown
    elseif score <= width - 2 then
        return nil, node.shown
    elseif node.short and drawing.text_width(node.short, SMALL) <= width then
        return nil, node.short, " small"
    end
    return nil, nil
end

local function draw_words(drawn, node, box, class)
    local width, y = box.width, box.y + box.height / 2 + 5
    local words, score, size = words_for(node, width)
    if words and score then
        drawn:words(box.x + 5, y, words, class)
        drawn:words(box.x + width - 5, y, score, class .. " strong", "right")
    elseif score then
        drawn:words(box.x + width / 2, y, score, class .. (size or " strong"), "middle")
    end
end

-- A title in lines so wide; of one with a word that is wider than that, the code.
local function lines_of(node, width)
    local columns = math.max(1, math.floor(width / (SMALL * 0.56)))
    for word in node.title:gmatch "%S+" do
        if text.width(word) > columns and not text.is_upright(word) then
            return { drawing.cut(node.code, width, SMALL) }
        end
    end
    return text.wrap(node.title, columns)
end

-- A score with all its digits or less, or nothing where there is no room for these; why there is none, cut to the room.
local function score_for(node, width)
    for _, shown in ipairs { node.shown, node.short } do
        if drawing.figure_width(shown, SMALL) <= width then
            return shown
        end
    end
    return node.score and "" or drawing.cut(node.shown, width / WIDE, SMALL)
end

-- In so many lines as there is room for, the score in the last one, or all in one.
local function draw_lines(drawn, node, box, class)
    local room = box.height // LINE
    if room == 1 then
        local words, score = words_for(node, box.width + 8)
        drawn:words(box.x + 4, box.y + box.height / 2 + 4, words or "", class .. " small")
        drawn:words(box.x + box.width - 4, box.y + box.height / 2 + 4, score or "", class .. " small strong", "right")
    elseif room > 1 then
        local lines = lines_of(node, box.width - 6)
        local count = math.min(#lines, room - 1)
        local y = box.y + (box.height - (count + 1) * LINE) / 2 + LINE - 2
        for i = 1, count do
            local is_cut = i == count and i < #lines
            drawn:words(box.x + 4, y + (i - 1) * LINE, is_cut and lines[i] .. "…" or lines[i], class .. " small")
        end
        drawn:words(box.x + 4, y + count * LINE, score_for(node, box.width - 6), class .. " small strong")
    end
end

local function draw_node(drawn, node, box, draw_inside)
    local shade, on = "none", "on_low"
    if node.score then
        shade, on = palette.shade(node.score, node.range)
    end
    drawn:rect(box.x, box.y, math.max(0.5, box.width), math.max(0.5, box.height), shade, not box.href and box.name)
    draw_inside(drawn, node, box, on)
end

-- Draws the nodes of the tree where `box_of(node, from, share, depth, above)` says, each as large as its `share` of
-- the whole, which begins at the part `from` of it; `above`: the box of its parent.
local function draw_tree(drawn, nodes, box_of, draw_inside)
    local function draw_level(level, from, whole, depth, above)
        for _, node in ipairs(level) do
            local share = whole * node.share
            local box = box_of(node, from, share, depth, above)
            box.name = language.labelled(node.title, node.shown)
            local function draw()
                draw_node(drawn, node, box, draw_inside)
            end
            if box.href then
                drawn:link(box.href, box.name, draw)
            else
                draw()
            end
            draw_level(node.children, from, share, depth + 1, box)
            from = from + share
        end
    end
    draw_level(nodes, 0, 1, 1, {})
end

-- Where each level begins, where the last one ends, how many levels and how many nodes at the end there are.
local function measure(nodes)
    local tops, bottom, ends = {}, 0, 0
    local function visit(level, depth)
        if #level > 0 and not tops[depth] then
            tops[depth] = bottom
            bottom = bottom + (HEIGHTS[depth] or HEIGHTS[#HEIGHTS]) + GAP
        end
        for _, node in ipairs(level) do
            ends = ends + (#node.children == 0 and 1 or 0)
            visit(node.children, depth + 1)
        end
    end
    visit(nodes, 1)
    return { tops = tops, bottom = bottom, ends = ends }
end

local function draw_rows(given, size)
    local drawn = drawing.new { width = WIDTH, height = size.bottom, title = given.title, about = given.about }
    draw_tree(drawn, given.nodes, function(node, from, share, depth)
        local ends = #node.children > 0 and size.tops[depth + 1] or size.bottom
        return { x = from * WIDTH, y = size.tops[depth], width = share * WIDTH - GAP,
            height = ends - size.tops[depth] - GAP, href = node.href }
    end, draw_words)
    return drawn
end

-- A node too low for a finger leads where the one leads that it is a part of.
local function draw_columns(given, size)
    local width, height = drawing.NARROW, math.max(BOTTOM.least, math.min(BOTTOM.most, size.ends * BOTTOM.each))
    local levels = #size.tops
    local column = (width + GAP) / (levels > 2 and levels - 1 + LAST or levels)
    local drawn = drawing.new { width = width, height = height, title = given.title, about = given.about }
    draw_tree(drawn, given.nodes, function(node, from, share, depth, above)
        local x, high = (depth - 1) * column, share * height - math.min(GAP / 2, share * height / 4)
        return { x = x, y = from * height, width = #node.children > 0 and column - GAP or width - x, height = high,
            href = high < TOUCHED and above.href or node.href }
    end, draw_lines)
    return drawn
end

-- `given`: title, about, keys, and `nodes`: each { code, title, score, shown and
-- short (with less digits), range, share = its part of its parent, depth
-- (1 below the root), href, children = { nodes } }; those below the root.
function icicle.draw(given)
    local size = measure(given.nodes)
    local drawn = draw_rows(given, size)
    drawn.narrow = draw_columns(given, size)
    return drawn:explain(given.keys)
end

return icicle
