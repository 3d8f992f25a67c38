-- The sheet of a theme: its indicators and the figures that each of them needs.

local cells = require "report.cells"
local checks = require "report.collection_checks"
local language = require "report.language"
local logic = require "report.collection_logic"
local say = language.of("report.collection_figures")
local words = require "report.words"

local collection_figures = {}

local HEADER <const>, MACHINE <const>, FIRST <const> = 3, 4, 5    -- rows

-- Of a column: its machine name, what people read above it, how wide it is, the style of what is
-- filled in.
local COLUMNS <const> = {
    { name = "label", title = say.later "What is asked", width = 60 },
    { name = "value", title = say.later "Figure", width = 16 },
    { name = "unit", title = say.later "Unit of measure", width = 11 },
    { name = "kind", title = say.later "Answer with", width = 26 },
    { name = "check", title = say.later "Check", width = 29 },
    { name = "previous", title = say.later "Last time", width = 13, of_last_time = true },
    { name = "status", title = say.later "Status", width = 13, entry = true,
        list = { "observed", "not_reported", "not_applicable" },
        help = say.later "Only where you want to say it: {observed}, {not_reported} or {not_applicable}." },
    { name = "quality", title = say.later "Quality", width = 13, entry = true,
        help = say.later "How good the figure is, in a word of your own: register, measured, estimate..." },
    { name = "verified", title = say.later "Verified", width = 10, entry = true, list = { "yes", "no" },
        help = say.later "Has somebody checked the figure? {yes} or {no}" },
    { name = "source", title = say.later "Source", width = 28, entry = true,
        help = say.later "Where the figure comes from, so that others find it again." },
    { name = "note", title = say.later "Note", width = 32, entry = true },
    { name = "indicators", title = say.later "Used by", width = 20 },
    { name = "hm:figures", title = say.later "Name", width = 30, grey = true },
}

-- By which a sheet shows that it was one of these, where it has lost its machine row.
function collection_figures.headings()
    return { label = say "What is asked", value = say "Figure" }
end

