-- A page as plain text.

local language = require "report.language"
local layout = require "report.layout"
local plain = require "report.plain"
local text = require "report.text"

local page_text = {}

local function hang(lines, first, rest, words, width)
    for i, line in ipairs(text.wrap(words, width - text.width(first))) do
        lines[#lines + 1] = (i == 1 and first or rest) .. line
    end
end

local shown = {}

local function add_blocks(lines, blocks, width, painter)
    blocks = require("report.page").blocks_of_text(blocks)
    for i, block in ipairs(blocks) do
        local before = blocks[i - 1]
        if before and not (before.kind == "heading" and before.level > 1) then
            lines[#lines + 1] = ""
        end
        shown[block.kind](lines, block, width, painter)
    end
end

function shown.heading(lines, block, _, painter)
    local words = plain.words(block.words)
    lines[#lines + 1] = painter("title", words)
    if block.level == 1 then
        lines[#lines + 1] = ("="):rep(text.width(words))
    end
end

function shown.paragraph(lines, block, width, painter)
    for _, line in ipairs(text.wrap(plain.words(block.words), width)) do
        lines[#lines + 1] = painter(block.paint, line)
    end
end

function shown.facts(lines, block, width)
    local widest = 0
    for _, row in ipairs(block.rows) do
        widest = math.max(widest, text.width(row[1]))
    end
    for _, row in ipairs(block.rows) do
        hang(lines, text.pad(row[1], widest + 2), (" "):rep(widest + 2), row[2], width)
    end
end

function shown.list(lines, block, width)
    for _, item in ipairs(block.items) do
        hang(lines, "- ", "  ", plain.words(item), width)
    end
end

function shown.entries(lines, block, width, painter)
    for _, entry in ipairs(block.entries) do
        for i, line in ipairs(text.wrap(entry[1], width)) do
            lines[#lines + 1] = (i > 1 and "  " or "") .. painter(entry.paint, line)
        end
        for n = 2, #entry do
            hang(lines, "    ", "    ", entry[n], width)
        end
    end
end

function shown.table(lines, block, width, painter)
    local columns, rows = plain.table(block)
    for _, line in ipairs(layout.lines(columns, rows, width, painter)) do
        lines[#lines + 1] = line
    end
end

function shown.formula(lines, block, width)
    local label = block.label and block.label .. " = " or ""
    hang(lines, "    ", "      ", label .. block.words, width)
end

function shown.chart(lines, block, width)
    hang(lines, "", "", language.labelled(block.drawing.title, block.drawing.about), width)
end

function shown.headline(lines, block, width, painter)
    lines[#lines + 1] = painter("title", block.figure .. (block.of and " " .. block.of or ""))
    hang(lines, "", "", plain.words(block.words), width)
end

function shown.beside(lines, block, width, painter)
    for i, contents in ipairs(block.pages) do
        lines[#lines + 1] = i > 1 and "" or nil
        add_blocks(lines, contents, width, painter)
    end
end

function shown.fold(lines, block, width, painter)
    local words = {}
    for i, cell in ipairs(block.cells) do
        words[i] = cell[1]
    end
    hang(lines, "", "  ", table.concat(words, "  "), width)
    local inside = {}
    add_blocks(inside, block.contents, width - 2, painter)
    for _, line in ipairs(inside) do
        lines[#lines + 1] = line ~= "" and "  " .. line or ""
    end
end

function shown.part(lines, block, width, painter)
    lines[#lines + 1] = ""
    add_blocks(lines, block.contents, width, painter)
end

local function no_paint(_, words)
    return words
end

-- In lines of at most `width` columns.
function page_text.of(blocks, width, painter)
    local lines = {}
    add_blocks(lines, blocks, width, painter or no_paint)
    return table.concat(lines, "\n") .. "\n"
end

return page_text
