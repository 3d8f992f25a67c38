-- hm.cancel: calls that end early, by request or when their time is up.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function requested()
    local cancel = hm.cancel()
    cancel:request()
    return cancel
end

local function assert_cancelled(value, err)
    support.assert_fails({ code = "cancelled" }, value, err)
end

function tests.test_it_is_requested_or_late()
    local cancel = hm.cancel()
    lu.assertFalse(cancel:is_requested())
    cancel:request()
    lu.assertTrue(cancel:is_requested())
    cancel:reset()
    lu.assertFalse(cancel:is_requested())
    lu.assertTrue(cancel:set_deadline(0))
    lu.assertTrue(cancel:is_requested())
    lu.assertTrue(cancel:set_deadline(1000))
    lu.assertFalse(cancel:is_requested())
    lu.assertTrue(cancel:set_deadline(math.huge))
    lu.assertFalse(cancel:is_requested())
    lu.assertTrue(hm.cancel { deadline = 0 }:is_requested())
    lu.assertFalse(hm.cancel { deadline = 1000 }:is_requested())
    lu.assertFalse(hm.cancel {}:is_requested())
end

function tests.test_wrong_deadlines_are_errors()
    support.assert_fails({ code = "argument" }, hm.cancel { deadline = -1 })
    support.assert_fails({ code = "argument" }, hm.cancel():set_deadline(0 / 0))
    lu.assertError(hm.cancel, { deadline = "soon" })
    lu.assertError(hm.cancel, 5)
end

function tests.test_every_call_looks_at_it()
    local package, dataset = support.package "mini", support.dataset()
    local scores = support.scores(package, dataset)
    local options = { cancel = requested() }
    assert_cancelled(hm.open_package("mini", { search = { support.path "packages" },
        cancel = options.cancel }))
    assert_cancelled(hm.score(package, dataset, options))
    assert_cancelled(hm.session(package, dataset, 1, options))
    assert_cancelled(hm.new_dataset(options):read(support.path "data/mini.csv"))
    assert_cancelled(hm.ranking(package, options):read_memory("rows.csv",
        "city,period,code,depth,score,coverage,applicable,rank\nA,2025,S1,2,1,1,1,\n"))
    local _, done, err = support.written(function(file)
        return scores:write { file = file, cancel = options.cancel }
    end)
    assert_cancelled(done, err)
    _, done, err = support.written(function(file)
        return hm.write(scores:table(), { file = file, cancel = options.cancel })
    end)
    assert_cancelled(done, err)
    _, done, err = support.written(function(file)
        return hm.stream(package, support.path "data/mini.csv", { file = file,
            cancel = options.cancel })
    end)
    assert_cancelled(done, err)
end

function tests.test_one_that_is_not_requested_changes_nothing()
    local cancel = hm.cancel { deadline = 1000 }
    local package = support.need(hm.open_package("mini",
        { search = { support.path "packages" }, cancel = cancel }))
    local dataset = hm.new_dataset { cancel = cancel }
    lu.assertTrue(dataset:read(support.path "data/mini.csv"))
    lu.assertTrue(dataset:read_records("visits", support.path "data/visits.csv"))
    lu.assertTrue(dataset:finish())
    local scores = support.need(hm.score(package, dataset, { cancel = cancel }))
    lu.assertEquals(scores:rows(1), support.scores():rows(1))
    local session = support.need(hm.session(package, dataset, 1, { cancel = cancel }))
    lu.assertTrue(session:score())
    cancel:request()
    lu.assertTrue(session:set("lamps", 3))
    assert_cancelled(session:score())
    cancel:reset()
    lu.assertTrue(session:score())
end

local MANIFEST <const> = [[return package { name = "asks", version = "1", api = 1, host = { "stop" },
    nodes = { { "R", "Root" } } }]]
local SCRIPT <const> = [[return indicator { code = "A", parent = "R", name = "Asks",
    inputs = { number { "n", "A number" } },
    measure = function(v) return host.stop(v.n) end }]]

-- The request comes while the call is running, and the object is closed: the call still looks at it.
function tests.test_a_call_that_is_running_is_ended()
    local cancel, calls = hm.cancel(), 0
    local function stop(n)
        calls = calls + 1
        cancel:request()
        cancel:close()
        collectgarbage()
        return n
    end
    local package = support.need(hm.open_package("asks", { host = { stop = stop },
        files = { ["package.lua"] = MANIFEST, ["A.lua"] = SCRIPT } }))
    local lines = { "city,period,n" }
    for i = 1, 5000 do
        lines[#lines + 1] = ("c%d,2025,%d"):format(i, i % 100)
    end
    local dataset = support.dataset(table.concat(lines, "\n") .. "\n")
    assert_cancelled(hm.score(package, dataset, { cancel = cancel, jobs = 1 }))
    lu.assertTrue(calls >= 1 and calls < 5000)
    lu.assertErrorMsgContains("closed", cancel.request, cancel)
end

function tests.test_it_lives_as_long_as_what_looks_at_it()
    local dataset = hm.new_dataset { cancel = hm.cancel() }
    collectgarbage()
    collectgarbage()
    lu.assertTrue(dataset:read_text("a.csv", "city,period,lamps\nA,2025,1\n"))
    local cancel = requested()
    local other = hm.new_dataset { cancel = cancel }
    cancel:close()
    assert_cancelled(other:read_text("a.csv", "city,period,lamps\nA,2025,1\n"))
end

function tests.test_what_is_none_is_refused()
    local package, dataset = support.package "mini", support.dataset()
    local closed = hm.cancel()
    closed:close()
    lu.assertErrorMsgContains("closed", hm.score, package, dataset, { cancel = closed })
    lu.assertError(hm.score, package, dataset, { cancel = true })
    lu.assertError(hm.new_dataset, { cancel = package })
    lu.assertError(hm.new_dataset, 7)
end

support.run("TestCancel", tests)
