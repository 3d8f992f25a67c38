-- template: the sheet in which a city collects its figures. Filled in, it is valid data: as CSV it has
-- the columns of long CSV, and four that explain and are passed over when it is read.

local hm = require "hundredmark"
local columns = require "report.columns"
local lazy = require "cli.lazy"
local output = require "cli.output"
local packages = require "cli.packages"
local period_inputs = require "report.period_inputs"
local language = require "report.language"
local say = language.of("cli.template")
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local words = require "report.words"

local template_workbook = lazy "cli.template_workbook"

-- In the words of the language, as the reader knows them.
local COLUMNS <const> = columns("city period label value unit kind status quality verified source "
    .. "note indicators input")

-- The records of the package by name, and the names of those that are asked for in one of the periods.
local function records_of(package, asked)
    local records, names, seen = {}, {}, {}
    for _, input in ipairs(package:inputs()) do
        if input.kind == "records" then
            records[input.name] = input
        end
    end
    for _, one in ipairs(asked) do
        for _, input in ipairs(one.inputs) do
            if records[input.name] and not seen[input.name] then
                seen[input.name] = true
                names[#names + 1] = input.name
            end
        end
    end
    return records, names
end

-- What is asked for, in each period that is wanted, or in all: { text, inputs, uses }.
local function periods_asked(package, periods)
    local asked = {}
    for i, text in ipairs(#periods > 0 and periods or { "" }) do
        local period = hm.period(text) and text or nil
        local inputs, uses = period_inputs.of(package, period)
        if period and #package:nodes(period) == 0 then
            stop.usage(say("--period: nothing of the package holds in {period}", { period = text }))
        end
        asked[i] = { text = text, inputs = inputs, uses = uses }
    end
    return asked
end

-- What is to be answered with, and when at all.
local function answer_of(input)
    return input.asked_if and say("{kind}; only if {condition}", { kind = words.kind(input), condition = input.asked_if })
        or words.kind(input)
end

-- Columns and rows under the names that the language has for the columns.
local function in_words(list, rows)
    local said, said_rows = {}, {}
    for i, column in ipairs(list) do
        said[i] = { name = language.word(column.name), type = column.type }
    end
    for k, row in ipairs(rows) do
        said_rows[k] = {}
        for i, column in ipairs(list) do
            said_rows[k][said[i].name] = row[column.name]
        end
    end
    return { columns = said, rows = said_rows }
end

-- A row for each input, for each city and period wanted, or for one whose name is left open.
local function sheet(asked, cities)
    local rows = {}
    for _, city in ipairs(#cities > 0 and cities or { "" }) do
        for _, period in ipairs(asked) do
            for _, input in ipairs(period.inputs) do
                rows[#rows + 1] = input.kind ~= "records" and {
                    city = city, period = period.text, input = input.name, label = input.label,
                    kind = answer_of(input), unit = input.unit,
                    indicators = table.concat(period.uses[input.name] or {}, " "),
                } or nil
            end
        end
    end
    return rows
end

-- The columns that the package declares go by their own names.
local function records_sheet(input)
    local sheet_of = in_words(columns "city period", {})
    for _, column in ipairs(input.columns) do
        table.insert(sheet_of.columns, { name = column.name })
    end
    return sheet_of
end

-- The sheet, or that of records, as CSV.
local function write_csv(given, out, package)
    local asked = periods_asked(package, given.for_period)
    local records, names = records_of(package, asked)
    local wanted = given.records_sheet
    if wanted and not records[wanted] then
        stop.usage(say("the package has no records '{name}'{hint}",
            { name = wanted, hint = suggest.nearest(wanted, names) }))
    end
    out.safe_cells = true    -- people open it in a spreadsheet
    if wanted then
        out:write_rows { sheet = records_sheet(records[wanted]) }
    else
        out:write_rows { sheet = in_words(COLUMNS, sheet(asked, given.for_city)) }
    end
    return wanted and {} or names
end

local function check_periods(given)
    for _, text in ipairs(given.for_period) do
        if not hm.period(text) then
            stop.usage(say("--period: '{text}' is no period: 2025, 2025-Q1, 2025-03, 2024/2025", { text = text }))
        end
    end
end

local function template(given, messages)
    check_periods(given)
    local out = output.new(given, require "cli.template")
    local package = packages.open(given, messages)
    if out.format == "xlsx" then
        template_workbook.write(given, out, package, messages)
        return messages:exit()
    elseif given.from then
        stop.usage(say "--from: only a workbook shows what was reported last time: --output FILE.xlsx")
    end
    local chosen = given.package and ("--package '%s' "):format(given.package) or ""
    for _, name in ipairs(write_csv(given, out, package)) do
        messages:say("%s", say("records {name} have a sheet of their own: {command}",
            { name = name, command = ("hundredmark template %s--records %s"):format(chosen, name) }))
    end
    return messages:exit()
end

return {
    name = "template",
    summary = "make the sheet in which to collect figures",
    about = "Makes the collection sheet of a package. As CSV: one row an input with its label, "
        .. "kind, unit and the indicators that use it, and empty columns to fill in; records have a "
        .. "sheet of their own. With --period, what is asked for in that period. As a workbook "
        .. "(-o FILE.xlsx), for one city and period: a sheet a "
        .. "theme and a sheet a table of records, with lists, a column that says what is wrong while "
        .. "you type, and how far it is. Filled in, it is data that score and check read; values "
        .. "left empty count as not reported.",
    options = { "records_sheet", "for_city", "for_period", "from", "output", "strict" },
    uses_package = true,
    formats = { "csv", "xlsx" },
    default_format = "csv",
    tables = { "sheet" },
    examples = {
        "template --city \"Port Lumen\" --period 2025 -o sheet.csv",
        "template -o sheet.xlsx --from last-year.csv --city \"Port Lumen\" --period 2026",
        "template --records features -o features.csv",
    },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "with --strict: there is a warning about the package" },
    run = template,
}
