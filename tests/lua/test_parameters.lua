-- parameters.csv: numbers of a package with names, by the period that they hold from.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local TABLE <const> = "name,from,value,unit,reference\nline,2024,20,EUR,A law\nline,2025-07,40,EUR,\n"
    .. "base,,1000,,\n"
local EXPRESSION <const> = [[return indicator { code = "a", parent = "top", name = "A",
    inputs = { number { "x" } }, measure = 100 * input.x / param.line / 10 + 0 * param.base,
    range = { 0, 100 } }]]
local FUNCTION <const> = [[return indicator { code = "a", parent = "top", name = "A",
    inputs = { number { "x" } },
    measure = function(v) return 100 * v.x / param.line / 10 + 0 * param.base end }]]
local MANIFEST <const> = 'return package { name = "p", version = "1", api = 1, %s'
    .. ' nodes = { { "top", "Top" } } }'

local function open(files, options)
    options = options or {}
    files["package.lua"] = files["package.lua"] or MANIFEST:format("")
    files["parameters.csv"] = files["parameters.csv"] or TABLE
    options.files = files
    return hm.open_package("p", options)
end

local function values(files, options, figures)
    local package = support.need(open(files, options))
    local dataset = support.dataset(figures
        or "city,period,x\nA,2023,100\nA,2024,100\nA,2025,100\nA,2025-12,100\nA,2026,100\n")
    local scores = support.need(hm.score(package, dataset))
    local list = {}
    for unit = 1, dataset:unit_count() do
        local row = scores:row(unit, "a")
        list[unit] = row.value or row.status
    end
    return list, scores
end

-- 2025 begins before 2025-07, so what held in 2024 holds for it.
function tests.test_the_row_of_the_period()
    for _, script in ipairs { EXPRESSION, FUNCTION } do
        lu.assertEquals(values { ["a.lua"] = script }, { "undefined", 50, 50, 25, 25 })
    end
end

-- What a score rests on: the value of the unit's period, the row that it comes from, and what reads it.
function tests.test_the_parameters_of_a_node()
    local base = { name = "base", of = { "measure" }, value = 1000, from = "", unit = "", reference = "" }
    for _, script in ipairs { EXPRESSION, FUNCTION } do
        local _, scores = values { ["a.lua"] = script }
        lu.assertEquals(scores:parameters(4, "a"), { { name = "line", of = { "measure" }, value = 40,
            from = "2025-07", unit = "EUR", reference = "" }, base })
        lu.assertEquals(scores:parameters(2, "a")[1].reference, "A law")
        lu.assertEquals(scores:parameters(1, "a")[1], { name = "line", of = { "measure" }, unit = "EUR",
            reference = "" })
        lu.assertEquals(scores:parameters(1, "top"), {})
        lu.assertEquals(scores:parameters(1, "nothing"), {})
    end
    local _, set = values({ ["a.lua"] = FUNCTION }, { settings = { line = 50 } })
    lu.assertEquals(set:parameters(1, "a")[1], { name = "line", of = { "measure" }, value = 50, set = true,
        unit = "EUR", reference = "" })
end

function tests.test_what_else_of_a_node_reads_parameters()
    local script = EXPRESSION:gsub("range = { 0, 100 }", "weight = param.base, classes = { { over = param.line, 'b' } },"
        .. " transform = function(x) return x + param.line end")
    local _, scores = values { ["a.lua"] = script, ["b.lua"] = script:gsub('"a"', '"b"'):gsub("param.base,", "1,")
        :gsub('number { "x" }', '"x"') }
    local found = scores:parameters(2, "a")
    lu.assertEquals(found[1].of, { "measure", "transform", "classes" })
    lu.assertEquals(found[2].of, { "measure", "weight" })
end

