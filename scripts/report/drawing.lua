-- A drawing: lines, shapes and words on a canvas of so many units, shown as SVG. What something looks like is
-- said by the names of classes (drawing_style.lua), so that a page can change its scheme. Each drawing says
-- in words what it shows: that is what stands in its place where pictures cannot be seen.

local escape = require("report.markup").escape
local text = require "report.text"

local drawing = {}
drawing.__index = drawing

-- Units across of drawings for narrow screens: about a pixel each on a phone.
drawing.NARROW = 320

local FIGURES <const> = 1.25    -- how much wider strong digits may be than most letters
local NOTE <const>, NOTE_LINE <const> = 11, 16    -- letters of notes, and how high their lines are

-- `width`, `height`: units, a pixel each where there is room; `title`: what it is; `about`: what it shows, a
-- sentence or more; `most`: the width at which it stays. Where the drawing has a field `narrow`, pages show that other
-- drawing of the same on narrow screens; where it has `paper`, a list of drawings, these on paper, one below the other.
function drawing.new(given)
    assert(given.title and given.about, "a drawing without words")
    return setmetatable({ width = given.width, height = given.height, title = text.clean(given.title),
        about = text.clean(given.about), most = given.most, parts = {} }, drawing)
end

local function add(self, ...)
    self.parts[#self.parts + 1] = table.concat { ... }
    return self
end

-- A length or place with no more digits than can be seen.
local function at(x)
    local s = ("%.1f"):format(x)
    return s:sub(-2) == ".0" and s:sub(1, -3) or s
end

-- What is told where one points at something, and by screen readers inside links.
local function hint_of(hint)
    return hint and "<title>" .. escape(text.clean(hint)) .. "</title>" or ""
end

local function shape(self, tag, attributes, class, hint)
    local inside = hint_of(hint)
    return add(self, "<", tag, attributes, ' class="', class, '"',
        inside == "" and "/>" or ">" .. inside .. "</" .. tag .. ">")
end

function drawing:rect(x, y, width, height, class, hint)
    return shape(self, "rect", (' x="%s" y="%s" width="%s" height="%s"'):format(at(x), at(y), at(math.max(0, width)),
        at(math.max(0, height))), class, hint)
end

function drawing:line(x1, y1, x2, y2, class, hint)
    return shape(self, "line", (' x1="%s" y1="%s" x2="%s" y2="%s"'):format(at(x1), at(y1), at(x2), at(y2)), class,
        hint)
end

function drawing:circle(x, y, radius, class, hint)
    return shape(self, "circle", (' cx="%s" cy="%s" r="%s"'):format(at(x), at(y), at(radius)), class, hint)
end

-- `points`: x, y, x, y, ...; with `is_closed` an area, else a line.
function drawing:polyline(points, class, hint, is_closed)
    local places = {}
    for i = 1, #points, 2 do
        places[#places + 1] = at(points[i]) .. "," .. at(points[i + 1])
    end
    return shape(self, is_closed and "polygon" or "polyline", (' points="%s"'):format(table.concat(places, " ")), class,
        hint)
end

-- Several outlines, { { x, y, x, y, ... }, ... }, as one area: where they overlap an even number of times is a hole.
function drawing:area(outlines, class, hint)
    local parts = {}
    for i, points in ipairs(outlines) do
        local places = {}
        for n = 1, #points, 2 do
            places[#places + 1] = at(points[n]) .. " " .. at(points[n + 1])
        end
        parts[i] = "M" .. table.concat(places, "L") .. "Z"
    end
    return shape(self, "path", (' fill-rule="evenodd" d="%s"'):format(table.concat(parts)), class, hint)
end

local ANCHORS <const> = { left = "", middle = ' text-anchor="middle"', right = ' text-anchor="end"' }

-- `side`: which side of the words (x, y) is at: "left" (unless said), "middle" or "right". `hint`: what is told where
-- one points at them, as all of what is cut.
function drawing:words(x, y, words, class, side, hint)
    return add(self, ('<text x="%s" y="%s" class="%s"%s>'):format(at(x), at(y), class, ANCHORS[side or "left"]),
        hint_of(hint), escape(text.clean(words)), "</text>")
end

-- Words that go upwards from (x, y).
function drawing:turned(x, y, words, class, hint)
    return add(self, ('<text transform="translate(%s %s) rotate(-90)" class="%s">'):format(at(x), at(y), class),
        hint_of(hint), escape(text.clean(words)), "</text>")
end

-- What `draw(self)` draws leads to `href`; `name`: what the link is called. Keys pass it by: a drawing has dozens of
-- them, and what they lead to stands in the page, too.
function drawing:link(href, name, draw)
    self.has_links = true
    add(self, ('<a href="%s" tabindex="-1"><title>%s</title>'):format(escape(href), escape(text.clean(name))))
    draw(self)
    return add(self, "</a>")
end

-- How many units a text may take at most in letters `size` high; no font is asked.
function drawing.text_width(words, size)
    return text.width(words) * size * 0.56
end

-- The same of a number, whose digits and signs are wider than most letters, even where it is strong.
function drawing.figure_width(shown, size)
    return drawing.text_width(shown, size) * FIGURES
end

-- Words cut to `width`.
function drawing.cut(words, width, size)
    return (text.cut(text.clean(words), math.max(0, math.floor(width / (size * 0.56)))))
end

-- What its marks mean, each { class of a sample, words } (chart/keys.lua), of those that it has.
function drawing:explain(keys)
    self.keys = require("report.chart.keys").of(keys or {}, self.parts)
    return self
end

-- What stands below it in a file of its own, as pages have it beside the drawing: sentences.
function drawing:tell(notes)
    self.notes = notes
    return self
end

-- Words as of drawing:words in letters `size` high, cut to `room`; where they are cut, all of them stand where one points.
function drawing:fitted(x, y, words, room, size, class, side)
    local shown = drawing.cut(words, room, size)
    return self:words(x, y, shown, class, side, shown ~= text.clean(words) and words or nil)
end

local function open_tag(self, more)
    return ('<svg viewBox="0 0 %s %s"%s>'):format(at(self.width), at(self.height), more)
end

-- As part of a page, beside which its words stand; `id` is one of its own. With links in it a screen reader has
-- to get at them, so it is no picture then.
function drawing:inline(id)
    local role = self.has_links and "group" or "img"
    return open_tag(self, (' role="%s" aria-labelledby="%s-t" aria-describedby="%s-d"'):format(role, id, id))
        .. ('<title id="%s-t">%s</title><desc id="%s-d">%s</desc>'):format(id, escape(self.title), id,
            escape(self.about)) .. table.concat(self.parts) .. "</svg>"
end

-- Without words of its own, for what stands in a line of a table that says the same.
function drawing:ornament()
    return open_tag(self, ' aria-hidden="true" focusable="false"') .. table.concat(self.parts) .. "</svg>"
end

-- The notes as parts of SVG, from `top` on, and how high they are.
local function note_rows(self, top)
    local parts, y = {}, top
    for _, note in ipairs(self.notes or {}) do
        for _, line in ipairs(text.wrap(text.clean(note), math.floor(self.width / (NOTE * 0.56)))) do
            y = y + NOTE_LINE
            parts[#parts + 1] = ('<text x="0" y="%s" class="soft small">%s</text>'):format(at(y), escape(line))
        end
    end
    return table.concat(parts), #parts > 0 and y - top + NOTE_LINE / 2 or 0
end

-- As a file of its own, with its keys and notes below it and fixed colours, since not every program that shows SVG knows more.
function drawing:file()
    local style = require "report.drawing_style"
    local keys, more = require("report.chart.keys").rows(self.keys or {}, self.width, self.height)
    local notes, rest = note_rows(self, self.height + more)
    local height = self.height + more + rest
    return '<?xml version="1.0" encoding="UTF-8"?>\n'
        .. ('<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img">'):format(
            at(self.width), at(height), at(self.width), at(height))
        .. "<title>" .. escape(self.title) .. "</title><desc>" .. escape(self.about) .. "</desc>"
        .. "<style>" .. style.fixed() .. "</style>" .. style.PATTERNS
        .. ('<rect width="%s" height="%s" class="paper"/>'):format(at(self.width), at(height))
        .. table.concat(self.parts) .. keys .. notes .. "</svg>\n"
end

return drawing
