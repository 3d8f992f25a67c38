-- The sheet of records: a row a record, as many as there are.

local cells = require "report.cells"
local checks = require "report.collection_checks"
local language = require "report.language"
local words = require "report.words"

local say = language.of("report.collection_records")

local collection_records = {}

local HEADER <const>, KINDS <const>, MACHINE <const>, FIRST <const> = 3, 4, 5, 6    -- rows
local LAST <const> = 1048576

local EXAMPLES <const> = { datetime = "2025-06-30", duration = "P30D" }
local NUMBERS <const> = { count = true, amount = true, number = true, grade = true }

-- Where the sheet's rows are, for others to count.
function collection_records.place(records)
    records.counted = cells.sheet(records.sheet) .. cells.range(FIRST, 1, LAST, 1)
end

local function kind_of(column)
    local has_unit = column.unit and column.unit ~= ""
    return has_unit and language.list { column.unit, words.kind(column) } or words.kind(column)
end

local function write_column(book, sheet, column, i)
    local styles = book.styles
    sheet:columns(i, i, 26, NUMBERS[column.kind] and styles.entry_figure or styles.entry)
    sheet:write(MACHINE, i, column.name, styles.machine)
    sheet:write(HEADER, i, column.label ~= "" and column.label or column.name, styles.header)
    sheet:write(KINDS, i, kind_of(column), styles.cell)
end

local function help_of(column)
    local kind, example = kind_of(column):gsub("^%l", string.upper), EXAMPLES[column.kind]
    return example and say("{kind}, such as {example}. Empty or NR: not reported.", { kind = kind, example = example })
        or say("{kind}. Empty or NR: not reported.", { kind = kind })
end

local function guard(book, sheet, column, i)
    local options = checks.options(column)
    local cell = cells.at(FIRST, i)
    sheet:validate(FIRST, i, LAST, i, {
        list_from = options and "=" .. book.lists:of(options),
        formula = NUMBERS[column.kind] and checks.accepts(column, cell) or nil,
        any = not options and not NUMBERS[column.kind] or nil,
        title = say "Record", message = help_of(column),
        error_title = say "This cannot be used",
        error = say("Expected: {kind}. Or NR: not reported.", { kind = kind_of(column) }),
    })
end

-- Pasted cells that cannot be used are red.
local function colour(book, sheet, column, i)
    local cell = cells.at(FIRST, i)
    local accepted = NUMBERS[column.kind] and checks.accepts(column, cell)
    if accepted then
        sheet:conditional(FIRST, i, LAST, i, { format = book.styles.bad_figure,
            formula = ('=AND(TRIM(%s)<>"",NOT(%s))'):format(cell, accepted:sub(2)) })
    end
end

local function write_head(book, sheet, records, count)
    local styles = book.styles
    for row = 1, 2 do
        for i = 1, count do
            sheet:write(row, i, nil, styles.plain)
        end
    end
    sheet:write(1, 1, records.input.label, styles.title)
    sheet:row(1, 30)
    sheet:write(2, 1, say "A row a record, as many as there are, from the first yellow row on.",
        styles.subtitle)
    sheet:url(2, count + 1, "internal:" .. cells.sheet(book.start) .. "A1", styles.link,
        say("back to {sheet}", { sheet = book.start }))
end

function collection_records.write(book, records)
    local sheet, styles = records.made, book.styles
    local columns = records.input.columns
    local count = #columns
    sheet:hide_grid()
    for i, column in ipairs(columns) do
        write_column(book, sheet, column, i)
        guard(book, sheet, column, i)
        colour(book, sheet, column, i)
    end
    sheet:columns(count + 1, count + 2, 22)
    sheet:write(MACHINE, count + 1, "hm:records", styles.machine)
    sheet:write(MACHINE, count + 2, records.input.name, styles.machine)
    sheet:row(MACHINE, nil, nil, { hidden = true })
    sheet:row(HEADER, 48)
    write_head(book, sheet, records, count)
    sheet:freeze(FIRST, 1)
    sheet:page { landscape = true, paper = 9, wide = 1, header = book.page_header,
        footer = "&L&A&R" .. say("Page {page} of {pages}", { page = "&P", pages = "&N" }), repeat_rows = { HEADER, KINDS } }
    sheet:protect { columns = true, rows = true }
    sheet:tab_color "#F2C94C"
end

return collection_records
