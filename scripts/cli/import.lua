-- import: a table that was not made for hundredmark, as one that is. What was understood of it goes to
-- standard error, so that people see it before they score.

local columns = require "report.columns"
local data = require "cli.data"
local files = require "cli.files"
local formats = require "cli.formats"
local import_page = require "report.import_page"
local messages_of = require "cli.messages"
local output = require "cli.output"
local overwrite = require "cli.overwrite"
local reading = require "cli.reading"
local recipe_options = require "cli.recipe_options"
local stop = require "cli.stop"
local text_findings = require "cli.text_findings"

local REMARKS <const> = { "status", "quality", "verified", "source", "note" }

-- The row of one observation, nil where it says nothing, and what became of it.
local function row_of(unit, input, seen)
    if not seen then
        return nil, "silent"
    elseif seen.state == "invalid" then
        return nil, "rejected"
    end
    local row = { city = unit.city, period = unit.period, input = input }
    for _, name in ipairs { "quality", "source", "note" } do
        row[name] = seen[name] ~= "" and seen[name] or nil
    end
    if seen.verified ~= nil then
        row.verified = seen.verified and "yes" or "no"
    end
    if seen.state == "observed" then
        row.value = seen.text
        return row, text_findings.is_text(seen.text) and "text" or "figure"
    elseif seen.state == "not_applicable" or row.quality or row.source or row.note
        or row.verified then
        row.status = seen.state
        return row, seen.state
    end
    return nil, "empty"
end

