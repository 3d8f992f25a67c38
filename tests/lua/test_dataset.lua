-- Data sets: reading, single figures, records, what they say back, and what is wrong with them.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local column = support.column
local tests = {}

local LONG <const> = "city,period,input,value\n"

-- Reading ----------------------------------------------------------------------------------------

function tests.test_read_long_csv()
    local dataset = support.dataset(LONG .. "Alba,2025,lamps,200\nBrio,2025,lamps,100\n")
    lu.assertEquals(dataset:units(),
        { { city = "Alba", period = "2025" }, { city = "Brio", period = "2025" } })
    lu.assertEquals(dataset:inputs(), { "lamps" })
    lu.assertEquals(dataset:observation(2, "lamps").text, "100")
end

function tests.test_read_wide_csv()
    local dataset = support.dataset("city;period;lamps;queue\nAlba;2025;200;7,5\n")
    lu.assertEquals(dataset:inputs(), { "lamps", "queue" })
    lu.assertEquals(dataset:observation(1, "queue").text, "7.5")
end

function tests.test_read_json()
    local dataset = support.dataset(
        '[{"city":"Alba","period":"2025","input":"lamps","value":200}]', "test.json")
    lu.assertEquals(dataset:observation(1, "lamps").text, "200")
end

function tests.test_read_files()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:read(support.path "data/mini.csv"))
    lu.assertTrue(dataset:read_records("visits", support.path "data/visits.csv"))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(column(dataset:units(), "city"), { "Alba", "Brio", "Alba" })
    lu.assertEquals(column(dataset:units(), "period"), { "2025", "2025", "2024" })
    lu.assertEquals(dataset:records(), { "visits" })
end

function tests.test_files_with_their_digests()
    -- SHA-256 of the two short texts, by sha256sum
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:read_text("one.csv", LONG .. "Alba,2025,lamps,200\n"))
    lu.assertTrue(dataset:read_text("two.csv", LONG))
    lu.assertTrue(dataset:finish())
    local files = dataset:files()
    for _, file in ipairs(files) do
        lu.assertTrue(file.seconds >= 0)
        file.seconds = nil
    end
    lu.assertEquals(files, {
        { name = "one.csv", size = 44,
          sha256 = "603e0c4e7b96656af24b92022be257a995ec7a1ec276024d00d6f79bdca36ad5" },
        { name = "two.csv", size = 24,
          sha256 = "11e518fe2a1c55ef1a181a204f8ccd746f1f38120f1548cd529ec18b93c1c96a" },
    })
end

function tests.test_what_cannot_be_read_at_all()
    local dataset = hm.new_dataset()
    support.assert_fails({ code = "data", file = "/no/such.csv" }, dataset:read "/no/such.csv")
    support.assert_fails({ code = "data", file = "empty.csv" }, dataset:read_text("empty.csv", ""))
    support.assert_fails({ code = "data", file = "odd.csv", line = 1 },
        dataset:read_text("odd.csv", "a,b\n1,2\n"))
    support.assert_fails({ code = "data", file = "cut.json" },
        dataset:read_text("cut.json", '[{"city":'))
    support.assert_fails({ code = "data", file = "/no/such.csv" },
        dataset:read_records("visits", "/no/such.csv"))
end

function tests.test_a_failed_read_leaves_the_rest()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:read_text("good.csv", LONG .. "Alba,2025,lamps,200\n"))
    lu.assertNil((dataset:read "/no/such.csv"))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(dataset:observation(1, "lamps").text, "200")
end

-- Single figures and rows ------------------------------------------------------------------------

function tests.test_put()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:put("Alba", "2025", "lamps", "200"))
    lu.assertTrue(dataset:put("Alba", "2025", "speed_map", "yes"))
    lu.assertTrue(dataset:put("Alba", "2025", "queue", "NR"))
    lu.assertTrue(dataset:put("Alba", "2025", "crossings", "NA"))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(dataset:observation(1, "lamps").state, "observed")
    lu.assertEquals(dataset:observation(1, "speed_map").text, "yes")
    lu.assertEquals(dataset:observation(1, "queue").state, "not_reported")
    lu.assertEquals(dataset:observation(1, "crossings").state, "not_applicable")
end

