-- The same over periods, several times: of each node the scores of all cities, some of them seen among the others, or
-- where there are many, bands of quantiles.

local drawing = require "report.drawing"
local scale = require "report.chart.scale"

local multiples = {}

local WIDTH <const>, HEIGHT <const> = 420, 200
local LEFT <const>, TOP <const>, BOTTOM <const> = 34, 34, 172
local NAMES <const>, NARROW_NAMES <const> = 120, 84    -- room for these
local MARKS <const> = 2    -- on the axis of scores
local LETTERS <const>, GAP <const> = 11, 14    -- of names beside the lines and of periods; from name to name
local APART <const> = 6    -- units between two periods

-- What lines look like that are to be seen, in their order; further ones as the last.
multiples.LOOKS = { "chosen", "second", "third" }

-- The first period, the last, and of those between them all whose names do not touch others.
local function draw_periods(drawn, given, x, y)
    local function half(i)
        return drawing.figure_width(given.periods[i], LETTERS) / 2
    end
    local count = #given.periods
    local from, to = -math.huge, x(given.days[count]) - half(count) - APART
    for i, period in ipairs(given.periods) do
        local place = x(given.days[i])
        if i == 1 or i == count or place - half(i) > from and place + half(i) < to then
            drawn:words(place, y, period, "soft small", "middle")
            from = place + half(i) + APART
        end
    end
end

local function at_axis(drawn, given, x, y, low, high, at)
    local ticks, decimals = scale.ticks(low, high, MARKS)
    for _, tick in ipairs(ticks) do
        drawn:line(at.left, y(tick), at.right, y(tick), "grid")
        drawn:words(at.left - 5, y(tick) + 4, scale.words(tick, decimals), "soft small", "right")
    end
    draw_periods(drawn, given, x, at.y + BOTTOM + 16)
end

-- A line a stretch without gaps; a dot where a stretch is one period alone.
local function draw_line(drawn, list, given, x, y, class)
    local line = {}
    local function finish()
        if #line == 2 then
            drawn:circle(line[1], line[2], 2, class)
        elseif #line > 2 then
            drawn:polyline(line, class)
        end
        line = {}
    end
    for i, score in ipairs(list) do
        if score then
            line[#line + 1], line[#line + 2] = x(given.days[i]), y(score)
        else
            finish()
        end
    end
    finish()
end

-- An area between two lists, of each stretch where there are both.
local function draw_band(drawn, lows, highs, given, x, y, class)
    local points, back = {}, {}
    local function finish()
        for i = #back - 1, 1, -2 do
            points[#points + 1], points[#points + 2] = back[i], back[i + 1]
        end
        if #points > 4 then
            drawn:polyline(points, class, nil, true)
        end
        points, back = {}, {}
    end
    for i, low in ipairs(lows) do
        if low and highs[i] then
            points[#points + 1], points[#points + 2] = x(given.days[i]), y(highs[i])
            back[#back + 1], back[#back + 2] = x(given.days[i]), y(low)
        else
            finish()
        end
    end
    finish()
end

-- Names at the ends of the lines, moved apart where they would stand on each other.
local function draw_names(drawn, given, y, at)
    local names = {}
    for i, line in ipairs(given.chosen) do
        local last
        for _, score in ipairs(line.scores) do
            last = score or last
        end
        names[#names + 1] = last and { y = y(last), name = line.name, order = i } or nil
    end
    table.sort(names, function(a, b)
        return a.y < b.y or a.y == b.y and a.order < b.order
    end)
    for i = 2, #names do
        names[i].y = math.max(names[i].y, names[i - 1].y + GAP)
    end
    for i = #names, 1, -1 do
        local most = i == #names and at.y + BOTTOM or names[i + 1].y - GAP
        names[i].y = math.min(names[i].y, most)
    end
    for _, one in ipairs(names) do
        drawn:fitted(at.right + 7, one.y + 4, one.name, at.names - 8, LETTERS, "small")
    end
end

local function figures_of(given)
    local figures = {}
    for _, lists in ipairs { given.others, given.bands or {} } do
        for _, list in ipairs(lists) do
            for _, score in ipairs(list) do
                figures[#figures + 1] = score or nil
            end
        end
    end
    for _, line in ipairs(given.chosen) do
        for _, score in ipairs(line.scores) do
            figures[#figures + 1] = score or nil
        end
    end
    return figures
end

local function draw_one(drawn, given, at)
    drawn:fitted(at.x, at.y + 16, given.title, at.width - 4, 13, "strong")
    local low, high = scale.span_of_many(given.range, figures_of(given))
    local first, last = given.days[1], given.days[#given.days]
    at.left = at.x + scale.left(LEFT, low, high, MARKS, 5)
    local x = scale.linear(first, math.max(last, first + 1), at.left + 4, at.right - 4)
    local y = scale.linear(low, high, at.y + BOTTOM, at.y + TOP)
    at_axis(drawn, given, x, y, low, high, at)
    local bands = given.bands
    if bands then
        draw_band(drawn, bands[1], bands[5], given, x, y, "band")
        draw_band(drawn, bands[2], bands[4], given, x, y, "inner")
        draw_line(drawn, bands[3], given, x, y, "trend")
    end
    for _, list in ipairs(given.others) do
        draw_line(drawn, list, given, x, y, "others")
    end
    for i, line in ipairs(given.chosen) do
        draw_line(drawn, line.scores, given, x, y, multiples.LOOKS[i] or multiples.LOOKS[#multiples.LOOKS])
    end
    draw_names(drawn, given, y, at)
end

-- Where one of them is: its corner, its width, where its lines end, and the room for names behind these.
local function place_of(x, y, width, names)
    return { x = x, y = y, width = width, right = x + width - names, names = names }
end

local function draw_alone(given, width, names)
    local drawn = drawing.new { width = width, height = HEIGHT, title = given.title, about = given.about }
    draw_one(drawn, given, place_of(0, 0, width, names))
    return drawn
end

-- `given`: title, about, range; `periods`, and `days` in which each begins; `others`, lists of scores, one a period,
-- false where there is none; `chosen`, each { name, scores }; `bands`, or nil: five such lists, quantiles from the
-- lowest to the highest.
function multiples.draw(given)
    local drawn = draw_alone(given, WIDTH, NAMES)
    drawn.narrow = draw_alone(given, drawing.NARROW, NARROW_NAMES)
    return drawn
end

-- Several of them on one drawing, so many in a row. `keys`: see drawing:explain.
function multiples.sheet(title, list, across, keys)
    local about = {}
    for i, given in ipairs(list) do
        about[i] = given.about
    end
    local drawn = drawing.new { width = across * (WIDTH + 12), height = math.ceil(#list / across) * (HEIGHT + 12),
        title = title, about = table.concat(about, " ") }
    for i, given in ipairs(list) do
        local x, y = (i - 1) % across * (WIDTH + 12), (i - 1) // across * (HEIGHT + 12)
        draw_one(drawn, given, place_of(x, y, WIDTH, NAMES))
    end
    return drawn:explain(keys)
end

return multiples
