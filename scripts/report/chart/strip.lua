-- How the scores of many cities spread, in a line of a table: how many are where, and their median.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local strip = {}

local WIDTH <const>, HEIGHT <const>, PARTS <const> = 240, 26, 24

-- How many of `scores` are in each of PARTS equal parts from `low` to `high`.
function strip.count(scores, low, high)
    local counts, most = {}, 0
    for i = 1, PARTS do
        counts[i] = 0
    end
    for _, score in ipairs(scores) do
        local share = high > low and (score - low) / (high - low) or 0.5
        local part = math.max(1, math.min(PARTS, math.floor(share * PARTS) + 1))
        counts[part] = counts[part] + 1
        most = math.max(most, counts[part])
    end
    return counts, most
end

-- `given`: scores, at least one; their median; range.
function strip.draw(given)
    local drawn = drawing.new { width = WIDTH, height = HEIGHT, title = "distribution", about = "distribution" }
    local low, high = scale.span_of_many(given.range, given.scores)
    local counts, most = strip.count(given.scores, low, high)
    local wide = WIDTH / PARTS
    drawn:rect(0, HEIGHT - 2, WIDTH, 2, "track")
    for i, count in ipairs(counts) do
        if count > 0 then
            local height = math.max(1.5, count / most * (HEIGHT - 3))
            drawn:rect((i - 1) * wide + 0.5, HEIGHT - 1 - height, wide - 1, height, "bar")
        end
    end
    local x = scale.linear(low, high, 1, WIDTH - 1)(given.median)
    drawn:line(x, 0, x, HEIGHT, "median")
    return drawn
end

return strip
