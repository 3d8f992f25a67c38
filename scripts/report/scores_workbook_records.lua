-- The sheets of records in a workbook of scores: a row a record, those of a city and period together.
-- Beside what was reported stands what formulas read, and what is computed in each row for them.

local frame = require "report.scores_workbook_frame"

local say = require("report.language").of("report.scores_workbook")

local records = {}

local FIRST_COLUMN <const> = 3    -- before it stand city and period
local DAY <const>, EPOCH <const> = 86400, 25569    -- seconds; days from 1899-12-30 to 1970-01-01

-- By kind: how a value is written, how a formula reads it, and how it looks. Times are days in
-- spreadsheets and seconds in measures; a thousandth of a second is finer than days are kept.
local TIMES <const> = {
    datetime = { write = function(s) return s / DAY + EPOCH end, look = "yyyy-mm-dd hh:mm:ss",
        read = ("ROUND(($cell-%d)*%d,3)"):format(EPOCH, DAY) },
    duration = { write = function(s) return s / DAY end, look = "0.0000",
        read = ("ROUND($cell*%d,3)"):format(DAY) },
}

local function suits(column)
    if column.kind == "text" or column.kind == "choice" then
        return "TRUE"
    elseif column.kind == "flag" then
        return 'OR($cell="yes",$cell="no",$cell=1,$cell=0)'
    end
    local low = column.min or (column.kind == "count" or column.kind == "amount"
        or column.kind == "grade") and 0
    local high = column.max or column.kind == "grade" and 1
    local list = {}
    list[#list + 1] = low and ("$cell>=%.15g"):format(low) or nil
    list[#list + 1] = high and ("$cell<=%.15g"):format(high) or nil
    list[#list + 1] = column.kind == "count" and "$cell=INT($cell)" or nil
    return ("IF(ISNUMBER($cell),%s,FALSE)"):format(#list > 0
        and ("AND(%s)"):format(table.concat(list, ",")) or "TRUE")
end

local function state_form(column)
    return ('IFERROR(IF($cell="NA",%d,IF(OR($cell="",$cell="NR"),3,IF(%s,0,4))),IF(ISNA($cell),3,4))')
        :format(column.may_be_na and 2 or 3, suits(column))
end

local function used_form(column)
    local figure = TIMES[column.kind] and TIMES[column.kind].read
        or column.kind == "flag" and 'IF(OR($cell="yes",$cell=1),1,0)' or "$cell"
    return ("IF($state=0,%s,INDEX(state.errors,$state))"):format(figure)
end

local function is_text(column)
    return column.kind == "text" or column.kind == "choice"
end

-- What stands in the cell of a column, and what formulas have of it.
local function entered(column, seen)
    if seen.state ~= "observed" then
        return seen.state == "invalid" and "rejected" or seen.state == "not_applicable" and "NA" or ""
    elseif is_text(column) or column.kind == "flag" then
        return seen.text
    end
    return TIMES[column.kind] and TIMES[column.kind].write(seen.value) or seen.value
end

local function used(column, seen)
    if seen.state ~= "observed" then
        return frame.ERRORS[seen.state]
    end
    return is_text(column) and seen.text or seen.value
end

-- The sheet and its names ---------------------------------------------------------------------

-- All rows: { unit's number in the workbook, cells }, and of each unit the first and the last.
local function gather(book, input)
    local rows = {}
    for k, unit in ipairs(book.units) do
        local list = book.run.scores:records(unit.number, input.name)
        unit.records = unit.records or {}
        unit.records[input.name] = { first = #rows + 1, last = #rows + #list, count = #list }
        for _, cells in ipairs(list) do
            rows[#rows + 1] = { k = k, cells = cells }
        end
    end
    return rows
end

-- Names for a column of the sheet: a row's own cell, and all cells of a unit.
-- Names stand for at most so many bytes of a formula.
local NAMED_MOST <const> = 128
local CELLS <const> = "$AAA$3:$AAA$1048576"    -- as long as the cells of a column may be written

local SPAN <const> = "INDEX(%s,first.%s):INDEX(%s,last.%s)"

-- Is there room for the rows of a sheet at `place`, whose first and last are called by `key`?
local function has_room(place, key)
    local all = place .. "!" .. CELLS
    return #SPAN:format(all, key, all, key) < NAMED_MOST
end

local function define_column(book, at, name, column)
    local letters = frame.letters(column)
    local all = ("%s!$%s$%d:$%s$%d"):format(at.place, letters, frame.FIRST_ROW, letters,
        frame.FIRST_ROW + math.max(at.count, 1) - 1)
    local state, plain = name:match("^(state%.)(.*)$")
    state, plain = state or "", plain or name
    book:define(state .. "row." .. plain, ("%s!$%s1"):format(at.place, letters))
    book:define(state .. "rows." .. plain, SPAN:format(all, at.key, all, at.key))
end

local function write_heading(book, sheet, column, text, more)
    sheet:write(1, column, text, book.looks.heading)
    sheet:write(2, column, more, book.looks.heading)
    sheet:columns(column, column, 16)
end

local function write_column(book, at, column, number)
    local first = number
    local look = book.looks.input
    if TIMES[column.kind] then
        look = book.workbook:format { background = "#FFF6CC", border = "hair",
            border_color = "#C9B458", number = TIMES[column.kind].look }
    end
    write_heading(book, at.sheet, number, column.label, column.unit)
    write_heading(book, at.sheet, at.used_from + 2 * (number - FIRST_COLUMN), column.name, say "figure")
    write_heading(book, at.sheet, at.used_from + 2 * (number - FIRST_COLUMN) + 1, column.name, say "state")
    local place = at.used_from + 2 * (first - FIRST_COLUMN)
    for i, row in ipairs(at.rows) do
        local seen, line = row.cells[column.name], frame.FIRST_ROW + i - 1
        local names = { cell = frame.letters(number) .. line, state = frame.letters(place + 1) .. line }
        at.sheet:write(line, number, entered(column, seen), look)
        at.sheet:formula(line, place, "=" .. frame.fill(used_form(column), names), nil,
            used(column, seen))
        at.sheet:formula(line, place + 1, "=" .. frame.fill(state_form(column), names),
            book.looks.faint, frame.STATES[seen.state])
    end
    define_column(book, at, at.input.name .. "." .. column.name, place)
    define_column(book, at, "state." .. at.input.name .. "." .. column.name, place + 1)
end

-- What measures have computed in each row.
local function write_computed(book, at, computed, number)
    write_heading(book, at.sheet, number, computed.code, say "of each row")
    write_heading(book, at.sheet, number + 1, computed.code, say "state")
    local line = frame.FIRST_ROW
    for _, unit in ipairs(book.units) do
        local results = book.run.scores:computed(unit.number, computed.code)[computed.position]
        for _, result in ipairs(results) do
            at.sheet:formula(line, number, "=" .. computed.formula, nil,
                result.value or frame.ERRORS[result.state])
            at.sheet:formula(line, number + 1, "=" .. computed.state, book.looks.faint,
                frame.STATES[result.state])
            line = line + 1
        end
    end
    define_column(book, at, computed.name, number)
    define_column(book, at, "state." .. computed.name, number + 1)
end

-- The computed columns that live measures need of these records.
local function computed_of(book, input)
    local list = {}
    for _, node in ipairs(book.nodes) do
        local formula = book.formulas[node.code]
        for position, column in ipairs(formula and formula.columns or {}) do
            if column.name:sub(1, #input.name + 1) == input.name .. "." then
                list[#list + 1] = { code = node.code, position = position, name = column.name,
                    formula = column.formula, state = column.state }
            end
        end
    end
    return list
end

local function sheet_name(book, input)
    local name = say("Rows {name}", { name = input.name:sub(1, 24) })
    book.sheet_names = book.sheet_names or {}
    if book.sheet_names[name:lower()] then
        name = ("%s %d"):format(name:sub(1, 26), #book.inputs)
    end
    book.sheet_names[name:lower()] = true
    return name
end

-- What the sheet is called, where it stands in formulas, and by what its rows are: by the name of the input, or, where
-- that is too long, by a number.
local function sheet_of(book, input)
    book.records_count = (book.records_count or 0) + 1
    local name, key = sheet_name(book, input), input.name
    if not has_room(("'%s'"):format(name), key) then
        name, key = say("Rows {name}", { name = book.records_count }), tostring(book.records_count)
    end
    book.records_key = book.records_key or {}
    book.records_key[input.name] = key
    return name, ("'%s'"):format(name), key
end

local function write_rows(book, input)
    local rows, name, place, key = gather(book, input), sheet_of(book, input)
    local sheet = book.workbook:add_sheet(name)
    local at = { input = input, sheet = sheet, rows = rows, count = #rows,
        place = place, key = key, used_from = FIRST_COLUMN + #input.columns + 1 }
    write_heading(book, sheet, 1, say "City")
    write_heading(book, sheet, 2, say "Period")
    sheet:freeze(frame.FIRST_ROW, FIRST_COLUMN)
    for i, row in ipairs(rows) do
        sheet:write(frame.FIRST_ROW + i - 1, 1, book.units[row.k].city)
        sheet:write(frame.FIRST_ROW + i - 1, 2, book.units[row.k].period)
    end
    for i, column in ipairs(input.columns) do
        write_column(book, at, column, FIRST_COLUMN + i - 1)
    end
    local number = at.used_from + 2 * #input.columns + 1
    for _, computed in ipairs(computed_of(book, input)) do
        write_computed(book, at, computed, number)
        number = number + 2
    end
    sheet:page { landscape = true, paper = frame.A4, wide = frame.pages_of(number - 1), tall = 0,
        repeat_rows = { 1, 2 }, repeat_columns = { 1, 2 } }
end

-- Of each unit, in the sheet of checked figures: where its rows stand, how many there are, and why
-- there are none.
local PLACES <const> = { say.later "first", say.later "last", say.later "count", say.later "state" }

local function write_places(book, sheet, input, row)
    local name, key = input.name, book.records_key[input.name]
    for i, what in ipairs { "first", "last", "count", "state" } do
        local named = what .. "." .. (i <= 2 and key or name)
        sheet:write(row + i - 1, 1, input.label)
        sheet:write(row + i - 1, 2, PLACES[i] and say(PLACES[i]), book.looks.faint)
        sheet:write(row + i - 1, 4, named, book.looks.faint)
        book:define_row(named, "Checked", row + i - 1)
    end
    for k, unit in ipairs(book.units) do
        local column, here, seen = frame.column_of(k), unit.records[name], unit.seen[name]
        sheet:write(row + 3, column, frame.STATES[seen.state], book.looks.fixed)
        for i, what in ipairs { "first", "last", "count" } do
            if seen.state == "observed" then
                sheet:write(row + i - 1, column, here[what], book.looks.fixed)
            else
                sheet:formula(row + i - 1, column, ("=INDEX(state.errors,%d)")
                    :format(frame.STATES[seen.state]), book.looks.fixed, frame.ERRORS[seen.state])
            end
        end
    end
    return row + 4
end

-- `checked`, `row`: the sheet of checked figures, and where it is free.
function records.write(book, checked, row)
    for _, input in ipairs(book.inputs) do
        if input.kind == "records" then
            write_rows(book, input)
            row = write_places(book, checked, input, row)
        end
    end
end

return records
