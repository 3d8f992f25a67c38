-- Many cities from the first to the last: the line of their scores, in the band that missing figures leave open.

local drawing = require "report.drawing"
local hm = require "hundredmark"
local scale = require "report.chart.scale"

local curve = {}

-- `most`: places across; with more cities each is the mean of some. `ticks`: on the axis of ranks.
local BROAD <const> = { width = 800, height = 300, left = 46, right = 790, top = 12, bottom = 260, most = 450,
    ticks = 6 }
local NARROW <const> = { width = drawing.NARROW, height = 220, left = 34, right = 310, top = 12, bottom = 180,
    most = 150, ticks = 3 }

-- The rows that fall on each place, as one row: means of score, the lowest low and the highest high.
local function at_places(rows, most)
    local list, count = {}, math.min(#rows, most)
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

local function draw_axes(drawn, given, size, x, y, low, high)
    local ticks, decimals = scale.ticks(low, high, 5)
    for _, tick in ipairs(ticks) do
        drawn:line(size.left, y(tick), size.right, y(tick), "grid")
        drawn:words(size.left - 8, y(tick) + 4, scale.words(tick, decimals), "soft small", "right")
    end
    for _, tick in ipairs(scale.ticks(1, math.max(2, #given.rows), size.ticks)) do
        drawn:words(x(tick), size.bottom + 18, hm.fixed(tick, 0), "soft small", "middle")
    end
    drawn:words((size.left + size.right) / 2, size.height - 4, given.axis, "soft small", "middle")
end

local function draw_in(given, size)
    local drawn = drawing.new { width = size.width, height = size.height, title = given.title, about = given.about }
    local rows = at_places(given.rows, size.most)
    local low, high = scale.span_of_many(given.range, figures_of(rows))
    local x = scale.linear(1, math.max(2, #given.rows), size.left, size.right)
    local y = scale.linear(low, high, size.bottom, size.top)
    draw_axes(drawn, given, size, x, y, low, high)
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
    return drawn
end

-- `given`: title, about, range; `axis`, what stands under the ranks; `rows`, the ranked cities in their order, each
-- { score, low, high }, the last two nil where nothing is known of them.
function curve.draw(given)
    local drawn = draw_in(given, BROAD)
    drawn.narrow = draw_in(given, NARROW)
    return drawn
end

return curve
