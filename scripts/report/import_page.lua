-- What import has understood of a table, in lines for people: where each part of an observation
-- stands, how much there is, and an example.

local frame = require "report.scores_workbook_frame"
local language = require "report.language"

local say = language.of("report.import_page")

local import_page = {}

local function quoted(text)
    return '"' .. text .. '"'
end

local function column_words(column)
    if type(column) == "number" then
        return say("column {column}", { column = column })
    elseif type(column) == "string" then
        return say("column {column}", { column = quoted(column) })
    elseif column.fixed then
        return quoted(column.fixed)
    end
    local words = column_words(column.column)
    if column.as then
        words = say("{column} as {name}", { column = words, name = column.as })
    end
    return column.optional and say("{column} where there is one", { column = words }) or words
end

local function list_words(list)
    local words = {}
    for i, column in ipairs(list) do
        words[i] = column_words(column)
    end
    return language.list(words)
end

local function part_words(part)
    if part.fixed then
        return say("{text} in all rows", { text = quoted(tostring(part.fixed)) })
    elseif part.pattern then
        return say("in the names of columns like {pattern}", { pattern = quoted(part.pattern) })
    elseif part.columns then
        return say("in the names of {columns}", { columns = list_words(part.columns) })
    elseif type(part.column) == "table" and #part.column > 0 then
        return say("from {columns} together", { columns = list_words(part.column) })
    end
    return column_words(part.column)
end

-- What is said of no part: its own column, or as the header shows.
local function default_words(name, mapping)
    local from_names = (mapping.input or {}).columns or (mapping.input or {}).pattern
        or (mapping.period or {}).columns or (mapping.period or {}).pattern
    if name == "value" and from_names then
        return say "in the cells of these columns"
    elseif name == "input" and not mapping.value then
        return say 'column "input"; where there is none, each other column is an input, called by its name'
    elseif name == "value" and not mapping.input then
        return say 'column "value"; where there is none, the cells of these columns'
    end
    return say("column {column}", { column = quoted(name) })
end

local PARTS <const> = { "city", "period", "input", "value" }
local REMARKS <const> = { "status", "quality", "verified", "source", "note" }

