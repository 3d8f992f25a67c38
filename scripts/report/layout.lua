-- Tables for people: columns side by side as plain text, or as Markdown.
--
--   columns  a list of { title =, side = "left"|"right", least = width, wrap = bool }
--            `least`: the column may be made as narrow as that; its cells are then cut, or with
--            `wrap` go on in the next line
--   rows     a list of lists of cells: a text, or { text, paint = name of a colour }

local text = require "report.text"

local layout = {}

local GAP <const> = 2

local function text_of(cell)
    return type(cell) == "table" and cell[1] or cell or ""
end

local function paint_of(cell)
    return type(cell) == "table" and cell.paint or nil
end

local function natural_widths(columns, rows)
    local widths = {}
    for i, column in ipairs(columns) do
        widths[i] = text.width(column.title)
        for _, row in ipairs(rows) do
            widths[i] = math.max(widths[i], text.width(text_of(row[i])))
        end
    end
    return widths
end

-- Takes what is too much from the widest of the columns that may be narrowed, a step at a time.
local function narrow(columns, widths, excess)
    while excess > 0 do
        local widest
        for i, column in ipairs(columns) do
            if column.least and widths[i] > column.least
                and (not widest or widths[i] > widths[widest]) then
                widest = i
            end
        end
        if not widest then
            return
        end
        widths[widest] = widths[widest] - 1
        excess = excess - 1
    end
end

local function widths_for(columns, rows, width)
    local widths = natural_widths(columns, rows)
    local total = GAP * (#columns - 1)
    for _, w in ipairs(widths) do
        total = total + w
    end
    narrow(columns, widths, total - width)
    return widths
end

-- A cell's text, or one line of it, in the width of its column.
local function fit(s, width, column)
    local used
    if column.wrap then
        used = text.width(s)
    else
        s, used = text.cut(s, width)
    end
    local room = (" "):rep(width - used)
    return column.side == "right" and room .. s or s .. room
end

-- The lines of each cell of a column that goes on in the next line, and how many lines that makes.
local function wrapped(columns, widths, row)
    local cells, height = {}, 1
    for i, column in ipairs(columns) do
        if column.wrap then
            cells[i] = text.wrap(text_of(row[i]), widths[i])
            height = math.max(height, #cells[i])
        end
    end
    return cells, height
end

-- The lines that the cells of one row take.
local function lines_of(columns, widths, row, painter)
    local cells, height = wrapped(columns, widths, row)
    local lines = {}
    for n = 1, height do
        local parts = {}
        for i, column in ipairs(columns) do
            local s = cells[i] and (cells[i][n] or "") or n == 1 and text_of(row[i]) or ""
            local padded = fit(s, widths[i], column)
            parts[i] = painter and painter(paint_of(row[i]), padded) or padded
        end
        lines[n] = text.trimmed(table.concat(parts, (" "):rep(GAP)))
    end
    return lines
end

local function titles_of(columns)
    local titles, any = {}, false
    for i, column in ipairs(columns) do
        titles[i] = { column.title, paint = "title" }
        any = any or column.title ~= ""
    end
    return titles, any
end

-- The table as a list of lines no wider than `width` where its columns can be narrowed so far.
function layout.lines(columns, rows, width, painter)
    local widths = widths_for(columns, rows, width)
    local lines = {}
    local titles, any = titles_of(columns)
    if any then
        lines = lines_of(columns, widths, titles, painter)
    end
    for _, row in ipairs(rows) do
        for _, line in ipairs(lines_of(columns, widths, row, painter)) do
            lines[#lines + 1] = line
        end
    end
    return lines
end

local function markdown_row(cells)
    return "| " .. table.concat(cells, " | ") .. " |"
end

function layout.escape_markdown(s)
    return (s:gsub("[\\`*_|<>%[%]]", "\\%0"))
end

-- The table as lines of Markdown.
function layout.markdown(columns, rows)
    local titles, rules = {}, {}
    for i, column in ipairs(columns) do
        titles[i] = column.title
        rules[i] = column.side == "right" and "---:" or "---"
    end
    local lines = { markdown_row(titles), markdown_row(rules) }
    for _, row in ipairs(rows) do
        local cells = {}
        for i in ipairs(columns) do
            cells[i] = layout.escape_markdown(text_of(row[i]):gsub("^%s+", ""):gsub("%s+", " "))
        end
        lines[#lines + 1] = markdown_row(cells)
    end
    return lines
end

return layout
