-- The first sheet: which city and period, how to fill the others in, and how far that is.

local cells = require "report.cells"
local checks = require "report.collection_checks"
local say = require("report.language").of("report.collection_start")

local collection_start = {}

local UNIT <const>, MACHINE <const>, CITY <const>, PERIOD <const>, RULES <const> = 3, 4, 5, 6, 8    -- rows
local KEY <const> = 9    -- the last column

local WIDTHS <const> = { 40, 24, 13, 13, 13, 13, 13, 16, 12 }

local PERIODS <const> = say.later "2025, 2025-Q1 (a quarter), 2025-06 (a month) or 2025-06-30"

local SENTENCES <const> = {
    say.later("Write the city and the period above. Then fill in the yellow cells of each sheet; all others are "
        .. "locked, without a password."),
    say.later "A figure is asked for once. Where it is needed again, it is shown in grey.",
    say.later "NR, or an empty cell, means that nobody can report the figure. Never write 0 for it.",
    say.later("NA means that something does not exist in this city, such as trams. It is accepted where the "
        .. "column \"Answer with\" says so; elsewhere it counts as not reported."),
    say.later("A percentage is written as a part of one: 0.85, or 85 %. Figures have no unit beside them, and no "
        .. "blanks or marks between their digits."),
    say.later("The column Check says in words what is wrong with a figure while you type. Status, quality, "
        .. "verified, source and note may stay empty."),
    say.later "Send the file back as it is, as XLSX or ODS. Rows that you do not need stay where they are.",
}

local UNASKED <const> = say.later "A row that turns grey is not asked, for what is answered elsewhere: leave it empty."

local function write_entry(book, sheet, row, label, key, value, check)
    local styles = book.styles
    sheet:row(row, 20)
    sheet:write(row, 1, label, styles.label)
    sheet:write(row, 2, value, styles.entry)
    sheet:formula(row, 3, check, styles.plain, value and checks.OK or checks.EMPTY)
    sheet:write(row, KEY, key, styles.name)
end

local function write_unit(book, sheet)
    local styles = book.styles
    sheet:write(MACHINE, 1, "label", styles.machine)
    sheet:write(MACHINE, 2, "value", styles.machine)
    sheet:write(MACHINE, 3, "check", styles.machine)
    sheet:write(MACHINE, KEY, "hm:start", styles.machine)
    sheet:row(MACHINE, nil, nil, { hidden = true })
    local city, period = cells.at(CITY, 2), cells.at(PERIOD, 2)
    write_entry(book, sheet, CITY, say "City", "city", book.city,
        ('=IF(TRIM(%s)="",%s,%s)'):format(city, cells.text(checks.EMPTY), cells.text(checks.OK)))
    local none = cells.text(say "not a period: such as 2025")
    write_entry(book, sheet, PERIOD, say "Period", "period", book.period,
        ('=IF(TRIM(%s)="",%s,IF(ISERROR(VALUE(LEFT(TRIM(%s),4))),%s,IF(LEN(TRIM(%s))<4,%s,%s)))'):format(period,
            cells.text(checks.EMPTY), period, none, period, none, cells.text(checks.OK)))
    sheet:validate(CITY, 2, CITY, 2, { any = true, title = say "City",
        message = say "The name of the city, always spelt in the same way." })
    sheet:validate(PERIOD, 2, PERIOD, 2, { any = true, title = say "Period",
        message = say("What time the figures stand for: {periods}.", { periods = say(PERIODS) }) })
    sheet:ignore("number_as_text", cells.at(CITY, 2) .. ":" .. period)
    sheet:conditional(CITY, 3, PERIOD, 3,
        { formula = ("=$%s=%s"):format(cells.at(CITY, 3), cells.text(checks.OK)), format = styles.good, stop = true })
    sheet:conditional(CITY, 3, PERIOD, 3,
        { formula = ("=$%s<>%s"):format(cells.at(CITY, 3), cells.text(checks.OK)), format = styles.bad })
end

local function write_section(sheet, styles, row, title)
    for i = 1, KEY - 1 do
        sheet:write(row, i, i == 1 and title or nil, styles.section)
    end
    sheet:row(row, 24)
end

-- What holds for this package: with conditions there are questions that may not arise.
local function sentences_of(book)
    local list = {}
    for i, sentence in ipairs(SENTENCES) do
        list[i] = say(sentence)
    end
    if book.logic and book.logic.has_conditions then
        table.insert(list, 3, say(UNASKED))
    end
    return list
end

-- Gives the row behind the last.
local function write_rules(book, sheet)
    local styles, sentences = book.styles, sentences_of(book)
    write_section(sheet, styles, RULES, say "How to fill it in")
    for i, sentence in ipairs(sentences) do
        local row = RULES + i
        sheet:merge(row, 1, row, KEY - 1, i .. ". " .. sentence, styles.text)
        sheet:row(row, 4 + 14 * cells.lines(sentence, 140))
    end
    return RULES + #sentences + 2
end

local HEADERS <const> = { say.later "Sheet", "", say.later "Figures asked", say.later "Filled in",
    say.later "Not reported", say.later "Does not apply", say.later "To be mended", say.later "Done" }

