-- One data set in every form that data may have: the scores are the same to the byte, and so is what is
-- told, but for places. Most of its cells say in some way that there is no figure.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- The package ---------------------------------------------------------------------------------

local MANIFEST <const> = [[return package { name = "forms", version = "1", api = 1, title = "Forms",
    policy = { min_coverage = 0 }, nodes = { { "R", "Root" } } }]]

local INPUTS <const> = [[return {
    number { "may", may_be_na = true }, number { "must" },
    flag { "may_flag", may_be_na = true }, flag { "must_flag" },
    choice { "may_choice", options = { "x" }, may_be_na = true },
    choice { "must_choice", options = { "x" } },
    records { "rows", "Rows", columns = { number { "may", may_be_na = true }, number { "must" },
        text { "word" } } },
}]]

-- By code; each is one look at what a measure sees.
local MEASURES <const> = {
    M1 = { "may", "input.may" }, M2 = { "must", "input.must" },
    M3 = { "may_flag", "points(input.may_flag, 7)" }, M4 = { "must_flag", "points(input.must_flag, 7)" },
    M5 = { "may_choice", "points(eq(input.may_choice, 'x'), 7)" },
    M6 = { "must_choice", "points(eq(input.must_choice, 'x'), 7)" },
    R1 = { "rows", "sum(input.rows.may)" }, R2 = { "rows", "sum(input.rows.must)" },
    R3 = { "rows", "count_rows(input.rows, eq(input.rows.word, 'NA'))" },
}

-- How a function sees them: nil where there is no figure.
local SEEN <const> = [[return indicator { code = "F1", parent = "R", name = "F1",
    inputs = { "may", "must", "may_flag", "must_flag" }, accepts_missing = true,
    measure = function(v)
        return (v.may == nil and 1 or 0) + (v.must == nil and 2 or 0)
            + (v.may_flag == nil and 4 or 0) + (v.must_flag == nil and 8 or 0)
    end }]]

local function open_package()
    local files = { ["package.lua"] = MANIFEST, ["inputs.lua"] = INPUTS, ["F1.lua"] = SEEN }
    for code, measure in pairs(MEASURES) do
        files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "R", name = "%s",
            inputs = { "%s" }, measure = %s }]]):format(code, code, measure[1], measure[2])
    end
    return support.need(hm.open_package("forms", { files = files }))
end

-- The data ------------------------------------------------------------------------------------

local NAMES <const> = { "may", "must", "may_flag", "must_flag", "may_choice", "must_choice" }

-- A city a line, its cells as a CSV file holds them.
local CELLS <const> = {
    { "A", "3", "4", "yes", "no", "x", "x" },
    { "B", "NA", "NA", "NA", "NA", "NA", "NA" },
    { "C", "na", "nA", "Na", "na", "NA", "na" },
    { "D", "NR", "NR", "NR", "nr", "NR", "NR" },
    { "E", "", "", "", "", "", "" },
    { "F", "NA", "4", "no", "NA", "NA", "x" },
}

local COLUMNS <const> = { "may", "must", "word" }

local ROWS <const> = {
    { "A", "1", "2", "a" }, { "A", "2", "3", "b" },
    { "B", "NA", "2", "NA" }, { "B", "1", "2", "b" },
    { "C", "1", "NA", "c" }, { "C", "1", "2", "na" },
    { "D", "NR", "NR", "NR" }, { "E", "", "", "" },
}

-- What is seen of it, by hand: the states of M1 to M6, R1 to R3, and F1's value. A text column has the
-- words NA and NR as every other has.
local STATES <const> = {
    A = { "scored", "scored", "scored", "scored", "scored", "scored" },
    B = { "not_applicable", "not_reported", "not_applicable", "not_reported", "not_applicable",
        "not_reported" },
    D = { "not_reported", "not_reported", "not_reported", "not_reported", "not_reported",
        "not_reported" },
    F = { "not_applicable", "scored", "scored", "not_reported", "not_applicable", "scored" },
}
STATES.C, STATES.E = STATES.B, STATES.D
local SEEN_VALUES <const> = { A = 0, B = 15, C = 15, D = 15, E = 15, F = 9 }

-- Forms ---------------------------------------------------------------------------------------

local function lines(list)
    return table.concat(list, "\n") .. "\n"
end

local function long(separator, status)
    local list = { table.concat({ "city", "period", "input", "value", status and "status" }, separator) }
    for _, cells in ipairs(CELLS) do
        for i, name in ipairs(NAMES) do
            local value, word = cells[i + 1], ""
            if status and value:upper():find("^N[AR]$") then
                value, word = "", status[value:upper()]
            end
            list[#list + 1] = table.concat({ cells[1], "2025", name, value, status and word },
                separator)
        end
    end
    return lines(list)
