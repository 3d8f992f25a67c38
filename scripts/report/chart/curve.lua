-- Many cities from the first to the last: the line of their scores, in the band that missing figures leave open.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"
local variation_words = require "report.variation_words"

local curve = {}

-- `most`: places across; with more cities each is the mean of some. `ticks`: on the axis of ranks.
local BROAD <const> = { width = 800, height = 300, left = 46, right = 790, top = 12, bottom = 260, most = 450,
    ticks = 6 }
local SEEN <const> = 1        -- unit, which a band is high if anybody sees it
local LETTERS <const>, APART <const> = 11, 12    -- of ranks, and units between two of them
local NARROW <const> = { width = drawing.NARROW, height = 220, left = 34, right = 310, top = 12, bottom = 180,
    most = 150, ticks = 3 }

-- The rows that fall on each place, as one row: the mean of their scores, and as far below and above it as the one of
-- them goes that goes furthest from its own. The first and the last stand alone, as they are.
local function at_places(rows, most)
    local list, count = {}, math.min(#rows, most)
    local function place_of(i)
        return i == count and #rows or 1 + (i - 1) * (#rows - 2) // math.max(1, count - 2)
    end
    for i = 1, count do
        local first, last = i == 1 and 1 or place_of(i - 1) + 1, place_of(i)
        local sum, below, above = 0, -math.huge, -math.huge
        for n = first, last do
            local row = rows[n]
            sum = sum + row.score
            below = math.max(below, row.score - (row.low or row.score))
            above = math.max(above, (row.high or row.score) - row.score)
        end
        local mean = sum / (last - first + 1)
        list[i] = { rank = (first + last) / 2, score = mean, low = mean - below, high = mean + above }
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

-- Round ranks, the first and the last.
local function draw_ranks(drawn, count, size, x)
    local places, wide = { 1 }, drawing.figure_width(variation_words.count(count), LETTERS)
    for _, tick in ipairs(scale.ticks(1, math.max(2, count), size.ticks)) do
        local rank = math.floor(tick + 0.5)
        if rank == tick and x(rank) - x(1) > wide + APART and x(count) - x(rank) > 1.5 * wide + APART then
            places[#places + 1] = rank
        end
    end
    places[#places + 1] = count
    for i, rank in ipairs(places) do
        drawn:words(i == #places and size.right or x(rank), size.bottom + 18, variation_words.count(rank), "soft small",
            i == #places and "right" or "middle")
    end
end

local function draw_axes(drawn, given, size, x, y, low, high)
    local ticks, decimals = scale.ticks(low, high, 5)
    for _, tick in ipairs(ticks) do
        drawn:line(size.left, y(tick), size.right, y(tick), "grid")
        drawn:words(size.left - 8, y(tick) + 4, scale.words(tick, decimals), "soft small", "right")
    end
    draw_ranks(drawn, #given.rows, size, x)
    drawn:words((size.left + size.right) / 2, size.height - 4, given.axis, "soft small", "middle")
end

local function draw_in(given, size)
    local drawn = drawing.new { width = size.width, height = size.height, title = given.title, about = given.about }
    local rows = at_places(given.rows, size.most)
    local low, high = scale.span_of_many(given.range, figures_of(rows))
    size = setmetatable({ left = scale.left(size.left, low, high, 5, 8) }, { __index = size })
    local x = scale.linear(1, math.max(2, #given.rows), size.left, size.right)
    local y = scale.linear(low, high, size.bottom, size.top)
    draw_axes(drawn, given, size, x, y, low, high)
    local line, band, has_band = {}, {}, false
    for i, row in ipairs(rows) do
        table.move({ x(row.rank), y(row.score) }, 1, 2, 2 * i - 1, line)
        table.move({ x(row.rank), y(row.high) }, 1, 2, 2 * i - 1, band)
        has_band = has_band or y(row.low) - y(row.high) > SEEN
    end
    for i = #rows, 1, -1 do
        band[#band + 1], band[#band + 2] = x(rows[i].rank), y(rows[i].low)
    end
    if has_band then
        drawn:polyline(band, "inner", nil, true)
    end
    drawn:polyline(line, "chosen")
    return drawn
end

-- `given`: title, about, range; `axis`, what stands under the ranks; `rows`, the ranked cities in their order, each
-- { score, low, high }, the last two nil where nothing is known of them; `keys`: see drawing:explain.
function curve.draw(given)
    local drawn = draw_in(given, BROAD)
    drawn.narrow = draw_in(given, NARROW)
    return drawn:explain(given.keys)
end

return curve
