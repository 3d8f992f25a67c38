-- Where a city's score stands on its scale: among the others, before, and between what missing figures leave it.

local drawing = require "report.drawing"
local quantile = require "report.quantile"
local scale = require "report.chart.scale"

local position = {}

local WIDTH <const>, HEIGHT <const>, EDGE <const> = 720, 92, 14
local LINE <const> = 48      -- where the middle of the scale is
local APART <const> = 130    -- units, from which on words above two places do not touch

position.MOST_PEERS = 60    -- that are shown one by one

local function figures_of(given)
    local list = table.move(given.peers, 1, #given.peers, 1, {})
    for _, x in ipairs { given.score, given.low or given.score, given.high or given.score,
        given.before or given.score } do
        list[#list + 1] = x
    end
    return list
end

-- Words at `x` that stay within the drawing.
local function words_at(drawn, x, y, words, class)
    local half = drawing.text_width(words, 13) / 2
    drawn:words(math.max(EDGE + half, math.min(drawn.width - EDGE - half, x)), y, words, class, "middle")
end

-- The score before: its words above its stroke, or where these would stand on those of the score at `x`, on its other
-- side, if there is room.
local function draw_before(drawn, given, at, x)
    drawn:line(at, LINE - 12, at, LINE + 12, "before")
    local width = drawing.text_width(given.before_shown, 13)
    if math.abs(at - x) >= APART then
        words_at(drawn, at, LINE - 16, given.before_shown, "soft small")
    elseif at < x and at - width > 0 then
        drawn:words(at - 5, LINE - 14, given.before_shown, "soft small", "right")
    elseif at >= x and at + width < drawn.width then
        drawn:words(at + 5, LINE - 14, given.before_shown, "soft small")
    end
end

-- One by one, or of many where nine in ten and half of them are, and the median.
local function draw_peers(drawn, peers, place)
    if #peers <= position.MOST_PEERS then
        for _, peer in ipairs(peers) do
            drawn:circle(place(peer), LINE, 4.5, "peer")
        end
        return
    end
    drawn:line(place(quantile(peers, 0.05)), LINE, place(quantile(peers, 0.95)), LINE, "spread")
    local left, right = place(quantile(peers, 0.25)), place(quantile(peers, 0.75))
    drawn:rect(left, LINE - 4.5, right - left, 9, "peer")
    drawn:line(place(quantile(peers, 0.5)), LINE - 8, place(quantile(peers, 0.5)), LINE + 8, "median")
end

local function draw_in(given, width)
    local drawn = drawing.new { width = width, height = HEIGHT, title = given.title, about = given.about }
    local low, high = scale.span(given.range, figures_of(given))
    local left, right = EDGE, width - EDGE
    local place = scale.linear(low, high, left, right)
    drawn:rect(left, LINE - 5, right - left, 10, "track")
    if given.low and given.high then
        local from, to = place(given.low), place(given.high)
        drawn:rect(math.min(from, (from + to) / 2 - 2), LINE - 8, math.max(4, to - from), 16, "possible")
    end
    draw_peers(drawn, given.peers, place)
    local x = place(given.score)
    if given.before then
        draw_before(drawn, given, place(given.before), x)
    end
    drawn:polyline({ x - 6, LINE - 19, x + 6, LINE - 19, x, LINE - 7 }, "mark", nil, true)
    drawn:rect(x - 1.5, LINE - 9, 3, 18, "mark")
    words_at(drawn, x, LINE - 25, given.shown, "strong accent")
    scale.draw_axis(drawn, place, low, high, 5, LINE + 9, LINE + 14)
    return drawn
end

-- `given`: title, about, keys; score and `shown`, as people read it; range; low, high (what missing figures leave open)
-- or nil; before and `before_shown` ("2022: 54.4") or nil; peers, scores of the others, sorted.
function position.draw(given)
    local drawn = draw_in(given, WIDTH)
    drawn.narrow = draw_in(given, drawing.NARROW)
    return drawn:explain(given.keys)
end

return position