-- A function reads what it asks for in this unit.
function tests.test_parameters_that_a_function_asks_for_now_and_then()
    local _, scores = values({ ["a.lua"] = FUNCTION:gsub("return 100.*base",
        "return v.x > 5 and param.base or param.line") }, nil, "city,period,x\nA,2025,10\nB,2025,1\nC,2025,\n")
    for unit, name in ipairs { "base", "line" } do
        local found = scores:parameters(unit, "a")
        lu.assertEquals({ #found, found[1].name }, { 1, name })
    end
    lu.assertEquals(scores:parameters(3, "a"), {})
end

-- In both forms it is said why.
function tests.test_the_cause_before_the_first_row()
    local why = "no value of the parameter line holds yet in this period"
    local _, of_expression = values { ["a.lua"] = EXPRESSION }
    lu.assertEquals(of_expression:cause(1, "a"), why)
    for _, measure in ipairs { "return 100 * v.x / param.line / 10", "return math.max(param.line, v.x)",
            "local low = param.line if low > 3 then error 'no' end return low" } do
        local list, scores = values { ["a.lua"] = FUNCTION:gsub("return 100.*base", function()
            return measure
        end) }
        lu.assertEquals({ list[1], scores:row(1, "a").reason }, { "undefined", why })
        lu.assertEquals(scores:issues()[1].message, "indicator a has no value for A 2023: " .. why)
    end
    local accepting = FUNCTION:gsub("measure =", "accepts_missing = true, measure ="):gsub("return 100.*base",
        "return param.line or 7")
    lu.assertEquals(values { ["a.lua"] = accepting }, { 7, 20, 20, 40, 40 })
end

function tests.test_settings_are_for_all_periods()
    for _, script in ipairs { EXPRESSION, FUNCTION } do
        lu.assertEquals(values({ ["a.lua"] = script }, { settings = { line = 10 } }),
            { 100, 100, 100, 100, 100 })
    end
    local package, err = open({ ["a.lua"] = EXPRESSION }, { settings = { lime = 10 } })
    lu.assertNil(package)
    lu.assertStrContains(err.message, 'the package has no parameter "lime": did you mean "line"?')
end

function tests.test_wrong_names()
    local _, err = open { ["a.lua"] = EXPRESSION:gsub("param.line", "param.lien") }
    lu.assertStrContains(err.message, 'no parameter "lien" in parameters.csv: did you mean "line"?')
    lu.assertEquals(err.line, 2)
    local list, scores = values { ["a.lua"] = FUNCTION:gsub("param.line", "param.lien") }
    lu.assertEquals(list[3], "failed")
    lu.assertStrContains(scores:issues()[1].message, 'no parameter "lien" in parameters.csv')
end

function tests.test_wrong_tables()
    for text, wanted in pairs {
        ["name,value\nx,many\n"] = { 'column "value": found "many", expected a number', 2, 3 },
        ["name,value\n2x,1\n"] = { 'column "name": "2x" is no name', 2, 1 },
        ["name,from,value\nx,soon,1\n"] = { 'column "from": "soon" is no period', 2, 3 },
        ["name,from,value\nx,2024,1\nx,2024-01,2\n"] = { "begins twice on the same day", 3, 1 },
        ["name,amount\nx,1\n"] = { 'unknown column "amount"', 1, 6 },
        ["name\nx\n"] = { 'column "value" is missing', 1, 0 },
    } do
        local package, err = open { ["parameters.csv"] = text, ["a.lua"] = EXPRESSION }
        lu.assertNil(package)
        lu.assertStrContains(err.message, wanted[1])
        lu.assertEquals({ err.line, err.column }, { wanted[2], wanted[3] })
    end
end

-- As bounds of goalposts, in a table of indicators, and with a base whose numbers are overruled by name.
function tests.test_where_they_may_stand()
    local base = { ["package.lua"] = MANIFEST:format(""), ["parameters.csv"] =
        "name,value\nlow,0\nhigh,200\n", ["indicators.csv"] =
        "code,parent,name,input,kind,measure\na,top,A,x,number,\"goalposts(input.x, param.low, param.high)\"\n" }
    local figures = "city,period,x\nA,2025,50\n"
    lu.assertEquals(values(base, nil, figures), { 25 })
    base["parameters.csv"] = "name,value\nlow,25\nhigh,75\n"
    lu.assertEquals(values(base, nil, figures), { 50 })
end

function tests.test_what_is_told_of_them()
    local package = support.need(open({ ["a.lua"] = EXPRESSION }, { settings = { base = 5 } }))
    lu.assertEquals(package:parameters(), {
        { name = "line", unit = "EUR", reference = "A law", values = { { from = "2024", value = 20 },
            { from = "2025-07", value = 40 } } },
        { name = "base", unit = "", reference = "", values = { { from = "", value = 1000 } }, set = 5 },
    })
    lu.assertStrContains(package:indicator("a").formula, "param.line")
    local formula, why = package:formula("a")
    lu.assertNil(formula)
    lu.assertStrContains(why, "parameter")
end

-- What was learnt with other numbers is refused.
function tests.test_fits_know_them()
    local script = EXPRESSION:gsub("range = { 0, 100 }", 'scale = "minmax"')
    local function scored(settings, fits)
        local package = support.need(open({ ["a.lua"] = script }, { settings = settings }))
        return hm.score(package, support.dataset "city,period,x\nA,2025,1\nB,2025,2\n", { fits = fits })
    end
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    support.need(hm.write(support.need(scored {}):table "fits", { file = file }))
    file:close()
    local fits = support.need(hm.read_fits(path))
    os.remove(path)
    lu.assertNotNil(scored({}, fits))
    local again, err = scored({ line = 21 }, fits)
    lu.assertNil(again)
    lu.assertStrContains(err.message, "a")
end

-- Numbers of steps and methods -------------------------------------------------------------------

local NUMBERS <const> = "name,from,value\nt,,80\nt,2024,90\nlow,,0\nlow,2024,10\nhigh,,100\nhigh,2024,110\n"
    .. "m,,50\nm,2024,100\nassumed,,5\nassumed,2024,7\np,,1\np,2024,2\nback,,1\nback,2024,2\none,,1\n"

-- The package of one group `top` and indicators, by their codes what each says besides its measure, the input
-- of its name.
local function stepped(indicators, more)
    local files = { ["parameters.csv"] = NUMBERS }
    for code, fields in pairs(indicators) do
        files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "top", name = "%s",
            inputs = { number { "%s" } }, measure = input.%s, range = false,
            %s }]]):format(code, code, code, code, fields)
    end
    files["package.lua"] = ('return package { name = "p", version = "1", api = 1, policy = { min_coverage = 0 }, '
        .. 'nodes = { { "top", "Top", %s } } }'):format(more or "")
    return files
