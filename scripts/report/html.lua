-- A page as one HTML file that needs nothing else: no fonts, no files of style, and no scripts but the one
-- by which tables sort.

local hm = require "hundredmark"
local drawing_style = require "report.drawing_style"
local keys = require "report.chart.keys"
local language = require "report.language"
local markup = require "report.markup"
local page_style = require "report.page_style"
local plain = require "report.plain"
local table_style = require "report.table_style"
local text = require "report.text"

local say = language.of("report.html")

local html = {}

local FEW <const> = 3    -- columns, from which on the names of rows stand above what follows on narrow screens
local FITTING <const> = 2    -- columns, which fit any screen
-- Columns, and letters of what in them cannot be broken, from which on paper shows them small, and smaller.
local MANY <const>, MOST <const> = { columns = 9, letters = 80 }, { columns = 15, letters = 105 }
local WORDS <const> = 10    -- letters that a column of words needs
local WHOLE <const> = 8    -- letters that stay on one line where they could break; of those of East Asia half as many
-- Columns that fit a narrow one beside each other where the name of a row stands above them, and before that name.
local MOST_BESIDE <const>, MOST_BEFORE <const> = 5, 2

-- A number keeps its per cent sign in its line.
local function escape(words)
    return (markup.escape(words):gsub("(%d) %%", "%1\u{A0}%%"))
end

