-- Tables: made of rows, those of scores, and written by any writer.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local cjson = require "cjson"
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local COLUMNS <const> = {
    { name = "city" }, { name = "length", type = "number", unit = "km" },
    { name = "lines", type = "integer" }, { name = "open", type = "flag" },
}

local function mixed()
    return hm.table { name = "mixed", columns = COLUMNS, rows = {
        { city = 'A, "west"', length = 1.5, lines = 3, open = true, other = "not asked for" },
        { city = " B", open = false, lines = 4.0 }, {} } }
end

local function write(tables, options)
    return (support.written(function(file)
        options.file = file
        return support.need(hm.write(tables, options))
    end))
end

function tests.test_a_table_tells_its_columns()
    local made = mixed()
    lu.assertEquals(made:name(), "mixed")
    lu.assertEquals(made:count(), 3)
    lu.assertEquals(made:columns(), {
        { name = "city", type = "text", unit = "" },
        { name = "length", type = "number", unit = "km" },
        { name = "lines", type = "integer", unit = "" },
        { name = "open", type = "flag", unit = "" },
    })
end

function tests.test_a_table_gives_its_rows()
    local rows = mixed():rows()
    lu.assertEquals(rows, { { city = 'A, "west"', length = 1.5, lines = 3, open = true },
        { city = " B", open = false, lines = 4 }, {} })
    lu.assertEquals(math.type(rows[1].lines), "integer")
    lu.assertEquals(mixed():rows(2, 1), { { city = " B", open = false, lines = 4 } })
    lu.assertEquals(mixed():rows(3), { {} })
    lu.assertEquals(mixed():rows(4), {})
    lu.assertEquals(mixed():rows(1, 0), {})
    lu.assertErrorMsgContains("counted from 1", mixed().rows, mixed(), 0)
    lu.assertErrorMsgContains("at least 0", mixed().rows, mixed(), 1, -1)
    local closed = mixed()
    closed:close()
    lu.assertErrorMsgContains("closed", closed.rows, closed)
end

