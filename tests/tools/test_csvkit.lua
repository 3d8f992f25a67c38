-- csvkit reads what we write, and writes what we read.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = "examples/cities/port-lumen/observations.csv"

local function scores_of(data)
    return support.ask(("hundredmark score %s -q --format csv"):format(data))
end

function tests.test_reads_rows_as_they_stand()
    support.ask(("hundredmark score %s -q -o $TMP/scores.csv"):format(FIGURES))
    lu.assertEquals(support.ask "csvcut $TMP/scores.csv", support.read(support.path "scores.csv"))
    lu.assertEquals(support.ask "csvgrep -c depth -r '^0$' $TMP/scores.csv | csvcut -c code",
        "code\nindex\n")
end

function tests.test_reads_the_types_of_columns()
    support.ask(("hundredmark score %s -q -o $TMP/scores.csv"):format(FIGURES))
    local found = support.ask "csvstat --type $TMP/scores.csv"
    lu.assertStrContains(found, "score: Number")
    lu.assertStrContains(found, "code: Text")
end

function tests.test_writes_semicolons()
    support.ask(("csvcut -c city,period,input,value %s >$TMP/long.csv"):format(FIGURES))
    support.ask "csvformat -D ';' $TMP/long.csv >$TMP/semicolons.csv"
    support.ask "csvformat -T $TMP/long.csv >$TMP/tabs.csv"
    local expected = scores_of "$TMP/long.csv"
    lu.assertEquals(scores_of "$TMP/semicolons.csv", expected)
    lu.assertEquals(scores_of "$TMP/tabs.csv", expected)
end

support.run("TestCsvkit", tests)
