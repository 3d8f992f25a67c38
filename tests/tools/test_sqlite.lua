-- Databases, as the sqlite3 of SQLite sees them.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local ask, try = support.ask, support.try
local tests = {}

local TINY <const> = "-q -p tests/cli/data/tiny tests/cli/data/three.csv"

local function query(database, sql)
    return (ask(("sqlite3 '%s' \"%s\""):format(support.path(database), sql)))
end

local function score(database, options)
    return ask(("hundredmark score %s -o $TMP/%s || test $? = 1"):format(options or TINY, database))
end

-- What holds of every database that was written.
local function assert_sound(database)
    lu.assertEquals(query(database, "PRAGMA integrity_check"), "ok\n")
    lu.assertEquals(query(database, "PRAGMA foreign_key_check"), "")
end

function tests.test_scores_are_the_bytes_of_csv()
    score("same.sqlite", "-q examples/study 2>/dev/null")
    ask "hundredmark score -q examples/study -o $TMP/same.csv 2>/dev/null || test $? = 1"
    ask "sqlite3 $TMP/read.sqlite '.import --csv $TMP/same.csv csv'"
    assert_sound "same.sqlite"
    -- SQLite makes numbers of the texts that it imported, and every cell is the same, or missing in both
    lu.assertEquals(query("same.sqlite", [[ATTACH '$TMP/read.sqlite' AS r;
        SELECT count(*), sum(s.value IS CAST(nullif(c.value, '') AS REAL)),
            sum(s.score IS CAST(nullif(c.score, '') AS REAL)),
            sum(s.contribution IS CAST(nullif(c.contribution, '') AS REAL)),
            sum(s.coverage = CAST(c.coverage AS REAL)),
            sum(s.rank IS CAST(nullif(c.rank, '') AS INTEGER)),
            sum(s.flags IS nullif(c.flags, '')), sum(s.parent IS nullif(c.parent, ''))
        FROM scores s JOIN r.csv c USING (city, period, code)]]),
        ("1659|"):rep(7) .. "1659\n")
end

function tests.test_cells_are_typed()
    score "typed.sqlite"
    lu.assertEquals(query("typed.sqlite", "SELECT DISTINCT typeof(score), typeof(rank), "
        .. "typeof(depth), typeof(city) FROM scores WHERE rank IS NOT NULL"),
        "real|integer|integer|text\n")
    lu.assertEquals(query("typed.sqlite", "SELECT count(*) FROM scores WHERE (score IS NULL) <> "
        .. "(status <> 'scored')"), "0\n")
    lu.assertEquals(query("typed.sqlite", "SELECT group_concat(name, ' ') FROM (SELECT name FROM "
        .. "sqlite_schema WHERE type IN ('table', 'view') ORDER BY name)"),
        "cities indicators inputs issues observations ranking run scores wide\n")
    assert_sound "typed.sqlite"
end

function tests.test_every_input_has_an_observation_or_says_why()
    support.write("gaps.csv", "city,period,input,value,status,quality,verified,source,note\n"
        .. "A,2025,pipes,3,,measured,yes,Office,\nA,2025,households,NR,,,,,asked twice\n"
        .. "A,2025,portal,no,,,,,\nB,2025,pipes,x,,,,,\n")
    score("gaps.sqlite", "-q -p tests/cli/data/tiny $TMP/gaps.csv 2>/dev/null")
    local inputs = tonumber(query("gaps.sqlite", "SELECT count(*) FROM inputs WHERE kind <> 'records'"))
    lu.assertEquals(tonumber(query("gaps.sqlite", "SELECT count(*) FROM observations")), 2 * inputs)
    lu.assertEquals(query("gaps.sqlite", "SELECT city, value, text, status, quality, verified, source, note, "
        .. "line, run FROM observations WHERE line IS NOT NULL ORDER BY line"),
        "A|3.0||observed|measured|1|Office||2|1\nA|||not_reported||||asked twice|3|1\n"
        .. "A|0.0|no|observed|||||4|1\nB|||invalid|||||5|1\n")
    lu.assertEquals(query("gaps.sqlite", "SELECT severity, line, found, run FROM issues"),
        "rejected|5|x|1\n")