end

local PANEL <const> = "city,period,%s\nA,2023,20\nB,2023,40\nC,2023,60\nA,2024,20\nB,2024,40\nC,2024,60\n"

-- Scores of node `code` for the panel.
local function marks_of(package, code, figures, options)
    local dataset = support.dataset(figures or PANEL:format(code))
    local scores = support.need(hm.score(package, dataset, options))
    local list = {}
    for unit = 1, dataset:unit_count() do
        list[unit] = scores:row(unit, code).score or scores:row(unit, code).status
    end
    return list, scores
end

local function assert_marks(fields, wanted, figures)
    local list = marks_of(support.need(open(stepped { x = fields })), "x", figures)
    for i, mark in ipairs(wanted) do
        lu.assertAlmostEquals(list[i], mark, 1e-12, fields .. ", unit " .. i)
    end
end

-- Worst 20, best 60, mean 40, deviation (by n) the root of 800 / 3; percentiles of type 7.
function tests.test_numbers_of_scales()
    local z = 20 / (800 / 3) ^ 0.5
    assert_marks('scale = { "distance_to_target", param.t }', { 0, 100 / 3, 200 / 3, 0, 200 / 7, 400 / 7 })
    assert_marks('scale = { "zscore", mean = param.m, spread = 10 }',
        { 50 - 10 * z, 50, 50 + 10 * z, 100 - 10 * z, 100, 100 + 10 * z })
    assert_marks('scale = { "minmax", to = { param.low, param.high } }', { 0, 50, 100, 10, 60, 110 })
    assert_marks('scale = { "minmax", bounds = { low = param.low, high = param.high } }',
        { 20, 40, 60, 10, 30, 50 })
    -- the 80th percentile of 20, 40, 60 is 52, the 90th 56
    assert_marks('scale = { "minmax", bounds = { low = 0, high = { percentile = param.t } } }',
        { 2000 / 52, 4000 / 52, 6000 / 52, 2000 / 56, 4000 / 56, 6000 / 56 })
