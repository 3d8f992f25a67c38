-- From figures to places on a drawing, and the round figures that an axis is marked with.

local drawing = require "report.drawing"
local numbers = require "report.numbers"

local scale = {}

local LETTERS <const> = 11       -- of what marks are called
local APART <const> = 6          -- units between two of them
local LEAST <const> = 2          -- marks, of which a scale can be read

-- Round steps that part [low, high], low < high, into about `count`, or more for there to be two of them: 1, 2 or 5
-- times a power of ten.
function scale.ticks(low, high, count)
    local raw = (high - low) / count
    local power = 10 ^ math.floor(math.log(raw, 10))
    local step = 10 * power
    for _, factor in ipairs { 1, 2, 5 } do
        if factor * power >= raw * 0.999 then
            step = factor * power
            break
        end
    end
    local list, first = {}, math.ceil(low / step - 1e-9)
    for i = first, math.floor(high / step + 1e-9) do
        list[#list + 1] = i * step
    end
    if #list < LEAST then
        return scale.ticks(low, high, count + 1)
    end
    return list, math.max(0, -math.floor(math.log(step, 10) + 1e-9))
end

-- What an axis has to span: the range of a score where it has two ends, else what figures span.
function scale.span(range, figures)
    local low, high = math.huge, -math.huge
    for _, x in ipairs(figures) do
        low, high = math.min(low, x), math.max(high, x)
    end
    if range and range[1] and range[2] and range[2] > range[1] then
        return range[1], range[2]
    elseif low > high then
        return 0, 1
    elseif low == high then
        return low - 0.5, high + 0.5
    end
    local margin = (high - low) * 0.04
    return low - margin, high + margin
end

-- The same of the scores of many cities: of a range whose lowest tenth holds all of them no more than these need.
function scale.span_of_many(range, figures)
    local low, high = scale.span(range, figures)
    local reach = 0
    for _, x in ipairs(range and figures or {}) do
        reach = math.max(reach, x - low)
    end
    return low, reach > 0 and reach < (high - low) / 10 and low + reach * 1.04 or high
end

-- A function from figures in [low, high] to places from `first` to `last`; beyond the ends it stays there.
function scale.linear(low, high, first, last)
    return function(x)
        local share = math.max(0, math.min(1, (x - low) / (high - low)))
        return first + share * (last - first)
    end
end

-- What a mark of an axis is called.
function scale.words(tick, decimals)
    return numbers.mark(tick, decimals)
end

-- Where an upright axis stands whose marks part [low, high] into about `count`: at `left`, or where there is room for
-- what they are called, `apart` units away from it.
function scale.left(left, low, high, count, apart)
    local ticks, decimals = scale.ticks(low, high, count)
    for _, tick in ipairs(ticks) do
        left = math.max(left, drawing.figure_width(scale.words(tick, decimals), LETTERS) + apart)
    end
    return left
end

-- The marks of an axis across, each { at, x, words }: where it is, and where the middle of its words, which are all on
-- the drawing; and whether two of them touch.
local function marks_of(drawn, place, low, high, count)
    local marks, touch, last = {}, false, -math.huge
    local ticks, decimals = scale.ticks(low, high, count)
    for i, tick in ipairs(ticks) do
        local at, words = place(tick), scale.words(tick, decimals)
        local half = drawing.figure_width(words, LETTERS) / 2
        local x = math.max(half, math.min(drawn.width - half, at))
        touch = touch or x - half < last
        last = x + half + APART
        marks[i] = { at = at, x = x, words = words }
    end
    return marks, touch
end

-- Marks at the bottom of a drawing, about `count` or as many as there is room for, with lines up to `top`.
function scale.draw_axis(drawn, place, low, high, count, top, bottom)
    local marks, touch = marks_of(drawn, place, low, high, count)
    while touch and count > 1 do
        count = count - 1
        marks, touch = marks_of(drawn, place, low, high, count)
    end
    for _, mark in ipairs(marks) do
        drawn:line(mark.at, top, mark.at, bottom, "grid")
        drawn:words(mark.x, bottom + 16, mark.words, "soft small", "middle")
    end
end

return scale