-- All rows in the order of the data, how many there are of each kind, which columns they need, and which
-- cities have any that is not empty.
local function collect(dataset)
    local rows, count, used, said = {}, {}, {}, {}
    local inputs = dataset:inputs()
    for number, unit in ipairs(dataset:units()) do
        for _, input in ipairs(inputs) do
            local seen = dataset:observation(number, input)
            local row, kind = row_of(unit, input, seen)
            count[kind] = (count[kind] or 0) + 1
            said[unit.city] = said[unit.city] or kind ~= "silent" and kind ~= "empty"
            if row then
                rows[#rows + 1] = row
                row.file, row.line, row.column = seen.file, seen.line, seen.column
                row.sheet = seen.sheet
                for _, name in ipairs(REMARKS) do
                    used[name] = used[name] or row[name] ~= nil
                end
            end
        end
    end
    return rows, count, used, said
end

-- Can they be numbers to whoever reads them, and lose nothing? 007 is more than 7.
local function are_numbers(rows)
    for _, row in ipairs(rows) do
        if row.value and (not text_findings.is_number(row.value) or row.value:find("^[+-]?0%d")) then
            return false
        end
    end
    return true
end

-- Figures as the format has them: in CSV as they are written in the data, but for the decimal mark.
local function write_figures(out, rows)
    local in_csv = out.format == "csv"
    local numeric = not in_csv and are_numbers(rows)
    for _, row in ipairs(rows) do
        if row.value and numeric then
            row.value = tonumber(row.value)
        elseif row.value and in_csv and out.decimal == "," and text_findings.is_number(row.value) then
            row.value = row.value:gsub("%.", ",")
        end
    end
    return numeric
end

local function columns_of(used, numeric)
    local list = columns("city period input", numeric and "value:number" or "value")
    for _, name in ipairs(REMARKS) do
        list[#list + 1] = used[name] and { name = name } or nil
    end
    return list
end

-- What was said of the cities beside their figures: a table that files of cities may be.
local function cities_of(dataset)
    local rows, seen, list = {}, {}, { { name = "city" } }
    for number, unit in ipairs(dataset:units()) do
        if not seen[unit.city] then
            seen[unit.city] = true
            local row = dataset:city(number)
            row.city = unit.city
            rows[#rows + 1] = row
        end
    end
    for _, name in ipairs(dataset:city_columns()) do
        list[#list + 1] = name ~= "city" and { name = name } or nil
    end
    return { columns = list, rows = rows }
end

local function list_recipes(out)
    local rows = {}
    for i, name in ipairs(reading.NAMES) do
        rows[i] = { recipe = name, about = reading.named(name).about }
    end
    out:write_rows({ observations = { columns = columns "recipe about", rows = rows } })
end

local function save_recipe(given, recipe)
    local path = given.save_recipe
    if not next(recipe or {}) then
        stop.usage("--save-recipe: nothing was said of the file that a recipe could hold")
    end
    local name = files.last_name(given.data[1]) or given.data[1]
    local text = recipe_options.package_text(recipe, name)
    local file, reason = io.open(path, "w")
    local written = file and file:write(text) and file:close()
    if not written then
        stop.with(stop.OUTPUT, "cannot write %s", reason or path)
    end
end

local function read(given, messages)
    local dataset = stop.insist(stop.MEMORY, data.new())
    local path = given.data[1]
    messages:tell("reading %s", path)
    local recipe = reading.read(dataset, path, given)
    stop.insist(stop.DATA, dataset:finish())
    overwrite.refuse_data(given, dataset)
    return dataset, recipe
end

local function import(given, messages)
    given.data = given.data and { given.data } or {}
    local out = output.new(given, require "cli.import")
    if given.recipes then
        list_recipes(out)
        return stop.FINE
    elseif #given.data == 0 then
        stop.usage("missing argument 'FILE' (see 'hundredmark import --help')")
    end
    if given.roll_up_by and #given.roll_up_by > 0 and not recipe_options.ways(given.roll_up_by) then
        stop.usage("--roll-up-by: found %s, expected one way for all inputs, or INPUT=WAY of each",
            table.concat(given.roll_up_by, " and "))
    end
    if given.save_recipe then
        output.refuse_rows(given, "save_recipe", "--save-recipe")
    end
    local dataset, recipe = read(given, messages)
    local rows, count, used, said = collect(dataset)
    local findings, texts = text_findings.of(rows)
    local cities = cities_of(dataset)
    messages:issues(data.sorted { dataset:issues(messages_of.TOLD),
        dataset:percentages(messages_of.TOLD), findings })
    for _, line in ipairs(import_page.lines { path = given.data[1], recipe = recipe or {},
        dataset = dataset, rows = rows, count = count, said = said, texts = texts,
        cities = cities }) do
        messages:say("%s", line)
    end
    if given.save_recipe then
        save_recipe(given, recipe)
    end
    local numeric = write_figures(out, rows)
    out:write_rows { observations = { columns = columns_of(used, numeric), rows = rows },
        cities = cities }
    messages:summary()
    return messages:exit()
end

return {
    name = "import",
    summary = "make observations of other people's tables",
    about = "Reads a table that was not made for hundredmark, such as statistical offices publish, by "
        .. "what options or a recipe say of it, shows what was understood, and writes its figures as "
        .. "long CSV (or in another format), a row a figure, which every command reads. Empty cells "
        .. "are left out: what is not there is not reported. --save-recipe keeps what was said, so that "
        .. "next year's file is read in the same way.",
    arguments = { { name = "FILE", target = "data", args = "?",
        help = "a CSV, JSON or NDJSON file, a folder with a datapackage.json, or - for standard "
            .. "input" } },
    options = { "recipe", "recipes", "save_recipe", "sheet", "encoding", "header", "skip_last",
        "read_delimiter", "read_decimal", "read_group", "quote", "comment", "missing",
        "city_column", "city_fixed", "period_column", "period_fixed", "period_columns",
        "period_pattern", "period_format", "input_column", "input_fixed", "input_columns",
        "input_pattern", "value_column", "status_column", "quality_column", "source_column",
        "note_column", "rename", "filter", "fill_down", "leave_out", "power_of_ten", "roll_up",
        "roll_up_by", "least", "strict" },
    formats = formats.list(formats.WRITERS),
    tables = { "observations" },
    more_tables = { "cities" },
    default_format = "csv",
    examples = {
        "import districts.csv --header 4 --city-column District --period-fixed 2024 -o obs.csv",
        "import months.csv --roll-up year --roll-up-by sum -o obs.csv",
        "import series.csv --recipe sdmx-csv --input-column INDICATOR -o obs.csv",
        "import --recipes",
    },
    exits = { 0, 1, 2, 3, 5 },
    exit_words = { [1] = "cells were rejected (--strict: or there is any warning)" },
    run = import,
}