-- How many checks of a theme begin with a text, or are it.
local function count_of(theme, word)
    return ('COUNTIF(%s,"%s")'):format(theme.checks, word)
end

local function write_link(sheet, styles, row, text, place)
    sheet:merge(row, 1, row, 2, text, styles.link_cell)
    sheet:url(row, 1, "internal:" .. place, styles.link_cell, text)
    sheet:row(row, 4 + 14 * cells.lines(text, WIDTHS[1] + WIDTHS[2] - 2))
end

local function write_theme(book, sheet, row, theme)
    local styles, count = book.styles, theme.count or 0
    local at = function(column)
        return cells.at(row, column)
    end
    write_link(sheet, styles, row, theme.title, cells.sheet(theme.sheet) .. theme.first_cell)
    local unasked = book.logic and "-" .. count_of(theme, checks.NOT_ASKED) or ""
    sheet:formula(row, 3, ("=%d%s"):format(count, unasked), styles.number, count)
    sheet:formula(row, 4, ("=SUMPRODUCT(--(%s))"):format(checks.begins(theme.checks, checks.OK)), styles.number)
    sheet:formula(row, 5, "=" .. count_of(theme, checks.NOT_REPORTED .. "*"), styles.number)
    sheet:formula(row, 6, "=" .. count_of(theme, checks.NA), styles.number)
    sheet:formula(row, 7, ("=%s-%s-%s-%s-%s"):format(at(3), at(4), at(5), at(6),
        count_of(theme, checks.EMPTY .. "*")), styles.number)
    sheet:formula(row, 8, ("=IF(%s=0,1,(%s+%s+%s)/%s)"):format(at(3), at(4), at(5), at(6), at(3)),
        styles.percent, count == 0 and 1 or 0)
end

local function write_records(book, sheet, row, records)
    local styles = book.styles
    write_link(sheet, styles, row, records.input.label, cells.sheet(records.sheet) .. "A6")
    for i = 3, KEY - 1 do
        sheet:write(row, i, nil, styles.cell)
    end
    sheet:write(row, 3, say "rows", styles.number)
    sheet:formula(row, 4, ("=COUNTA(%s)"):format(records.counted), styles.number)
end

local function write_total(book, sheet, row, first, last)
    local styles = book.styles
    sheet:write(row, 1, say "All figures", styles.header)
    sheet:write(row, 2, nil, styles.header)
    for column = 3, 7 do
        sheet:formula(row, column, ("=SUM(%s:%s)"):format(cells.at(first, column),
            cells.at(last, column)), styles.total, column == 3 and book.count or 0)
    end
    sheet:formula(row, 8, ("=IF(%s=0,1,(%s+%s+%s)/%s)"):format(cells.at(row, 3), cells.at(row, 4),
        cells.at(row, 5), cells.at(row, 6), cells.at(row, 3)), styles.total_percent)
end

-- How far each sheet is, by its column Check.
local function write_progress(book, sheet, row)
    local styles, plan = book.styles, book.plan
    write_section(sheet, styles, row, say "How far it is")
    for i, title in ipairs(HEADERS) do
        sheet:write(row + 1, i, say(title), i > 2 and styles.header_right or styles.header)
    end
    local first = row + 2
    for i, theme in ipairs(plan.themes) do
        write_theme(book, sheet, first + i - 1, theme)
    end
    local last = first + #plan.themes - 1
    write_total(book, sheet, last + 1, first, last)
    sheet:conditional(first, 8, last + 1, 8, { bar = "#9CCBB0", at = { 0, 1 } })
    sheet:conditional(first, 7, last, 7, { formula = ("=%s>0"):format(cells.at(first, 7)),
        format = styles.bad })
    for i, records in ipairs(plan.records) do
        write_records(book, sheet, last + 1 + i, records)
    end
    return last + 1 + #plan.records
end

function collection_start.write(book, sheet)
    local styles, info = book.styles, book.info
    for i, width in ipairs(WIDTHS) do
        sheet:columns(i, i, width)
    end
    sheet:hide_grid()
    sheet:write(1, 1, info.title ~= "" and info.title or info.name, styles.title)
    sheet:row(1, 34)
    sheet:write(2, 1, say.count(book.count, "Collection sheet of the package {package}, version {version}: {n} figure.",
        "Collection sheet of the package {package}, version {version}: {n} figures.",
        { package = info.name, version = info.version }), styles.subtitle)
    write_section(sheet, styles, UNIT, say "Who and when")
    write_unit(book, sheet)
    local last = write_progress(book, sheet, write_rules(book, sheet))
    sheet:page { landscape = true, paper = 9, wide = 1, left = 0.5, right = 0.5,
        header = book.page_header, footer = "&L&A&R" .. say("Page {page} of {pages}", { page = "&P", pages = "&N" }), area = { 1, 1, last, KEY - 1 } }
    sheet:protect { columns = true, rows = true }
    sheet:tab_color "#0F5C6E"
    sheet:select(CITY, 2)
    sheet:activate()
end

return collection_start
