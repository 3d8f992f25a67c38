-- A score in a line of a table: its bar, and from where to where the others are, with their median.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local theme = {}

local WIDTH <const>, HEIGHT <const> = 200, 18

-- `given`: score (nil: none), range, and of the others low, high, median, or nil.
function theme.draw(given)
    local drawn = drawing.new { width = WIDTH, height = HEIGHT, title = "score", about = "score" }
    local low, high = scale.span(given.range, { given.score or given.low or 0, given.low or given.score or 0,
        given.high or given.score or 0 })
    local place = scale.linear(low, high, 1, WIDTH - 1)
    drawn:rect(0, 5, WIDTH, 8, "track")
    if given.score then
        local zero = place(math.max(low, math.min(high, 0)))
        drawn:rect(math.min(zero, place(given.score)), 3, math.abs(place(given.score) - zero), 12, "bar")
    end
    if low < 0 and high > 0 then
        drawn:line(place(0), 0, place(0), HEIGHT, "zero")
    end
    if given.median then
        drawn:line(place(given.low), 9, place(given.high), 9, "spread")
        drawn:line(place(given.median), 0, place(given.median), HEIGHT, "median")
    end
    return drawn
end

return theme
