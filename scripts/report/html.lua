-- A page as one HTML file that needs nothing else: no scripts, no fonts, no files of style.

local language = require "report.language"
local text = require "report.text"

local html = {}

local STYLE <const> = [[
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #bbb; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
  border-bottom: 1px solid #ddd; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin-left: 1.5rem; }
.formula { margin: .5rem 1.5rem; overflow-x: auto; }
math { font-size: 1.05rem; }
nav ul { columns: 2; padding-left: 1.2rem; }
]]

local ENTITIES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(s)
    return (s:gsub('[&<>"]', ENTITIES))
end

local function add(lines, ...)
    lines[#lines + 1] = table.concat { ... }
end

local function text_of(cell)
    return escape(type(cell) == "table" and cell[1] or cell or "")
end

local as_html = {}

function as_html.heading(lines, block)
    local id = block.anchor and (' id="%s"'):format(escape(block.anchor)) or ""
    add(lines, ("<h%d%s>%s</h%d>"):format(block.level, id, escape(block.words), block.level))
end

function as_html.paragraph(lines, block)
    add(lines, "<p>", escape(block.words), "</p>")
end

function as_html.facts(lines, block)
    add(lines, "<table>")
    for _, row in ipairs(block.rows) do
        add(lines, "<tr><th>", escape(row[1]), "</th><td>", escape(row[2]), "</td></tr>")
    end
    add(lines, "</table>")
end

function as_html.list(lines, block)
    add(lines, "<ul>")
    for _, item in ipairs(block.items) do
        add(lines, "<li>", escape(item), "</li>")
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

local function cell(tag, column, words, indent)
    local class = column.side == "right" and ' class="number"' or ""
    local style = indent and indent > 0 and (' style="padding-left:%gem"'):format(indent) or ""
    return ("<%s%s%s>%s</%s>"):format(tag, class, style, words, tag)
end

function as_html.table(lines, block)
    local titles = {}
    for i, column in ipairs(block.columns) do
        titles[i] = cell("th", column, escape(column.title))
    end
    add(lines, "<table>\n<thead><tr>", table.concat(titles), "</tr></thead>\n<tbody>")
    for _, row in ipairs(block.rows) do
        local cells = {}
        for i, column in ipairs(block.columns) do
            local blanks, words = text_of(row[i]):match("^(%s*)(.*)$")
            cells[i] = cell("td", column, words, #blanks)
        end
        add(lines, "<tr>", table.concat(cells), "</tr>")
    end
    add(lines, "</tbody>\n</table>")
end

function as_html.formula(lines, block)
    local label = block.label and ("<mi>%s</mi><mo>=</mo>"):format(escape(block.label)) or ""
    if block.mathml then
        add(lines, '<div class="formula"><math display="block" style="text-align:left">', label,
            block.mathml, "</math></div>")
    else
        local before = block.label and block.label .. " = " or ""
        add(lines, '<div class="formula"><code>', escape(before .. block.words), "</code></div>")
    end
end

-- The headings of level 2 that have an anchor, to go to.
local function contents(page)
    local items = {}
    for _, block in ipairs(page) do
        items[#items + 1] = block.kind == "heading" and block.level == 2 and block.anchor
            and ('<li><a href="#%s">%s</a></li>'):format(escape(block.anchor), escape(block.words))
            or nil
    end
    return #items > 0 and "<nav><ul>\n" .. table.concat(items, "\n") .. "\n</ul></nav>" or nil
end

-- The whole file. The page's first block is its title.
function html.document(page)
    local title = page[1] and page[1].words or ""
    local root = ('<html lang="%s" dir="%s">'):format(escape(language.tag()), language.direction())
    local lines = { "<!DOCTYPE html>", root, "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<title>" .. escape(text.clean(title)) .. "</title>", "<style>\n" .. STYLE .. "</style>",
        "</head>", "<body>" }
    for i, block in ipairs(page) do
        as_html[block.kind](lines, block)
        lines[#lines + 1] = i == 1 and contents(page) or nil
    end
    add(lines, "</body>\n</html>")
    return table.concat(lines, "\n") .. "\n"
end

return html