end

function tests.test_numbers_of_what_comes_before_scales()
    local gaps = "city,period,x\nA,2022,3\nA,2023,\nB,2023,1\nC,2023,2\nA,2024,\nB,2024,1\nC,2024,2\n"
    assert_marks("impute = param.assumed", { 3, 5, 1, 2, 7, 1, 2 }, gaps)
    -- two years back reach 2022 from 2024
    local list = marks_of(support.need(open(stepped { x = 'impute = { "latest", within = param.back }' })), "x", gaps)
    lu.assertEquals(list, { 3, 3, 1, 2, 3, 1, 2 })
    list = marks_of(support.need(open(stepped { x = 'impute = { "latest", within = param.one }' })), "x", gaps)
    lu.assertEquals(list, { 3, 3, 1, 2, "not_reported", 1, 2 })
    -- of 20, 40, 60 the 10th percentile is 24
    assert_marks('treat = { "percentiles", param.low, 100 }', { 20, 40, 60, 24, 40, 60 })
end

-- The root of the mean of squares from 2024 on.
function tests.test_numbers_of_methods()
    local files = stepped({ x = "", y = "" }, 'aggregate = { "power", param.p }')
    local list = marks_of(support.need(open(files)), "top",
        "city,period,x,y\nA,2023,10,70\nA,2024,10,70\nB,2024,30,40\n")
    for i, mark in ipairs { 40, 50, (1250) ^ 0.5 } do
        lu.assertAlmostEquals(list[i], mark, 1e-12)
    end
    -- in a policy, and where package.json writes it
    files = stepped({ x = "", y = "" }, "")
    files["package.lua"] = nil
    files["package.json"] = [[{ "name": "p", "version": "1", "api": 1, "nodes": [{ "code": "top", "name": "Top" }],
        "policy": { "min_coverage": 0, "aggregate": { "method": "power", "p": "param.p" } }}]]
    local package = support.need(hm.open_package("p", { files = files }))
    lu.assertAlmostEquals(marks_of(package, "top", "city,period,x,y\nA,2024,10,70\n")[1], 50, 1e-12)
    lu.assertEquals(package:nodes()[1].aggregate_said, "power, p = 2 (param.p)")
    lu.assertEquals(package:nodes("2023")[1].aggregate_said, "power, p = 1 (param.p)")
end

function tests.test_numbers_of_a_policy()
    local files = stepped { x = "" }
    files["package.lua"] = [[return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } },
        policy = { scale = { "distance_to_target", param.t } } }]]
    lu.assertAlmostEquals(marks_of(support.need(open(files)), "x")[5], 200 / 7, 1e-12)
end

function tests.test_numbers_that_are_set()
    local files = stepped { x = 'scale = { "minmax", to = { param.low, param.high } }' }
    lu.assertEquals(marks_of(support.need(open(files, { settings = { high = 20 } })), "x"),
        { 0, 10, 20, 10, 15, 20 })
    for name, wanted in pairs {
        high = "scale: to is 10 and 5 from 2024, expected the lower one first",
        low = "scale: to is param.low, which is 10000000, expected a number from -1e6 to 1e6",
    } do
        local package, err = open(files, { settings = { [name] = name == "high" and 5 or 1e7 } })
        lu.assertNil(package)
        lu.assertStrContains(err.message, wanted)
    end
    local package = support.need(open(stepped { x = 'scale = { "distance_to_target", param.t }' }))
    lu.assertEquals(package:indicator("x").sources, { target = "t" })
    lu.assertEquals(package:indicator("x").parameters, { target = 90 })
    lu.assertEquals(package:indicator("x", "2023").parameters, { target = 80 })
end

