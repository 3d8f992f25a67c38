-- A number from -1 to 1 of each pair, as a square; what stands above the diagonal would say the same once more.

local drawing = require "report.drawing"
local language = require "report.language"
local numbers = require "report.numbers"
local palette = require "report.palette"

local matrix = {}

local CELL <const>, NAMES <const>, CODES <const>, LETTERS <const> = 44, 300, 90, 13
local FIT <const> = 14      -- rows, up to which cells are that large
local LEGIBLE <const> = 30    -- units, from which on a cell has room for its number

local function room_for(names, most)
    local room = 0
    for _, name in ipairs(names) do
        room = math.max(room, drawing.text_width(name, LETTERS))
    end
    return math.min(room, most) + 12
end

local function draw_cell(drawn, given, i, j, x, y, cell)
    local r, shade, on = given.at(i, j), "none", "on_low"
    if r then
        shade, on = palette.signed(r)
    end
    local shown = r and numbers.mark(r, 2) or numbers.NONE
    drawn:rect(x + 1, y + 1, cell - 2, cell - 2, shade, language.labelled(language.list { given.names[i], given.names[j] }, shown))
    if r and cell >= LEGIBLE then
        drawn:words(x + cell / 2, y + cell / 2 + 4, shown, on .. " small", "middle")
    end
end

-- What the rows are called stands in `room` units.
local function draw_cells(given, room, cell, width, most)
    local count = #given.names
    local drawn = drawing.new { width = width, height = 26 + count * cell, title = given.title, about = given.about,
        most = most }
    for i = 1, count do
        local y = 22 + (i - 1) * cell
        drawn:fitted(room - 10, y + cell / 2 + 5, given.names[i], room - 10, LETTERS, "plain", "right")
        if cell >= LEGIBLE then
            drawn:fitted(room + (i - 0.5) * cell, 14, given.codes[i], cell, 11, "soft small", "middle")
        end
        for j = 1, i - 1 do
            draw_cell(drawn, given, i, j, room + (j - 1) * cell, y, cell)
        end
    end
    return drawn
end

-- Room for names on narrow screens: as much as leaves that for the numbers, but enough for the codes.
local function narrow_room(given)
    local least = math.min(CODES, room_for(given.codes, CODES))
    return math.max(least, math.min(room_for(given.names, CODES), drawing.NARROW - #given.names * LEGIBLE))
end

-- `given`: title, about, keys; `names`, of the rows, beginning with their codes where they have such, and `codes`, what
-- stands above the columns; `at(i, j)`, the number of a pair, or nil.
function matrix.draw(given)
    local count, room = #given.names, room_for(given.names, NAMES)
    local cell = count <= FIT and CELL or math.max(16, CELL * FIT / count)
    local width = math.ceil(room + count * cell + 8)
    local drawn, narrow = draw_cells(given, room, cell, width, math.floor(width * 1.2)), narrow_room(given)
    drawn.narrow = draw_cells(given, narrow, math.min(CELL, (drawing.NARROW - narrow) / count), drawing.NARROW)
    drawn.keys = given.keys
    return drawn
end

return matrix