function tests.test_put_record()
    local dataset = hm.new_dataset()
    for minutes = 10, 30, 10 do
        lu.assertTrue(dataset:put_record("visits", "Alba", "2025",
            { { column = "desk", text = "A" }, { column = "minutes", text = tostring(minutes) } }))
    end
    lu.assertTrue(dataset:put_record("visits", "Brio", "2025", {}))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(dataset:records(), { "visits" })
    lu.assertEquals(dataset:record_rows(1, "visits"), 3)
    lu.assertEquals(dataset:record_rows(1, "others"), 0)
    lu.assertEquals(column(dataset:units(), "city"), { "Alba", "Brio" })
end

function tests.test_put_of_a_bad_place_is_an_issue()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:put("Alba", "sometime", "lamps", "200"))
    lu.assertTrue(dataset:put("", "2025", "lamps", "200"))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(column(dataset:issues(), "severity"), { "rejected", "rejected" })
    lu.assertStrContains(dataset:issues()[1].message, "sometime")
    lu.assertEquals(dataset:units(), {})
end

function tests.test_misuse_of_put_raises()
    local dataset = hm.new_dataset()
    lu.assertErrorMsgContains("string expected", dataset.put, dataset, "Alba", "2025", "lamps")
    lu.assertErrorMsgContains("table expected", dataset.put_record, dataset, "visits", "Alba",
        "2025", "desk")
    lu.assertErrorMsgContains("list of", dataset.put_record, dataset, "visits", "Alba", "2025",
        { "desk" })
    lu.assertErrorMsgContains("string expected", dataset.put_record, dataset, "visits", "Alba",
        "2025", { { "desk", "A" } })
    local many = {}
    for i = 1, 300 do
        many[i] = { column = "c" .. i, text = "1" }
    end
    lu.assertErrorMsgContains("more than 256 elements", dataset.put_record, dataset, "visits", "Alba",
        "2025", many)
end

-- Finishing --------------------------------------------------------------------------------------

function tests.test_a_finished_data_set_takes_nothing_more()
    local dataset = support.dataset(LONG .. "Alba,2025,lamps,200\n")
    support.assert_fails({ code = "argument" }, dataset:put("Alba", "2025", "queue", "1"))
    support.assert_fails({ code = "argument" }, dataset:put_record("visits", "Alba", "2025", {}))
    support.assert_fails({ code = "argument" }, dataset:read_text("more.csv", LONG))
    support.assert_fails({ code = "argument" }, dataset:finish())
    lu.assertEquals(dataset:inputs(), { "lamps" })
end

function tests.test_an_unfinished_data_set_is_not_scored()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:put("Alba", "2025", "lamps", "200"))
    support.assert_fails({ code = "argument" }, hm.score(support.package "mini", dataset))
end

function tests.test_an_empty_data_set()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:finish())
    lu.assertEquals(dataset:units(), {})
    lu.assertEquals(dataset:inputs(), {})
    lu.assertEquals(dataset:records(), {})
    lu.assertEquals(dataset:files(), {})
    lu.assertEquals(dataset:issues(), {})
    lu.assertErrorMsgContains("no unit", dataset.observation, dataset, 1, "lamps")
end

-- What was observed ------------------------------------------------------------------------------

function tests.test_observation_with_all_that_was_said()
    lu.assertEquals(support.dataset():observation(1, "lamps_smart"), {
        state = "observed", text = "150", quality = "measured", source = "City works",
        note = "Counted in May", verified = true, file = support.path "data/mini.csv",
        sheet = "", line = 3, column = 23,
    })
end

function tests.test_verified_is_yes_no_or_nothing()
    local dataset = support.dataset()
    lu.assertEquals(dataset:observation(1, "lamps_smart").verified, true)
    lu.assertEquals(dataset:observation(3, "crossings_safe").verified, false)
    lu.assertNil(dataset:observation(1, "lamps").verified)
end

function tests.test_what_nobody_mentions_is_nil()
    local dataset = support.dataset()
    lu.assertNil((dataset:observation(2, "queue")))
    lu.assertNil((dataset:observation(1, "no_such_input")))
    lu.assertEquals(dataset:observation(2, "crossings").state, "not_reported")
end

