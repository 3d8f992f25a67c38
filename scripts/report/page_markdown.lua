-- A page as Markdown.

local language = require "report.language"
local layout = require "report.layout"
local plain = require "report.plain"

local page_markdown = {}

local escape <const> = layout.escape_markdown

-- Links lead to places of the HTML page, which Markdown does not have.
local function words_of(words)
    if type(words) == "string" then
        return escape(words)
    end
    local pieces = {}
    for i, piece in ipairs(words) do
        local s = escape(type(piece) == "string" and piece or piece[1])
        pieces[i] = type(piece) == "table" and piece.strong and "**" .. s .. "**" or s
    end
    return table.concat(pieces)
end

local shown = {}

local function add_blocks(lines, blocks)
    for i, block in ipairs(require("report.page").blocks_of_text(blocks)) do
        if i > 1 then
            lines[#lines + 1] = ""
        end
        shown[block.kind](lines, block)
    end
end

function shown.heading(lines, block)
    lines[#lines + 1] = ("#"):rep(block.level) .. " " .. words_of(block.words)
end

function shown.paragraph(lines, block)
    lines[#lines + 1] = words_of(block.words)
end

function shown.facts(lines, block)
    for _, row in ipairs(block.rows) do
        lines[#lines + 1] = "- " .. language.labelled(("**%s**"):format(escape(row[1])), escape(row[2]))
    end
end

function shown.list(lines, block)
    for _, item in ipairs(block.items) do
        lines[#lines + 1] = "- " .. words_of(item)
    end
end

function shown.entries(lines, block)
    for _, entry in ipairs(block.entries) do
        lines[#lines + 1] = "- **" .. escape(entry[1]) .. "**"
        for n = 2, #entry do
            lines[#lines + 1] = "  - " .. escape(entry[n])
        end
    end
end

function shown.table(lines, block)
    for _, line in ipairs(layout.markdown(plain.table(block))) do
        lines[#lines + 1] = line
    end
end

function shown.formula(lines, block)
    lines[#lines + 1] = "    " .. (block.label and block.label .. " = " or "") .. block.words
end

function shown.chart(lines, block)
    lines[#lines + 1] = language.labelled(("*%s*"):format(escape(block.drawing.title)), escape(block.drawing.about))
end

function shown.headline(lines, block)
    lines[#lines + 1] = ("**%s**%s"):format(escape(block.figure), block.of and " " .. escape(block.of) or "")
    lines[#lines + 1] = ""
    lines[#lines + 1] = words_of(block.words)
end

function shown.beside(lines, block)
    for i, contents in ipairs(block.pages) do
        lines[#lines + 1] = i > 1 and "" or nil
        add_blocks(lines, contents)
    end
end

function shown.fold(lines, block)
    local words = {}
    for i, cell in ipairs(block.cells) do
        words[i] = cell[1]
    end
    lines[#lines + 1] = "**" .. escape(table.concat(words, "  ")) .. "**"
    lines[#lines + 1] = ""
    add_blocks(lines, block.contents)
end

function shown.part(lines, block)
    add_blocks(lines, block.contents)
end

function page_markdown.of(blocks)
    local lines = {}
    add_blocks(lines, blocks)
    return table.concat(lines, "\n") .. "\n"
end

return page_markdown