end

local function wide(separator, names, rows)
    local list = { "city" .. separator .. "period" .. separator .. table.concat(names, separator) }
    for _, cells in ipairs(rows) do
        list[#list + 1] = cells[1] .. separator .. "2025" .. separator
            .. table.concat(cells, separator, 2)
    end
    return lines(list)
end

-- As JSON: every cell a string, or each as what it is.
local function string_value(cell)
    return '"' .. cell .. '"'
end

local function typed_value(cell)
    local words = { [""] = "null", yes = "true", no = "false" }
    return words[cell] or tonumber(cell) and cell or string_value(cell)
end

local function observations(value_of)
    local list = {}
    for _, cells in ipairs(CELLS) do
        for i, name in ipairs(NAMES) do
            list[#list + 1] = ('{"city":"%s","period":"2025","input":"%s","value":%s}'):format(
                cells[1], name, value_of(cells[i + 1]))
        end
    end
    return list
end

local function row_objects(value_of)
    local list = {}
    for _, cells in ipairs(ROWS) do
        local members = { '"city":"' .. cells[1] .. '","period":"2025"' }
        for i, name in ipairs(COLUMNS) do
            members[#members + 1] = ('"%s":%s'):format(name, value_of(cells[i + 1]))
        end
        list[#list + 1] = "{" .. table.concat(members, ",") .. "}"
    end
    return list
end

local function array(list)
    return "[" .. table.concat(list, ",\n") .. "]"
end

-- Each fills a data set. Records come by a file, except where the form has a place for them.
local function from_text(suffix, text)
    return function(dataset)
        support.need(dataset:read_text("data" .. suffix, text))
    end
end

local function from_puts(dataset)
    for _, cells in ipairs(CELLS) do
        for i, name in ipairs(NAMES) do
            support.need(dataset:put(cells[1], "2025", name, cells[i + 1]))
        end
    end
end

local function rows_from_file(suffix, text)
    return function(dataset)
        local path = os.tmpname()
        local named = path .. suffix
        local file <close> = assert(io.open(named, "wb"))
        file:write(text)
        file:flush()
        local done, err = dataset:read_records("rows", named)
        os.remove(named)
        os.remove(path)
        support.need(done, err)
    end
end

local function rows_from_puts(dataset)
    for _, cells in ipairs(ROWS) do
        local row = {}
        for i, name in ipairs(COLUMNS) do
            row[i] = { column = name, text = cells[i + 1] }
        end
        support.need(dataset:put_record("rows", cells[1], "2025", row))
    end
end

local WORDS <const> = { NA = "NA", NR = "NR" }
local LONG_WORDS <const> = { NA = "not_applicable", NR = "not_reported" }

local FORMS <const> = {
    { "long", from_text(".csv", long(",")) },
    { "long, with ;", from_text(".csv", long(";")) },
    { "long, the status says it", from_text(".csv", long(",", WORDS)) },
    { "long, the status says it in full", from_text(".csv", long(",", LONG_WORDS)) },
    { "wide", from_text(".csv", wide(",", NAMES, CELLS)) },
    { "wide, with tabs", from_text(".tsv", wide("\t", NAMES, CELLS)) },
    { "JSON of strings", from_text(".json", array(observations(string_value))) },
    { "JSON of what it is", from_text(".json",
        '{"observations":' .. array(observations(typed_value)) .. "}") },
    { "NDJSON", from_text(".ndjson", lines(observations(typed_value))) },
    { "one by one", from_puts },
}

local ROW_FORMS <const> = {
    { "rows in CSV", rows_from_file(".csv", wide(",", COLUMNS, ROWS)) },
    { "rows in CSV, with ;", rows_from_file(".csv", wide(";", COLUMNS, ROWS)) },
    { "rows in JSON", rows_from_file(".json", array(row_objects(string_value))) },
    { "rows in JSON of what they are", from_text(".json",
        '{"records":{"rows":' .. array(row_objects(typed_value)) .. "}}") },
    { "rows in NDJSON", rows_from_file(".ndjson", lines(row_objects(typed_value))) },
    { "rows one by one", rows_from_puts },
}

-- What comes of it ----------------------------------------------------------------------------

local function outcome(package, form, rows)
    local dataset = support.need(hm.new_dataset())
    form(dataset)
    rows(dataset)
    support.need(dataset:finish())
    local scores = support.need(hm.score(package, dataset))
    local text = support.written(function(file)
        return support.need(scores:write { file = file, format = "csv" })
    end)
    local messages = {}
    for _, list in ipairs { dataset:issues(), scores:issues() } do
        for _, issue in ipairs(list) do
            -- what stands in no file says whose it is first
            local message = issue.message:gsub("^%w+, [%w-]+: ", "")
            messages[#messages + 1] = issue.severity .. ": " .. message
        end
    end
    table.sort(messages)
    return text, table.concat(messages, "\n"), scores
end

function tests.test_what_measures_see()
    local _, _, scores = outcome(open_package(), FORMS[1][2], ROW_FORMS[1][2])
    for unit, cells in ipairs(CELLS) do
        local city = cells[1]
        for i, status in ipairs(STATES[city]) do
            lu.assertEquals(scores:row(unit, "M" .. i).status, status, city .. " M" .. i)
        end
        lu.assertEquals(scores:row(unit, "F1").value, SEEN_VALUES[city], city)
    end
    local row = scores:row(1, "R1")
    lu.assertEquals({ row.value, scores:row(1, "R2").value }, { 3, 5 })
    lu.assertEquals(scores:row(2, "R1").status, "not_applicable")
    lu.assertEquals(scores:row(2, "R2").value, 4)
    lu.assertEquals(scores:row(3, "R1").value, 2)
    lu.assertEquals(scores:row(3, "R2").status, "not_reported")
end

-- NA of what always applies is told once a cell: B's and C's three each and F's flag; in the rows that
-- of `must` and two of `word`.
function tests.test_what_is_told()
    local _, messages = outcome(open_package(), FORMS[1][2], ROW_FORMS[1][2])
    local count = select(2, messages:gsub("NA, but it applies to every city", ""))
    lu.assertEquals(count, 3 + 3 + 1 + 1 + 2)
end

function tests.test_every_form_gives_the_same()
    local package = open_package()
    local expected, expected_messages = outcome(package, FORMS[1][2], ROW_FORMS[1][2])
    for _, form in ipairs(FORMS) do
        for _, rows in ipairs(ROW_FORMS) do
            local text, messages = outcome(package, form[2], rows[2])
            lu.assertEquals(text, expected, form[1] .. "; " .. rows[1])
            lu.assertEquals(messages, expected_messages, form[1] .. "; " .. rows[1])
        end
    end
end

-- As a stream ---------------------------------------------------------------------------------

-- One city a line, with its rows of records.
local function cities(value_of)
    local list, seen, rows = {}, observations(value_of), row_objects(value_of)
    for c, cells in ipairs(CELLS) do
        local own = {}
        for i, row in ipairs(ROWS) do
            own[#own + 1] = row[1] == cells[1] and rows[i] or nil
        end
        local records = #own > 0 and ',"records":{"rows":[' .. table.concat(own, ",") .. "]}" or ""
        list[c] = ('{"observations":[%s]%s}'):format(
            table.concat(seen, ",", #NAMES * (c - 1) + 1, #NAMES * c), records)
    end
    return lines(list)
end

local function streamed(package, suffix, text)
    local path, messages = os.tmpname(), {}
    local named = path .. suffix
    local file <close> = assert(io.open(named, "wb"))
    file:write(text)
    file:flush()
    local written = support.written(function(out)
        return support.need(hm.stream(package, named, { file = out, issue = function(issue)
            -- what stands in no file says whose it is first
            local message = issue.message:gsub("^%w+, [%w-]+: ", "")
            messages[#messages + 1] = issue.severity .. ": " .. message
        end }))
    end)
    os.remove(named)
    os.remove(path)
    table.sort(messages)
    return written, table.concat(messages, "\n")
end

-- A stream has no ranks: the column before the last two is empty.
local function without_ranks(text)
    return (text:gsub(",%d+(,[%a_]+,[%a_;]*\n)", ",%1"))
end

local function no_rows() end

function tests.test_streams_give_the_same()
    local package = open_package()
    local expected, expected_messages = outcome(package, FORMS[1][2], no_rows)
    for _, form in ipairs { { ".csv", long(",") }, { ".csv", long(";") }, { ".csv", long(",", WORDS) },
        { ".csv", long(",", LONG_WORDS) }, { ".csv", wide(",", NAMES, CELLS) },
        { ".tsv", wide("\t", NAMES, CELLS) }, { ".ndjson", lines(observations(typed_value)) },
        { ".ndjson", lines(observations(string_value)) } } do
        local text, messages = streamed(package, form[1], form[2])
        lu.assertEquals(text, without_ranks(expected), form[2])
        lu.assertEquals(messages, expected_messages, form[2])
    end
end

function tests.test_streams_of_records_give_the_same()
    local package = open_package()
    local expected, expected_messages = outcome(package, FORMS[1][2], ROW_FORMS[1][2])
    for _, value_of in ipairs { string_value, typed_value } do
        local text, messages = streamed(package, ".ndjson", cities(value_of))
        lu.assertEquals(text, without_ranks(expected))
        lu.assertEquals(messages, expected_messages)
    end
end

support.run("forms", tests)