local function roll_up_words(roll_up)
    local by = roll_up.by
    if type(by) == "table" then
        local names = {}
        for name in pairs(by) do
            names[#names + 1] = name
        end
        table.sort(names)
        for i, name in ipairs(names) do
            names[i] = say("{way} of {name}", { way = by[name], name = quoted(name) })
        end
        by = language.list(names)
    end
    return say("  rolled up to {period}s: {ways}", { period = roll_up.to, ways = by })
end

local function parts_lines(recipe, lines)
    local mapping = recipe.hundredmark
    if not mapping then
        return
    end
    for _, name in ipairs(PARTS) do
        local part = mapping[name]
        lines[#lines + 1] = ("  %-8s %s"):format(name, part and next(part) and part_words(part)
            or default_words(name, mapping))
    end
    for _, name in ipairs(REMARKS) do
        local part = mapping[name]
        if part and next(part) then
            lines[#lines + 1] = ("  %-8s %s"):format(name, part_words(part))
        end
    end
    local filled = mapping.fill_down
    if filled then
        lines[#lines + 1] = say("  filled down {columns}", { columns = list_words(type(filled) == "table" and #filled > 0
            and filled or { filled }) })
    end
    if mapping.roll_up then
        lines[#lines + 1] = roll_up_words(mapping.roll_up)
    end
end

local function distinct(dataset, field)
    local seen, list = {}, {}
    for _, unit in ipairs(dataset:units()) do
        if not seen[unit[field]] then
            seen[unit[field]] = true
            list[#list + 1] = unit[field]
        end
    end
    return list
end

local function some(list)
    local shown = table.move(list, 1, math.min(3, #list), 1, {})
    shown[4] = #list > 3 and "..." or nil
    return language.list(shown)
end

-- Cities that are perhaps none: headings, notes and subtotals stand in the same column.
local function doubtful_lines(given, cities, lines)
    local empty, totals = {}, {}
    for _, city in ipairs(cities) do
        empty[#empty + 1] = not given.said[city] and city or nil
        totals[#totals + 1] = city:lower():find("%f[%a]total%f[%A]") and city or nil
    end
    if #empty > 0 and #given.rows > 0 then
        lines[#lines + 1] = say("  nothing is said of {cities} (a heading or a note is no city: --filter, --skip-last)",
            { cities = some(empty) })
    end
    if #totals > 0 then
        lines[#lines + 1] = say("  perhaps no city, but a total: {cities} (--filter leaves it out)",
            { cities = some(totals) })
    end
end

local COUNTS <const> = { { "empty", say.later "{n} empty" }, { "not_reported", say.later "{n} not reported" },
    { "not_applicable", say.later "{n} not applicable" }, { "rejected", say.later "{n} rejected" } }

-- "12 figures, 1 text, 3 not reported".
local function counts_words(count)
    local list = { say.count(count.figure or 0, "{n} figure", "{n} figures"),
        count.text and say.count(count.text, "{n} text", "{n} texts") or nil }
    for _, kind in ipairs(COUNTS) do
        list[#list + 1] = count[kind[1]] and say(kind[2], { n = count[kind[1]] }) or nil
    end
    return language.list(list)
end

local function totals_lines(given, lines)
    local cities, periods = distinct(given.dataset, "city"), distinct(given.dataset, "period")
    local inputs, count = given.dataset:inputs(), given.count
    if #cities == 0 then
        lines[#lines + 1] = say "  no figures"
        return
    end
    lines[#lines + 1] = say.count(#cities, "  {n} city: {names}", "  {n} cities: {names}", { names = some(cities) })
    doubtful_lines(given, cities, lines)
    lines[#lines + 1] = say.count(#periods, "  {n} period: {names}", "  {n} periods: {names}", { names = some(periods) })
    local records = given.dataset:records()
    if #records > 0 then
        lines[#lines + 1] = say("  records of {names}, which are not written", { names = some(records) })
    end
    if #inputs == 0 then
        lines[#lines + 1] = #records > 0 and say("  no figures: a resource is records of its name unless it is called "
            .. "observations, or says under hundredmark how it is read") or say "  no figures"
        return
    end
    lines[#lines + 1] = say.count(#inputs, "  {n} input: {names}", "  {n} inputs: {names}", { names = some(inputs) })
    lines[#lines + 1] = "  " .. counts_words(count)
    if #given.texts > 0 then
        lines[#lines + 1] = say("  nothing but texts in {names}", { names = some(given.texts) })
    end
end

-- What is said of cities beside their figures.
local function cities_line(cities, lines)
    local names = {}
    for i = 2, #cities.columns do
        names[i - 1] = cities.columns[i].name
    end
    if #names > 0 then
        lines[#lines + 1] = say("  said of cities: {names} (--table cities writes it)", { names = some(names) })
    end
end

local LEFT_OUT <const> = { rows_left_out = true, columns_unread = true }

-- What is left out is told as notes, which people do not see: it belongs here.
local function left_out_lines(dataset, lines)
    for _, issue in ipairs(dataset:issues()) do
        if LEFT_OUT[issue.code] then
            lines[#lines + 1] = "  " .. issue.message
        end
    end
end

local function location(row)
    if (row.sheet or "") == "" then
        return say("line {line}, column {column}", { line = row.line, column = row.column })
    end
    return say("sheet {sheet}, cell {cell}", { sheet = row.sheet, cell = frame.letters(row.column) .. row.line })
end

local function example_line(rows, lines)
    local row = rows[1]
    if row then
        lines[#lines + 1] = say("  for example {city}, {period}: {input} = {value} ({place})", { city = row.city,
            period = row.period, input = row.input, value = row.value or row.status, place = location(row) })
    end
end

-- given: path, recipe (a table), dataset (finished), rows, count, texts (inputs that hold no numbers),
-- cities (a table), said (a set of those with a figure, or a cell that was rejected).
function import_page.lines(given)
    local lines = { say("{file} was read so:", { file = given.path }) }
    parts_lines(given.recipe, lines)
    totals_lines(given, lines)
    cities_line(given.cities, lines)
    left_out_lines(given.dataset, lines)
    example_line(given.rows, lines)
    return lines
end

return import_page