-- A stored fit has the numbers of each period, and is refused where they are others.
function tests.test_fits_have_numbers_of_each_period()
    local files = stepped { x = 'scale = { "minmax", to = { param.low, param.high }, '
        .. 'bounds = { high = { percentile = param.t } } }' }
    local package = support.need(open(files))
    local whole, scores = marks_of(package, "x")
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    support.need(hm.write(scores:table "fits", { file = file }))
    file:close()
    local fits = support.need(hm.read_fits(path))
    os.remove(path)
    local one = marks_of(package, "x", "city,period,x\nB,2023,40\nB,2024,40\n", { fits = fits })
    lu.assertEquals(one, { whole[2], whole[5] })
    local other = support.need(open(files, { settings = { t = 80 } }))
    local again, err = hm.score(other, support.dataset(PANEL:format "x"), { fits = fits })
    lu.assertNil(again)
    lu.assertStrContains(err.message, "node x is not the one that the fit was learnt from")
end

function tests.test_wrong_numbers()
    local function refused(fields, ...)
        local package, err = open(stepped { x = fields })
        lu.assertNil(package, fields)
        for _, wanted in ipairs { ... } do
            lu.assertStrContains(err.message, wanted)
        end
        return err
    end
    lu.assertEquals(refused('scale = { "distance_to_target",\n param.tt }',
        'scale: target is param.tt, expected a parameter of the package: did you mean "t"?').file, "p/x.lua")
    refused('treat = { "percentiles", 2, param.high }', "high is param.high, which is 110 from 2024, "
        .. "expected a number from 0 to 100")
    refused('scale = { "rank", ties = param.t }', "ties is a parameter, expected")
    refused('scale = { "zscore", mean = 2 * param.m }', "mean must be a number, or param.NAME alone")
    refused('scale = { "minmax", to = { param.high, param.low } }', "to is 100 and 0, expected the lower one first")
    refused('scale = { "distance_to_target", param.t, over = "all" }',
        "target is param.t, which changes from 2024, expected a number that is the same in all periods")
    refused('cap = param.t, adds = true', "cap is an expression, expected a plain number: param.NAME may stand for")
    refused("impute = 2 * param.t", "impute is an expression, expected a method, a number or param.NAME alone")
    refused('range = { 0, param.t }', "range must be two plain numbers: param.NAME may stand for")
    local files = stepped { x = 'scale = { "zscore", mean = param.late }' }
    files["parameters.csv"] = "name,from,value\nlate,2024,3\n"
    local package, err = open(files)
    lu.assertNil(package)
    lu.assertStrContains(err.message, "indicator x: param.late, which is a number of its steps or its method, "
        .. "has no value before 2024: give it a row without from, or the node a from")
    files["x.lua"] = files["x.lua"]:gsub("range = false", 'range = false, from = "2024"')
    support.need(open(files))
    files = stepped({ x = "" }, 'aggregate = { "power", param.low }')
    package, err = open(files)
    lu.assertNil(package)
    lu.assertStrContains(err.message, "aggregate: power: p is param.low, which is 0, expected a number from "
        .. "-1000 to 1000 but 0, which is geometric")
end

-- Weights ---------------------------------------------------------------------------------------

local LEAF <const> = [[return indicator { code = "%s", parent = "%s", name = "L", inputs = { number { "%s" } },
    measure = input.%s, %s }]]

-- top of G (a, b) and c; `fields`: of package.lua; `more`: what a says besides.
local function weighted(fields, more, parameters, options)
    return open({
        ["package.lua"] = ('return package { name = "w", version = "1", api = 1,\n%s,\nnodes = { { "top", "Top" },'
            .. ' { "G", "G", parent = "top", weight = param.g } } }'):format(fields),
        ["parameters.csv"] = parameters or "name,from,value\nw,,1\nw,2024,3\nw,2025-07,4\ng,,2\n",
        ["a.lua"] = LEAF:format("a", "G", "a", "a", more or ""), ["b.lua"] = LEAF:format("b", "G", "b", "b", ""),
        ["c.lua"] = LEAF:format("c", "top", "c", "c", ""),
    }, options)
end

-- Of a = 0, b = 100 and c = 0.
local function tops(package)
    local dataset = support.dataset("city,period,a,b,c\nA,2023,0,100,0\nA,2024,0,100,0\nA,2025,0,100,0\n"
        .. "A,2025-Q3,0,100,0\n")
    local scores, list = support.need(hm.score(package, dataset)), {}
    for unit = 1, dataset:unit_count() do
        list[unit] = hm.fixed(scores:row(unit, "top").score, 6)
    end
    return list
