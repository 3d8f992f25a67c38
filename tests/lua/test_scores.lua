-- Scores: rows, parts, what a measure saw, issues, and lives of the objects they rest on. The
-- expected numbers are worked out on paper from data/mini.csv:
--   Alba 2025  S1 150/200 = 75, S2 0.5 * 75 + 50 = 87.5, streets 81.25; O1 90 - 10 = 80,
--              O2 1 of 5 = 20, offices sqrt(80 * 20) = 40; index 0.75 * 81.25 + 0.25 * 40 = 70.9375
--   Brio 2025  S1 110/100 is capped; S2 and O2 lack figures, so both groups have half of what they
--              need, which is less than 0.6
--   Alba 2024  S1 has no lamps to divide by; S2 25 rests on a figure that is not verified; O1 fails

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local column = support.column
local tests = {}

-- Rows -------------------------------------------------------------------------------------------

function tests.test_rows_in_hierarchy_order()
    local rows = support.scores():rows(1)
    lu.assertEquals(column(rows, "code"), { "index", "streets", "S1", "S2", "offices", "O1", "O2" })
    lu.assertEquals(column(rows, "depth"), { 0, 1, 2, 2, 1, 2, 2 })
    lu.assertEquals(column(rows, "parent"),
        { "", "index", "streets", "streets", "index", "offices", "offices" })
    local scores = column(rows, "score")
    for i, expected in ipairs { 70.9375, 81.25, 75, 87.5, 40, 80, 20 } do
        lu.assertAlmostEquals(scores[i], expected, 1e-9)
    end
end

