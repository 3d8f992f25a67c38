-- Closing: what is closed says so, what is still used stays until its users are gone.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local CITIES <const> = "city,period,x\nAlba,2025,8\nBrio,2025,3\n"

-- A package of one indicator, I = x, through a host function if one is given.
local function open(ask)
    local measure = ask and "function(v) return host.ask(v.x) end" or "input.x"
    return support.need(hm.open_package("p", { host = ask and { ask = ask }, files = {
        ["package.lua"] = ([[return package { name = "p", version = "1", api = 1, host = { %s },
            nodes = { { "R", "Root" } } }]]):format(ask and '"ask"' or ""),
        ["i.lua"] = ([[return indicator { code = "I", parent = "R", name = "I",
            inputs = { number { "x", "X" } }, measure = %s }]]):format(measure) } }))
end

function tests.test_closed_objects_say_so()
    local package, dataset = open(), support.dataset(CITIES)
    local scores = support.need(hm.score(package, dataset))
    local session = support.need(hm.session(package, dataset, 1))
    local ranking = support.need(hm.ranking())
    for _, object in ipairs { session, scores, ranking, dataset, package } do
        object:close()
        object:close() -- once more is nothing new
    end
    lu.assertErrorMsgContains("the session is closed", function() session:rows() end)
    lu.assertErrorMsgContains("the scores are closed", function() scores:rows(1) end)
    lu.assertErrorMsgContains("the ranking is closed", function() ranking:count() end)
    lu.assertErrorMsgContains("the data set is closed", function() dataset:units() end)
    lu.assertErrorMsgContains("the package is closed", function() package:info() end)
    lu.assertErrorMsgContains("the package is closed", hm.score, package, support.dataset(CITIES))
    lu.assertErrorMsgContains("the data set is closed", hm.score, open(), dataset)
    lu.assertErrorMsgContains("the data set is closed", hm.session, open(), dataset, 1)
end

-- An option that is made up when it is asked for may close what was given beside it.
local function closing(object, field, value)
    return setmetatable({}, { __index = function(_, name)
        if name == field then
            object:close()
            return value
        end
    end })
end

function tests.test_options_that_close_what_they_are_for()
    local package, dataset = open(), support.dataset(CITIES)
    local scores = support.need(hm.score(package, dataset))
    local ranking = support.need(hm.ranking())
    support.need(ranking:read_memory("a.csv", "city,period,code,depth,score,rank,coverage,applicable\n"
        .. "A,2025,I,0,1,1,1,1\n"))
    support.need(ranking:finish())
    local file <close> = assert(io.tmpfile())
    lu.assertErrorMsgContains("the scores are closed", function()
        scores:table("scores", closing(scores, "depth"))
    end)
    lu.assertErrorMsgContains("the ranking is closed", function()
        ranking:write(setmetatable({ file = file }, getmetatable(closing(ranking, "safe_cells"))))
    end)
    lu.assertErrorMsgContains("the data set is closed", hm.score, package, dataset, closing(dataset, "jobs"))
    dataset = support.dataset(CITIES)
    lu.assertErrorMsgContains("the package is closed", hm.score, package, dataset, closing(package, "run_steps"))
    package = open()
    lu.assertErrorMsgContains("the data set is closed", hm.session, package, dataset, 1,
        closing(dataset, "run_steps"))
    lu.assertErrorMsgContains("the package is closed", hm.stream, package, "/dev/null",
        setmetatable({ file = file }, getmetatable(closing(package, "format"))))
end

function tests.test_a_file_that_is_closed_while_options_are_read()
    local scores = support.need(hm.score(open(), support.dataset(CITIES)))
    for _, write in ipairs { function(options) return scores:write(options) end,
        function(options) return hm.write(scores:table(), options) end } do
        local file = assert(io.tmpfile())
        lu.assertErrorMsgContains("file must be an open file", write,
            setmetatable({ file = file }, getmetatable(closing(file, "safe_cells"))))
    end
end

function tests.test_close_at_the_end_of_a_block()
    local kept
    do
        local dataset <close> = support.dataset(CITIES)
        kept = dataset
        lu.assertEquals(#dataset:units(), 2)
    end
    lu.assertErrorMsgContains("the data set is closed", function() kept:units() end)
end

-- In whatever order they are closed, and whenever the collector comes by.
function tests.test_what_is_used_stays()
    local package, dataset = open(), support.dataset(CITIES)
    local scores = support.need(hm.score(package, dataset))
    local session = support.need(hm.session(package, dataset, 2))
    dataset:close()
    package:close()
    package, dataset = nil, nil
    collectgarbage()
    lu.assertEquals(scores:row(1, "I").city, "Alba")
    lu.assertEquals(scores:row(1, "I").value, 8)
    scores:close()
    collectgarbage()
    support.need(session:set("x", 5))
    support.need(session:score())
    lu.assertEquals(session:row("I").value, 5)
    lu.assertEquals(session:rows()[1].city, "Brio")
    session:close()
end

function tests.test_close_from_within_a_score()
    local package, dataset
    package = open(function(x)
        dataset:close()
        package:close()
        collectgarbage()
        return x
    end)
    dataset = support.dataset(CITIES)
    local scores = support.need(hm.score(package, dataset))
    lu.assertEquals(scores:row(2, "I").value, 3)
    lu.assertErrorMsgContains("the data set is closed", function() dataset:units() end)
    scores:close()
end

function tests.test_session_is_not_closed_from_within()
    local session, message
    local package = open(function(x)
        if session then
            local _, err = pcall(session.close, session)
            message = err
        end
        return x
    end)
    session = support.need(hm.session(package, support.dataset(CITIES), 1))
    support.need(session:set("x", 7))
    support.need(session:score())
    lu.assertStrContains(message, "the session cannot be closed: a call of it is running")
    lu.assertEquals(session:row("I").value, 7)
    session:close()
    lu.assertErrorMsgContains("the session is closed", function() session:score() end)
end

function tests.test_package_is_closed_while_a_stream_runs()
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write("city,period,x,other\nAlba,2025,8,1\nBrio,2025,3,1\n")
    file:close()
    local package, told = open(), 0
    local text = support.written(function(out)
        return hm.stream(package, path, { file = out, issue = function()
            told = told + 1
            package:close()
            collectgarbage()
        end })
    end)
    os.remove(path)
    lu.assertEquals(told, 1)
    lu.assertStrContains(text, "Brio,2025,I,R,1,I,3,3,")
    lu.assertErrorMsgContains("the package is closed", function() package:info() end)
end

support.run("close", tests)
