-- Two scores of each city against each other.

local drawing = require "report.drawing"
local language = require "report.language"
local palette = require "report.palette"
local scale = require "report.chart.scale"

local scatter = {}

-- `parts`: squares across, of a crowd.
local BROAD <const> = { width = 640, height = 520, left = 48, right = 624, top = 34, bottom = 460, parts = 36 }
local NARROW <const> = { width = drawing.NARROW, height = 340, left = 34, right = 308, top = 30, bottom = 284,
    parts = 24 }
local WIDE <const> = 1.1      -- how much wider names may be than most words
local NAMED <const> = 20      -- cities, up to which all have their names
local CROWD <const> = 1000    -- cities, above which squares say how many are there

local function figures(points, field)
    local list = {}
    for i, point in ipairs(points) do
        list[i] = point[field]
    end
    return list
end

local function draw_axes(drawn, given, size, x, y, spans)
    scale.draw_axis(drawn, x, spans.x[1], spans.x[2], 5, size.top, size.bottom)
    local ticks, decimals = scale.ticks(spans.y[1], spans.y[2], 5)
    for _, tick in ipairs(ticks) do
        drawn:line(size.left, y(tick), size.right, y(tick), "grid")
        drawn:words(size.left - 7, y(tick) + 4, scale.words(tick, decimals), "soft small", "right")
    end
    drawn:fitted((size.left + size.right) / 2, size.bottom + 42, given.across, size.right - size.left, 13, "plain",
        "middle")
    drawn:fitted(0, 16, given.up, size.right, 13, "plain")
end

-- How many points are in each square, by row * parts + column, and the most of them.
local function counts_in(points, size, x, y)
    local counts, most, parts = {}, 0, size.parts
    for _, point in ipairs(points) do
        local column = math.min(parts - 1, math.floor((x(point.x) - size.left) / (size.right - size.left) * parts))
        local row = math.min(parts - 1, math.floor((y(point.y) - size.top) / (size.bottom - size.top) * parts))
        local key = row * parts + column
        counts[key] = (counts[key] or 0) + 1
        most = math.max(most, counts[key])
    end
    return counts, most
end

-- Squares as dark as there are cities in them, by the square root, so that single ones are seen.
local function draw_crowd(drawn, points, size, x, y)
    local counts, most = counts_in(points, size, x, y)
    local wide, high = (size.right - size.left) / size.parts, (size.bottom - size.top) / size.parts
    for key = 0, size.parts * size.parts - 1 do
        if counts[key] then
            drawn:rect(size.left + key % size.parts * wide, size.top + key // size.parts * high, wide - 0.5, high - 0.5,
                (palette.shade(math.sqrt(counts[key] / most), { 0, 1 })), tostring(counts[key]))
        end
    end
end

-- A name beside its dot, where there is room off the axes; boxes of names and dots that stand already are in `taken`.
local function draw_name(drawn, point, size, x, y, taken)
    local wide = drawing.text_width(point.name, 11) * WIDE
    for _, try in ipairs { { 8, 4, "left" }, { -8, 4, "right" }, { 0, -9, "middle" }, { 0, 18, "middle" } } do
        local from = x + try[1] - (try[3] == "right" and wide or try[3] == "middle" and wide / 2 or 0)
        local box = { from, y + try[2] - 10, from + wide, y + try[2] + 2 }
        local fits = box[1] > size.left - 4 and box[3] < drawn.width and box[2] > size.top - 10
            and box[4] < size.bottom + 7
        for _, other in ipairs(taken) do
            fits = fits and (box[3] < other[1] or box[1] > other[3] or box[4] < other[2] or box[2] > other[4])
        end
        if fits then
            taken[#taken + 1] = box
            return drawn:words(x + try[1], y + try[2], point.name, "small", try[3])
        end
    end
end

local function draw_dots(drawn, points, size, x, y)
    local taken = {}
    for i, point in ipairs(points) do
        taken[i] = { x(point.x) - 5, y(point.y) - 5, x(point.x) + 5, y(point.y) + 5 }
        drawn:circle(x(point.x), y(point.y), point.is_chosen and 6 or 4.5, point.is_chosen and "mark" or "dot",
            language.labelled(point.name, language.list { point.shown_x, point.shown_y }))
    end
    for _, point in ipairs(points) do
        if #points <= NAMED or point.is_chosen then
            draw_name(drawn, point, size, x(point.x), y(point.y), taken)
        end
    end
end

local function draw_in(given, size)
    local drawn = drawing.new { width = size.width, height = size.height, title = given.title, about = given.about,
        most = size.width }
    local spans = { x = { scale.span_of_many(given.range_x, figures(given.points, "x")) },
        y = { scale.span_of_many(given.range_y, figures(given.points, "y")) } }
    size = setmetatable({ left = scale.left(size.left, spans.y[1], spans.y[2], 5, 7) }, { __index = size })
    local x = scale.linear(spans.x[1], spans.x[2], size.left, size.right)
    local y = scale.linear(spans.y[1], spans.y[2], size.bottom, size.top)
    draw_axes(drawn, given, size, x, y, spans)
    if #given.points > CROWD then
        draw_crowd(drawn, given.points, size, x, y)
        local chosen = {}
        for _, point in ipairs(given.points) do
            chosen[#chosen + 1] = point.is_chosen and point or nil
        end
        draw_dots(drawn, chosen, size, x, y)
    else
        draw_dots(drawn, given.points, size, x, y)
    end
    return drawn
end

-- `given`: title, about; across, up: what the axes are called, range_x, range_y; `points`, each { name, x, y, shown_x,
-- shown_y, is_chosen }; `keys`, of a crowd: see drawing:explain.
function scatter.draw(given)
    local drawn = draw_in(given, BROAD)
    drawn.narrow = draw_in(given, NARROW)
    return drawn:explain(given.keys)
end

return scatter
