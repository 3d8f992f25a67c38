-- DuckDB reads what we write, and writes what we read.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local MODULES <const> = assert(os.getenv "HM_NODE_MODULES", "where is @duckdb/node-api?")
local CITY <const> = "examples/cities/port-lumen"
local FIGURES <const> = CITY .. "/observations.csv"

local function duckdb(sql)
    local path = support.write("statements.sql", (sql:gsub("%$TMP", (support.folder:gsub("%%", "%%%%")))))
    return support.ask(("node tests/tools/duckdb.mjs '%s' \"$(cat %s)\""):format(MODULES, path))
end

local function scores_of(data)
    return support.ask(("hundredmark score %s -q --format csv"):format(data))
end

-- The same rows by three ways, cell by cell; DuckDB finds the types by itself.
function tests.test_reads_csv_json_and_lines_of_json()
    for _, suffix in ipairs { "csv", "json", "ndjson" } do
        support.ask(("hundredmark score -q examples/study -o $TMP/scores.%s 2>/dev/null || test $? = 1")
            :format(suffix))
    end
    lu.assertEquals(duckdb [[
        CREATE TABLE c AS SELECT * FROM read_csv('$TMP/scores.csv', types = {'period': 'VARCHAR'});
        CREATE TABLE n AS SELECT * FROM read_json('$TMP/scores.ndjson');
        CREATE TABLE j AS SELECT unnest(scores, recursive := true) FROM read_json('$TMP/scores.json');
        SELECT (SELECT count(*) FROM c), count(*), count(c.score),
            sum((c.score IS NOT DISTINCT FROM n.score AND n.score IS NOT DISTINCT FROM j.score)::INT),
            sum((c.value IS NOT DISTINCT FROM n.value AND n.value IS NOT DISTINCT FROM j.value)::INT),
            sum((c.rank IS NOT DISTINCT FROM n.rank AND n.rank IS NOT DISTINCT FROM j.rank)::INT),
            sum((coalesce(c.flags, '') = n.flags AND n.flags = j.flags)::INT)
        FROM c JOIN n ON c.city = n.city AND c.period = n.period::VARCHAR AND c.code = n.code
            JOIN j ON c.city = j.city AND c.period = j.period::VARCHAR AND c.code = j.code]],
        "1659|1659|1531|1659|1659|1659|1659\n")
end

function tests.test_reads_types()
    support.ask(("hundredmark score -q %s -o $TMP/typed.csv"):format(CITY))
    lu.assertEquals(duckdb [[SELECT DISTINCT typeof(city), typeof(code), typeof(depth), typeof(score),
        typeof(rank) FROM '$TMP/typed.csv']], "VARCHAR|VARCHAR|BIGINT|DOUBLE|BIGINT\n")
end

-- DuckDB reads CSV with a decimal comma, too, when told so.
function tests.test_reads_a_decimal_comma()
    support.ask(("hundredmark score -q %s --bom --delimiter ';' --decimal , -o $TMP/comma.csv"):format(CITY))
    support.ask(("hundredmark score -q %s -o $TMP/point.csv"):format(CITY))
    lu.assertEquals(duckdb [[SELECT count(*), count(a.score), sum((a.score IS NOT DISTINCT FROM b.score)::INT)
        FROM read_csv('$TMP/comma.csv', delim = ';', decimal_separator = ',') a
        JOIN '$TMP/point.csv' b USING (code)]], "79|77|79\n")
end

local LONG <const> = "SELECT city, period, input, value FROM read_csv('" .. FIGURES .. "', all_varchar = true)"

function tests.test_writes_csv_that_scores_alike()
    duckdb(("COPY (%s) TO '$TMP/long.csv'"):format(LONG))
    support.ask(("cut -d, -f1-4 %s >$TMP/cut.csv"):format(FIGURES))
    lu.assertEquals(scores_of "$TMP/long.csv", scores_of "$TMP/cut.csv")
end

function tests.test_writes_json_that_scores_alike()
    duckdb(("COPY (%s) TO '$TMP/long.csv'; COPY (%s) TO '$TMP/long.ndjson' (FORMAT json); "
        .. "COPY (%s) TO '$TMP/long.json' (FORMAT json, ARRAY true)"):format(LONG, LONG, LONG))
    local expected = scores_of "$TMP/long.csv"
    lu.assertEquals(scores_of "$TMP/long.ndjson", expected)
    lu.assertEquals(scores_of "$TMP/long.json", expected)
end

-- From long to wide: a column an input, as CSV and as objects.
function tests.test_writes_wide_tables()
    duckdb(("COPY (%s) TO '$TMP/long.csv'; CREATE TABLE wide AS PIVOT (%s) ON input USING first(value); "
        .. "COPY wide TO '$TMP/wide.csv'; COPY wide TO '$TMP/wide.ndjson' (FORMAT json)"):format(LONG, LONG))
    local expected = scores_of "$TMP/long.csv"
    lu.assertEquals(scores_of "$TMP/wide.csv", expected)
    lu.assertEquals(scores_of "$TMP/wide.ndjson", expected)
end

support.run("TestDuckDB", tests)
