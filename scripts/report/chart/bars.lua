-- Shares of 1 as bars, two of each row: one wide and pale, one narrow and dark within or beyond it.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local bars = {}

local WIDTH <const>, ROW <const>, NAMES <const>, LETTERS <const>, END <const> = 960, 28, 380, 13, 130

-- `given`: title, about; `rows`, each { name, wide, narrow, shown }: shares (nil: none), and both as people read them.
function bars.draw(given)
    local rows, room, most = given.rows, 0, 0
    for _, row in ipairs(rows) do
        room = math.max(room, drawing.text_width(row.name, LETTERS))
        most = math.max(most, row.wide or 0, row.narrow or 0)
    end
    room = math.min(room, NAMES) + 12
    most = most > 0 and math.min(1, math.ceil(most * 10) / 10) or 1
    local bottom = 6 + #rows * ROW
    local drawn = drawing.new { width = WIDTH, height = bottom + 28, title = given.title, about = given.about,
        least = 560 }
    local place = scale.linear(0, most * 100, room, WIDTH - END)
    scale.draw_axis(drawn, place, 0, most * 100, 5, 6, bottom)
    for i, row in ipairs(rows) do
        local y = 6 + (i - 0.5) * ROW
        drawn:words(room - 10, y + 5, drawing.cut(row.name, room - 10, LETTERS), "plain", "right")
        if row.wide then
            drawn:rect(room, y - 9, place(row.wide * 100) - room, 18, "possible")
        end
        if row.narrow then
            drawn:rect(room, y - 4, place(row.narrow * 100) - room, 8, "bar")
        end
        drawn:words(WIDTH - END + 10, y + 5, row.shown, "soft small")
    end
    return drawn
end

return bars