local function add(lines, ...)
    lines[#lines + 1] = table.concat { ... }
end

-- What a piece of words or a cell is in: a link, emphasis, a colour.
local function dressed(piece, inside)
    inside = piece.is_name and "<bdi>" .. inside .. "</bdi>" or inside
    local class = piece.paint and (' class="%s"'):format(piece.paint) or ""
    if piece.strong then
        inside = ("<strong%s>%s</strong>"):format(class, inside)
    elseif piece.paint then
        inside = ("<span%s>%s</span>"):format(class, inside)
    end
    return piece.href and ('<a href="%s">%s</a>'):format(escape(piece.href), inside) or inside
end

-- Letters of Hebrew, Arabic and other scripts that are written from right to left, as UTF-8 has them.
local FROM_RIGHT <const> = "[\xD6-\xDF][\x80-\xBF]"

-- Words that are written from right to left, each row of them by itself: else names in a list would change places.
local function isolated(words)
    if not words:find(FROM_RIGHT) then
        return escape(words)
    end
    local marked = words:gsub("[^%s,;:()|]+", function(word)
        return word:find(FROM_RIGHT) and "\1" .. word .. "\2" or nil
    end):gsub("\2 \1", " ")
    return (escape(marked):gsub("\1", "<bdi>"):gsub("\2", "</bdi>"))
end

local function words_of(words)
    if type(words) == "string" then
        return isolated(words)
    end
    local pieces = {}
    for i, piece in ipairs(words) do
        pieces[i] = type(piece) == "string" and isolated(piece) or dressed(piece, escape(piece[1]))
    end
    return table.concat(pieces)
end

-- Whose score something shows, for programs that read pages.
local function data_of(given)
    return (given.code and (' data-code="%s"'):format(escape(given.code)) or "")
        .. (given.score and (' data-score="%s"'):format(hm.number(given.score)) or "")
end

local as_html = {}

-- `at`: { lines, ids = how many of them were given, under = the last heading, level = its level, first = that of headings
-- of level 2 of the page at hand: what unfolds stands below the heading that it is found under, if that has one or not }.
local function add_blocks(at, blocks)
    for _, block in ipairs(blocks) do
        as_html[block.kind](at.lines, block, at)
    end
end

function as_html.heading(lines, block, at)
    local id = block.anchor and (' id="%s"'):format(escape(block.anchor)) or ""
    local level = math.min(6, block.level - 2 + at.first)
    at.under, at.level = plain.words(block.words), level
    add(lines, ("<h%d%s>%s</h%d>"):format(level, id, words_of(block.words), level))
end

function as_html.paragraph(lines, block)
    add(lines, block.is_note and '<p class="note">' or "<p>", words_of(block.words), "</p>")
end

function as_html.facts(lines, block)
    add(lines, '<table class="facts">')
    for _, row in ipairs(block.rows) do
        add(lines, '<tr><th scope="row">', escape(row[1]), "</th><td", data_of(row), ">", escape(row[2]),
            "</td></tr>")
    end
    add(lines, "</table>")
end

function as_html.list(lines, block)
    add(lines, "<ul>")
    for _, item in ipairs(block.items) do
        add(lines, "<li>", words_of(item), "</li>")
    end
    add(lines, "</ul>")
end

function as_html.entries(lines, block)
    add(lines, "<dl>")
    for _, entry in ipairs(block.entries) do
        add(lines, "<dt>", escape(entry[1]), "</dt>")
        for n = 2, #entry do
            add(lines, "<dd>", escape(entry[n]), "</dd>")
        end
    end
    add(lines, "</dl>")
end

-- Names of inputs may go on in the next line behind each part.
local function broken(words)
    return (escape(words):gsub("_", "_<wbr>"))
end

local function inside_of(given, words)
    return given.drawing and given.drawing:ornament() or dressed(given, broken(words))
end

-- The attribute of those classes that are no false or nil.
local function class_of(...)
    local classes, all = {}, { ... }
    for i = 1, select("#", ...) do
        classes[#classes + 1] = all[i] or nil
    end
    return #classes > 0 and (' class="%s"'):format(table.concat(classes, " ")) or ""
end

-- Tables that narrow screens lay out anew say what their parts are: not every reader of screens knows it then.
local function role_of(name, is_laid_out)
    return is_laid_out and (' role="%s"'):format(name) or ""
end

-- One short word, such as a code, stays whole where cells may break anywhere.
local function is_short(words)
    return words ~= "" and not words:find "%s" and text.width(words) <= WHOLE
end

-- And so does a short head of letters that may break anywhere everywhere, as those of East Asia.
local function is_whole(title)
    return is_short(title) and text.is_upright(title)
end

-- A cell may begin with blanks: how deep it stands.
local function cell_of(column, given, is_name, is_laid_out)
    given = type(given) == "table" and given or { given or "" }
    local blanks, words = given[1]:match("^(%s*)(.*)$")
    local tag = is_name and "th" or "td"
    return ("<%s%s%s%s%s%s%s>%s</%s>"):format(tag, is_name and ' scope="row"' or "",
        role_of(is_name and "rowheader" or "cell", is_laid_out),
        class_of(column.side == "right" and "number", given.drawing and "drawn", column.is_spare and "spare",
            is_laid_out and column.side ~= "right" and is_short(words) and "whole",
            column.class, given.class),
        #blanks > 0 and (' style="padding-inline-start:%gem"'):format(#blanks) or "",
        given.title and (' title="%s"'):format(escape(given.title)) or "", data_of(given),
        inside_of(given, words), tag)
end

local function head_cell(column, is_name, is_laid_out)
    local class = class_of(column.turns, is_whole(column.title) and "whole", column.is_upright and "upright",
        column.side == "right" and not column.turns and "number", column.is_spare and "spare",
        is_laid_out and (is_name and "names" or column.is_drawn and "drawn"))
    local title = broken(column.title)
    return title == "" and ("<td%s%s></td>"):format(role_of("cell", is_laid_out), class)
        or ('<th scope="col"%s%s%s%s>%s</th>'):format(role_of("columnheader", is_laid_out), class,
            column.about and (' title="%s"'):format(escape(column.about)) or "",
            column.rises and ' data-first="ascending"' or "",
            column.turns and "<span>" .. title .. "</span>" or title)
end

-- A box that scrolls sideways where it is too narrow for what is in it; so that keys can scroll it, it takes focus.
local function scrolling(name)
    return ('<div class="wide" tabindex="0" role="group" aria-label="%s">'):format(escape(name))
end

-- Which column names the rows: the one that says so, or else the first of words that may be narrowed; nil of none.
local function names_in(columns)
    local first
    for i, column in ipairs(columns) do
        if column.is_head then
            return i
        end
        first = first or column.side ~= "right" and (column.wrap or column.least) and i or nil
    end
    return first
end

-- How many columns stand side by side on a narrow screen, where the names of rows stand above what follows them, and so
-- do drawings; nil where they do not, with so few or so many columns that it would not help.
local function beside(block, names)
    local needed, count = 0, 0
    for i, column in ipairs(block.columns) do
        local follows = names and i > names and not column.is_spare
        needed = needed + (follows and (column.wrap and 2 or 1) or 0)    -- words take the room of two figures
        count = count + (follows and not column.is_drawn and 1 or 0)
    end
    local helps = block.class == "heat" or needed >= FEW and count <= MOST_BESIDE
    return helps and names <= MOST_BEFORE + 1 and math.max(count, names) or nil
end

local function add_head(lines, columns, names, count)
    local titles, any = {}, false
    for i, column in ipairs(columns) do
        titles[i] = head_cell(column, i == names, count)
        any = any or column.title ~= ""
    end
    if any then
        add(lines, "<thead", role_of("rowgroup", count), "><tr", role_of("row", count), ">", table.concat(titles),
            "</tr></thead>")
    end
end

local function add_rows(lines, block, names, count)
    add(lines, "<tbody", role_of("rowgroup", count), ">")
    for _, row in ipairs(block.rows) do
        local cells = {}
        for i, column in ipairs(block.columns) do
            cells[i] = cell_of(column, row[i], i == names, count)
        end
        add(lines, "<tr", role_of("row", count), ">", table.concat(cells), "</tr>")
    end
    add(lines, "</tbody>")
end

-- How many letters the columns of a table need side by side, each parted from the next.
local function letters_of(block)
    local letters = 0
    for i, column in ipairs(block.columns) do
        local most = column.side ~= "right" and WORDS or 0
        for word in column.title:gmatch "[^%s_]+" do
            most = math.max(most, text.width(word))
        end
        for _, row in ipairs(column.side == "right" and block.rows or {}) do
            local cell = row[i]
            most = math.max(most, text.width(type(cell) == "table" and cell[1] or cell or ""))
        end
        letters = letters + most + 1
    end
    return letters
end

local function size_on_paper(block)
    local count, letters = #block.columns, letters_of(block)
    return (count >= MOST.columns or letters >= MOST.letters) and "most"
        or (count >= MANY.columns or letters >= MANY.letters) and "many"
end

function as_html.table(lines, block, at)
    local names = names_in(block.columns)
    local count = beside(block, names)
    at.sorts = at.sorts or block.sorts
    add(lines, #block.columns > FITTING and scrolling(block.caption or at.under) or '<div class="wide">', "<table",
        block.id and (' id="%s"'):format(escape(block.id)) or "", role_of("table", count),
        class_of(block.sorts and "sorts", block.class, count and block.class ~= "heat" and "stacks",
            block.class ~= "heat" and size_on_paper(block)),
        count and (' style="--columns:%d;--names:%d%s"'):format(count, names,
            block.letters and (";--letters:%d"):format(block.letters) or "") or "",
        block.filter and (' data-filter="%s"'):format(escape(block.filter)) or "",
        block.caption and "" or (' aria-label="%s"'):format(escape(at.under)), ">")
    add(lines, block.caption and "<caption>" .. escape(block.caption) .. "</caption>" or "")
    add_head(lines, block.columns, names, count)
    add_rows(lines, block, names, count)
    add(lines, "</table></div>")
end

-- What looks like a formula is read out as its text.
function as_html.formula(lines, block)
    local label = block.label and block.label .. " = " or ""
    if block.markup then
        add(lines, '<div class="formula"><span role="math" aria-label="',
            escape(label .. (block.spoken or block.words)), '">',
            block.label and "<i>" .. escape(block.label) .. "</i>\u{A0}= " or "", block.markup, "</span></div>")
    else
        add(lines, '<div class="formula"><code>', escape(label .. block.words), "</code></div>")
    end
end

local function key_of(key)
    local sample, width = keys.sample(key[1])
    return ('<li><svg viewBox="0 0 %d 14" width="%d" height="14" aria-hidden="true">%s</svg> %s</li>'):format(width,
        width, sample, escape(key[2]))
end

function as_html.chart(lines, block, at)
    at.ids = at.ids + 1
    local drawing, narrow, id = block.drawing, block.drawing.narrow, "chart" .. at.ids
    add(lines, "<figure>", ("<div%s%s>"):format(class_of(narrow and "broad-only", drawing.paper and "on-screen"),
        drawing.most and (' style="max-width:%dpx"'):format(drawing.most) or ""), drawing:inline(id), "</div>")
    add(lines, narrow and '<div class="narrow-only">' .. narrow:inline(id .. "n") .. "</div>" or "")
    for i, part in ipairs(drawing.paper or {}) do
        add(lines, '<div class="paper-only">', part:inline(("%sp%d"):format(id, i)), "</div>")
    end
    if #block.keys > 0 then
        local items = {}
        for i, key in ipairs(block.keys) do
            items[i] = key_of(key)
        end
        add(lines, '<figcaption><ul class="keys">', table.concat(items), "</ul></figcaption>")
    end
    add(lines, block.note and '<p class="note">' .. escape(block.note) .. "</p>" or "", "</figure>")
end

function as_html.headline(lines, block)
    add(lines, '<div class="headline"><p class="figure"', data_of(block), ('><strong style="--letters:%d">'):format(
        text.width(block.figure)), escape(block.figure), "</strong>",
        block.of and " <span>" .. escape(block.of) .. "</span>" or "", "</p><p>", words_of(block.words), "</p></div>")
end

function as_html.beside(lines, block, at)
    add(lines, '<div class="beside">')
    for _, contents in ipairs(block.pages) do
        add(lines, "<div>")
        add_blocks(at, contents)
        add(lines, "</div>")
    end
    add(lines, "</div>")
end

function as_html.fold(lines, block, at)
    local cells = {}
    for i, given in ipairs(block.cells) do
        local class = given.class or i == 1 and "name" or nil
        cells[i] = ("<span%s%s>%s</span>"):format(class and (' class="%s"'):format(class) or "", data_of(given),
            inside_of(given, given[1]))
    end
    add(lines, ('<details class="level%d"%s%s><summary>'):format(math.min(block.level, 4),
        block.anchor and (' id="%s"'):format(escape(block.anchor)) or "", block.is_open and " open" or ""),
        table.concat(cells, " "), "</summary><div class=\"inside\">")
    local first, level = at.first, at.level
    at.first = level + 1
    add_blocks(at, block.contents)
    at.first, at.level = first, level
    add(lines, "</div></details>")
end

-- The headings of level 2 that have an anchor, to go to.
local function contents(page)
    local items = {}
    for _, block in ipairs(page) do
        items[#items + 1] = block.kind == "heading" and block.level == 2 and block.anchor
            and ('<li><a href="#%s">%s</a></li>'):format(escape(block.anchor), words_of(block.words))
            or nil
    end
    return #items > 0 and ('<nav aria-label="%s"><ul>\n%s\n</ul></nav>'):format(
        escape(say("contents: {title}", { title = plain.words(page[1].words) })), table.concat(items, "\n")) or nil
end

-- Its contents stand behind the title.
local function add_part(at, page)
    for i, block in ipairs(page) do
        as_html[block.kind](at.lines, block, at)
        at.lines[#at.lines + 1] = i == (page.opens or 1) and contents(page) or nil
    end
end

function as_html.part(lines, block, at)
    add(lines, '<section class="part">')
    add_part(at, block.contents)
    add(lines, "</section>")
end

-- The whole file. The page's first block is its title.
function html.document(page)
    local title = page[1] and page[1].words and plain.words(page[1].words) or ""
    local root = ('<html lang="%s" dir="%s">'):format(escape(language.tag()), language.direction())
    local lines = { "<!DOCTYPE html>", root, "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        "<title>" .. escape(text.clean(title)) .. "</title>",
        "<style>\n" .. page_style.sheet() .. table_style.sheet() .. drawing_style.by_variables() .. "</style>",
        "</head>", "<body>",
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true">' .. drawing_style.PATTERNS .. "</svg>",
        "<main>" }
    local at = { lines = lines, ids = 0, first = 2, level = 1, under = title }
    add_part(at, page)
    add(lines, "</main>", at.sorts and "\n" .. require("report.sort_script").element() or "", "\n</body>\n</html>")
    return table.concat(lines, "\n") .. "\n"
end

return html
