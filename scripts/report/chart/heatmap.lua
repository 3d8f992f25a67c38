-- Scores of cities in indicators, a column a city and a row an indicator, as dark as they are high.

local drawing = require "report.drawing"
local text = require "report.text"

local heatmap = {}

local ROW <const>, LINE <const>, LETTERS <const>, NAMES <const> = 20, 14, 12, 380
local CELL <const>, NARROW <const>, UPRIGHT <const> = 74, 30, 8    -- cities, from which on squares are narrow
local HEADS <const>, LEAST <const> = 260, 40    -- the most and the least room for names that go upwards
local SMALL <const>, STRONG <const> = 11, 1.2    -- letters of names, and how much wider strong ones are

local function width_of(city)
    return drawing.text_width(city.name, SMALL) * STRONG
end

-- Squares that what is on them fits into.
local function width_of_squares(given)
    local wide = #given.cities < UPRIGHT and CELL or NARROW
    for _, row in ipairs(given.rows) do
        for n = 1, #given.cities do
            local _, _, words = given.cell(row, n)
            wide = math.max(wide, math.ceil(drawing.figure_width(words, SMALL)) + 4)
        end
    end
    return wide
end

local function widest(cities)
    local most = 0
    for _, city in ipairs(cities) do
        most = math.max(most, width_of(city))
    end
    return most
end

-- A name with as much of it as there is room for; the whole of it where one points at it.
local function cut(city, room)
    local is_cut = width_of(city) > room
    return is_cut and drawing.cut(city.name, room / STRONG, SMALL) or city.name, is_cut and city.name or nil
end

-- The names of the rows in lines.
local function lines_of(given, room)
    local lines = {}
    for i, row in ipairs(given.rows) do
        local size = row.is_theme and LETTERS * STRONG or LETTERS
        lines[i] = text.wrap(text.clean(given.name(row.node)), math.floor(room / (size * 0.56)))
    end
    return lines
end

local function height_of(lines)
    return ROW + (#lines - 1) * LINE
end

local function draw_name(drawn, lines, y, class)
    local top = y + 4 - (#lines - 1) * LINE / 2
    for i, line in ipairs(lines) do
        drawn:words(i > 1 and 12 or 0, top + (i - 1) * LINE, line, class)
    end
end

-- Letters that stand below each other.
local function draw_upright(drawn, city, x, top, room)
    local words, whole = cut(city, room)
    local letters = {}
    for _, code in utf8.codes(words) do
        letters[#letters + 1] = utf8.char(code)
    end
    for i, letter in ipairs(letters) do
        drawn:words(x, top - 6 - (#letters - i) * 13, letter, "small strong", "middle", whole)
    end
end

local function draw_heads(drawn, given, left, wide, top, is_turned)
    for n, city in ipairs(given.cities) do
        local x = left + (n - 0.5) * wide
        if not is_turned then
            drawn:words(x, top - 8, city.name, "small strong", "middle")
        elseif text.is_upright(city.name) then
            draw_upright(drawn, city, x, top, top - 10)
        else
            local words, whole = cut(city, top - 10)
            drawn:turned(x + 4, top - 6, words, "small strong", whole)
        end
    end
end

-- `given`: title, about; cities, each { name }; rows, each { node, is_theme }; `name(node)`; `cell(row, n)`: of the
-- n-th city which class the square has and the words on it, and these.
function heatmap.draw(given)
    local wide, longest = width_of_squares(given), widest(given.cities)
    local is_turned = longest > wide or #given.cities >= UPRIGHT
    local top = is_turned and math.ceil(math.max(LEAST, math.min(HEADS, longest))) + 10 or 26
    local lines, height = lines_of(given, NAMES), top
    for _, row in ipairs(lines) do
        height = height + height_of(row)
    end
    local left = NAMES + 14
    local drawn = drawing.new { width = left + #given.cities * wide, height = height, title = given.title,
        about = given.about }
    draw_heads(drawn, given, left, wide, top, is_turned)
    local y = top
    for i, row in ipairs(given.rows) do
        local tall = height_of(lines[i])
        draw_name(drawn, lines[i], y + tall / 2, row.is_theme and "plain strong" or "plain small")
        for n = 1, #given.cities do
            local shade, on, words = given.cell(row, n)
            drawn:rect(left + (n - 1) * wide, y, wide - 1, tall - 1, shade)
            drawn:words(left + (n - 0.5) * wide - 0.5, y + tall / 2 + 4, words, on .. " small", "middle")
        end
        y = y + tall
    end
    return drawn
end

return heatmap
