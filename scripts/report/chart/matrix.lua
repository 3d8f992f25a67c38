-- A number from -1 to 1 of each pair, as a square; what stands above the diagonal would say the same once more.

local drawing = require "report.drawing"
local hm = require "hundredmark"
local numbers = require "report.numbers"
local palette = require "report.palette"

local matrix = {}

local CELL <const>, NAMES <const>, LETTERS <const> = 44, 300, 13
local FIT <const> = 14    -- rows, up to which cells are that large

-- `given`: title, about; `names`, of rows and columns, and `codes`, short ones of the columns; `at(i, j)`, the number
-- of a pair, or nil.
function matrix.draw(given)
    local count, room = #given.names, 0
    for _, name in ipairs(given.names) do
        room = math.max(room, drawing.text_width(name, LETTERS))
    end
    room = math.min(room, NAMES) + 12
    local cell = count <= FIT and CELL or math.max(16, CELL * FIT / count)
    local width = math.ceil(room + count * cell + 8)
    local drawn = drawing.new { width = width, height = 26 + count * cell, title = given.title, about = given.about,
        least = math.min(560, width), most = math.floor(width * 1.2) }
    for i = 1, count do
        local y = 22 + (i - 1) * cell
        drawn:words(room - 10, y + cell / 2 + 5, drawing.cut(given.names[i], room - 10, LETTERS), "plain", "right")
        if cell >= 30 then
            drawn:words(room + (i - 0.5) * cell, 14, drawing.cut(given.codes[i], cell, 11), "soft small", "middle")
        end
        for j = 1, i - 1 do
            local x, r = room + (j - 1) * cell, given.at(i, j)
            local shade, on = "none", "on_low"
            if r then
                shade, on = palette.signed(r)
            end
            drawn:rect(x + 1, y + 1, cell - 2, cell - 2, shade, ("%s, %s: %s"):format(given.names[i], given.names[j],
                r and numbers.minus(hm.fixed(r, 2)) or "–"))
            if r and cell >= 30 then
                drawn:words(x + cell / 2, y + cell / 2 + 4, numbers.minus(hm.fixed(r, 2)), on .. " small", "middle")
            end
        end
    end
    return drawn
end

return matrix
