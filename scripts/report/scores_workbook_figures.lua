-- The figures of a workbook of scores: a sheet to change them in, and one in which they are checked
-- as the engine checks them, which the formulas read.

local hm = require "hundredmark"
local figure_formulas = require "report.figure_formulas"
local language = require "report.language"
local frame = require "report.scores_workbook_frame"
local words = require "report.words"

local say = language.of("report.scores_workbook")

local figures = {}

local ENTERED <const> = { { say.later "Figure", 64 }, { say.later "Unit of measure", 14 }, { say.later "What it may be", 22 },
    { say.later "Name in formulas", 34 } }
local CHECKED <const> = { { say.later "Figure", 34 }, { say.later "What", 18 }, { "", 4 }, { say.later "Name in formulas", 34 } }
local LIST_MOST <const> = 255    -- characters of a list to choose from

local function is_plain(input)
    return input.kind ~= "records"
end

-- What a figure may be ------------------------------------------------------------------------

local WORDS <const> = { count = say.later "whole number from 0", amount = say.later "number from 0",
    number = say.later "number", flag = say.later "yes or no", grade = say.later "from 0 to 1" }

local function words_of(input)
    local text = WORDS[input.kind] and say(WORDS[input.kind]) or input.many and words.kind { many = true, options = input.options }
        or language.list(input.options or {})
    return text .. ", NR" .. (input.may_be_na and ", NA" or "")
end

-- What stands in a cell -----------------------------------------------------------------------

-- As people would write it.
local function entered(book, unit, input, seen)
    if seen.state == "observed" then
        local is_number = input.kind ~= "flag" and input.kind ~= "choice"
        return is_number and seen.value or seen.text
    elseif seen.state == "invalid" then
        local found = book.run.dataset:observation(unit.number, input.name)
        return found and found.text ~= "" and found.text or "rejected"
    end
    return seen.state == "not_applicable" and "NA" or "NR"
end

-- As the measures see it.
local function used(input, seen)
    if seen.state ~= "observed" then
        return frame.ERRORS[seen.state]
    end
    return input.kind == "choice" and seen.text or seen.value
end

