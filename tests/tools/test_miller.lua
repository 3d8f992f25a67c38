-- Miller reads what we write, and writes what we read.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local CITY <const> = "examples/cities/port-lumen"
local FIGURES <const> = CITY .. "/observations.csv"

local function scores_of(data)
    return support.ask(("hundredmark score %s -q --format csv"):format(data))
end

function tests.test_reads_lines_of_json()
    local root = support.ask(("hundredmark score %s -q --format ndjson | mlr --ijsonl --ocsv "
        .. "--headerless-csv-output filter '$depth == 0' then cut -o -f city,period,code,score"):format(CITY))
    local row = support.ask(("hundredmark score %s -q --depth 0 --format csv --no-header"):format(CITY))
    local city, period, code, score = row:match "^([^,]*),([^,]*),([^,]*),[^,]*,0,[^,]*,[^,]*,([^,]*),"
    lu.assertEquals(root, ("%s,%s,%s,%s\n"):format(city, period, code, score))
end

function tests.test_writes_csv_that_scores_alike()
    support.ask(("mlr -S --csv sort -f input %s >$TMP/sorted.csv"):format(FIGURES))
    lu.assertEquals(scores_of "$TMP/sorted.csv", scores_of(FIGURES))
end

function tests.test_writes_lines_of_json()
    support.ask(("mlr -S --icsv --ojsonl cat %s >$TMP/figures.ndjson"):format(FIGURES))
    lu.assertEquals(scores_of "$TMP/figures.ndjson", scores_of(FIGURES))
end

-- From long to wide: a column an input.
function tests.test_writes_a_wide_table()
    support.ask(("mlr -S --csv cut -f city,period,input,value %s >$TMP/long.csv"):format(FIGURES))
    support.ask "mlr -S --csv reshape -s input,value $TMP/long.csv >$TMP/wide.csv"
    lu.assertEquals(scores_of "$TMP/wide.csv", scores_of "$TMP/long.csv")
end

support.run("TestMiller", tests)