function tests.test_rows_down_to_a_depth()
    local scores = support.scores()
    lu.assertEquals(column(scores:rows(1, 1), "code"), { "index", "streets", "offices" })
    lu.assertEquals(column(scores:rows(1, 0), "code"), { "index" })
    lu.assertEquals(#scores:rows(1, 9), 7)
end

function tests.test_row_of_an_indicator()
    local row = support.scores():row(1, "S2")
    lu.assertEquals(row.city, "Alba")
    lu.assertEquals(row.period, "2025")
    lu.assertEquals(row.code, "S2")
    lu.assertEquals(row.name, "Crossings")
    lu.assertEquals(row.value, 87.5)
    lu.assertEquals(row.score, 87.5)
    lu.assertEquals(row.weight, 0.5)
    lu.assertAlmostEquals(row.contribution, 0.75 * 0.5 * 87.5, 1e-9)
    lu.assertEquals(row.coverage, 1)
    lu.assertEquals(row.rank, 1)
    lu.assertEquals(row.status, "scored")
    lu.assertEquals(row.flags, "")
    lu.assertNil(row.reason)
end

function tests.test_a_group_has_no_value()
    local row = support.scores():row(1, "streets")
    lu.assertNil(row.value)
    lu.assertEquals(row.score, 81.25)
    lu.assertAlmostEquals(row.contribution, 60.9375, 1e-9)
end

function tests.test_no_contribution_below_a_geometric_mean()
    local scores = support.scores()
    lu.assertAlmostEquals(scores:row(1, "offices").contribution, 10, 1e-9)
    lu.assertNil(scores:row(1, "O1").contribution)
end

function tests.test_a_value_above_the_scale()
    local row = support.scores():row(2, "S1")
    lu.assertAlmostEquals(row.value, 110, 1e-9)
    lu.assertEquals(row.score, 100)
    lu.assertEquals(row.flags, "capped;part_exceeds_whole")
    lu.assertEquals(row.rank, 1)
end

function tests.test_a_group_without_enough_data()
    local row = support.scores():row(2, "index")
    lu.assertNil(row.score)
    lu.assertNil(row.contribution)
    lu.assertNil(row.rank)
    lu.assertEquals(row.status, "insufficient")
    -- streets, which weigh 3 of 4, have no score for want of the crossings
    lu.assertAlmostEquals(row.coverage, 0, 1e-12)
end

function tests.test_statuses()
    local scores = support.scores()
    lu.assertEquals(scores:row(2, "S2").status, "not_reported")
    lu.assertEquals(scores:row(3, "S1").status, "undefined")
    lu.assertEquals(scores:row(3, "O1").status, "failed")
    lu.assertEquals(scores:row(3, "S2").flags, "unverified")
    lu.assertAlmostEquals(scores:row(3, "index").score, 25, 1e-9)
    lu.assertAlmostEquals(scores:row(3, "index").coverage, 0.75, 1e-12)
end

function tests.test_reasons_of_functions()
    local dataset = support.dataset("city,period,opening,queue\n"
        .. "Alba,2025,full,59\nBrio,2025,full,61\n")
    local scores = support.scores(nil, dataset)
    lu.assertStrContains(scores:row(1, "O1").reason, "the queue is being counted again")
    lu.assertNotEquals(scores:row(1, "O1").status, "scored")
    lu.assertEquals(scores:row(2, "O1").status, "failed")
    lu.assertStrContains(scores:row(2, "O1").reason, "nobody waits for")
end

function tests.test_no_node_of_that_code()
    lu.assertNil((support.scores():row(1, "S9")))
end

function tests.test_unit_numbers_out_of_range_raise()
    local scores = support.scores()
    for _, unit in ipairs { 0, -1, 4, math.maxinteger, math.mininteger } do
        lu.assertErrorMsgContains("no unit", scores.rows, scores, unit)
        lu.assertErrorMsgContains("no unit", scores.row, scores, unit, "index")
        lu.assertErrorMsgContains("no unit", scores.parts, scores, unit, "S2")
        lu.assertErrorMsgContains("no unit", scores.input, scores, unit, "lamps")
    end
end

-- Parts and inputs -------------------------------------------------------------------------------

function tests.test_parts()
    local parts = support.scores():parts(1, "S2")
    lu.assertEquals(column(parts, "name"), { "b1", "b2" })
    lu.assertEquals(column(parts, "label"), { "Safe crossings", "A map" })
    lu.assertEquals(column(parts, "state"), { "observed", "observed" })
    lu.assertEquals(column(parts, "value"), { 37.5, 50 })
    lu.assertEquals(parts[1].formula, "0.5 * percent(crossings_safe, crossings)")
end

function tests.test_parts_without_figures()
    local parts = support.scores():parts(2, "S2")
    lu.assertEquals(column(parts, "state"), { "not_reported", "not_reported" })
    lu.assertNil(parts[1].value)
end

function tests.test_nothing_else_has_parts()
    local scores = support.scores()
    lu.assertEquals(scores:parts(1, "S1"), {})
    lu.assertEquals(scores:parts(1, "O1"), {})
    lu.assertEquals(scores:parts(1, "streets"), {})
    lu.assertEquals(scores:parts(1, "S9"), {})
end

function tests.test_what_a_measure_saw()
    local scores = support.scores()
    lu.assertEquals(scores:input(1, "lamps"), { state = "observed", value = 200, text = "200" })
    lu.assertEquals(scores:input(1, "speed_map"), { state = "observed", value = 1, text = "yes" })
    lu.assertEquals(scores:input(3, "speed_map"), { state = "observed", value = 0, text = "no" })
    lu.assertEquals(scores:input(1, "opening").text, "full")
    lu.assertEquals(scores:input(2, "crossings"), { state = "not_reported" })
    lu.assertEquals(scores:input(1, "visits").rows, 5)
    lu.assertEquals(scores:input(2, "visits"), { state = "not_reported", rows = 0 })
    lu.assertNil((scores:input(1, "no_such_input")))
end

-- Issues -----------------------------------------------------------------------------------------

function tests.test_issues_of_the_fixture()
    local issues = support.scores():issues()
    local by_severity = {}
    for _, issue in ipairs(issues) do
        by_severity[issue.severity] = (by_severity[issue.severity] or "") .. issue.message
    end
    lu.assertStrContains(by_severity.warning, "110 of lamps = 100")
    lu.assertStrContains(by_severity.rejected, "nobody waits for")
end

function tests.test_a_figure_that_does_not_suit_its_input()
    local dataset = support.dataset("city,period,lamps,lamps_smart\nAlba,2025,-5,4\n")
    local scores = support.scores(nil, dataset)
    local issue = scores:issues()[1]
    lu.assertEquals(issue.severity, "rejected")
    lu.assertEquals({ issue.file, issue.line, issue.column }, { "test.csv", 2, 11 })
    lu.assertEquals(scores:row(1, "S1").status, "invalid")
    lu.assertEquals(scores:input(1, "lamps").state, "invalid")
    lu.assertEquals(dataset:issues(), {})
end

function tests.test_an_unknown_input_gets_the_nearest()
    local scores = support.scores(nil, support.dataset("city,period,lamp\nAlba,2025,5\n"))
    local issue = scores:issues()[1]
    lu.assertEquals(issue.severity, "warning")
    lu.assertStrContains(issue.message, "lamps")
end

function tests.test_a_clean_data_set_has_no_issues()
    local scores = support.scores(nil,
        support.dataset("city,period,lamps,lamps_smart,opening\nAlba,2025,4,3,some\n"))
    lu.assertEquals(scores:issues(), {})
end

-- Scoring ----------------------------------------------------------------------------------------

function tests.test_an_empty_data_set_is_scored()
    local dataset = hm.new_dataset()
    lu.assertTrue(dataset:finish())
    local scores = support.scores(nil, dataset)
    lu.assertEquals(scores:issues(), {})
    lu.assertErrorMsgContains("no unit", scores.rows, scores, 1)
end

function tests.test_the_number_of_jobs_changes_nothing()
    local lines = { "city,period,lamps,lamps_smart,opening,queue" }
    for i = 1, 300 do
        lines[#lines + 1] = ("City %d,2025,%d,%d,full,%d"):format(i, 300 + i, i, i % 70)
    end
    local dataset = support.dataset(table.concat(lines, "\n") .. "\n")
    local package, texts = support.package "mini", {}
    for jobs = 0, 3 do
        local scores = support.need(hm.score(package, dataset, { jobs = jobs }))
        texts[jobs] = support.written(function(file)
            return scores:write { file = file }
        end)
    end
    lu.assertEquals(texts[0], texts[1])
    lu.assertEquals(texts[2], texts[1])
    lu.assertEquals(texts[3], texts[1])
end

-- Lives ------------------------------------------------------------------------------------------

local function collect()
    collectgarbage()
    collectgarbage()
end

function tests.test_scores_keep_what_they_rest_on()
    local scores = support.scores()
    collect()
    lu.assertAlmostEquals(scores:row(1, "index").score, 70.9375, 1e-9)
    lu.assertEquals(scores:row(1, "S1").name, "Smart lamps")
    lu.assertEquals(scores:input(1, "opening").text, "full")
    lu.assertEquals(#scores:parts(1, "S2"), 2)
    lu.assertStrContains((support.written(function(file)
        return scores:write { file = file, depth = 0 }
    end)), "70.9375")
end

function tests.test_texts_outlive_their_objects()
    local rows, issues = support.scores():rows(1), support.scores():issues()
    local nodes = support.package "mini":nodes()
    collect()
    lu.assertEquals(rows[3].name, "Smart lamps")
    lu.assertTrue(#issues[1].message > 0)
    lu.assertEquals(nodes[3].name, "Smart lamps")
end

function tests.test_objects_are_given_back()
    local package, alive = support.package "mini", setmetatable({}, { __mode = "k" })
    do
        local dataset = support.dataset()
        local scores = support.scores(package, dataset)
        alive[dataset], alive[scores] = true, true
    end
    collect()
    lu.assertNil(next(alive))
end

function tests.test_one_package_scores_many_data_sets()
    local package = support.package "mini"
    local first = support.scores(package, support.dataset())
    local second = support.scores(package,
        support.dataset("city,period,lamps,lamps_smart\nCara,2025,4,1\n"))
    collect()
    lu.assertEquals(second:row(1, "S1").score, 25)
    lu.assertEquals(first:row(1, "S1").score, 75)
end

-- Of Alba 2025: streets is (75 + 87.5) / 2 and three quarters of the index; offices is a geometric mean.
function tests.test_points()
    local scores = support.scores()
    lu.assertEquals(scores:points(1, "S1", "streets"), 37.5)
    lu.assertEquals(scores:points(1, "S1", "index"), 28.125)
    lu.assertEquals(scores:points(1, "S1", "index"), scores:row(1, "S1").contribution)
    lu.assertNil(scores:points(1, "O1", "offices"))
    lu.assertNil(scores:points(1, "S1", "offices"))
    lu.assertNil(scores:points(1, "S1", "nowhere"))
    lu.assertError(scores.points, scores, 4, "S1", "streets")
end

support.run("TestScores", tests)
