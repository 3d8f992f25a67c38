-- Scores over periods in a line of a table.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local trend = {}

local WIDTH <const>, HEIGHT <const>, EDGE <const> = 72, 20, 4

-- `scores`: one a period in their order, false where there is none; nil of fewer than two scores.
function trend.draw(scores, range)
    local there = {}
    for _, score in ipairs(scores) do
        there[#there + 1] = score or nil
    end
    if #there < 2 then
        return nil
    end
    local drawn = drawing.new { width = WIDTH, height = HEIGHT, title = "over periods", about = "over periods" }
    local place = scale.linear(1, #scores, EDGE, WIDTH - EDGE)
    local low, high = scale.span(range, there)
    local height = scale.linear(low, high, HEIGHT - EDGE, EDGE)
    local line, x, y = {}, nil, nil
    for i, score in ipairs(scores) do
        if score then
            x, y = place(i), height(score)
            line[#line + 1], line[#line + 2] = x, y
            drawn:circle(x, y, 1.3, "bar")
        elseif #line > 0 then
            drawn:polyline(line, "trend")
            line = {}
        end
    end
    drawn:polyline(line, "trend")
    drawn:circle(x, y, 3, "mark")
    return drawn
end

return trend