-- The columns of a workbook, and the number of each by its name.
local function columns_of(book)
    local list, at = {}, {}
    for _, column in ipairs(COLUMNS) do
        if not column.of_last_time or book.last_time then
            list[#list + 1] = column
            at[column.name] = #list
        end
    end
    return list, at
end

-- The rows of all lines, before any is written: formulas of one sheet speak of others.
function collection_figures.place(book)
    local _, at = columns_of(book)
    for _, theme in ipairs(book.plan.themes) do
        for i, line in ipairs(theme.lines) do
            line.row = FIRST + i - 1
            line.cell = cells.at(line.row, at.value)
            line.fixed = cells.sheet(theme.sheet) .. cells.fixed(line.row, at.value)
            line.earlier = at.previous and cells.sheet(theme.sheet) .. cells.fixed(line.row, at.previous)
        end
        theme.last = FIRST + #theme.lines - 1
        theme.checks = cells.sheet(theme.sheet)
            .. cells.range(FIRST, at.check, math.max(theme.last, FIRST), at.check)
        theme.first_cell = cells.at(FIRST, at.value)
    end
end

local function write_header(book, sheet, columns)
    local styles = book.styles
    for i, column in ipairs(columns) do
        sheet:columns(i, i, column.width)
        sheet:write(MACHINE, i, column.name, styles.machine)
        sheet:write(HEADER, i, column.of_last_time and book.last_time.title or say(column.title),
            column.grey and styles.header_grey or column.name == "value" and styles.header_right
            or styles.header)
    end
    sheet:row(MACHINE, nil, nil, { hidden = true })
    sheet:row(HEADER, 32)
end

-- A line across the sheet.
local function write_heading(sheet, line, columns, style)
    for i = 1, #columns do
        sheet:write(line.row, i, i == 1 and words.node(line.node) or nil, style)
    end
    sheet:row(line.row, line.kind == "group" and 22 or 18)
end

local function wholes_of(book, input)
    local list = {}
    for _, name in ipairs(book.plan.wholes[input.name] or {}) do
        local asked = book.plan.asked[name]
        if asked then
            list[#list + 1] = { cell = asked.fixed, label = asked.input.label }
        end
    end
    return list
end

-- What the cell of a figure says when it is chosen.
local function help_of(input)
    local kind = words.kind(input):gsub("^%l", string.upper)
    return input.may_be_na and say("{kind}. NR: not reported. NA: does not apply to this city.", { kind = kind })
        or say("{kind}. NR: not reported.", { kind = kind })
end

local function shorter(text, most)
    return utf8.len(text) <= most and text or text:sub(1, utf8.offset(text, most - 2) - 1) .. "..."
end

local function guard(book, sheet, line, column)
    local input, rule = line.input, {}
    local options = checks.options(input)
    rule.list_from = options and "=" .. book.lists:of(options)
    rule.formula = not options and checks.accepts(input, line.cell) or nil
    rule.any = not rule.list_from and not rule.formula or nil
    rule.title = say "Figure"
    rule.message = shorter(help_of(input), 255)
    rule.error_title = say "This cannot be used"
    rule.error = shorter(say("Expected: {kind}. Or NR: not reported.", { kind = words.kind(input) }), 255)
    sheet:validate(line.row, column, line.row, column, rule)
end

local function write_last_time(book, sheet, line, at)
    if book.last_time then
        sheet:write(line.row, at.previous, book.last_time.figures[line.input.name],
            book.styles.previous)
    end
end

local function write_entries(book, sheet, line, columns)
    for i, column in ipairs(columns) do
        if column.entry then
            sheet:write(line.row, i, nil, book.styles.entry)
        end
    end
end

-- Rows grow with what is typed, but not all programs make them fit what is there already; those that
-- have to be higher for it are made so.
local function set_height(sheet, line, columns, at)
    local input, lines = line.input, 1
    for name, text in pairs { label = input.label, kind = words.kind(input), unit = input.unit,
        indicators = table.concat(input.indicators, " ") } do
        lines = math.max(lines, cells.lines(text, columns[at[name]].width))
    end
    if lines > 1 then
        sheet:row(line.row, 4 + 14 * lines)
    end
end

local function write_explanation(book, sheet, line, columns, at)
    local input, styles = line.input, book.styles
    set_height(sheet, line, columns, at)
    sheet:write(line.row, at.label, input.label, styles.label)
    sheet:write(line.row, at.unit, input.unit, styles.cell)
    sheet:write(line.row, at.kind, words.kind(input), styles.cell)
    sheet:write(line.row, at.indicators, table.concat(input.indicators, " "), styles.cell)
    write_last_time(book, sheet, line, at)
end

local function write_asked(book, sheet, line, columns, at)
    local input, styles = line.input, book.styles
    write_explanation(book, sheet, line, columns, at)
    sheet:write(line.row, at.value, nil, styles.figure)
    guard(book, sheet, line, at.value)
    sheet:formula(line.row, at.check, checks.formula(input, {
        cell = line.cell, status = cells.at(line.row, at.status),
        previous = book.last_time and cells.at(line.row, at.previous),
        wholes = wholes_of(book, input),
        list = input.kind == "choice"
            and book.lists:of(input.many and input.options or input.said_options) or nil,
        asked = logic.asked(book.logic, input), says = logic.says(book.logic, input),
    }), styles.check, checks.EMPTY)
    write_entries(book, sheet, line, columns)
    sheet:write(line.row, at["hm:figures"], input.name, styles.name)
    book.workbook:define_name(cells.name(input.name), "=" .. line.fixed)
end

-- A figure that is asked for elsewhere: there it is filled in, here it is seen.
local function write_shown(book, sheet, line, columns, at)
    local styles, first = book.styles, line.first
    write_explanation(book, sheet, line, columns, at)
    sheet:formula(line.row, at.value, ('=IF(%s="","",%s)'):format(first.fixed, first.fixed),
        styles.shown, "")
    sheet:url(line.row, at.check, ("internal:%s%s"):format(cells.sheet(first.theme.sheet),
        first.cell), styles.link_cell,
        say("asked in {sheet}, row {row}", { sheet = first.theme.sheet, row = first.row }))
    for i, column in ipairs(columns) do
        if column.entry then
            sheet:write(line.row, i, nil, styles.cell)
        end
    end
end

local function write_records(book, sheet, line, columns, at)
    local asked = logic.asked(book.logic, line.input)
    local records = book.records_of[line.input.name]
    for i = 1, #columns do
        sheet:write(line.row, i, nil, book.styles.cell)
    end
    sheet:write(line.row, 1, line.input.label, book.styles.label)
    sheet:url(line.row, 2, "internal:" .. cells.sheet(records.sheet) .. "A1", book.styles.link_cell,
        say("sheet {sheet}", { sheet = records.sheet }))
    if asked then
        sheet:formula(line.row, at.check, ('=IF(%s,"",%s)'):format(asked, cells.text(checks.NO_ROWS)),
            book.styles.check, "")
    end
end

local function write_line(book, sheet, line, columns, at)
    if line.kind == "asked" then
        write_asked(book, sheet, line, columns, at)
    elseif line.kind == "shown" then
        write_shown(book, sheet, line, columns, at)
    elseif line.kind == "records" then
        write_records(book, sheet, line, columns, at)
    else
        write_heading(sheet, line, columns, book.styles[line.kind])
    end
end

-- Lists and messages of the columns beside the figure, in the words of the language.
local function guard_entries(sheet, theme, columns)
    for i, column in ipairs(columns) do
        if column.help then
            local list, words_of = {}, {}
            for k, word in ipairs(column.list or {}) do
                list[k] = language.word(word)
                words_of[word] = list[k]
            end
            local help = say(column.help, words_of)
            sheet:validate(FIRST, i, theme.last, i, { list = column.list and list,
                any = not column.list or nil, title = say(column.title), message = help,
                error_title = say "This cannot be used", error = help })
        end
    end
end

-- How links to where a figure is asked begin.
local function asked_in()
    return say("asked in {sheet}, row {row}", { sheet = "\1", row = "" }):match "^[^\1]*"
end

-- Figures and checks in colours that say how it stands.
local function colour(book, sheet, theme, at, last_column)
    local styles = book.styles
    local check = "$" .. cells.at(FIRST, at.check)
    local unasked = ("OR(%s=%s,%s=%s)"):format(check, cells.text(checks.NOT_ASKED), check,
        cells.text(checks.NO_ROWS))
    local function begins(word)
        return checks.begins(check, word)
    end
    local good = ('OR(%s,%s,%s="",%s)'):format(begins(checks.OK), begins(asked_in()), check, unasked)
    local gap = begins(checks.EMPTY)
    local said = ("OR(%s,%s=%s)"):format(begins(checks.NOT_REPORTED), check, cells.text(checks.NA))
    local function rule(column, formula, style)
        sheet:conditional(FIRST, column, theme.last, column,
            { formula = "=" .. formula, format = style, stop = true })
    end
    if book.logic then
        for column = 1, last_column do
            rule(column, unasked, styles.unasked)
        end
    end
    rule(at.check, begins(checks.OK_BUT), styles.doubt)
    rule(at.check, begins(checks.OK), styles.good)
    rule(at.check, gap, styles.gap)
    rule(at.check, said, styles.doubt)
    rule(at.check, ("NOT(%s)"):format(good), styles.bad)
    rule(at.value, ("NOT(OR(%s,%s,%s))"):format(good, gap, said), styles.bad_figure)
end

local function set_page(sheet, theme, columns, header)
    sheet:freeze(FIRST, 2)
    sheet:page { landscape = true, paper = 9, wide = 1, left = 0.4, right = 0.4, top = 0.6,
        bottom = 0.6, header = header,
        footer = "&L&A&R" .. say("Page {page} of {pages}", { page = "&P", pages = "&N" }),
        repeat_rows = { HEADER, HEADER },
        area = { 1, 1, math.max(theme.last, FIRST), #columns - 2 } }
end

function collection_figures.write(book, theme)
    local sheet, styles = theme.made, book.styles
    local columns, at = columns_of(book)
    sheet:hide_grid()
    sheet:write(1, 1, theme.title, styles.title)
    sheet:row(1, 30)
    sheet:write(2, 1, say "Fill in the yellow cells. Leave empty, or write NR, what nobody can report.",
        styles.subtitle)
    sheet:url(2, at.check, "internal:" .. cells.sheet(book.start) .. "A1", styles.link,
        say("back to {sheet}", { sheet = book.start }))
    write_header(book, sheet, columns)
    for _, line in ipairs(theme.lines) do
        write_line(book, sheet, line, columns, at)
    end
    if theme.count then
        guard_entries(sheet, theme, columns)
        colour(book, sheet, theme, at, #columns)
    end
    set_page(sheet, theme, columns, book.page_header)
    sheet:protect { columns = true, rows = true }
    sheet:tab_color "#F2C94C"
end

return collection_figures
