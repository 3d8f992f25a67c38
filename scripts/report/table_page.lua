-- Any table as a page for people: numbers with a few decimals, flags as yes and no.

local column_words = require "report.column_words"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local table_titles = require "report.table_titles"
local text = require "report.text"

local say = language.of("report.table_page")

local table_page = {}

local LEAST <const>, GAP <const> = 12, 2

local function cell_of(value, show, name)
    if value == nil then
        return ""
    elseif type(value) == "boolean" then
        return language.word(value and "yes" or "no")
    elseif math.type(value) == "float" then
        return show(value, name)
    end
    return column_words.cell(name, tostring(value))
end

-- Columns that hold codes of nodes; `other` is a city where there are cities.
local CODES <const> = { code = true, other = true, indicator = true, node = true, child = true }

-- Of each column that does, the names of nodes by their codes. Tables with names of their own need none.
local function names_of(columns, nodes)
    local names, has = {}, {}
    for _, node in ipairs(nodes or {}) do
        names[node.code] = node.name
    end
    for _, column in ipairs(columns) do
        has[column.name] = true
    end
    return function(column)
        local is_code = CODES[column] and not has.name and not (column == "other" and has.city)
        return is_code and names or {}
    end
end

-- The columns of `made`, each { title, side, least, wrap, cells, width }; `width` is the least it takes.
local function columns_of(made, show, nodes)
    local columns, rows = made:columns(), made:rows()
    local named = names_of(columns, nodes)
    for i, column in ipairs(columns) do
        local is_text = column.type == "text"
        local title = column_words.title(column.name)
        local cells, widest, names = {}, text.width(title), named(column.name)
        for n, row in ipairs(rows) do
            local value = row[column.name]
            cells[n] = names[value] and ("%s %s"):format(value, names[value]) or cell_of(value, show, column.name)
            widest = math.max(widest, text.width(text.clean(cells[n])))
        end
        columns[i] = { said = title, side = not is_text and "right" or nil, wrap = is_text,
            least = is_text and LEAST or nil, cells = cells, is_text = is_text,
            width = is_text and math.min(widest, LEAST) or widest }
    end
    return columns, #rows
end

local function total_width(columns)
    local total = -GAP
    for _, column in ipairs(columns) do
        total = total + column.width + GAP
    end
    return total
end

-- The first texts say what a row is of: as many as take half of the width.
local function split(columns, width)
    local keys, rest, used = {}, {}, 0
    for _, column in ipairs(columns) do
        used = used + column.width + GAP
        local is_key = column.is_text and #rest == 0 and used <= width / 2
        local list = is_key and keys or rest
        list[#list + 1] = column
    end
    return keys, rest
end

-- Lists of columns that each fit into `width`, where all of them do not; each begins with the keys.
local function parts_of(columns, width)
    if total_width(columns) <= width then
        return { columns }
    end
    local keys, rest = split(columns, width)
    local parts, part = {}, nil
    for _, column in ipairs(rest) do
        if not part or #part > #keys and total_width(part) + GAP + column.width > width then
            part = { table.unpack(keys) }
            parts[#parts + 1] = part
        end
        part[#part + 1] = column
    end
    return #parts > 0 and parts or { columns }
end

local function add_part(out, columns, count)
    local lines = {}
    for n = 1, count do
        lines[n] = {}
        for i, column in ipairs(columns) do
            lines[n][i] = column.cells[n]
        end
    end
    out:table(columns, lines)
end

-- `tables`: a list of tables of hm.table; `width`: the most of a line, which Markdown has none of;
-- `show`: a number as a text, by its column, with some decimals where it is not given; `nodes`: nil, or those of the
-- package whose codes stand in cells, the index first: its name is in the headings, theirs where a line has room.
function table_page.page(tables, width, show, nodes)
    local out = page.new()
    for _, made in ipairs(tables) do
        local columns, count = columns_of(made, show or numbers.plain, width == math.huge and nodes or nil)
        out:heading(1, nodes and say("{index}: {table}", { index = nodes[1].name,
            table = table_titles.within(made:name()) }) or table_titles.of(made:name()))
        if count == 0 then
            out:paragraph(say "no rows")
        end
        for _, part in ipairs(count > 0 and parts_of(columns, width) or {}) do
            add_part(out, part, count)
        end
    end
    return out
end

return table_page
