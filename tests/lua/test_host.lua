-- Packages from memory, what a Lua program gives to scripts, and what scripts used.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function manifest(host)
    return ([[return package { name = "p", version = "1", api = 1, host = { %s },
        nodes = { { "R", "Root" } } }]]):format(host or "")
end

local function indicator(measure)
    return ([[return indicator { code = "I", parent = "R", name = "I",
        inputs = { number { "x", "X" } }, measure = %s }]]):format(measure)
end

-- A package of one indicator; `host` is the table that is given, of which all is declared.
local function open(measure, host, options)
    local names = {}
    for name in pairs(host or {}) do
        names[#names + 1] = '"' .. name .. '"'
    end
    table.sort(names)
    options = options or {}
    options.host = host
    options.files = { ["package.lua"] = manifest(table.concat(names, ", ")),
        ["i.lua"] = indicator(measure) }
    return hm.open_package("p", options)
end

local CITIES <const> = "city,period,x\nAlba,2025,8\nBrio,2025,3\n"

local function scores_of(package, options)
    return hm.score(package, support.dataset(CITIES), options)
end

-- Of Alba, whose x is 8.
local function row_of(measure, host)
    return support.need(scores_of(support.need(open(measure, host)))):row(1, "I")
end

local function assert_value(expected, measure, host)
    local row = row_of(measure, host)
    lu.assertNil(row.reason)
    lu.assertEquals(row.value, expected)
end

local function assert_failed(reason, measure, host)
    local row = row_of(measure, host)
    lu.assertEquals(row.status, "failed")
    lu.assertEquals(row.reason, reason)
end

-- packages from memory ---------------------------------------------------------------------------

function tests.test_files_from_memory()
    local package = support.need(hm.open_package("given", { files = {
        ["package.lua"] = manifest(),
        ["lib/twice.lua"] = "return function(x) return 2 * x end",
        ["deep/er/i.lua"] = "local twice = require 'twice' "
            .. indicator "function(v) return twice(v.x) end",
    } }))
    lu.assertEquals(package:info().name, "p")
    lu.assertEquals(scores_of(package):row(1, "I").value, 16)
end

function tests.test_files_with_errors()
    local package, err, issues = hm.open_package("given", { files = {
        ["package.lua"] = manifest(), ["i.lua"] = "\nreturn nothing_here" } })
    support.assert_fails({ code = "package", file = "given/i.lua", line = 2 }, package, err)
    lu.assertTrue(#issues >= 1)
    support.assert_fails({ code = "limit", message = "steps: more than 20000" },
        hm.open_package("given", { steps = 20000, files = {
            ["package.lua"] = manifest(), ["i.lua"] = "while true do end" } }))
end

function tests.test_files_misused()
    lu.assertError(hm.open_package, "p", { files = "package.lua" })
    lu.assertError(hm.open_package, "p", { files = { "text" } })
    lu.assertError(hm.open_package, "p", { files = { ["package.lua"] = 5 } })
    support.assert_fails({ code = "package" }, hm.open_package("p", { files = {} }))
end

-- host -------------------------------------------------------------------------------------------

function tests.test_host_constants()
    assert_value(20, "function(v) return host.strict and v.x * host.rate or 0 end",
        { rate = 2.5, strict = true })
    assert_value(24, "input.x * host.rate", { rate = 3 })
end

function tests.test_host_functions()
    local seen
    assert_value(16, "function(v) return host.twice(v.x, 'EUR', true, nil) end",
        { twice = function(...)
            seen = table.pack(...)
            return 2 * ...
        end })
    lu.assertEquals(seen.n, 4)
    lu.assertEquals({ seen[2], seen[3], seen[4] }, { "EUR", true })
    assert_value(1, "function(v) return host.is_large(v.x) and 1 or 0 end",
        { is_large = function(x) return x > 5 end })
    assert_value(11, "input.x + host.three()", { three = function() return 3 end })
end

function tests.test_host_results_refused()
    local measure = "function(v) return host.give() end"
    assert_failed("host.give: oh dear", measure, { give = function() error("oh dear", 0) end })
    assert_failed("host.give: raised a table", measure, { give = function() error {} end })
    assert_failed("host.give: raised a nil", measure, { give = function() error() end })
    assert_failed("host.give: gave a table, expected a number or a flag", measure,
        { give = function() return {} end })
    assert_failed("host.give gave a text, expected a finite number or a flag", measure,
        { give = function() return "12" end })
    assert_failed("host.give gave nothing, expected a finite number or a flag", measure,
        { give = function() end })
    assert_failed("host.give gave a number that is not finite, expected a finite number or a flag",
        measure, { give = function() return 0 / 0 end })
    lu.assertStrContains(row_of(measure, { give = coroutine.yield }).reason, "yield")
    -- the place of the error is the program's own
    lu.assertStrMatches(row_of(measure, { give = function() error "lost" end }).reason,
        "host%.give: .*test_host%.lua:%d+: lost")
end

function tests.test_host_errors_while_loading()
    support.assert_fails({ code = "package", message = "host.give: not now", file = "p/i.lua" },
        open("input.x + host.give()", { give = function() error("not now", 0) end }))
end

function tests.test_host_not_lent()
    support.assert_fails({ code = "package",
        message = 'package: host: the program does not give "rate"; it gives nothing' },
        hm.open_package("p", { files = { ["package.lua"] = manifest '"rate"' } }))
end

function tests.test_host_misused()
    local files = { ["package.lua"] = manifest() }
    lu.assertErrorMsgContains("host must be a table", hm.open_package, "p",
        { files = files, host = 5 })
    lu.assertErrorMsgContains("host.rate is a string", hm.open_package, "p",
        { files = files, host = { rate = "5" } })
    lu.assertErrorMsgContains("a name is a number", hm.open_package, "p",
        { files = files, host = { 5 } })
end

function tests.test_host_functions_run_on_one_thread()
    local package = support.need(open("function(v) return host.f() end",
        { f = function() return 1 end }))
    support.assert_fails({ code = "argument",
        message = "a package that was given Lua functions is scored on one thread: jobs = 1" },
        scores_of(package, { jobs = 2 }))
    for jobs = 0, 1 do
        lu.assertEquals(scores_of(package, { jobs = jobs }):row(2, "I").value, 1)
    end
    local constants = support.need(open("input.x * host.rate", { rate = 2 }))
    lu.assertEquals(scores_of(constants, { jobs = 2 }):row(2, "I").value, 6)
end

-- Whichever coroutine calls the module runs the functions.
function tests.test_host_in_coroutines()
    local running
    local package = support.need(open("function(v) return host.f() end", { f = function()
        running = coroutine.running()
        return 1
    end }))
    for _ = 1, 3 do
        local thread = coroutine.create(function()
            coroutine.yield(scores_of(package):row(1, "I").value)
        end)
        lu.assertEquals({ coroutine.resume(thread) }, { true, 1 })
        lu.assertIs(running, thread)
        thread = nil
        collectgarbage()
    end
    lu.assertEquals(scores_of(package):row(1, "I").value, 1)
    lu.assertIs(running, coroutine.running())
end

-- A function may use the module, the same package included.
function tests.test_host_within_host()
    local package
    local depth = 0
    package = support.need(open("function(v) return host.f() end", { f = function()
        depth = depth + 1
        local value = depth < 3 and scores_of(package):row(1, "I").value or 10
        depth = depth - 1
        return value
    end }))
    lu.assertEquals(scores_of(package):row(1, "I").value, 10)
end

function tests.test_host_stays_while_scores_or_session_do()
    local kept = setmetatable({}, { __mode = "k" })
    local function session_with(rate)
        local f = function(x) return rate.value * x end
        kept[f] = true
        local package = support.need(open("function(v) return host.f(v.x) end", { f = f }))
        return support.need(hm.session(package, support.dataset(CITIES), 1))
    end
    local rate = { value = 2 }
    local session = session_with(rate)
    for _ = 1, 3 do
        collectgarbage()
    end
    lu.assertNotNil(next(kept))
    lu.assertEquals(session:row("I").value, 16)
    lu.assertIsTrue(session:set("x", 5))
    lu.assertIsTrue(session:score())
    lu.assertEquals(session:row("I").value, 10)
    session = nil
    for _ = 1, 3 do
        collectgarbage()
    end
    lu.assertNil(next(kept))
end

-- A function that knows its own package does not keep it for ever.
function tests.test_host_circle_is_collected()
    local kept = setmetatable({}, { __mode = "v" })
    do
        local package
        package = support.need(open("function(v) return host.f() end",
            { f = function() return #package:nodes() end }))
        kept[1] = package
        lu.assertEquals(scores_of(package):row(1, "I").value, 2)
    end
    for _ = 1, 3 do
        collectgarbage()
    end
    lu.assertNil(kept[1])
end

function tests.test_host_cannot_enter_its_session()
    local session
    local inside = {}
    local package = support.need(open("function(v) return host.f() end", { f = function()
        if session then
            inside.done, inside.err = session:score()
            inside.row, inside.row_err = session:row "I"
            inside.set, inside.set_err = session:set("x", 1)
        end
        return 1
    end }))
    session = support.need(hm.session(package, support.dataset(CITIES), 1))
    support.need(session:set("x", 5)) -- else nothing is worked out anew
    lu.assertIsTrue(session:score())
    for _, name in ipairs { "done", "row", "set" } do
        lu.assertNil(inside[name])
    end
    lu.assertEquals(inside.err.code, "argument")
    lu.assertStrContains(inside.err.message, "in use")
    lu.assertStrContains(inside.row_err.message, "in use")
    lu.assertStrContains(inside.set_err.message, "in use")
end

-- usage ------------------------------------------------------------------------------------------

function tests.test_usage()
    local package = support.need(open([[function(v)
        if v.x == 3 then while true do end end
        return v.x
    end]], nil, { steps = 50000 }))
    local loading = package:usage "I"
    lu.assertEquals(loading.calls, 1)
    lu.assertEquals(loading.limit_hits, 0)
    lu.assertTrue(loading.peak_bytes > 1000 and loading.seconds > 0)
    local used = scores_of(package):usage "I"
    lu.assertEquals(used.calls, 2)
    lu.assertEquals(used.limit_hits, 1)
    lu.assertTrue(used.steps >= 50000 and used.steps < 60000)
    lu.assertNil(package:usage "R")
    lu.assertNil(package:usage "nowhere")
    lu.assertNil(scores_of(package):usage "R")
    lu.assertError(package.usage, package)
end

function tests.test_usage_of_expressions()
    local package = support.need(open "input.x")
    lu.assertEquals(scores_of(package):usage "I",
        { calls = 0, steps = 0, peak_bytes = 0, seconds = 0, limit_hits = 0 })
end

function tests.test_functions_that_keep_state()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = manifest(),
        ["i.lua"] = "local n = 0 " .. indicator "function(v) n = n + 1 return n end" } }))
    local scores = support.need(scores_of(package))
    for unit = 1, 2 do
        lu.assertEquals(scores:row(unit, "I").status, "failed")
        lu.assertEquals(scores:row(unit, "I").reason,
            "keeps state between calls: the same figures gave different results")
    end
    lu.assertEquals(#scores:issues(), 1)
end

support.run("TestHost", tests)
