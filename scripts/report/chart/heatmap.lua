-- Scores of cities in indicators, a column a city and a row an indicator, as dark as they are high.

local drawing = require "report.drawing"
local text = require "report.text"

local heatmap = {}

local ROW <const>, TALL <const>, LETTERS <const>, NAMES <const> = 20, 34, 12, 380
local CELL <const>, NARROW <const>, HEADS <const> = 74, 30, 150

-- `words` in two lines where they do not fit one.
local function draw_name(drawn, words, y, room, class)
    if drawing.text_width(words, LETTERS) <= room then
        return drawn:words(0, y + 4, words, class)
    end
    local first = drawing.cut(words, room, LETTERS):gsub("…$", "")
    local at = first:match "^.*() " or #first
    drawn:words(0, y - 4, words:sub(1, at), class)
    drawn:words(12, y + 10, drawing.cut(words:sub(at + 1), room - 12, LETTERS), class)
end

local function heights_of(given, room)
    local heights = {}
    for i, row in ipairs(given.rows) do
        heights[i] = drawing.text_width(given.name(row.node), LETTERS) > room and TALL or ROW
    end
    return heights
end

-- Letters that stand below each other.
local function draw_upright(drawn, name, x, top)
    local letters = {}
    for _, code in utf8.codes(drawing.cut(name, HEADS, 11)) do
        letters[#letters + 1] = utf8.char(code)
    end
    for i, letter in ipairs(letters) do
        drawn:words(x, top - 6 - (#letters - i) * 13, letter, "small strong", "middle")
    end
end

local function draw_heads(drawn, given, left, wide, top)
    for n, city in ipairs(given.cities) do
        local x = left + (n - 0.5) * wide
        if wide == CELL then
            drawn:words(x, top - 8, drawing.cut(city.name, CELL + 20, 11), "small strong", "middle")
        elseif text.is_upright(city.name) then
            draw_upright(drawn, city.name, x, top)
        else
            drawn:turned(x + 4, top - 6, drawing.cut(city.name, HEADS, 11), "small strong")
        end
    end
end

-- `given`: title, about; cities, each { name }; rows, each { node, is_theme }; `name(node)`; `cell(row, n)`: of the
-- n-th city which class the square has and the words on it, and these.
function heatmap.draw(given)
    local room = NAMES
    local wide = #given.cities < 8 and CELL or NARROW
    local top = wide == CELL and 26 or HEADS + 10
    local heights, height = heights_of(given, room), top
    for _, tall in ipairs(heights) do
        height = height + tall
    end
    local left = room + 14
    local drawn = drawing.new { width = left + #given.cities * wide, height = height, title = given.title,
        about = given.about }
    draw_heads(drawn, given, left, wide, top)
    local y = top
    for i, row in ipairs(given.rows) do
        draw_name(drawn, given.name(row.node), y + heights[i] / 2, room,
            row.is_theme and "plain strong" or "plain small")
        for n = 1, #given.cities do
            local shade, on, words = given.cell(row, n)
            drawn:rect(left + (n - 1) * wide, y, wide - 1, heights[i] - 1, shade)
            drawn:words(left + (n - 0.5) * wide - 0.5, y + heights[i] / 2 + 4, words, on .. " small", "middle")
        end
        y = y + heights[i]
    end
    return drawn
end

return heatmap
