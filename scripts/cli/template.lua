-- template: the sheet in which a city collects its figures. Filled in, it is valid data: as CSV it has
-- the columns of long CSV, and four that explain and are passed over when it is read.

local columns = require "report.columns"
local lazy = require "cli.lazy"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local words = require "report.words"

local template_workbook = lazy "cli.template_workbook"

local COLUMNS <const> = columns("city period label value unit kind status quality verified source "
    .. "note indicators input")

local function sort_out(package)
    local plain, records, names = {}, {}, {}
    for _, input in ipairs(package:inputs()) do
        if input.kind == "records" then
            records[input.name] = input
            names[#names + 1] = input.name
        else
            plain[#plain + 1] = input
        end
    end
    return plain, records, names
end

-- What is to be answered with, and when at all.
local function answer_of(input)
    return words.kind(input) .. (input.asked_if and "; only if " .. input.asked_if or "")
end

-- A row for each input, for each city and period wanted, or for one whose name is left open.
local function sheet(inputs, cities, periods)
    local rows = {}
    for _, city in ipairs(#cities > 0 and cities or { "" }) do
        for _, period in ipairs(#periods > 0 and periods or { "" }) do
            for _, input in ipairs(inputs) do
                rows[#rows + 1] = {
                    city = city, period = period, input = input.name, label = input.label,
                    kind = answer_of(input), unit = input.unit,
                    indicators = table.concat(input.indicators, " "),
                }
            end
        end
    end
    return rows
end

local function records_columns(input)
    local list = columns "city period"
    for _, column in ipairs(input.columns) do
        list[#list + 1] = { name = column.name }
    end
    return list
end

-- The sheet, or that of records, as CSV.
local function write_csv(given, out, package)
    local plain, records, names = sort_out(package)
    local wanted = given.records_sheet
    if wanted and not records[wanted] then
        stop.usage("the package has no records '%s'%s", wanted, suggest.nearest(wanted, names))
    end
    out.safe_cells = true    -- people open it in a spreadsheet
    if wanted then
        out:write_rows { sheet = { columns = records_columns(records[wanted]), rows = {} } }
    else
        out:write_rows { sheet = { columns = COLUMNS,
            rows = sheet(plain, given.for_city, given.for_period) } }
    end
    return wanted and {} or names
end

local function template(given, messages)
    local out = output.new(given, require "cli.template")
    local package = packages.open(given, messages)
    if out.format == "xlsx" then
        template_workbook.write(given, out, package, messages)
        return messages:exit()
    elseif given.from then
        stop.usage("--from: only a workbook shows what was reported last time: --output FILE.xlsx")
    end
    local chosen = given.package and ("--package '%s' "):format(given.package) or ""
    for _, name in ipairs(write_csv(given, out, package)) do
        messages:say("records %s have a sheet of their own: hundredmark template %s--records %s",
            name, chosen, name)
    end
    return messages:exit()
end

return {
    name = "template",
    summary = "make the sheet in which to collect figures",
    about = "Makes the collection sheet of a package. As CSV: one row an input with its label, "
        .. "kind, unit and the indicators that use it, and empty columns to fill in; records have a "
        .. "sheet of their own. As a workbook (-o FILE.xlsx), for one city and period: a sheet a "
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
