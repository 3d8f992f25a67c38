-- Shares of 1 as bars, two of each row: one wide and pale, one narrow and dark within or beyond it.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local bars = {}

local WIDTH <const>, ROW <const>, NARROW_ROW <const> = 800, 28, 44
local NAMES <const>, LETTERS <const>, END <const> = 320, 13, 130
local TOP <const>, BOTTOM <const> = 6, 28

local function draw_bars(drawn, row, place, left, y)
    if row.wide then
        drawn:rect(left, y - 9, place(row.wide * 100) - left, 18, "possible")
    end
    if row.narrow then
        drawn:rect(left, y - 4, place(row.narrow * 100) - left, 8, "bar")
    end
    drawn:words(drawn.width - END + 10, y + 5, row.shown, "soft small")
end

-- Bars from `left`, a row each so many units high; `draw_name(drawn, row, top)`, which gives where the row's bars are.
local function draw_rows(given, most, width, left, height, draw_name)
    local bottom = TOP + #given.rows * height
    local drawn = drawing.new { width = width, height = bottom + BOTTOM, title = given.title, about = given.about }
    local place = scale.linear(0, most * 100, left, width - END)
    scale.draw_axis(drawn, place, 0, most * 100, 5, TOP, bottom)
    for i, row in ipairs(given.rows) do
        draw_bars(drawn, row, place, left, draw_name(drawn, row, TOP + (i - 1) * height))
    end
    return drawn
end

-- `given`: title, about, keys; `rows`, each { name, wide, narrow, shown }: shares (nil: none), and both as people read
-- them.
function bars.draw(given)
    local room, most = 0, 0
    for _, row in ipairs(given.rows) do
        room = math.max(room, drawing.text_width(row.name, LETTERS))
        most = math.max(most, row.wide or 0, row.narrow or 0)
    end
    room = math.min(room, NAMES) + 12
    most = most > 0 and math.min(1, math.ceil(most * 10) / 10) or 1
    local drawn = draw_rows(given, most, WIDTH, room, ROW, function(drawn, row, top)
        drawn:fitted(room - 10, top + ROW / 2 + 5, row.name, room - 10, LETTERS, "plain", "right")
        return top + ROW / 2
    end)
    drawn.narrow = draw_rows(given, most, drawing.NARROW, 6, NARROW_ROW, function(narrow, row, top)
        narrow:fitted(0, top + 16, row.name, drawing.NARROW, LETTERS, "plain")
        return top + 31
    end)
    return drawn:explain(given.keys)
end

return bars
