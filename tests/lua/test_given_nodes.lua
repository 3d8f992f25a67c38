-- Worked examples that say what other nodes have: tests = { { scores = { G = 40 }, score = 20 } }.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function open(measure, examples, more)
    return hm.open_package("given", { files = {
        ["package.lua"] = 'return package { name = "given", version = "1", api = 1, nodes = { { "top", "Top" }, '
            .. '{ "G", "G", parent = "top" } } }',
        ["a.lua"] = 'return indicator { code = "a", parent = "G", name = "A", inputs = { number { "a" } }, '
            .. 'measure = input.a, scale = "minmax" }',
        ["x.lua"] = ('return indicator { code = "x", parent = "top", name = "X", inputs = { number { "b" } },\n'
            .. "measure = %s, range = false,\ntests = { %s } }"):format(measure, examples),
    } })
end

local BOTH <const> = 'score["G"] + 2 * value["a"] + input.b'

local DATA <const> = "city,period,a,b\nA,2025,10,1\nB,2025,20,1\n"

local function values(given)
    local package = support.need(open(BOTH, ""))
    local scores = support.need(hm.score(package, support.dataset(DATA), { given = given }))
    return { scores:row(1, "x").value, scores:row(2, "x").value }, scores
end

-- G has the score of a: 0 and 100.
function tests.test_what_measures_find()
    lu.assertEquals(values(), { 21, 141 })
    lu.assertEquals(values { { unit = 1, code = "G", score = 40 } }, { 61, 141 })
    local found, scores = values { { unit = 1, code = "G", score = 40 }, { unit = 1, code = "a", value = 7 },
        { unit = 2, code = "a", value = 0 } }
    lu.assertEquals(found, { 55, 101 })
    -- the nodes themselves have what they had
    lu.assertEquals({ scores:row(1, "G").score, scores:row(1, "a").value }, { 0, 10 })
end

function tests.test_examples_hold_them()
    local package = support.need(open(BOTH, '{ b = 1, scores = { G = 40 }, values = { a = 7 }, value = 55 }'))
    lu.assertEquals(package:indicator("x").tests[1].nodes, { { code = "G", score = 40 }, { code = "a", value = 7 } })
end

function tests.test_coverage_is_given()
    local measure <const> = 'score["G"] + 10 * coverage["G"]'
    local package = support.need(open(measure, "{ scores = { G = 40 }, coverage = { G = 0.5 }, value = 45 }"))
    lu.assertEquals(package:indicator("x").tests[1].nodes, { { code = "G", score = 40 },
        { code = "G", coverage = 0.5 } })
    local scores = support.need(hm.score(package, support.dataset(DATA), {
        given = { { unit = 1, code = "G", coverage = 0.5 } } }))
    lu.assertEquals({ scores:row(1, "x").value, scores:row(2, "x").value }, { 5, 110 })
end

-- An input may have the name of the field: what is no table of numbers by code is its figure.
function tests.test_an_input_called_coverage()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
        ["a.lua"] = 'return indicator { code = "a", parent = "top", name = "A", '
            .. 'inputs = { number { "coverage" } }, measure = input.coverage, tests = { { coverage = 7, value = 7 } } }',
    } }))
    lu.assertEquals(package:indicator("a").tests[1].values, { { name = "coverage", text = "7" } })
end

local WRONG <const> = {
    { '{ coverage = { G = 1 }, value = 1 }', 'indicator x: test 1 gives the coverage of "G", which the measure does '
        .. "not read" },
    { '{ coverage = { G = 50 }, value = 1 }', "indicator x: test 1: coverage: other nodes have numbers from 0 to 1 by "
        .. 'their codes: { ["L1.1"] = 0.5 }' },
    { '{ scores = { a = 1 }, value = 1 }', 'indicator x: test 1 gives the score of "a", which the measure does not '
        .. "read" },
    { '{ scores = { H = 1 }, value = 1 }', 'indicator x: test 1 gives the score of "H", which the measure does not '
        .. "read" },
    { '{ scores = { G = "1" }, value = 1 }', "indicator x: test 1: scores: other nodes have numbers by their codes: "
        .. '{ ["L1.1"] = 40 }' },
    { '{ scores = { 1 }, value = 1 }', "indicator x: test 1: scores: other nodes have numbers by their codes: "
        .. '{ ["L1.1"] = 40 }' },
    { '{ scores = 1, value = 1 }', "indicator x: test 1: scores is a number, expected a table { ... }" },
}

function tests.test_what_is_wrong()
    for _, case in ipairs(WRONG) do
        local package, err = open(BOTH, case[1])
        lu.assertNil(package, case[1])
        lu.assertEquals({ err.message, err.line }, { case[2], 3 })
    end
end

support.run("TestGivenNodes", tests)
