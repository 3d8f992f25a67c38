-- Cells of spreadsheets as formulas write them.

local text_of = require "report.text"

local cells = {}

-- "A" for 1, "AA" for 27.
function cells.column(number)
    local letters = ""
    while number > 0 do
        letters = string.char(65 + (number - 1) % 26) .. letters
        number = (number - 1) // 26
    end
    return letters
end

-- "B5"
function cells.at(row, column)
    return cells.column(column) .. row
end

-- "$B$5"
function cells.fixed(row, column)
    return ("$%s$%d"):format(cells.column(column), row)
end

-- "$B$5:$B$9"
function cells.range(row, column, last_row, last_column)
    return cells.fixed(row, column) .. ":" .. cells.fixed(last_row, last_column)
end

-- "'L1 Citizen service'!" of the name of a sheet.
function cells.sheet(name)
    return ("'%s'!"):format(name:gsub("'", "''"))
end

-- A text in a formula.
function cells.text(text)
    return '"' .. text:gsub('"', '""') .. '"'
end

-- How many lines a text takes in a column so many characters wide.
function cells.lines(text, width)
    local lines, used = 1, 0
    for word in text:gmatch("%S+") do
        local size = text_of.width(word)
        if used > 0 and used + 1 + size > width then
            lines, used = lines + 1, 0
        end
        used = used + (used > 0 and 1 or 0) + size
        lines, used = lines + used // (width + 1), used % (width + 1)
    end
    return lines
end

-- Would a spreadsheet take this name for a cell, as L1, R1C1 or c?
local function looks_like_a_cell(name)
    local upper = name:upper()
    return upper:find("^%a%a?%a?%d+$") or upper:find("^R%d*C?%d*$") or upper:find("^C%d*$")
end

-- A name for a cell or a formula, from one of the package; a line below it where it would be taken
-- for a cell.
function cells.name(name)
    local plain = name:gsub("[^%w_.\x80-\xFF]", "_")
    if plain:find("^[%d.]") or looks_like_a_cell(plain) or plain:lower() == "true"
        or plain:lower() == "false" then
        return "_" .. plain
    end
    return plain
end

return cells
