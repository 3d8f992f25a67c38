-- What a workbook cannot hold, or a spreadsheet not open in good time, is refused, and what is there stays.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local OUTPUT_ERROR <const> = 5
local TINY <const> = "-p tests/cli/data/tiny "

-- One figure of each of so many cities.
local function write_cities(count, input)
    local lines = { "city,period,input,value" }
    for i = 1, count do
        lines[i + 1] = ("C%d,2025,%s,%d"):format(i, input, i)
    end
    return support.write("cities.csv", table.concat(lines, "\n") .. "\n")
end

local function assert_refused(command, why)
    support.write("there.xlsx", "what was there")
    local told, code = support.try(command .. " -o $TMP/there.xlsx")
    lu.assertEquals(told, ("hundredmark: cannot write %s: %s\n"):format(support.path "there.xlsx", why))
    lu.assertEquals(code, OUTPUT_ERROR)
    lu.assertEquals(support.read(support.path "there.xlsx"), "what was there")
end

-- 10 formulas a node of a city, and 2 an input: 79 * 10 + 137 * 2 = 1064, of which 375 are 399,000.
function tests.test_formulas()
    assert_refused("hundredmark score -q " .. write_cities(376, "schools"), "376 cities and periods at 79 nodes "
        .. "are about 400064 formulas, of at most 400000: --values writes a table of scores without formulas")
    write_cities(2, "schools")
    support.ask "hundredmark score -q $TMP/cities.csv -o $TMP/fine.xlsx"
end

function tests.test_columns_of_units()
    assert_refused("hundredmark score -q " .. TINY .. write_cities(2001, "pipes"), "2001 cities and periods are "
        .. "columns of its sheets, which are made for at most 2000: --values writes a table of scores without "
        .. "formulas")
    support.ask("hundredmark score -q " .. TINY .. "$TMP/cities.csv --values -o $TMP/fine.xlsx")
    write_cities(2000, "pipes")
    support.ask("hundredmark score -q " .. TINY .. "$TMP/cities.csv -o $TMP/fine.xlsx")
end

-- 13,273 cities at 79 nodes are 1,048,567 rows, one more is too many.
function tests.test_rows()
    assert_refused(("hundredmark score -q %s --values"):format(write_cities(13274, "schools")), "the table scores "
        .. "has 1048646 rows, and a sheet holds 1048576 with its line of names")
    write_cities(13274, "schools")
    local told, code = support.try "hundredmark score -q $TMP/cities.csv --values --format xlsx -o $TMP/folder/"
    lu.assertEquals(code, OUTPUT_ERROR)
    lu.assertStrContains(told, "has 1048646 rows")
    lu.assertNotEquals((os.execute(("test -e '%s'"):format(support.path "folder/scores.xlsx"))), true)
end

function tests.test_columns_of_tables()
    local lines, row = { "city" }, { "C1" }
    for i = 1, 17000 do
        lines[1 + i], row[1 + i] = "n" .. i, tostring(i)
    end
    support.write("known.csv", table.concat(lines, ",") .. "\n" .. table.concat(row, ",") .. "\n")
    write_cities(1, "pipes")
    assert_refused("hundredmark score -q " .. TINY .. "$TMP/cities.csv --cities $TMP/known.csv --table cities",
        "the table cities has 17002 columns, and a sheet holds 16384")
end

function tests.test_texts()
    support.write("long.csv", "city,period,input,value\n" .. ("x"):rep(40000) .. ",2025,pipes,3\n")
    assert_refused("hundredmark score -q " .. TINY .. "$TMP/long.csv --values",
        "a text of 40000 characters in the column city, and a cell holds 32767")
    assert_refused("hundredmark score -q " .. TINY .. "$TMP/long.csv",
        ("'%s...' has 40000 characters, and at most 32767 fit"):format(("x"):rep(60)))
end

function tests.test_title()
    support.ask "mkdir -p $TMP/titled"
    support.write("titled/package.lua", 'return package { name = "titled", version = "1", api = 1, '
        .. 'title = ("x"):rep(300), nodes = { { "index", "Index" } } }')
    support.write("titled/a.lua", 'return indicator { code = "a", name = "A", parent = "index", '
        .. 'inputs = { count { "n", "N" } }, measure = input.n }')
    local why = ("'%s...' has 300 characters, and at most 255 fit"):format(("x"):rep(60))
    assert_refused("hundredmark template -q -p $TMP/titled", why)
    support.write("titled.csv", "city,period,input,value\nA,2025,n,3\n")
    assert_refused("hundredmark score -q -p $TMP/titled $TMP/titled.csv", why)
end

support.run("TestWorkbookLimits", tests)