local function choice_of(input)
    if input.many or input.kind ~= "flag" and input.kind ~= "choice" then
        return nil
    end
    local list = input.kind == "flag" and { "yes", "no" }
        or table.move(input.options, 1, #input.options, 1, {})
    list[#list + 1] = "NR"
    list[#list + 1] = input.may_be_na and "NA" or nil
    return #table.concat(list, ",") <= LIST_MOST and list or nil
end

-- The sheets ----------------------------------------------------------------------------------

local function write_entered(book, sheet, input, row)
    sheet:write(row, 1, input.label)
    sheet:write(row, 2, input.unit)
    sheet:write(row, 3, words_of(input), book.looks.faint)
    sheet:write(row, 4, hm.formula_name(input.name), book.looks.faint)
    for k, unit in ipairs(book.units) do
        sheet:write(row, frame.column_of(k), entered(book, unit, input, unit.seen[input.name]),
            book.looks.input)
    end
    local list = choice_of(input)
    if list then
        sheet:validate(row, frame.FIRST_COLUMN, row, frame.column_of(#book.units),
            { list = list, on_error = "warning" })
    end
end

-- Whether an input is asked, as a formula; as it was scored, where its condition has none.
local function asked(book, input, seen)
    local condition = input.asked_if and book.run.package:asked_formula(input.name)
    if condition and #condition.columns == 0 then
        return figure_formulas.asked(condition)
    end
    return seen.state == "not_applicable" and "FALSE" or "TRUE"
end

-- The rows of what formulas read of an input: its figure and its state.
local function write_checked(book, sheet, input, row, entered_row)
    local name = hm.formula_name(input.name)
    for i, what in ipairs { say "figure", say "state" } do
        sheet:write(row + i - 1, 1, input.label, i == 2 and book.looks.faint or nil)
        sheet:write(row + i - 1, 2, what, book.looks.faint)
        sheet:write(row + i - 1, 4, i == 1 and name or "state." .. name, book.looks.faint)
    end
    for k, unit in ipairs(book.units) do
        local seen, column = unit.seen[input.name], frame.column_of(k)
        local names = { cell = frame.cell("Figures", entered_row, k),
            state = frame.letters(column) .. row + 1, asked = asked(book, input, seen) }
        sheet:formula(row, column, "=" .. frame.fill(figure_formulas.figure(input), names), nil,
            used(input, seen))
        sheet:formula(row + 1, column,
            "=" .. frame.fill(figure_formulas.state(input, input.asked_if), names),
            book.looks.faint, frame.STATES[seen.state])
    end
    book:define_row(name, "Checked", row)
    book:define_row("state." .. name, "Checked", row + 1)
end

-- Earlier figures -----------------------------------------------------------------------------

-- The inputs that measures read of earlier periods: { input, within, name }.
local function earlier_of(book)
    local list, is_known = {}, {}
    for _, node in ipairs(book.nodes) do
        local indicator = book.formulas[node.code] and book.run.package:indicator(node.code, book.period)
        for _, part in ipairs(indicator and indicator.expression or {}) do
            local name = part.op == "previous"
                and ("previous%s.%s"):format(part.within > 1 and part.within or "", part.name)
            if name and not is_known[name] then
                is_known[name] = true
                list[#list + 1] = { input = book.input_of[part.name], within = part.within, name = name }
            end
        end
    end
    return list
end

local NESTED_MOST <const> = 60    -- spreadsheets bear 64

-- The columns of the units among which the figure is looked for, the nearest first; nil where some of them are
-- not in the workbook, or too many.
local function columns_read(book, unit, read)
    local columns = {}
    for i, number in ipairs(book.run.scores:previous_units(unit.number, read.input.name, read.within)) do
        columns[i] = book.column_of_unit[number] or false
    end
    for i = 1, #columns do
        if not columns[i] or i > NESTED_MOST then
            return nil
        end
    end
    return columns[1] and columns
end

-- "IF(B8<>3,B7,IF(C8<>3,C7,D7))": the first of them that says anything but not reported; `row` is that of the
-- figures, behind which their states stand.
local function first_reported(columns, row, offset)
    local formula
    for i = #columns, 1, -1 do
        local letters = frame.letters(frame.column_of(columns[i]))
        local cell = letters .. row + offset
        formula = formula and ("IF(%s%d<>%d,%s,%s)"):format(letters, row + 1, frame.STATES.not_reported, cell, formula)
            or cell
    end
    return formula
end

local function write_earlier_cell(book, sheet, read, k, row)
    local unit = book.units[k]
    local number, missing = book.run.scores:previous(unit.number, read.input.name, read.within)
    local seen = number and book.run.scores:input(number, read.input.name)
        or { state = missing or "not_reported" }
    local columns = columns_read(book, unit, read)
    for i, name in ipairs { "", "state." } do
        local result = i == 1 and used(read.input, seen) or frame.STATES[seen.state]
        local at = row + i - 1
        if columns then
            sheet:formula(at, frame.column_of(k),
                "=" .. first_reported(columns, book.checked_row[read.input.name], i - 1), nil, result)
        elseif type(result) == "string" and seen.state ~= "observed" then
            sheet:formula(at, frame.column_of(k), "=" .. result, book.looks.fixed, result)
        else
            sheet:write(at, frame.column_of(k), result, book.looks.fixed)
        end
        if k == 1 then
            book:define_row(name .. read.name, "Checked", at)
            sheet:write(at, 4, name .. read.name, book.looks.faint)
        end
    end
end

local function write_earlier(book, sheet, row)
    for _, read in ipairs(earlier_of(book)) do
        sheet:write(row, 1, read.input.label)
        sheet:write(row, 2, read.within > 1 and say("within {n} periods", { n = read.within })
            or say "period before", book.looks.faint)
        for k in ipairs(book.units) do
            write_earlier_cell(book, sheet, read, k, row)
        end
        row = row + 2
    end
    return row
end

-- Everything ----------------------------------------------------------------------------------

-- Reads the inputs once: book.inputs, book.input_of, and what each unit has of them.
function figures.look(book)
    book.inputs, book.input_of, book.column_of_unit = book.run.package:inputs(), {}, {}
    for _, input in ipairs(book.inputs) do
        book.input_of[input.name] = input
    end
    for k, unit in ipairs(book.units) do
        book.column_of_unit[unit.number] = k
        unit.seen = {}
        for _, input in ipairs(book.inputs) do
            unit.seen[input.name] = book.run.scores:input(unit.number, input.name)
        end
    end
end

function figures.write_entered(book)
    local sheet, row = book:sheet("Figures", ENTERED), frame.FIRST_ROW
    book.entered_row = {}
    for _, input in ipairs(book.inputs) do
        if is_plain(input) then
            write_entered(book, sheet, input, row)
            book.entered_row[input.name] = row
            row = row + 1
        end
    end
end

-- Returns the sheet and its first row that is free.
function figures.write_checked(book)
    local sheet, row = book:sheet("Checked", CHECKED), frame.FIRST_ROW
    book.checked_row = {}
    for _, input in ipairs(book.inputs) do
        if is_plain(input) then
            write_checked(book, sheet, input, row, book.entered_row[input.name])
            book.checked_row[input.name] = row
            row = row + 2
        end
    end
    return sheet, write_earlier(book, sheet, row)
end

return figures
