-- hm.session: one city again and again. Marks by hand: S1 is smart lamps of lamps, S2 half the safe
-- crossings and 50 for a map, O1 points for opening hours less the minutes in the queue.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- A session on Alba 2025, unit 1 of the fixture, unless `unit` says otherwise.
local function open(unit)
    return support.need(hm.session(support.package "mini", support.dataset(), unit or 1))
end

local function change(session, input, value)
    lu.assertIsTrue(session:set(input, value))
    lu.assertIsTrue(session:score())
end

function tests.test_opens_scored()
    local session = open()
    lu.assertEquals(session:row("S1").value, 75)
    lu.assertEquals(session:row("S2").value, 87.5)
    lu.assertEquals(session:row("O1").value, 80)
end

function tests.test_takes_numbers_texts_and_booleans()
    local session = open()
    change(session, "lamps_smart", 50)
    lu.assertEquals(session:row("S1").value, 25)
    change(session, "lamps_smart", "20")
    lu.assertEquals(session:row("S1").value, 10)
    change(session, "speed_map", false)
    lu.assertEquals(session:row("S2").value, 37.5)
    change(session, "speed_map", true)
    lu.assertEquals(session:row("S2").value, 87.5)
    change(session, "opening", "some")
    lu.assertEquals(session:row("O1").value, 30)
    change(session, "queue", "")
    lu.assertEquals(session:row("O1").value, 40)
end

function tests.test_nothing_changes_before_score()
    local session = open()
    lu.assertIsTrue(session:set("lamps_smart", 0))
    lu.assertEquals(session:row("S1").value, 75)
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("S1").value, 0)
end

function tests.test_reset()
    local session = open()
    change(session, "lamps_smart", 0)
    change(session, "opening", "none")
    lu.assertIsTrue(session:reset())
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("S1").value, 75)
    lu.assertEquals(session:row("O1").value, 80)
end

-- Everything but the rank, which needs other cities, is as in the scores of all.
function tests.test_rows_are_those_of_scores()
    local scores = support.scores()
    for unit = 1, 3 do
        local expected = scores:rows(unit)
        for _, row in ipairs(expected) do
            row.rank = nil
        end
        lu.assertEquals(open(unit):rows(), expected)
    end
end

function tests.test_rows_down_to_a_depth()
    local session = open()
    lu.assertEquals(support.column(session:rows(0), "code"), { "index" })
    lu.assertEquals(support.column(session:rows(1), "code"), { "index", "streets", "offices" })
    lu.assertEquals(#session:rows(), 7)
end

function tests.test_reasons()
    local session = open()
    change(session, "queue", 59)
    lu.assertEquals(session:row("O1").status, "undefined")
    lu.assertEquals(session:row("O1").reason, "the queue is being counted again")
    change(session, "queue", 61)
    lu.assertEquals(session:row("O1").status, "failed")
    lu.assertStrContains(session:row("O1").reason, "nobody waits for 61")
    change(session, "queue", 10)
    lu.assertNil(session:row("O1").reason)
end

function tests.test_refusals_change_nothing()
    local session = open()
    support.assert_fails({ code = "argument",
        message = 'no input "lamp" in the package: did you mean "lamps"?' }, session:set("lamp", 1))
    support.assert_fails({ code = "argument" }, session:set("visits", 1))
    support.assert_fails({ code = "data",
        message = 'input "lamps": found "-1", expected a whole number of at least 0' },
        session:set("lamps", -1))
    support.assert_fails({ code = "data" }, session:set("lamps", 0 / 0))
    support.assert_fails({ code = "data" }, session:set("opening", "sometimes"))
    support.assert_fails({ code = "data" }, session:set("opening", true))
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("S1").value, 75)
    lu.assertNil(session:row("nowhere"))
end

function tests.test_misuse_raises()
    local package, dataset = support.package "mini", support.dataset()
    local session = open()
    lu.assertErrorMsgContains("no unit of this number", hm.session, package, dataset, 0)
    lu.assertErrorMsgContains("no unit of this number", hm.session, package, dataset, 4)
    lu.assertError(hm.session, package, dataset)
    lu.assertError(hm.session, dataset, package, 1)
    lu.assertError(session.set, session, "lamps", {})
    lu.assertError(session.set, session, "lamps")
    lu.assertError(session.set, session)
    lu.assertError(session.score)
    lu.assertError(session.row, package, "S1")
    lu.assertError(session.row, session)
end

function tests.test_unfinished_data()
    local dataset = support.need(hm.new_dataset())
    dataset:put("Alba", "2025", "lamps", "1")
    local done, session, err = pcall(hm.session, support.package "mini", dataset, 1)
    lu.assertNil(done and session)
    lu.assertNotNil(done and err or session)
end

-- streets is 81.25, offices the geometric mean of O1 and O2; what weights do to the index is worked out from these.
function tests.test_weights()
    local session = open()
    local streets, offices = session:row("streets").score, session:row("offices").score
    lu.assertEquals(streets, 81.25)
    lu.assertIsTrue(session:set_weight("streets", 1))
    lu.assertIsTrue(session:score())
    lu.assertAlmostEquals(session:row("index").score, (streets + offices) / 2, 1e-12)
    lu.assertEquals(session:row("streets").weight, 0.5)
    lu.assertEquals(session:row("offices").weight, 0.5)
    lu.assertIsTrue(session:set_weight("S1", 3))
    lu.assertIsTrue(session:reset()) -- figures alone
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("streets").score, 78.125) -- (3 * 75 + 87.5) / 4
    lu.assertEquals(session:row("S1").contribution, 75 * 0.75 * 0.5)
end

function tests.test_weights_are_checked()
    local session = open()
    support.assert_fails({ code = "argument", message = 'no node "S9" in the package' },
        session:set_weight("S9", 1))
    support.assert_fails({ code = "argument",
        message = "the weight of S1 must be 0, or a number from 1e-9 to 1e9" },
        session:set_weight("S1", -1))
    lu.assertIsTrue(session:set_weight("S1", 0))
    support.assert_fails({ code = "argument",
        message = "the weights of the children of streets would all be 0" },
        session:set_weight("S2", 0))
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("streets").score, 87.5)
    lu.assertError(session.set_weight, session, "S1")
end

function tests.test_rebind()
    local session = open(1)
    change(session, "lamps_smart", 0)
    lu.assertIsTrue(session:rebind(2))
    lu.assertIsNil(session:row("S1"))
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:rows(), open(2):rows())
    lu.assertEquals(session:row("S1").city, "Brio")
    lu.assertIsTrue(session:rebind(1))
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:rows(), open(1):rows())
    lu.assertErrorMsgContains("no unit of this number", session.rebind, session, 4)
end

-- A session keeps its package and its data set.
function tests.test_outlives_names()
    local session = open(2)
    collectgarbage()
    collectgarbage()
    change(session, "lamps_smart", 50)
    lu.assertEquals(session:row("S1").value, 50)
    lu.assertEquals(session:row("S1").city, "Brio")
end

function tests.test_collected_in_any_order()
    for _ = 1, 50 do
        open():set("lamps", 3)
    end
    collectgarbage()
    collectgarbage()
end

function tests.test_what_is_odd_but_taken()
    local session = support.need(hm.session(support.package "mini", support.dataset(), 1))
    local done, warning = session:set("crossings", "NA")
    lu.assertIsTrue(done)
    lu.assertStrContains(warning, 'input "crossings": NA, but it applies to every city')
    lu.assertEquals(table.pack(session:set("crossings", 9)), { true, n = 1 })
end

support.run("TestSession", tests)