function tests.test_unit_numbers_out_of_range_raise()
    local dataset = support.dataset()
    for _, unit in ipairs { 0, -1, 4, math.maxinteger, math.mininteger } do
        lu.assertErrorMsgContains("no unit", dataset.observation, dataset, unit, "lamps")
        lu.assertErrorMsgContains("no unit", dataset.record_rows, dataset, unit, "visits")
    end
    lu.assertErrorMsgContains("no integer", dataset.observation, dataset, 1.5, "lamps")
    lu.assertErrorMsgContains("number expected", dataset.observation, dataset, "one", "lamps")
end

-- Issues -----------------------------------------------------------------------------------------

function tests.test_duplicates_that_differ_reject_both()
    local dataset = support.dataset(LONG .. "Alba,2025,lamps,200\nAlba,2025,lamps,201\n")
    lu.assertEquals(dataset:observation(1, "lamps").state, "invalid")
    local issues = dataset:issues()
    lu.assertTrue(#issues >= 1)
    lu.assertEquals(issues[1].severity, "rejected")
    lu.assertEquals(issues[1].file, "test.csv")
    lu.assertTrue(issues[1].line == 2 or issues[1].line == 3)
end

function tests.test_duplicates_that_agree_are_a_warning()
    local dataset = support.dataset(LONG .. "Alba,2025,lamps,200\nAlba,2025,lamps,200.0\n")
    lu.assertEquals(dataset:observation(1, "lamps").text, "200")
    lu.assertEquals(column(dataset:issues(), "severity"), { "warning" })
    lu.assertEquals(dataset:issues()[1].line, 3)
end

function tests.test_a_ragged_row_is_an_issue_with_its_place()
    local dataset = support.dataset(LONG .. "Alba,2025,lamps,200\nAlba,2025\nBrio,2025,lamps,1\n")
    local issue = dataset:issues()[1]
    lu.assertEquals(issue.severity, "rejected")
    lu.assertEquals(issue.file, "test.csv")
    lu.assertEquals(issue.line, 3)
    lu.assertEquals(dataset:observation(2, "lamps").text, "1")
end

-- Recipes ----------------------------------------------------------------------------------------

-- What a recipe says of columns of figures would be passed over.
function tests.test_cities_are_not_read_by_a_recipe()
    local recipe = [[{ "hundredmark": { "city": { "column": "Town" }, "period": { "fixed": "2025" },
        "input": { "columns": ["ranked"] } } }]]
    support.assert_fails({ code = "data", file = "c.csv", message = "the recipe says which columns hold "
            .. "figures, and this file is read as cities: name its columns city, ranked, and so on" },
        support.need(hm.new_dataset()):read_text("c.csv", "Town,ranked\nAlba,no\n", { cities = true, recipe = recipe }))
end

function tests.test_quarters_are_rolled_up_by_a_recipe()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:read_text("a.csv", LONG .. "Alba,2025-Q1,lamps,0.1\nAlba,2025-Q2,lamps,0.2\n"
        .. "Alba,2025-Q3,lamps,0.3\n", { recipe = [[{ "hundredmark": {
            "roll_up": { "to": "year", "by": "sum", "least": 0.75 } } }]] }))
    lu.assertTrue(dataset:finish())
    lu.assertEquals(#dataset:units(), 1)
    lu.assertEquals(dataset:units()[1].period, "2025")
    lu.assertEquals(dataset:observation(1, "lamps").text, "0.6")
    lu.assertEquals(dataset:observation(1, "lamps").line, 2)
    lu.assertEquals(column(dataset:issues(), "code"), { "partial_period" })
end

-- Memory -----------------------------------------------------------------------------------------

-- To Lua a data set is some bytes; the collector is told what it holds.
function tests.test_data_sets_in_a_loop_are_collected()
    local text <const> = LONG .. ("Alba,2025,lamps,200\n"):rep(200000)
    local all, alive = setmetatable({}, { __mode = "v" }), 0
    for i = 1, 12 do
        local dataset = hm.new_dataset()
        lu.assertTrue(dataset:read_text("a.csv", text))
        all[i] = dataset
    end
    for _ in pairs(all) do
        alive = alive + 1
    end
    lu.assertTrue(alive <= 6, alive .. " of 12 data sets are still there")
end

support.run("TestDataset", tests)
