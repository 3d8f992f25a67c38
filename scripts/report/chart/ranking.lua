-- Cities in the order of their scores: name, score and rank, and behind these (on narrow screens below them) where the
-- score stands, what missing figures leave open (a wide bar) and what variations of weights and methods do (a line).
-- On paper long ones are several drawings, which sheets part.

local drawing = require "report.drawing"
local language = require "report.language"
local scale = require "report.chart.scale"

local ranking = {}

local WIDTH <const>, ROW <const>, TOP <const>, BOTTOM <const> = 800, 26, 24, 30
local NARROW_ROW <const>, EDGE <const> = 46, 14
local NAMES <const>, LINE <const> = 240, 17     -- the most room for names; a line below them on narrow screens
local SCORE <const>, NARROW_SCORE <const> = 64, 52    -- the least room for scores
local GAP <const>, APART <const> = 14, 12       -- between scores and ranks, and between these and names
local SHEET <const>, PART <const> = 24, 12      -- rows that are one drawing on paper, and that each of several has
local LETTERS <const>, WIDE <const> = 13, 1.15    -- how large they are, and how much wider they may be than most
local HEADS <const> = 11    -- how large letters of heads are

local function figures_of(rows)
    local figures = {}
    for _, row in ipairs(rows) do
        for _, field in ipairs { "score", "low", "high", "from", "to" } do
            figures[#figures + 1] = row[field]
        end
    end
    return figures
end

local function room_for(rows, field)
    local room = 0
    for _, row in ipairs(rows) do
        room = math.max(room, drawing.text_width(row[field] or "", LETTERS))
    end
    return room * WIDE + APART
end

-- Room for the widest score.
local function room_for_scores(rows, least)
    local room = least
    for _, row in ipairs(rows) do
        room = math.max(room, drawing.figure_width(row.shown, LETTERS) + GAP)
    end
    return room
end

local function draw_marks(drawn, row, place, y)
    if row.low and row.high and (row.low ~= row.score or row.high ~= row.score) then
        local from, to = place(row.low), place(row.high)
        drawn:rect(math.min(from, (from + to) / 2 - 2), y - 7, math.max(4, to - from), 14, "possible")
    end
    if row.from and row.to and row.to > row.from then
        drawn:line(place(row.from), y, place(row.to), y, "spread")
    end
    if row.score then
        drawn:circle(place(row.score), y, 5, "mark", language.labelled(row.name, row.shown))
    end
end

local function class_of(row)
    return row.score and "plain" or "soft"
end

-- A line of words a city, its marks beside them: those of the rows from the `first` to the `last`.
local function draw_broad(given, low, high, first, last)
    local rows = given.rows
    local bottom = TOP + (last - first + 1) * ROW
    local drawn = drawing.new { width = WIDTH, height = bottom + BOTTOM, title = given.title, about = given.about }
    local names = math.min(NAMES, room_for(rows, "name"))
    local ranks = names + room_for_scores(rows, SCORE)
    local place = scale.linear(low, high, ranks + room_for(rows, "words"), WIDTH - 14)
    scale.draw_axis(drawn, place, low, high, 5, TOP, bottom)
    drawn:words(ranks - GAP, TOP - 8, given.heads[1], "soft small", "right")
    drawn:words(ranks, TOP - 8, given.heads[2], "soft small")
    for i = first, last do
        local row, y = rows[i], TOP + (i - first + 0.5) * ROW
        if row.is_apart then
            drawn:line(0, y - ROW / 2, WIDTH, y - ROW / 2, "tier")
        end
        drawn:fitted(names - 12, y + 5, row.name, names - 12, LETTERS, class_of(row), "right")
        draw_marks(drawn, row, place, y)
        drawn:words(ranks - GAP, y + 5, row.shown, "strong", "right")
        drawn:words(ranks, y + 5, row.words or "", "soft")
    end
    return drawn
end

-- Of each row: do its words go below its name, beside which there is no room for all of both? And where they all end.
local function fold(rows, ranks)
    local folds, bottom = {}, TOP
    for i, row in ipairs(rows) do
        local names = ranks - room_for({ row }, "words")
        folds[i] = (row.words or "") ~= "" and drawing.text_width(row.name, LETTERS) > names
        bottom = bottom + NARROW_ROW + (folds[i] and LINE or 0)
    end
    return folds, bottom
end

-- Its marks below the words.
local function draw_narrow(given, low, high)
    local rows, width = given.rows, drawing.NARROW
    local place, ranks = scale.linear(low, high, EDGE, width - EDGE), width - room_for_scores(rows, NARROW_SCORE)
    local folds, bottom = fold(rows, ranks)
    local drawn = drawing.new { width = width, height = bottom + BOTTOM, title = given.title, about = given.about }
    scale.draw_axis(drawn, place, low, high, 5, TOP, bottom)
    drawn:words(width, TOP - 8, given.heads[1], "soft small", "right")
    local room = drawing.text_width(given.heads[2], HEADS) <= ranks and ranks    -- above the words, if it can be
        or width - drawing.text_width(given.heads[1], HEADS) - GAP
    drawn:fitted(room, TOP - 8, given.heads[2], room, HEADS, "soft small", "right")
    local y = TOP
    for i, row in ipairs(rows) do
        if row.is_apart then
            drawn:line(0, y, width, y, "tier")
        end
        local below = folds[i] and LINE or 0
        drawn:fitted(0, y + 17, row.name, ranks - APART, LETTERS, class_of(row))
        drawn:fitted(folds[i] and 0 or ranks, y + 17 + below, row.words or "", folds[i] and width or ranks, LETTERS, "soft",
            folds[i] and "left" or "right")
        drawn:words(width, y + 17, row.shown, "strong", "right")
        draw_marks(drawn, row, place, y + 32 + below)
        y = y + NARROW_ROW + below
    end
    return drawn
end

-- As evenly as it goes.
local function draw_parts(given, low, high)
    local parts, count = {}, math.ceil(#given.rows / PART)
    for i = 1, count do
        parts[i] = draw_broad(given, low, high, (i - 1) * #given.rows // count + 1, i * #given.rows // count)
    end
    return parts
end

-- `given`: title, about, range; `heads`, what stands above scores and words; `rows`: each { name, score (nil: none),
-- shown, words, low, high (what missing figures leave), from, to (in variations), is_apart = a line above it };
-- `keys`: see drawing:explain.
function ranking.draw(given)
    local low, high = scale.span_of_many(given.range, figures_of(given.rows))
    local drawn = draw_broad(given, low, high, 1, #given.rows)
    drawn.narrow = draw_narrow(given, low, high)
    drawn.paper = #given.rows > SHEET and draw_parts(given, low, high) or nil
    return drawn:explain(given.keys)
end

return ranking
