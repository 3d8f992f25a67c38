-- A page: what people read, put together from headings, paragraphs, facts, lists, tables, formulas
-- and charts, and shown as plain text, as Markdown or as HTML. Whoever makes one says what stands on
-- it, not how it is laid out.
--
-- Words are a text, or a list of pieces, each a text or { text, href =, strong = true, paint =, is_name = true }: links
-- and the like, which plain text goes without; a name may be written from right to left. `paint`: the name of a colour (paint.lua).

local language = require "report.language"
local text = require "report.text"

local say = language.of("report.page")

local page = {}
page.__index = page

function page.new()
    return setmetatable({}, page)
end

local function add(self, block)
    self[#self + 1] = block
    return self
end

local function clean_piece(piece)
    if type(piece) == "string" then
        return text.clean(piece)
    end
    piece[1] = text.clean(piece[1])
    return piece
end

local function clean(words)
    if type(words) == "string" then
        return text.clean(words)
    end
    for i, piece in ipairs(words) do
        words[i] = clean_piece(piece)
    end
    return words
end

-- Level 1 opens a page, level 2 a part of it, and so on. `anchor`: what links name it by, in HTML.
function page:heading(level, words, anchor)
    return add(self, { kind = "heading", level = level, words = clean(words),
        anchor = anchor })
end

function page:paragraph(words, paint)
    return add(self, { kind = "paragraph", words = clean(words), paint = paint })
end

-- A paragraph that explains what stands above or below it.
function page:note(words)
    return add(self, { kind = "paragraph", words = clean(words), is_note = true })
end

-- The same of a page that is made already: below its title, or where it has none, at its top.
function page:note_below_title(words)
    local at = self[1] and self[1].kind == "heading" and 2 or 1
    table.insert(self, at, { kind = "paragraph", words = clean(words), is_note = true })
    self.opens = self.opens and self.opens >= at and self.opens + 1 or self.opens
end

-- Pairs { label, words }; those without words are left out. `code`, `score`: as of cells of a table.
function page:facts(pairs_of_words)
    local kept = {}
    for _, pair in ipairs(pairs_of_words) do
        if pair[2] and pair[2] ~= "" then
            kept[#kept + 1] = { pair[1], text.clean(pair[2]), code = pair.code, score = pair.score }
        end
    end
    return #kept > 0 and add(self, { kind = "facts", rows = kept }) or self
end

function page:list(items)
    local cleaned = {}
    for i, item in ipairs(items) do
        cleaned[i] = clean(item)
    end
    return #cleaned > 0 and add(self, { kind = "list", items = cleaned }) or self
end

-- Entries, each { title, line, line, ... }; empty lines are left out.
function page:entries(entries)
    local cleaned = {}
    for i, entry in ipairs(entries) do
        cleaned[i] = { text.clean(entry[1]), paint = entry.paint }
        for n = 2, #entry do
            cleaned[i][#cleaned[i] + 1] = entry[n] ~= "" and text.clean(entry[n]) or nil
        end
    end
    return #cleaned > 0 and add(self, { kind = "entries", entries = cleaned }) or self
end

-- The columns with their titles in the language of the run: titles are the same words on many pages. `said` instead of
-- `title` is one that is so already, or a name, code or period of the data: said once more it may become another word.
local function said(columns)
    local list = {}
    for i, column in ipairs(columns) do
        list[i] = {}
        for name, value in pairs(column) do
            list[i][name] = value
        end
        list[i].title = column.said or say(column.title)
    end
    return list
end

-- See layout.lua for columns and rows. In HTML a cell that is a table may have more: `href`, where it leads;
-- `code` and `score`, whose score it shows and which, with all its digits; `drawing` in place of its words;
-- `title`, what is told where one points at it; `strong`; `class`, what it looks like (table_style.lua); and a column
-- `is_head`: its cells name their rows (else the first column does that is of words and has `least` or `wrap`; narrow
-- screens may show them above what follows), `turns`: "turned" if its title goes upwards (or, with `is_upright`, its
-- letters stand below each other), "turns" if it does so on narrow screens, `about`: what is told where one points at
-- its title, `rises`: the least of it is the best, which sorting begins with, `is_spare`: left out on narrow screens, or
-- `is_drawn`: of drawings, which text leaves out.
-- `given`: `caption`, what the table is called; `id`, what scripts find it by; `class`; `sorts`: readers can sort it;
-- `filter`: what the box is called that leaves only rows with what is typed there; `letters`, of a heat map: how
-- many its cells have at most.
function page:table(columns, rows, given)
    for _, row in ipairs(rows) do
        for i, cell in pairs(row) do
            if type(cell) == "table" then
                cell[1] = text.clean(cell[1])
            else
                row[i] = text.clean(cell)
            end
        end
    end
    given = given or {}
    return add(self, { kind = "table", columns = said(columns), rows = rows, id = given.id, class = given.class,
        caption = given.caption and text.clean(given.caption), sorts = given.sorts, filter = given.filter,
        letters = given.letters })
end

-- A formula or a calculation, to be read letter by letter. `label`: what it is called, or nil;
-- `markup`: the same for HTML, and `spoken`, as it is read out there, or nil.
function page:formula(words, label, markup, spoken)
    return add(self, { kind = "formula", words = text.clean(words), label = label,
        markup = markup, spoken = spoken and text.clean(spoken) })
end

-- A drawing (drawing.lua) with its keys, in text its words. `note`: what is to be said of it, or nil.
function page:chart(drawing, note)
    return add(self, { kind = "chart", drawing = drawing, keys = drawing.keys or {}, note = note and text.clean(note) })
end

-- The same of one whose figures stand in a table beside it: text goes without.
function page:illustrate(drawing, note)
    self:chart(drawing, note)
    self[#self].is_beside_words = true
    return self
end

-- The blocks that text has.
function page.blocks_of_text(blocks)
    local kept = {}
    for _, block in ipairs(blocks) do
        kept[#kept + 1] = not block.is_beside_words and block or nil
    end
    return kept
end

-- One large figure: `figure` as people read it, `of` what it is out of, `code` and `score` as in cells, and the words
-- that say what it means.
function page:headline(given)
    return add(self, { kind = "headline", figure = given.figure, of = given.of, code = given.code,
        score = given.score, words = clean(given.words) })
end

-- Pages side by side where there is room.
function page:beside(pages)
    return add(self, { kind = "beside", pages = pages })
end

-- What is shown when one asks for it: `cells` (as of a table) stand in its one line, `contents` is a page. In text all
-- of it stands there. `given`: `anchor`, `level` (how deep it stands, from 1), `is_open`.
function page:fold(cells, contents, given)
    for i, cell in ipairs(cells) do
        cells[i] = type(cell) == "table" and cell or { cell }
        cells[i][1] = text.clean(cells[i][1])
    end
    return add(self, { kind = "fold", cells = cells, contents = contents, anchor = given.anchor,
        level = given.level or 1, is_open = given.is_open })
end

-- In HTML the contents of the page stand here, rather than behind its title.
function page:contents()
    self.opens = #self
    return self
end

-- Another page, as a part of this one that begins on a new sheet of paper.
function page:part(contents)
    return add(self, { kind = "part", contents = contents })
end

-- The page as text in lines of at most `width` columns; `painter`: see paint.lua, or nil.
function page:text(width, painter)
    return require("report.page_text").of(self, width, painter)
end

function page:markdown()
    return require("report.page_markdown").of(self)
end

function page:html()
    return require("report.html").document(self)
end

return page
