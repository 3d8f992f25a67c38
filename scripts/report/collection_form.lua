-- What the cells of a collection workbook say that are not to be filled in: kept while they are written,
-- and written again into a hidden sheet, by which a program that reads the workbook knows what somebody has
-- changed (core/program/collection_form.h).

local collection_form = {}

local MARK <const> = "hm:form"

local Kept = {}

-- All else that a sheet can do is done by the sheet.
function Kept.__index(kept, name)
    if rawget(Kept, name) then
        return Kept[name]
    end
    local method = function(self, ...)
        return self.sheet[name](self.sheet, ...)
    end
    rawset(kept, name, method)
    return method
end

local function keep(kept, row, column, text)
    if text ~= nil then
        kept.rows[row] = kept.rows[row] or {}
        kept.rows[row][column] = text
        kept.last = math.max(kept.last, row)
    end
end

function Kept:write(row, column, value, ...)
    keep(self, row, column, value)
    return self.sheet:write(row, column, value, ...)
end

function Kept:url(row, column, target, style, text, ...)
    keep(self, row, column, text)
    return self.sheet:url(row, column, target, style, text, ...)
end

function Kept:merge(row, column, last_row, last_column, text, ...)
    keep(self, row, column, text)
    return self.sheet:merge(row, column, last_row, last_column, text, ...)
end

-- A sheet that keeps the texts and numbers which are written into it. Formulas have results that change.
function collection_form.keep(sheet)
    return setmetatable({ sheet = sheet, rows = {}, last = 0 }, Kept)
end

local MARKERS <const> = { ["hm:start"] = true, ["hm:figures"] = true, ["hm:records"] = true }

-- The row that names the columns of a sheet; of figures also the column of the names of inputs.
local function names_of(kept)
    for row = 1, kept.last do
        for column, text in pairs(kept.rows[row] or {}) do
            if MARKERS[text] then
                return row, text == "hm:figures" and column or nil
            end
        end
    end
end

local function columns_of(cells)
    local columns = {}
    for column in pairs(cells) do
        columns[#columns + 1] = column
    end
    table.sort(columns)
    return columns
end

-- The lines of the form: { input, column's name, text }, or { nil, nil, text }.
local function lines_of(kept, texts, lines)
    local machine, marker = names_of(kept)
    for row = 1, kept.last do
        local cells = kept.rows[row] or {}
        local input = marker and row > machine and cells[marker] or nil
        for _, column in ipairs(row ~= machine and columns_of(cells) or {}) do
            local text = cells[column]
            if input and column ~= marker then
                lines[#lines + 1] = { input, kept.rows[machine][column], text }
            elseif not input and not texts[text] then
                texts[text] = true
                lines[#lines + 1] = { nil, nil, text }
            end
        end
    end
end

-- Writes the form of the sheets into one of its own, and hides it.
function collection_form.write(sheet, seen)
    local texts, lines = {}, {}
    for _, kept in ipairs(seen) do
        lines_of(kept, texts, lines)
    end
    sheet:write(1, 1, MARK)
    for i, line in ipairs(lines) do
        for column = 1, 3 do
            sheet:write(i + 1, column, line[column])
        end
    end
    sheet:columns(1, 3, 34)
    sheet:hide()
    sheet:protect {}
end

return collection_form
