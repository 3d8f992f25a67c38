-- ajv validates what we write, and what we read, by the JSON Schemas that are installed.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local MODULES <const> = assert(os.getenv "HM_NODE_MODULES", "where is ajv?")
local RESULTS <const> = "core/packaging/schemas/results.schema.json"
local OBSERVATIONS <const> = "core/packaging/schemas/observations.schema.json"

local function validate(schema, arguments)
    return support.ask(("node tests/tools/validate.mjs '%s' %s %s"):format(MODULES, schema, arguments))
end

-- The documents of these command lines conform (with `--member NAME`: this member of them), and have no
-- member that the schema does not name.
local function assert_conform(which, commands)
    local files = {}
    for i, command in ipairs(commands) do
        files[i] = ("$TMP/result-%d.json"):format(i)
        support.ask(("hundredmark %s -q -o %s 2>/dev/null || test $? = 1"):format(command, files[i]))
    end
    lu.assertEquals(validate(RESULTS, "--closed " .. which .. table.concat(files, " ")), "fine\n")
end

local function assert_results(...)
    assert_conform("", { ... })
end

function tests.test_scores()
    assert_results("score examples/study", "score examples/cities/port-lumen --depth 0",
        "score examples/study --wide", "score examples/study --city Iverholt --period 2025",
        "score -p examples/packages/harbour-city examples/cities/port-lumen --common-core",
        "score -p tests/cli/data/scaled tests/cli/data/scaled.csv --cities tests/cli/data/cities/cities.csv")
end

local TABLES <const> = { "scores", "issues", "fits", "run", "cities", "inputs", "indicators", "observations",
    "usage", "timings" }

function tests.test_each_table_of_score()
    local all = ""
    for _, name in ipairs(TABLES) do
        assert_results("score examples/study --table " .. name)
        all = name == "run" and all or all .. " --table " .. name
    end
    assert_results("score -p examples/packages/harbour-city examples/study" .. all)
end

-- What was done: of the analyses, too, whose tables the schema leaves out.
function tests.test_run()
    assert_conform("--member run ", {
        "score -p tests/cli/data/revised tests/cli/data/revised.csv --set bound=7 --verified-only",
        "compare -p tests/cli/data/compare tests/cli/data/compare.csv --with tests/cli/data/compare-reform.lua",
        "compare examples/study --from 2019 --to 2025",
        "compare examples/study --other-data examples/cities/port-lumen",
        "compare examples/study --city Iverholt --other-package examples/packages/harbour-city",
        "uncertainty examples/study --variations 20 --seed 7", "sensitivity examples/study --variations 64",
        "tipping examples/study --period 2025", "bounds examples/cities/port-lumen",
        "weigh --by pca examples/study", "audit examples/study --variations 20",
    })
end

function tests.test_checks()
    assert_results("check examples/study", "check -p tests/cli/data/tiny tests/cli/data/three.csv",
        "check examples/study --table findings --table units --table not_reported --table unscored")
end

function tests.test_lines_of_json()
    support.ask "hundredmark score examples/study -q -o $TMP/scores.ndjson 2>/dev/null || test $? = 1"
    support.ask "hundredmark score examples/study -q --wide -o $TMP/wide.ndjson 2>/dev/null || test $? = 1"
    lu.assertEquals(validate(RESULTS, "--closed --element scores $TMP/scores.ndjson $TMP/wide.ndjson"), "fine\n")
end

-- A schema that everything conforms to would be none.
function tests.test_what_does_not_conform()
    support.ask "hundredmark score examples/cities/port-lumen -q --depth 0 -o $TMP/good.json"
    local good = support.read(support.path "good.json")
    for pattern, by in pairs { ['"status":"scored"'] = '"status":"fine"', ['"coverage":0%.9'] = '"coverage":1.9',
        ['"rank":1'] = '"rank":"1"', ['"period":"2025",'] = "", ['"value":null'] = '"worth":null',
        ['"engine":'] = '"engin":' } do
        local bad, count = good:gsub(pattern, by)
        lu.assertTrue(count > 0, pattern)
        support.write("bad.json", bad)
        lu.assertNotEquals(validate(RESULTS, "$TMP/bad.json"), "fine\n", pattern)
    end
end

-- What the schema accepts is read without a word, and what it does not is told of.
function tests.test_observations()
    local good = {
        '[{"city":"A","period":"2025","input":"pipes","value":3,"note":"n","verified":false}]',
        '[{"city":"A","period":2025,"pipes":3,"households":null,"portal":"no"}]',
        '{"observations":[{"city":"A","period":"2025-Q1","input":"pipes","value":"NR"}]}',
        '[{"city":"A","period":"2025","input":"pipes","status":"not_reported"}]',
    }
    local bad = {
        '[{"city":7,"period":"2025","input":"pipes","value":3}]',
        '[{"period":"2025","input":"pipes","value":3}]',
        '[{"city":"A","period":"2025","input":"pipes","value":[3]}]',
        '[{"city":"A","period":"2025","input":"pipes","value":3,"unit":"km"}]',
        '[{"city":"A","period":"2025","input":"pipes","value":3,"status":"perhaps"}]',
        '{"figures":[]}',
    }
    for i, text in ipairs(good) do
        support.write("good.json", text)
        lu.assertEquals(validate(OBSERVATIONS, "$TMP/good.json"), "fine\n", text)
        local told = support.try "hundredmark score -p tests/cli/data/tiny $TMP/good.json --format csv -o /dev/null"
        lu.assertNotStrContains(told, "good.json:", i .. ": " .. told)
    end
    for i, text in ipairs(bad) do
        support.write("bad.json", text)
        lu.assertNotEquals(validate(OBSERVATIONS, "$TMP/bad.json"), "fine\n", text)
        local told = support.try "hundredmark score -p tests/cli/data/tiny $TMP/bad.json --format csv -o /dev/null"
        lu.assertStrContains(told, "bad.json:", i .. ": " .. told)
    end
end

support.run("TestAjv", tests)
