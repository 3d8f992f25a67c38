-- Many cities from the first to the last: the line of their scores, in the band that missing figures leave open.

local drawing = require "report.drawing"
local hm = require "hundredmark"
local scale = require "report.chart.scale"

local curve = {}

local WIDTH <const>, HEIGHT <const> = 960, 300
local LEFT <const>, RIGHT <const>, TOP <const>, BOTTOM <const> = 50, 950, 12, 260
local MOST <const> = 450    -- places across, with more cities each is the mean of some

-- The rows that fall on each place, as one row: means of score, the lowest low and the highest high.
local function at_places(rows)
    local list, count = {}, math.min(#rows, MOST)
    for i = 1, count do
        local first, last = (i - 1) * #rows // count + 1, i * #rows // count
        local sum, low, high = 0, math.huge, -math.huge
        for n = first, last do
            local row = rows[n]
            sum = sum + row.score
            low, high = math.min(low, row.low or row.score), math.max(high, row.high or row.score)
        end
        list[i] = { rank = (first + last) / 2, score = sum / (last - first + 1), low = low, high = high }
    end
    return list
end

local function figures_of(rows)
    local figures = {}
    for _, row in ipairs(rows) do
        figures[#figures + 1], figures[#figures + 2] = row.low, row.high
    end
    return figures
end

-- `given`: title, about, range; `axis`, what stands under the ranks; `rows`, the ranked cities in their order, each
-- { score, low, high }, the last two nil where nothing is known of them.
function curve.draw(given)
    local drawn = drawing.new { width = WIDTH, height = HEIGHT, title = given.title, about = given.about, least = 420 }
    local rows = at_places(given.rows)
    local low, high = scale.span(given.range, figures_of(rows))
    local x, y = scale.linear(1, math.max(2, #given.rows), LEFT, RIGHT), scale.linear(low, high, BOTTOM, TOP)
    local ticks, decimals = scale.ticks(low, high, 5)
    for _, tick in ipairs(ticks) do
        drawn:line(LEFT, y(tick), RIGHT, y(tick), "grid")
        drawn:words(LEFT - 8, y(tick) + 4, hm.fixed(tick, decimals), "soft small", "right")
    end
    local line, band = {}, {}
    for i, row in ipairs(rows) do
        table.move({ x(row.rank), y(row.score) }, 1, 2, 2 * i - 1, line)
        table.move({ x(row.rank), y(row.high) }, 1, 2, 2 * i - 1, band)
    end
    for i = #rows, 1, -1 do
        band[#band + 1], band[#band + 2] = x(rows[i].rank), y(rows[i].low)
    end
    drawn:polyline(band, "inner", nil, true)
    drawn:polyline(line, "chosen")
    for _, tick in ipairs(scale.ticks(1, math.max(2, #given.rows), 6)) do
        drawn:words(x(tick), BOTTOM + 18, hm.fixed(tick, 0), "soft small", "middle")
    end
    drawn:words((LEFT + RIGHT) / 2, HEIGHT - 4, given.axis, "soft small", "middle")
    return drawn
end

return curve