end

function tests.test_views_rank_and_spread()
    score("views.sqlite", "-q examples/study 2>/dev/null")
    lu.assertEquals(query("views.sqlite", "SELECT count(*), min(rank) FROM ranking WHERE code = 'index' "
        .. "AND period = '2025'"), query("views.sqlite", "SELECT count(rank), 1 FROM scores WHERE "
        .. "code = 'index' AND period = '2025'"))
    ask "hundredmark score -q examples/study --wide -o $TMP/wide.csv 2>/dev/null || test $? = 1"
    ask "sqlite3 $TMP/wide.sqlite '.import --csv $TMP/wide.csv csv'"
    lu.assertEquals(query("views.sqlite", [[ATTACH '$TMP/wide.sqlite' AS r;
        SELECT count(*), sum(w.'index' IS CAST(nullif(c.'index', '') AS REAL)),
            sum(w.'L1.1.1' IS CAST(nullif(c.'L1.1.1', '') AS REAL))
        FROM wide w JOIN r.csv c USING (city, period)]]), "21|21|21\n")
end

-- A package of one group and `count` - 1 indicators.
local function write_package(name, count)
    ask(("rm -rf $TMP/%s && mkdir $TMP/%s"):format(name, name))
    support.write(name .. "/package.lua", 'return package { name = "many", version = "1", api = 1, '
        .. 'nodes = { { "index", "Index" } } }')
    for i = 2, count do
        support.write(("%s/i%d.lua"):format(name, i), ('return indicator { code = "i%d", name = "I", '
            .. 'parent = "index", inputs = { number { "n%d", "N" } }, measure = input.n%d }'):format(i, i, i))
    end
end

-- SQLite has at most 2,000 columns: what is left out is said, and what was there of it goes.
function tests.test_a_view_of_more_nodes_than_columns()
    support.write("one.csv", "city,period,input,value\nA,2025,n2,50\n")
    write_package("most", 1990)
    lu.assertEquals((try "hundredmark score -p $TMP/most $TMP/one.csv -o $TMP/many.sqlite"), "")
    lu.assertEquals(query("many.sqlite", "SELECT city, i2 FROM wide"), "A|50.0\n")
    write_package("more", 1991)
    local told = try "hundredmark score -p $TMP/more $TMP/one.csv -o $TMP/many.sqlite"
    lu.assertEquals(told, ("hundredmark: %s: there is no view wide: it would have a column for each of 1991 "
        .. "nodes, and at most 1990 are possible; all scores are in the table\n"):format(support.path "many.sqlite"))
    lu.assertEquals(query("many.sqlite", "SELECT count(*) FROM sqlite_schema WHERE name = 'wide'"), "0\n")
    lu.assertEquals(query("many.sqlite", "SELECT count(*) FROM scores"), "1991\n")
end

function tests.test_a_run_takes_the_place_of_the_same_rows()
    score("again.sqlite", "-q examples/study 2>/dev/null")
    local first = query("again.sqlite", "SELECT * FROM scores ORDER BY 1, 2, 3")
    score("again.sqlite", "-q examples/study 2>/dev/null")
    lu.assertEquals(query("again.sqlite", "SELECT count(*), min(id) FROM run"), "1|2\n")
    lu.assertEquals((query("again.sqlite", "SELECT * FROM scores ORDER BY 1, 2, 3")
        :gsub("|2\n", "|1\n")), first)
    -- another city comes to them, and one is scored again: three runs are there
    score("again.sqlite", "-q examples/cities/port-lumen")
    score("again.sqlite", "-q examples/study --city Iverholt 2>/dev/null")
    lu.assertEquals(query("again.sqlite", "SELECT run, count(DISTINCT city) FROM scores GROUP BY run"),
        "2|6\n3|1\n4|1\n")
    lu.assertEquals(query("again.sqlite", "SELECT count(*) FROM wide"), "22\n")
    assert_sound "again.sqlite"