-- More rows than are read at a time, and made as they are read.
function tests.test_rows_of_scores_are_those_of_the_units()
    local text = { "city,period,lamps_smart,lamps" }
    for i = 1, 200 do
        text[#text + 1] = ("c%d,2025,%d,200"):format(i, i)
    end
    local dataset = support.dataset(table.concat(text, "\n") .. "\n")
    local scores = support.scores(nil, dataset)
    local made = support.need(scores:table("scores"))
    local rows, number = made:rows(), 0
    lu.assertEquals(#rows, made:count())
    for unit = 1, dataset:unit_count() do
        for _, row in ipairs(scores:rows(unit)) do
            number = number + 1
            lu.assertEquals({ rows[number].city, rows[number].code, rows[number].score },
                { row.city, row.code, row.score })
        end
    end
end

function tests.test_a_column_has_a_name_of_its_own()
    lu.assertErrorMsgContains("two columns are called 'a'", hm.table,
        { name = "t", columns = { { name = "a" }, { name = "b" }, { name = "a" } }, rows = {} })
end

function tests.test_every_writer_writes_every_table()
    lu.assertEquals(write(mixed(), {}), 'city,length,lines,open\n"A, ""west""",1.5,3,yes\n'
        .. '" B",,4,no\n,,,\n')
    lu.assertEquals(write(mixed(), { format = "ndjson" }),
        '{"city":"A, \\"west\\"","length":1.5,"lines":3,"open":true}\n'
        .. '{"city":" B","length":null,"lines":4,"open":false}\n'
        .. '{"city":null,"length":null,"lines":null,"open":null}\n')
    lu.assertEquals(write(mixed(), { header = false }):match("^[^\n]*"), '"A, ""west""",1.5,3,yes')
    for _, writer in ipairs(hm.writers()) do
        lu.assertStrContains(write(mixed(), { format = writer.name }), "west")
    end
end

function tests.test_several_tables_are_members()
    local empty = hm.table { name = "empty", columns = { { name = "a" } }, rows = {} }
    local document = cjson.decode(write({ mixed(), empty }, { format = "json", run = '{"by":1}' }))
    lu.assertEquals(document.run, { by = 1 })
    lu.assertEquals(#document.mixed, 3)
    lu.assertEquals(document.empty, {})
    local file <close> = assert(io.tmpfile())
    support.assert_fails({ code = "argument" }, hm.write({ mixed(), empty }, { file = file }))
    support.assert_fails({ code = "argument" }, hm.write({}, { file = file }))
end

function tests.test_cells_for_spreadsheets_are_safe()
    local made = hm.table { name = "t", columns = { { name = "a" } },
        rows = { { a = "=1+1" }, { a = "-5" }, { a = "@x,y" } } }
    lu.assertEquals(write(made, { safe_cells = true }), "a\n'=1+1\n-5\n\"'@x,y\"\n")
end

function tests.test_csv_for_spreadsheets_of_other_languages()
    local made = hm.table { name = "t", columns = { { name = "a;b" }, { name = "n", type = "number" },
        { name = "i", type = "integer" } }, rows = {
            { ["a;b"] = "1,5", n = 1234.5, i = 1234 }, { ["a;b"] = "x\ty", n = -1e-7, i = -1 },
            { ["a;b"] = "-0,5", n = 2, i = 0 }, { ["a;b"] = "=1", n = 1234.5 } } }
    lu.assertEquals(write(made, { delimiter = ";", decimal = ",", bom = true, safe_cells = true }),
        "\u{FEFF}\"a;b\";n;i\n\"1,5\";1234,5;1234\n\"x\ty\";-1e-7;-1\n"
        .. "\"-0,5\";2;0\n'=1;1234,5;\n")
    lu.assertEquals(write(made, { delimiter = "\t", decimal = "," }):match("^(.-)\n\"x"),
        "\"a;b\"\tn\ti\n\"1,5\"\t1234,5\t1234")
    lu.assertEquals(write(made, { bom = true, header = false }):sub(1, 8), "\u{FEFF}\"1,5\"")
    for _, wrong in ipairs { { decimal = "," }, { delimiter = ",", decimal = "," },
        { delimiter = "|" }, { decimal = ";" } } do
        wrong.file = assert(io.tmpfile())
        support.assert_fails({ code = "argument" }, hm.write(made, wrong))
        wrong.file:close()
    end
    lu.assertErrorMsgContains("delimiter is one character", write, made, { delimiter = ";;" })
end

-- Lists of the engine's words are joined by what may stand between cells.
function tests.test_lists_of_words_are_quoted_where_they_must_be()
    local text = write(support.scores():table(), { delimiter = ";", decimal = "," })
    lu.assertStrContains(text, ';"capped;part_exceeds_whole')
    for line in text:gmatch("[^\n]+") do
        local _, count = line:gsub('"[^"]*"', ""):gsub(";", "")
        lu.assertEquals(count, 14, line)
    end
end

function tests.test_what_is_no_table_raises()
    local function make(columns, ...)
        return { name = "t", columns = columns, rows = { ... } }
    end
    for expected, wrong in pairs {
        ["row 2: column 'n' takes a number, not string"] = make({ { name = "n", type = "number" } },
            { n = 1 }, { n = "1" }),
        ["takes a integer, not number"] = make({ { name = "n", type = "integer" } }, { n = 1.5 }),
        ["row 1: column 'n' takes a number, which cannot hold all digits of 9007199254740993"] =
            make({ { name = "n", type = "number" } }, { n = 2 ^ 53 | 1 }),
        ["cannot hold all digits of 9223372036854775807"] =
            make({ { name = "n", type = "number" } }, { n = math.maxinteger }),
        ["takes a number, not number"] = make({ { name = "n", type = "number" } }, { n = 0 / 0 }),
        ["takes a text, not number"] = make({ { name = "n" } }, { n = 1 }),
        ["takes a text, not string"] = make({ { name = "n" } }, { n = "a\0b" }),
        ["takes a flag, not number"] = make({ { name = "n", type = "flag" } }, { n = 1 }),
        ["name must be a text"] = make({ { type = "flag" } }, {}),
        ["invalid option 'date'"] = make({ { name = "n", type = "date" } }, {}),
        ["row 1 is no table"] = make({ { name = "n" } }, 5),
        ["a column is a table"] = make({ "n" }, {}),
    } do
        lu.assertErrorMsgContains(expected, hm.table, wrong)
    end
    collectgarbage()
end

function tests.test_a_closed_table_is_no_table()
    local made = mixed()
    made:close()
    lu.assertErrorMsgContains("closed", made.name, made)
    local file <close> = assert(io.tmpfile())
    lu.assertErrorMsgContains("closed", hm.write, made, { file = file })
end

function tests.test_scores_are_tables()
    local scores = support.scores()
    lu.assertEquals(scores:tables(), { "scores", "observations", "issues", "fits", "usage", "timings" })
    for _, name in ipairs(scores:tables()) do
        lu.assertEquals(scores:table(name):name(), name)
    end
    lu.assertEquals(scores:table():count(), 3 * 7)
    lu.assertErrorMsgContains("no table of this name", scores.table, scores, "score")
    lu.assertEquals(write(scores:table("scores", { units = { 2 }, depth = 1 }), {}),
        (support.written(function(file)
            return scores:write { file = file, units = { 2 }, depth = 1 }
        end)))
end

function tests.test_wide()
    local scores = support.scores()
    local lines = { "city,period,index,streets,offices" }
    for unit, name in ipairs { "Alba,2025", "Brio,2025" } do
        for _, code in ipairs { "index", "streets", "offices" } do
            local score = scores:row(unit, code).score
            name = name .. "," .. (score and hm.number(score) or "")
        end
        lines[unit + 1] = name
    end
    lu.assertStrContains(lines[2], "Alba,2025,70.9375,")
    lu.assertEquals(write(scores:table("scores", { wide = true, depth = 1, units = { 1, 2 } }), {}),
        table.concat(lines, "\n") .. "\n")
    lu.assertEquals(scores:table("scores", { wide = true }):count(), 3)
end

-- Units are borrowed by the table, scores are what it reads.
function tests.test_a_table_keeps_what_it_looks_into()
    local scores = support.scores()
    local before = write(scores:table("scores", { wide = true, units = { 3, 1 } }), {})
    local kept = scores:table("scores", { wide = true, units = { 3, 1 } })
    scores:close()
    scores = nil
    collectgarbage()
    collectgarbage()
    lu.assertEquals(write(kept, {}), before)
end

-- The names are the table's own: here nobody else keeps them while rows are read.
function tests.test_names_that_are_made_up()
    local column = setmetatable({}, { __index = function(_, field)
        return field == "name" and ("x"):rep(99) or nil
    end })
    local row = setmetatable({}, { __index = function(_, name)
        collectgarbage()
        return #name .. name:sub(1, 1)
    end })
    local made = hm.table { columns = { column, { name = "second" } }, rows = { row, row } }
    lu.assertEquals(write(made, {}), ("x"):rep(99) .. ",second\n99x,6s\n99x,6s\n")
    lu.assertErrorMsgContains("name must be a text", hm.table,
        { columns = { { name = 2025 } }, rows = {} })
    lu.assertErrorMsgContains("a column at least", hm.table, { columns = {}, rows = { {} } })
end

function tests.test_the_list_of_writers()
    local names = {}
    for i, writer in ipairs(hm.writers()) do
        names[i] = writer.name .. writer.suffix .. (writer.rows_alone and " rows alone" or "")
    end
    lu.assertEquals({ table.unpack(names, 1, 3) },
        { "csv.csv rows alone", "json.json", "ndjson.ndjson rows alone" })
end

function tests.test_json_texts()
    lu.assertEquals(hm.json_text('a"\n\xFF\0é'), [["a\"\n\\xFF\u0000é"]])
end

support.run("TestTables", tests)