end

-- G is 100 / (w + 1), top 2 * G / (2 + w) where c has the weight w, too.
function tests.test_weights_by_the_period()
    local wanted = { "33.333333", "10.000000", "10.000000", "6.666667" }
    lu.assertEquals(tops(support.need(weighted "weights = { a = param.w, c = 'param.w' }")), wanted)
    lu.assertEquals(tops(support.need(weighted("weights = { c = param.w }", "weight = param.w"))), wanted)
    local package = support.need(weighted "weights = { a = param.w, c = param.w }")
    lu.assertEquals(#package:editions(), 3)
    local of = {}
    for _, node in ipairs(package:nodes "2024") do
        of[node.code] = { node.weight, node.weight_parameter }
    end
    lu.assertEquals(of, { top = { 1 }, G = { 2, "g" }, a = { 3, "w" }, b = { 1 }, c = { 3, "w" } })
end

function tests.test_weights_by_settings()
    local same = weighted("weights = { a = param.w, c = param.w }", "", nil, { settings = { w = 9, g = 1 } })
    -- 100 / 10, and a tenth of that
    lu.assertEquals(tops(support.need(same)), { "1.000000", "1.000000", "1.000000", "1.000000" })
end

-- From 2024 on a has the parameter's weight, whatever it was before; from 2025 on 7.
function tests.test_weights_from_a_period_on()
    local package = support.need(weighted [[weights = { a = 0 },
        weights_from = { ["2024"] = { a = param.w }, ["2025"] = { a = 7 } }]])
    -- c weighs 1: top is 2 / 3 of 100, 25, 12.5, 12.5
    lu.assertEquals(tops(package), { "66.666667", "16.666667", "8.333333", "8.333333" })
end

function tests.test_weights_of_a_table()
    local package = support.need(open {
        ["package.lua"] = 'return package { name = "w", version = "1", api = 1, weights = "weights.csv" }',
        ["parameters.csv"] = "name,value\nw,3\n", ["weights.csv"] = "code,weight\na,param.w\n",
        ["indicators.csv"] = "code,parent,name,input,weight\ntop,,Top,,\na,top,A,a,\nb,top,B,b,param.w\n",
    })
    lu.assertEquals({ package:nodes()[2].weight, package:nodes()[3].weight }, { 3, 3 })
end

local WRONG_WEIGHTS <const> = {
    { "weights = { a = param.ww }", nil, nil, 2, 'indicator a: weight: the package has no parameter "ww": did you '
        .. 'mean "w"?' },
    { "weights = { a = param.w }", nil, "name,from,value\nw,2024,1\ng,,2\n", 2, "indicator a: weight: param.w has no "
        .. "value before 2024: give it a row without from, or the node a from" },
    { "weights = { a = param.w }", nil, "name,from,value\nw,,1\nw,2024,-1\ng,,2\n", 2, "indicator a: weight: param.w "
        .. "is -1 from 2024, expected 0, or a number from 1e-9 to 1e9" },
    { "weights = { a = 2 * param.w }", nil, nil, 2, 'package: weights: "a" must have a weight: 0, or a number from '
        .. "1e-9 to 1e9, or param.NAME" },
    { "weights = {}", "weight = 2 * param.w", nil, 2, "indicator a: weight must be 0, or a number from 1e-9 to 1e9, "
        .. "or param.NAME" },
    { "weights = {}", "weight = param.x", nil, 2, 'indicator a: weight: the package has no parameter "x"' },
}

function tests.test_wrong_weights()
    for _, case in ipairs(WRONG_WEIGHTS) do
        local package, err = weighted(case[1], case[2], case[3])
        lu.assertNil(package)
        lu.assertEquals({ err.message, err.line }, { case[5], case[4] })
    end
    local fine = weighted("weights = { a = param.w }", 'from = "2024"', "name,from,value\nw,2024,1\ng,,2\n")
    lu.assertNotNil(fine)
end

support.run("test_parameters", tests)