end

function tests.test_what_others_made_stays()
    query("others.sqlite", "CREATE TABLE parks (name TEXT); INSERT INTO parks VALUES ('Old Oak')")
    score "others.sqlite"
    lu.assertEquals(query("others.sqlite", "SELECT * FROM parks"), "Old Oak\n")
    query("taken.sqlite", "CREATE TABLE Scores (name TEXT); INSERT INTO Scores VALUES ('goals')")
    local before = support.read(support.path "taken.sqlite")
    local told, code = try("hundredmark score " .. TINY .. " -o $TMP/taken.sqlite")
    lu.assertEquals(code, 5)
    lu.assertStrContains(told, "it has a table 'Scores' that is not of this command: name another file")
    lu.assertEquals(support.read(support.path "taken.sqlite"), before)
end

function tests.test_what_is_no_database_stays()
    support.write("text.sqlite", "hello\n")
    local told, code = try("hundredmark score " .. TINY .. " -o $TMP/text.sqlite")
    lu.assertEquals(code, 5)
    lu.assertStrContains(told, "what is there is no database of SQLite")
    lu.assertEquals(support.read(support.path "text.sqlite"), "hello\n")
end

function tests.test_a_new_file_has_the_same_bytes_each_time()
    score "one.sqlite"
    score "two.sqlite"
    lu.assertEquals(support.read(support.path "one.sqlite"), support.read(support.path "two.sqlite"))
end

function tests.test_other_tables_are_made_anew()
    ask "hundredmark tree -p tests/cli/data/tiny -o $TMP/tree.sqlite"
    local nodes = query("tree.sqlite", "SELECT count(*) FROM nodes")
    ask "hundredmark tree -p tests/cli/data/tiny -o $TMP/tree.sqlite"
    lu.assertEquals(query("tree.sqlite", "SELECT count(*) FROM nodes"), nodes)
    ask "hundredmark check -q -p tests/cli/data/tiny tests/cli/data/three.csv -o $TMP/tree.sqlite"
    lu.assertEquals(query("tree.sqlite", "SELECT group_concat(name, ' ') FROM (SELECT name FROM "
        .. "sqlite_schema WHERE type = 'table' ORDER BY name)"),
        "findings nodes not_reported units unscored\n")
end

function tests.test_a_program_that_is_killed_leaves_what_was_there()
    score("killed.sqlite", "-q examples/study 2>/dev/null")
    local before = query("killed.sqlite", "SELECT sum(score), count(*), max(run) FROM scores")
    for _, seconds in ipairs { "0.01", "0.03", "0.05", "0.08" } do
        try("timeout -s KILL " .. seconds .. " $PROGRAM score -q examples/study -o $TMP/killed.sqlite")
        assert_sound "killed.sqlite"
    end
    lu.assertEquals((query("killed.sqlite", "SELECT sum(score), count(*) FROM scores"):gsub("\n", "")),
        (before:match("^(.*)|")))
end

function tests.test_a_database_that_is_written_to_is_waited_for_and_then_left()
    score "busy.sqlite"
    local told = ask("sqlite3 $TMP/busy.sqlite 'BEGIN IMMEDIATE' '.shell $PROGRAM score " .. TINY
        .. " -o $TMP/busy.sqlite 2>&1; echo $?'")
    lu.assertStrContains(told, "another program is writing to it\n5\n")
end

-- One step each way: what sqlite3 prints is data.
function tests.test_figures_come_back()
    score("figures.sqlite", "-q -p tests/cli/data/tiny tests/cli/data/three.csv")
    local back = ask("sqlite3 -csv -header $TMP/figures.sqlite \"SELECT city, period, input, "
        .. "coalesce(text, value) AS value, status FROM observations WHERE status <> 'invalid'\" "
        .. "| hundredmark score -q -p tests/cli/data/tiny - --format csv")
    lu.assertEquals(back, ask("hundredmark score " .. TINY .. " --format csv"))
end

support.run("TestSqlite", tests)
