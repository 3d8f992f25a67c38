-- Two scores of each city against each other.

local drawing = require "report.drawing"
local palette = require "report.palette"
local scale = require "report.chart.scale"

local scatter = {}

local WIDTH <const>, HEIGHT <const> = 640, 520
local LEFT <const>, RIGHT <const>, TOP <const>, BOTTOM <const> = 48, 624, 34, 460
local NAMED <const> = 20      -- cities, up to which all have their names
local CROWD <const> = 1000    -- cities, above which squares say how many are there
local PARTS <const> = 36      -- squares across

local function figures(points, field)
    local list = {}
    for i, point in ipairs(points) do
        list[i] = point[field]
    end
    return list
end

local function draw_axes(drawn, given, x, y, spans)
    local ticks, decimals = scale.ticks(spans.x[1], spans.x[2], 5)
    for _, tick in ipairs(ticks) do
        drawn:line(x(tick), TOP, x(tick), BOTTOM, "grid")
        drawn:words(x(tick), BOTTOM + 18, scale.words(tick, decimals), "soft small", "middle")
    end
    ticks, decimals = scale.ticks(spans.y[1], spans.y[2], 5)
    for _, tick in ipairs(ticks) do
        drawn:line(LEFT, y(tick), RIGHT, y(tick), "grid")
        drawn:words(LEFT - 7, y(tick) + 4, scale.words(tick, decimals), "soft small", "right")
    end
    drawn:words((LEFT + RIGHT) / 2, BOTTOM + 42, drawing.cut(given.across, RIGHT - LEFT, 13), "plain", "middle")
    drawn:words(0, 16, drawing.cut(given.up, RIGHT, 13), "plain")
end

-- Squares as dark as there are cities in them, by the square root, so that single ones are seen.
local function draw_crowd(drawn, points, x, y)
    local counts, most = {}, 0
    for _, point in ipairs(points) do
        local column = math.min(PARTS - 1, math.floor((x(point.x) - LEFT) / (RIGHT - LEFT) * PARTS))
        local row = math.min(PARTS - 1, math.floor((y(point.y) - TOP) / (BOTTOM - TOP) * PARTS))
        local key = row * PARTS + column
        counts[key] = (counts[key] or 0) + 1
        most = math.max(most, counts[key])
    end
    local wide, high = (RIGHT - LEFT) / PARTS, (BOTTOM - TOP) / PARTS
    for key = 0, PARTS * PARTS - 1 do
        if counts[key] then
            drawn:rect(LEFT + key % PARTS * wide, TOP + key // PARTS * high, wide - 0.5, high - 0.5,
                (palette.shade(math.sqrt(counts[key] / most), { 0, 1 })), tostring(counts[key]))
        end
    end
end

-- A name beside its dot, where there is room; boxes of names and dots that stand already are in `taken`.
local function draw_name(drawn, point, x, y, taken)
    local wide = drawing.text_width(point.name, 11)
    for _, try in ipairs { { 8, 4, "left" }, { -8, 4, "right" }, { 0, -9, "middle" }, { 0, 18, "middle" } } do
        local from = x + try[1] - (try[3] == "right" and wide or try[3] == "middle" and wide / 2 or 0)
        local box = { from, y + try[2] - 10, from + wide, y + try[2] + 2 }
        local fits = box[1] > 0 and box[3] < WIDTH
        for _, other in ipairs(taken) do
            fits = fits and (box[3] < other[1] or box[1] > other[3] or box[4] < other[2] or box[2] > other[4])
        end
        if fits then
            taken[#taken + 1] = box
            return drawn:words(x + try[1], y + try[2], point.name, "small", try[3])
        end
    end
end

local function draw_dots(drawn, points, x, y)
    local taken = {}
    for i, point in ipairs(points) do
        taken[i] = { x(point.x) - 5, y(point.y) - 5, x(point.x) + 5, y(point.y) + 5 }
        drawn:circle(x(point.x), y(point.y), point.is_chosen and 6 or 4.5, point.is_chosen and "mark" or "dot",
            ("%s: %s, %s"):format(point.name, point.shown_x, point.shown_y))
    end
    for _, point in ipairs(points) do
        if #points <= NAMED or point.is_chosen then
            draw_name(drawn, point, x(point.x), y(point.y), taken)
        end
    end
end

-- `given`: title, about; across, up: what the axes are called, range_x, range_y; `points`, each { name, x, y, shown_x,
-- shown_y, is_chosen }.
function scatter.draw(given)
    local drawn = drawing.new { width = WIDTH, height = HEIGHT, title = given.title, about = given.about, least = 420,
        most = WIDTH }
    local spans = { x = { scale.span(given.range_x, figures(given.points, "x")) },
        y = { scale.span(given.range_y, figures(given.points, "y")) } }
    local x = scale.linear(spans.x[1], spans.x[2], LEFT, RIGHT)
    local y = scale.linear(spans.y[1], spans.y[2], BOTTOM, TOP)
    draw_axes(drawn, given, x, y, spans)
    if #given.points > CROWD then
        draw_crowd(drawn, given.points, x, y)
        local chosen = {}
        for _, point in ipairs(given.points) do
            chosen[#chosen + 1] = point.is_chosen and point or nil
        end
        draw_dots(drawn, chosen, x, y)
    else
        draw_dots(drawn, given.points, x, y)
    end
    return drawn
end

return scatter
