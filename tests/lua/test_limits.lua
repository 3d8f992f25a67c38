-- Limits of a run as a whole and of loading a package. A function of the host counts the calls that
-- were made, each of them well within its own limits.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FILES <const> = {
    ["package.lua"] = [[return package { name = "p", version = "1", api = 1, host = { "tick" },
        nodes = { { "R", "Root" } } }]],
    ["F.lua"] = [[return indicator { code = "F", parent = "R", name = "F",
        inputs = { count { "x", "X" } },
        measure = function(v)
            local sum = host.tick()
            for i = 1, v.x do sum = sum + math.fmod(1e308, 3e-308) end
            return v.x + 0 * sum
        end }]],
}

local calls

local function open()
    calls = 0
    return support.need(hm.open_package("p", { files = FILES, host = {
        tick = function()
            calls = calls + 1
            return 0
        end,
    } }))
end

-- Cities that all report `x`.
local function cities(count, x)
    local lines = { "city,period,x" }
    for i = 1, count do
        lines[#lines + 1] = ("c%d,2025,%d"):format(i, x)
    end
    return table.concat(lines, "\n") .. "\n"
end

local function data(count, x)
    local dataset = hm.new_dataset()
    support.need(dataset:read_text("d.csv", cities(count, x)))
    support.need(dataset:finish())
    return dataset
end

local function assert_limit(message, result, err)
    lu.assertNil(result)
    lu.assertEquals(err.code, "limit")
    lu.assertEquals(err.message, message)
end

function tests.test_run_steps()
    local package, dataset = open(), data(1000, 100)
    assert_limit("steps of the run: more than 50000",
        hm.score(package, dataset, { run_steps = 50000 }))
    lu.assertTrue(calls > 0 and calls < 1000)
    lu.assertEquals(support.need(hm.score(package, dataset, { run_steps = 1e9 }))
        :row(1000, "F").score, 100)
end

function tests.test_run_seconds()
    local package, dataset = open(), data(1000, 1000)
    assert_limit("processor time of the run: more than 0.05 seconds",
        hm.score(package, dataset, { run_seconds = 0.05 }))
    lu.assertTrue(calls > 0 and calls < 1000)
end

function tests.test_negative_limits_raise()
    local package, dataset = open(), data(1, 1)
    lu.assertErrorMsgContains("limits cannot be negative", hm.score, package, dataset,
        { run_steps = -1 })
    lu.assertErrorMsgContains("limits cannot be negative", hm.session, package, dataset, 1,
        { run_seconds = -1 })
    lu.assertErrorMsgContains("limits cannot be negative", hm.open_package, "iso-iec-30146",
        { load_steps = -1 })
end

-- Each call of a session has all of it; after one that had too little there are no rows.
function tests.test_session()
    local session = support.need(hm.session(open(), data(1, 10), 1, { run_steps = 20000 }))
    for x = 50, 99 do
        lu.assertTrue(session:set("x", x))
        lu.assertTrue(session:score())
    end
    lu.assertTrue(session:set("x", 1000000))
    assert_limit("steps of the run: more than 20000", session:score())
    local row, err = session:row("F")
    lu.assertNil(row)
    lu.assertEquals(err.code, "argument")
    lu.assertNil((session:rows()))
    lu.assertTrue(session:set("x", 20))
    lu.assertTrue(session:score())
    lu.assertEquals(session:row("F").score, 20)
    assert_limit("steps of the run: more than 1", hm.session(open(), data(1, 10), 1,
        { run_steps = 1 }))
end

function tests.test_stream()
    local package, path = open(), os.tmpname()
    local named = path .. ".csv"
    local file <close> = assert(io.tmpfile())
    os.remove(path)
    local out <close> = assert(io.open(named, "w"))
    out:write(cities(100, 1), (cities(100, 1000000):gsub("^.-\n", ""):gsub("c(%d)", "d%1")))
    out:close()
    assert_limit("steps of the run: more than 50000", hm.stream(package, named,
        { file = file, batch = 1000, run_steps = 50000 }))
    os.remove(named)
    file:seek("set")
    local text = file:read("a")
    lu.assertStrContains(text, "\nc1,2025,F,")    -- the first batch stands
    lu.assertNotStrContains(text, "\nd1,")
end

function tests.test_loading()
    local files = { ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
        nodes = { { "R", "Root" } } }]] }
    for i = 1, 100 do
        files[("I%d.lua"):format(i)] = ([[for i = 1, 1000 do end
            return indicator { code = "I%d", parent = "R", name = "I",
            inputs = { count { "x%d", "X" } }, measure = input.x%d }]]):format(i, i, i)
    end
    local package, err, issues = hm.open_package("p", { files = files, load_steps = 50000 })
    assert_limit("steps of loading: more than 50000", package, err)
    lu.assertEquals(#issues, 1)
    lu.assertEquals(issues[1].message, err.message)
    assert_limit("processor time of loading: more than 0.000001 seconds",
        hm.open_package("p", { files = files, load_seconds = 1e-6 }))
    support.need(hm.open_package("p", { files = files }))
end

support.run("TestLimits", tests)
