-- Cities where they are, as dark as their scores: areas, or dots where only a place is known. Degrees east are as long
-- as they are in the middle of the map (equirectangular).

local drawing = require "report.drawing"
local language = require "report.language"
local palette = require "report.palette"

local map = {}

local WIDTH <const>, MOST <const>, EDGE <const> = 720, 760, 12    -- units across, units high at most, around
local NEAR <const> = 0.7    -- units, that a corner has to be from the one before to be drawn
local CROWD <const>, COARSE <const> = 1500, 2    -- shapes, above which it has to be farther

-- Calls `visit(lon, lat)` with each position.
local function each(shapes, visit)
    for _, shape in ipairs(shapes) do
        for _, ring in ipairs(shape.rings) do
            for i = 1, #ring, 2 do
                visit(ring[i], ring[i + 1])
            end
        end
        for _, point in ipairs(shape.points) do
            visit(point[1], point[2])
        end
    end
end

-- A function from degrees to places, and how high the drawing is.
function map.projection(shapes)
    local west, east, south, north = math.huge, -math.huge, math.huge, -math.huge
    each(shapes, function(lon, lat)
        west, east = math.min(west, lon), math.max(east, lon)
        south, north = math.min(south, lat), math.max(north, lat)
    end)
    local narrow = math.cos(math.rad((south + north) / 2))
    local wide, high = math.max((east - west) * narrow, 1e-6), math.max(north - south, 1e-6)
    local unit = math.min((WIDTH - 2 * EDGE) / wide, (MOST - 2 * EDGE) / high)
    local left = (WIDTH - wide * unit) / 2
    return function(lon, lat)
        return left + (lon - west) * narrow * unit, EDGE + (north - lat) * unit
    end, math.max(40, high * unit + 2 * EDGE)
end

-- The ring on the drawing without corners that nobody would see; nil where nothing is left of it.
local function outline(ring, place, near)
    local points, last_x, last_y = {}, nil, nil
    for i = 1, #ring, 2 do
        local x, y = place(ring[i], ring[i + 1])
        if not last_x or math.abs(x - last_x) >= near or math.abs(y - last_y) >= near then
            points[#points + 1], points[#points + 2] = x, y
            last_x, last_y = x, y
        end
    end
    return #points >= 6 and points or nil
end

local function draw_shape(drawn, shape, place, near, class, hint)
    local outlines = {}
    for _, ring in ipairs(shape.rings) do
        outlines[#outlines + 1] = outline(ring, place, near)
    end
    if #outlines > 0 then
        drawn:area(outlines, class .. " border", hint)
    elseif #shape.rings > 0 then
        local x, y = place(shape.rings[1][1], shape.rings[1][2])
        drawn:rect(x - 0.5, y - 0.5, 1, 1, class, hint)
    end
    for _, point in ipairs(shape.points) do
        local x, y = place(point[1], point[2])
        drawn:circle(x, y, 5, class .. " place", hint)
    end
end

-- `given`: title, about, keys, range; `shapes`, each { name, rings, points, score (nil: none), shown, is_known = it is
-- one of the cities }; has_hints: whether each says what it is where one points at it.
function map.draw(given)
    local place, height = map.projection(given.shapes)
    local drawn = drawing.new { width = WIDTH, height = height, title = given.title, about = given.about,
        most = WIDTH }
    local near = #given.shapes > CROWD and COARSE or NEAR
    for _, shape in ipairs(given.shapes) do
        local class = shape.score and palette.shade(shape.score, given.range) or shape.is_known and "none" or "track"
        draw_shape(drawn, shape, place, near, class, given.has_hints and shape.name
            and language.labelled(shape.name, shape.shown))
    end
    return drawn:explain(given.keys)
end

return map
