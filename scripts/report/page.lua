-- A page: what people read, put together from headings, paragraphs, facts, lists, tables and
-- formulas, and shown as plain text, as Markdown or as HTML. Whoever makes one says what stands on
-- it, not how it is laid out.

local layout = require "report.layout"
local text = require "report.text"

local page = {}
page.__index = page

function page.new()
    return setmetatable({}, page)
end

local function add(self, block)
    self[#self + 1] = block
    return self
end

-- Level 1 opens a page, level 2 a part of it, and so on. `anchor`: what links name it by, in HTML.
function page:heading(level, words, anchor)
    return add(self, { kind = "heading", level = level, words = text.clean(words),
        anchor = anchor })
end

function page:paragraph(words, paint)
    return add(self, { kind = "paragraph", words = text.clean(words), paint = paint })
end

-- Pairs { label, words }; those without words are left out.
function page:facts(pairs_of_words)
    local kept = {}
    for _, pair in ipairs(pairs_of_words) do
        if pair[2] and pair[2] ~= "" then
            kept[#kept + 1] = { pair[1], text.clean(pair[2]) }
        end
    end
    return #kept > 0 and add(self, { kind = "facts", rows = kept }) or self
end

function page:list(items)
    local clean = {}
    for i, item in ipairs(items) do
        clean[i] = text.clean(item)
    end
    return #clean > 0 and add(self, { kind = "list", items = clean }) or self
end

-- Entries, each { title, line, line, ... }; empty lines are left out.
function page:entries(entries)
    local clean = {}
    for i, entry in ipairs(entries) do
        clean[i] = { text.clean(entry[1]), paint = entry.paint }
        for n = 2, #entry do
            clean[i][#clean[i] + 1] = entry[n] ~= "" and text.clean(entry[n]) or nil
        end
    end
    return #clean > 0 and add(self, { kind = "entries", entries = clean }) or self
end

-- See layout.lua for columns and rows.
function page:table(columns, rows)
    for _, row in ipairs(rows) do
        for i, cell in pairs(row) do
            if type(cell) == "table" then
                cell[1] = text.clean(cell[1])
            else
                row[i] = text.clean(cell)
            end
        end
    end
    return add(self, { kind = "table", columns = columns, rows = rows })
end

-- A formula or a calculation, to be read letter by letter. `label`: what it is called, or nil;
-- `mathml`: the same for HTML, or nil.
function page:formula(words, label, mathml)
    return add(self, { kind = "formula", words = text.clean(words), label = label,
        mathml = mathml })
end

-- Plain text ----------------------------------------------------------------------------------

local function hang(lines, first, rest, words, width)
    for i, line in ipairs(text.wrap(words, width - text.width(first))) do
        lines[#lines + 1] = (i == 1 and first or rest) .. line
    end
end

local as_text = {}

function as_text.heading(lines, block, _, painter)
    lines[#lines + 1] = painter("title", block.words)
    if block.level == 1 then
        lines[#lines + 1] = ("="):rep(text.width(block.words))
    end
end

function as_text.paragraph(lines, block, width, painter)
    for _, line in ipairs(text.wrap(block.words, width)) do
        lines[#lines + 1] = painter(block.paint, line)
    end
end

function as_text.facts(lines, block, width)
    local widest = 0
    for _, row in ipairs(block.rows) do
        widest = math.max(widest, text.width(row[1]))
    end
    for _, row in ipairs(block.rows) do
        hang(lines, text.pad(row[1], widest + 2), (" "):rep(widest + 2), row[2], width)
    end
end

function as_text.list(lines, block, width)
    for _, item in ipairs(block.items) do
        hang(lines, "- ", "  ", item, width)
    end
end

function as_text.entries(lines, block, width, painter)
    for _, entry in ipairs(block.entries) do
        for i, line in ipairs(text.wrap(entry[1], width)) do
            lines[#lines + 1] = (i > 1 and "  " or "") .. painter(entry.paint, line)
        end
        for n = 2, #entry do
            hang(lines, "    ", "    ", entry[n], width)
        end
    end
end

function as_text.table(lines, block, width, painter)
    for _, line in ipairs(layout.lines(block.columns, block.rows, width, painter)) do
        lines[#lines + 1] = line
    end
end

function as_text.formula(lines, block, width)
    local label = block.label and block.label .. " = " or ""
    hang(lines, "    ", "      ", label .. block.words, width)
end

local function no_paint(_, words)
    return words
end

-- The page as text in lines of at most `width` columns.
function page:text(width, painter)
    local lines = {}
    for i, block in ipairs(self) do
        local before = self[i - 1]
        if before and not (before.kind == "heading" and before.level > 1) then
            lines[#lines + 1] = ""
        end
        as_text[block.kind](lines, block, width, painter or no_paint)
    end
    return table.concat(lines, "\n") .. "\n"
end

-- Markdown ------------------------------------------------------------------------------------

local escape = layout.escape_markdown
local as_markdown = {}

function as_markdown.heading(lines, block)
    lines[#lines + 1] = ("#"):rep(block.level) .. " " .. escape(block.words)
end

function as_markdown.paragraph(lines, block)
    lines[#lines + 1] = escape(block.words)
end

function as_markdown.facts(lines, block)
    for _, row in ipairs(block.rows) do
        lines[#lines + 1] = ("- **%s**: %s"):format(escape(row[1]), escape(row[2]))
    end
end

function as_markdown.list(lines, block)
    for _, item in ipairs(block.items) do
        lines[#lines + 1] = "- " .. escape(item)
    end
end

function as_markdown.entries(lines, block)
    for _, entry in ipairs(block.entries) do
        lines[#lines + 1] = "- **" .. escape(entry[1]) .. "**"
        for n = 2, #entry do
            lines[#lines + 1] = "  - " .. escape(entry[n])
        end
    end
end

function as_markdown.table(lines, block)
    for _, line in ipairs(layout.markdown(block.columns, block.rows)) do
        lines[#lines + 1] = line
    end
end

function as_markdown.formula(lines, block)
    lines[#lines + 1] = "    " .. (block.label and block.label .. " = " or "") .. block.words
end

function page:markdown()
    local lines = {}
    for i, block in ipairs(self) do
        if i > 1 then
            lines[#lines + 1] = ""
        end
        as_markdown[block.kind](lines, block)
    end
    return table.concat(lines, "\n") .. "\n"
end

-- HTML ----------------------------------------------------------------------------------------

function page:html()
    return require("report.html").document(self)
end

return page
