-- Shapes that authors of other frameworks need: helpers, looking back, scales over the cities of a
-- period, deductions. Each test makes a package of a few lines; expected numbers are worked out by
-- hand.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local INPUTS <const> = [[
return {
    number { "x", may_be_na = true }, number { "y", may_be_na = true }, number { "people" }, number { "area" },
    flag { "f" }, flag { "g" }, flag { "h" },
}
]]

local MANIFEST <const> =
    'return package { name = "shapes", version = "1", api = 1, nodes = { { "index", "All" } }, %s }'

-- A package of indicators below the index: { CODE = { measure = "...", more = "..." } or "..." }.
local function make(indicators, fields)
    local files = { ["package.lua"] = MANIFEST:format(fields or "policy = { min_coverage = 0 }"),
        ["inputs.lua"] = INPUTS }
    for code, what in pairs(indicators) do
        local said = type(what) == "table" and what or { measure = what }
        files[code .. ".lua"] = ([[
return indicator {
    code = "%s", parent = "%s", name = "%s", %s
    inputs = { %s },
    measure = %s,
}
]]):format(code, said.parent or "index", code, said.more or "", said.inputs or "", said.measure)
    end
    return support.write { shapes = files } .. "/shapes"
end

local function open(indicators, fields)
    return support.open(make(indicators, fields))
end

-- The value of one measure for one city: text of its columns and of its cells.
local function value_of(measure, names, cells)
    local rows = support.rows(open { M = measure },
        ("city,period,%s\nC,2025,%s\n"):format(names, cells))
    local row = rows("C", "2025", "M")
    return row.value or row.status, row
end

local function check(measure, names, cells, expected)
    local found = value_of(measure, names, cells)
    if type(expected) == "string" then
        lu.assertEquals(found, expected, measure)
    else
        lu.assertEquals(type(found), "number", ("%s is %s"):format(measure, found))
        support.near(found, expected, measure)
    end
end

-- Helpers ------------------------------------------------------------------------------------

function tests.test_goalposts()
    check("goalposts(input.x, 20, 80)", "x", "35", 25)
    check("goalposts(input.x, 20, 80)", "x", "20", 0)
    check("goalposts(input.x, 20, 80)", "x", "80", 100)
    check("goalposts(input.x, 80, 20)", "x", "35", 75)
    check("goalposts(input.x, 20, 80)", "x", "NA", "not_applicable")
    check("goalposts(input.x / input.y, 0, 1)", "x,y", "1,0", "undefined")
end

-- Beyond the goalposts the value goes on; the score is held and flagged.
function tests.test_goalposts_are_not_clamped()
    local value, row = value_of("goalposts(input.x, 20, 80)", "x", "95")
    lu.assertEquals({ value, row.score, row.flags }, { 125, 100, "capped" })
    value, row = value_of("goalposts(input.x, 20, 80)", "x", "5")
    lu.assertEquals({ value, row.score, row.flags }, { -25, 0, "floored" })
end

function tests.test_share_of_target()
    check("share_of_target(input.x, 40)", "x", "30", 75)
    check("share_of_target(input.x, input.y)", "x,y", "30,24", 125)
    check("share_of_target(input.x, input.y)", "x,y", "30,0", "undefined")
end

function tests.test_rates()
    check("per_capita(input.x, input.people)", "x,people", "30,120", 0.25)
    check("per_capita(input.x, input.people, 1000)", "x,people", "30,120", 250)
    check("per_area(input.x, input.area)", "x,area", "30,8", 3.75)
    check("per_area(input.x, input.area, 100)", "x,area", "30,8", 375)
    check("per_capita(input.x, input.people, 1000)", "x,people", "30,0", "undefined")
    check("per_area(input.x, input.area)", "x,area", "30,", "not_reported")
end

function tests.test_inverse()
    check("inverse(input.x)", "x", "30", 70)
    check("inverse(inverse(input.x))", "x", "30", 30)
end

function tests.test_share_of_yes()
    check("share_of_yes{input.f, input.g, input.h}", "f,g,h", "yes,no,yes", 200 / 3)
    check("share_of_yes{input.f, input.g, input.h}", "f,g,h", "no,no,no", 0)
    check("share_of_yes{input.f, input.g, input.h}", "f,g,h", "yes,,yes", "not_reported")
end

function tests.test_weighted_sub_scores_and_tiers()
    check("weighted{{1, input.x}, {3, goalposts(input.y, 0, 50)}}", "x,y", "20,40", 65)
    check("band(input.x, {{over = 90, 30}, {at_least = 60, 20}}, 5)", "x", "60", 20)
    check("band(input.x, {{over = 90, 30}, {at_least = 60, 20}}, 5)", "x", "90", 20)
    check("band(input.x, {{over = 90, 30}, {at_least = 60, 20}}, 5)", "x", "59.9", 5)
end

function tests.test_round()
    check("round(input.x)", "x", "62.5", 63)
    check("round(input.x, 2)", "x", "2.675", 2.68)
    check("round(-input.x, 1)", "x", "0.25", -0.3)
    check("round(input.x / input.y)", "x,y", "1,0", "undefined")
    check("round(input.x)", "x", "", "not_reported")
    for _, digits in ipairs { "1.5", "-1", "16", "'2'", "input.y" } do
        local _, err = hm.open_package(make { M = ("round(input.x, %s)"):format(digits) })
        lu.assertStrContains(tostring(err), "round takes (x, digits), digits a plain whole number from 0 to 15")
    end
end

function tests.test_normal_quantile()
    check("normal_quantile(input.x)", "x", "0.975", 1.959963984540054)
    check("normal_quantile(input.x)", "x", "1", "undefined")
end

function tests.test_missing_if()
    check("missing_if(gt(input.x, 90), input.x)", "x", "91", "not_reported")
    check("missing_if(gt(input.x, 90), input.x)", "x", "90", 90)
    check("missing_if(input.f, input.x / input.y)", "f,x,y", "yes,1,0", "not_reported")
    check("first_of(missing_if(input.f, input.x), input.y)", "f,x,y", "yes,1,7", 7)
    check("missing_if(input.f, input.x)", "f,x", ",1", "not_reported")
end

function tests.test_averages_of_those_that_apply()
    check("median(input.x, 9, 4)", "x", "35", 9)
    check("median(input.x, 9, 4)", "x", "NA", 6.5)
    check("mean_of { input.x, input.y, 6 }", "x,y", "1,2", 3)
    check("mean_of { input.x, input.y, 6 }", "x,y", "NA,2", 4)
    check("mean_of { input.x / input.y, 6 }", "x,y", "1,0", 6)
    check("mean_of { input.x, 6 }", "x", "", "not_reported")
    check("mean_of { input.x, input.y }", "x,y", "NA,NA", "not_applicable")
    check("sd_of { input.x, input.y, 4 }", "x,y", "1,7", 3)
    check("sd_of { input.x, 4 }", "x", "NA", "undefined")
end

function tests.test_interpolate()
    local points = "{ { 0, 10 }, { 5, 30 }, { 7, -10 } }"
    for x, expected in pairs { ["-3"] = 10, ["0"] = 10, ["2.5"] = 20, ["5"] = 30, ["6"] = 10, ["8"] = -10,
        [""] = "not_reported", ["NA"] = "not_applicable" } do
        check(("interpolate(input.x, %s)"):format(points), "x", x, expected)
    end
    for wrong, message in pairs {
        ["{ { 0, 10 } }"] = "at least two, such as",
        ["{ { 0, 10 }, { 5 } }"] = "interpolate: point 2 must be {x, y}, two plain numbers",
        ["{ { 0, 10 }, { 5, input.y } }"] = "interpolate: point 2 must be {x, y}, two plain numbers",
        ["{ { 0, 10 }, { 0, 30 } }"] = "interpolate: the x of points must ascend, found 0 behind 0",
        ["{ { 0, 10 }, { 5, 1 / 0 } }"] = "interpolate: point 2 must be",
    } do
        local _, err = hm.open_package(make { M = ("interpolate(input.x, %s)"):format(wrong) })
        lu.assertStrContains(tostring(err), message)
        lu.assertStrContains(tostring(err), "M.lua:")
    end
end

-- A helper does in a function what it does in an expression.
function tests.test_helpers_in_functions()
    local as_function = "function(v) return %s end"
    for body, expected in pairs {
        ["goalposts(v.x, 20, 80)"] = 25, ["share_of_target(v.x, 140)"] = 25,
        ["per_capita(v.x, v.people, 1000)"] = 350, ["per_area(v.x, v.people)"] = 0.35,
        ["inverse(v.x)"] = 65, ["share_of_yes{v.f, v.g}"] = 50,
        ["round(v.x / 8, 2)"] = 4.38, ["round(v.x / 10)"] = 4, ["round(1 / 8, 2.0)"] = 0.13,
        ["normal_quantile(v.x / 140)"] = -0.6744897501960817, ["missing_if(v.g, v.x)"] = 35,
        ["missing_if(v.f, v.x)"] = "not_reported", ["missing_if(v.f, percent(v.x, 0))"] = "not_reported",
        ["normal_quantile(v.x)"] = "undefined",
        ["median(v.x, 9, 4)"] = 9, ["mean_of { v.x, v.people }"] = 67.5, ["sd_of { v.x, 41, 38 }"] = 3,
        ["mean_of { v.x, v.x / 0 }"] = 35, ["mean_of { v.x, percent(v.x, 0) }"] = "invalid",
        ["mean_of(v.x, nil)"] = "not_reported", ["sd_of { v.x }"] = "undefined",
        ["interpolate(v.x, { { 30, 0 }, { 40, 50 } })"] = 25,
    } do
        local package = open { M = { measure = as_function:format(body),
            inputs = [["x", "people", "f", "g"]] } }
        local rows = support.rows(package, "city,period,x,people,f,g\nC,2025,35,100,yes,no\n")
        local row = rows("C", "2025", "M")
        if type(expected) == "string" then
            lu.assertEquals(row.status, expected, body)
        else
            support.near(row.value, expected, body)
        end
    end
end

-- Weights out of figures, too: a sum of them that is no number made the least of the terms the mean.
function tests.test_weights_beyond_all_numbers()
    local package = open { M = { inputs = [["x", "y"]],
        measure = "function(v) return weighted{{v.x, 20}, {v.x, 60}} end" } }
    local rows = support.rows(package,
        "city,period,x,y\nA,2025,3,0\nB,2025,1e308,0\nC,2025,4e-324,0\nD,2025,1e299,0\n")
    support.near(rows("A", "2025", "M").value, 40)
    lu.assertEquals(rows("B", "2025", "M").status, "failed")
    lu.assertEquals(rows("C", "2025", "M").status, "failed")
    support.near(rows("D", "2025", "M").value, 40)
end

-- What a helper is not given is an error of the author's line.
function tests.test_misused_helpers()
    for measure, message in pairs {
        ["goalposts(input.x, 20)"] = "goalposts takes (x, low, high)",
        ["goalposts(input.x, 20, 20)"] = "two different numbers",
        ["share_of_target(input.x)"] = "share_of_target takes (x, target)",
        ["per_capita(input.x)"] = "per_capita takes (x, population[, per])",
        ["per_area(input.x)"] = "per_area takes (x, area[, per])",
        ["goalposts(input.x, -1e308, 1e308)"] = "goalposts: -1e+308 and 1e+308 are too far apart",
        ["weighted{{1, input.x}, [4] = 2}"] = "weighted takes a plain list",
        ["weighted{{-1, input.x}}"] = "term 1 must be {WEIGHT, x}",
        ["weighted{{0, input.x}}"] = "the weights add up to nothing",
        ["weighted{{1e308, 1}, {1e308, 2}, {1, input.x}}"] = "the weights add up to inf",
        ["weighted{{5e-324, input.x}, {5e-324, 2}}"] = "the weights add up to 9.88131e-324",
        ["inverse()"] = "inverse takes one mark",
        ["share_of_yes()"] = "share_of_yes takes a list of flags",
        ["share_of_yes{}"] = "share_of_yes takes a list of flags",
        ["count_rows(input.r, complete(input.r))"] = "complete takes a list of columns",
        ["count_rows(input.r, complete(3, { 'a' }))"] = "complete takes the records of an expression",
        ["count_rows(input.r, complete(input.r, { 1 }))"] = "complete: column 1 must be a name",
        ["count_rows(input.r, complete(input.r, { 'a', [3] = 'b' }))"] = "complete takes a plain list",
        ["growth()"] = "growth",
        ["growth(3)"] = "in a function, the name of an input",
        ["previous(3)"] = "previous takes one expression",
        ["previous(previous(input.x))"] = "previous of previous",
    } do
        local path = make { M = measure }
        local package, err = hm.open_package(path)
        lu.assertNil(package, measure)
        lu.assertEquals({ err.file, err.line }, { path .. "/M.lua", 4 }, measure)
        lu.assertStrContains(err.message, message)
    end
end

-- Looking back -------------------------------------------------------------------------------

local BACK <const> = { P = { measure = "previous(input.x)" }, G = { measure = "growth(input.x)" },
    Q = "previous(input.x / input.y) + input.y" }

-- Found values, or states, of one node: { ["C 2025"] = ... }
local function compare_all(rows, code, expected, field)
    for place, wanted in pairs(expected) do
        local city, period = place:match "^(%S+) (%S+)$"
        local row = rows(city, period, code)
        local found = row[field or "value"] or row.status
        if type(wanted) == "number" and type(found) == "number" then
            lu.assertAlmostEquals(found, wanted, 1e-9, code .. " " .. place)
        else
            lu.assertEquals(found, wanted, code .. " " .. place)
        end
    end
end

-- Three periods of two cities, in no order; D has no 2023, and 2022 does not stand in for it.
function tests.test_previous_over_three_periods()
    local rows = support.rows(open(BACK), [[
city,period,x,y
C,2024,30,2
D,2022,8,4
C,2022,20,10
D,2024,6,3
C,2023,25,5
]])
    compare_all(rows, "P", { ["C 2022"] = "not_reported", ["C 2023"] = 20, ["C 2024"] = 25,
        ["D 2022"] = "not_reported", ["D 2024"] = "not_reported" })
    compare_all(rows, "G", { ["C 2022"] = "not_reported", ["C 2023"] = 25, ["C 2024"] = 20,
        ["D 2024"] = "not_reported" })
    -- 20/10 + 5, 25/5 + 2
    compare_all(rows, "Q", { ["C 2023"] = 7, ["C 2024"] = 7, ["D 2024"] = "not_reported" })
end

-- Years follow years, quarters quarters: each form of period has a line of its own.
function tests.test_previous_of_mixed_forms()
    local lines, values = { "city,period,x" }, {
        { "2023", 1 }, { "2024", 2 }, { "2023-Q4", 3 }, { "2024-Q1", 4 }, { "2024-S1", 5 },
        { "2024-S2", 6 }, { "2024-03", 7 }, { "2024-04", 8 }, { "2024-W09", 9 }, { "2024-W10", 10 },
        { "2024-03-31", 11 }, { "2024-04-01", 12 }, { "2023/2024", 13 }, { "2024/2025", 14 },
        { "2024-01/2024-06", 15 }, { "2024-Q1/2024-Q2", 16 }, { "2024-Q3/2024-Q4", 17 },
        { "2022/2023", 18 },
    }
    for i = #values, 1, -1 do -- backwards: the order of the data is not that of time
        lines[#lines + 1] = ("C,%s,%d"):format(values[i][1], values[i][2])
    end
    local rows = support.rows(open(BACK), table.concat(lines, "\n") .. "\n")
    compare_all(rows, "P", {
        ["C 2023"] = "not_reported", ["C 2024"] = 1,
        ["C 2023-Q4"] = "not_reported", ["C 2024-Q1"] = 3,
        ["C 2024-S1"] = "not_reported", ["C 2024-S2"] = 5,
        ["C 2024-03"] = "not_reported", ["C 2024-04"] = 7,
        ["C 2024-W09"] = "not_reported", ["C 2024-W10"] = 9,
        ["C 2024-03-31"] = "not_reported", ["C 2024-04-01"] = 11,
        ["C 2023/2024"] = "not_reported", ["C 2024/2025"] = 18,
        ["C 2024-01/2024-06"] = "not_reported",
        ["C 2024-Q1/2024-Q2"] = "not_reported", ["C 2024-Q3/2024-Q4"] = 16,
    })
end

-- The state of the figure of the period before is the state of the result.
function tests.test_previous_states()
    local rows, scores = support.rows(open(BACK), [[
city,period,x,y
A,2023,,1
A,2024,5,1
B,2023,NA,1
B,2024,5,1
C,2023,abc,1
C,2024,5,1
D,2023,0,1
D,2024,5,1
E,2023,5,1
E,2024,,1
F,2023,-4,1
F,2024,-2,1
]])
    compare_all(rows, "P", { ["A 2024"] = "not_reported", ["B 2024"] = "not_applicable",
        ["C 2024"] = "invalid", ["D 2024"] = 0, ["E 2024"] = 5 })
    compare_all(rows, "G", { ["A 2024"] = "not_reported", ["B 2024"] = "not_applicable",
        ["C 2024"] = "invalid", ["D 2024"] = "undefined", ["E 2024"] = "not_reported",
        ["F 2024"] = -50 }) -- 100 * (-2 + 4)/-4: a negative base turns the sign round
    lu.assertEquals(#scores:issues(), 1)
end

-- A function looks back as an expression does: figures, growth, states, flags.
function tests.test_functions_look_back()
    local function measures(as_function)
        local texts = {
            P = { "previous(input.x)", "v.previous.x" },
            G = { "growth(input.x)", "100 * (v.x - v.previous.x) / v.previous.x" },
            N = { "growth(input.x, { within = 3 })", "growth('x', { within = 3 })" },
            W = { "previous(input.x, { within = 3 })", "previous('x', { within = 3 })" },
            Q = { "previous(input.x / input.y) + input.y", "v.previous.x / v.previous.y + v.y" },
        }
        local scripts = {}
        for code, text in pairs(texts) do
            scripts[code] = { inputs = [["x", "y"]], measure = as_function
                and "function(v) return " .. text[2] .. " end" or text[1] }
        end
        return scripts
    end
    local data = [[
city,period,x,y
C,2024,30,2
D,2022,8,4
C,2022,20,10
D,2024,6,3
C,2023,25,0
E,2024,5,1
E,2023,NA,abc
F,2024,7,1
F,2023,,1
F,2022,NR,1
F,2021,14,1
G,2023,0,1
G,2024,0,1
]]
    local rows, function_rows = support.rows(open(measures(false)), data),
        support.rows(open(measures(true)), data)
    compare_all(function_rows, "P", { ["C 2022"] = "not_reported", ["C 2024"] = 25,
        ["D 2024"] = "not_reported", ["E 2024"] = "not_applicable", ["G 2024"] = 0 })
    compare_all(function_rows, "G", { ["C 2024"] = 20, ["G 2024"] = "undefined" })
    compare_all(function_rows, "N", { ["D 2024"] = -25, ["F 2024"] = -50 })
    compare_all(function_rows, "W", { ["D 2024"] = "older_period", ["C 2024"] = "" }, "flags")
    -- not applicable, invalid: the gravest; 25 / 0
    compare_all(function_rows, "Q", { ["E 2024"] = "invalid", ["C 2024"] = "undefined",
        ["D 2024"] = "not_reported", ["C 2023"] = 2 })
    for _, place in ipairs { "C 2022", "C 2023", "C 2024", "D 2022", "D 2024", "E 2024", "F 2021",
        "F 2022", "F 2024", "G 2024" } do
        local city, period = place:match "^(%S+) (%S+)$"
        for code in pairs(measures(true)) do
            local a, b = rows(city, period, code), function_rows(city, period, code)
            -- an expression needs but the figures that it names
            if b.status ~= "not_reported" or city ~= "F" then
                lu.assertEquals({ b.status, b.value, b.flags }, { a.status, a.value, a.flags },
                    code .. " " .. place)
            end
        end
    end
end

-- Whatever a script does about a missing figure, and in whatever order it asks: the unit has the
-- gravest state of what it asked for, and it never fails for it.
function tests.test_no_function_holds_back_what_was_missing_before()
    for body, expected in pairs {
        ["return v.previous.x + v.previous.y"] = "invalid",
        ["return v.previous.y + v.previous.x"] = "invalid",
        ["return v.previous.x"] = "not_reported",
        ["pcall(function() return v.previous.x + 1 end) return 100"] = "not_reported",
        ["pcall(error, v.previous.x) return 100"] = "not_reported",
        ["if v.previous.x > 1 then return 3 end return 100"] = "not_reported",
        ["return math.min(100, v.previous.x)"] = "not_reported",
        ["return first_of(v.previous.x, 100)"] = "not_reported",
        ["return when(gt(v.previous.x, 1), 100, 50)"] = "not_reported",
        ["local a = v.previous.x; error('none')"] = "not_reported",
        ["local a = v.previous.x; return nil, 'none'"] = "not_reported",
        ["local a = v.previous.x; return 'none'"] = "not_reported",
        ["return v.previous.f and 1 or 100"] = "not_reported",
        ["return points(v.previous.f, 100)"] = "not_reported",
        ["return growth('x')"] = "not_reported",
        ["return previous('x')"] = "not_reported",
        ["for i = 1, v.previous.x do end return 100"] = "not_reported",
        ["return ('x'):rep(v.previous.x)"] = "not_reported",
        ["return percent(v.x, v.previous.x)"] = "not_reported",
        ["return percent(v.previous.x, 0 * v.y)"] = "not_reported",
        ["return 100"] = "scored",
    } do
        local package = open { M = { inputs = [["x", "y", "f"]],
            measure = "function(v) " .. body .. " end" } }
        local row = support.rows(package, [[
city,period,x,y,f
C,2025,3,1,yes
C,2024,,abc,
]])("C", "2025", "M")
        lu.assertEquals(row.status, expected, body)
        lu.assertNil(row.reason, body)
        lu.assertEquals(row.flags, expected == "invalid" and "rests_on_rejected" or "", body)
    end
end

-- With accepts_missing a missing figure is nil; a rejected one is never let through.
function tests.test_functions_that_accept_missing_look_back()
    local package = open { M = { inputs = [["x"]], more = "accepts_missing = true,",
        measure = "function(v) return v.previous.x or growth('x') or 50 end" } }
    local rows = support.rows(package, [[
city,period,x
A,2025,3
B,2025,3
B,2024,NA
C,2025,3
C,2024,abc
D,2025,
D,2024,7
]])
    compare_all(rows, "M", { ["A 2025"] = 50, ["B 2025"] = 50, ["C 2025"] = "invalid",
        ["D 2025"] = 7 })
end

-- Choices and flags are read as v.NAME is; what is no input is named, and records are none.
function tests.test_what_functions_can_look_back_at()
    local function take(measure)
        local path = make({ M = { measure = measure, inputs =
            [[flag { "a", "A" }, choice { "b", "B", options = { "low", "high" } } ]] } })
        local rows = support.rows(assert(hm.open_package(path)), [[
city,period,a,b
A,2025,no,low
A,2024,yes,high
]])
        return rows("A", "2025", "M")
    end
    lu.assertEquals(take([[function(v)
        return v.previous.a == true and v.previous.b == "high" and v.a == false and 10 or 0
    end]]).value, 10)
    for body, message in pairs {
        ["v.previous.c"] = '"c" is not among the inputs of this indicator',
        ["previous('bb')"] = '"bb" is not among the inputs of this indicator',
        ["v.previous[1]"] = "inputs are read by name",
        ["previous('a', 3)"] = "table expected",
        ["previous('a', { within = 0 })"] = "within must be a whole number",
        ["previous(v.a)"] = 'in a function, the name of an input: previous("citizens")',
    } do
        local row = take("function(v) return " .. body .. " end")
        lu.assertEquals(row.status, "failed", body)
        lu.assertStrContains(row.reason, message)
    end
    lu.assertStrContains(take("function(v) v.previous.a = 1 return 1 end").reason,
        "cannot be written to")
    -- the word does not stand in the script
    lu.assertStrContains(take("function(v) return v['prev' .. 'ious'].a end").reason,
        "only where the word previous, growth or history stands in its script")
    local package, err = hm.open_package(make { M = "previous('x')" })
    lu.assertNil(package)
    lu.assertStrContains(err.message, "while a function is called")
    package, err = hm.open_package(make { M = { inputs = [[count { "previous", "P" }]],
        measure = "function(v) return v.previous end" } })
    lu.assertNil(package)
    lu.assertStrContains(err.message, "this name is reserved")
end

-- A session has the period before of its unit, which setting a figure does not change.
function tests.test_functions_look_back_in_sessions()
    local package = open { M = { inputs = [["x"]], measure = "function(v) return growth('x') end" } }
    local dataset = support.dataset("city,period,x\nA,2025,30\nA,2024,20\n")
    local session = hm.session(package, dataset, 1)
    lu.assertEquals(session:row("M").value, 50)
    assert(session:set("x", 25))
    session:score()
    lu.assertEquals(session:row("M").value, 25)
end

-- What a measure asked for is told to those who explain it.
function tests.test_what_a_measure_read_of_periods_before()
    local package = open {
        E = { inputs = [["x", "y"]], measure = "previous(input.y, { within = 2 }) + input.x" },
        M = { inputs = [["x", "y"]],
            measure = "function(v) if v.x > 5 then return v.previous.y end return growth('x') end" },
        N = "input.x",
    }
    local _, scores = support.rows(package, "city,period,x,y\nA,2025,9,1\nB,2025,1,1\n")
    lu.assertEquals(scores:earlier(1, "E"), { { input = "y", within = 2 } })
    lu.assertEquals(scores:earlier(1, "M"), { { input = "y", within = 1 } })
    lu.assertEquals(scores:earlier(2, "M"), { { input = "x", within = 1 } })
    lu.assertEquals(scores:earlier(1, "N"), {})
end

-- Scales -------------------------------------------------------------------------------------

local function scaled(scale, direction, more)
    return { measure = "input.x", more = ('scale = "%s", %s %s'):format(scale,
        direction and ('direction = "%s",'):format(direction) or "", more or "") }
end

local SCALES <const> = {
    M = scaled "minmax", ML = scaled("minmax", "lower"), Z = scaled "zscore",
    ZL = scaled("zscore", "lower"), R = scaled "rank", RL = scaled("rank", "lower"),
    P = scaled "percentile", PL = scaled("percentile", "lower"), H = scaled("rank", "higher"),
}

-- 2024: 10, 20, 20, 40, and two cities without; 2025: 5 and 9.
local SCALED <const> = [[
city,period,x
A,2024,10
B,2024,20
A,2025,5
C,2024,20
D,2024,40
E,2024,
B,2025,9
F,2024,NA
]]

-- Mean 22.5, deviations -12.5, -2.5, -2.5, 17.5: the variance is (156.25 + 6.25 + 6.25 + 306.25)/4
-- = 118.75, of the cities at hand.
local SIGMA <const> = math.sqrt(118.75)

function tests.test_scales_with_ties()
    local rows = support.rows(open(SCALES), SCALED)
    for code, expected in pairs {
        M = { 0, 100 / 3, 100 / 3, 100 }, ML = { 100, 200 / 3, 200 / 3, 0 },
        Z = { 50 - 125 / SIGMA, 50 - 25 / SIGMA, 50 - 25 / SIGMA, 50 + 175 / SIGMA },
        ZL = { 50 + 125 / SIGMA, 50 + 25 / SIGMA, 50 + 25 / SIGMA, 50 - 175 / SIGMA },
        -- places 4, 2, 2, 1 of 4; the other way round 1, 2, 2, 4
        R = { 0, 200 / 3, 200 / 3, 100 }, RL = { 100, 200 / 3, 200 / 3, 0 },
        H = { 0, 200 / 3, 200 / 3, 100 },
        -- below and half of those alike: 0.5, 1 + 1, 1 + 1, 3 + 0.5 of 4
        P = { 12.5, 50, 50, 87.5 }, PL = { 87.5, 50, 50, 12.5 },
    } do
        compare_all(rows, code, { ["A 2024"] = expected[1], ["B 2024"] = expected[2],
            ["C 2024"] = expected[3], ["D 2024"] = expected[4], ["E 2024"] = "not_reported",
            ["F 2024"] = "not_applicable" }, "score")
    end
    lu.assertEquals(rows("B", "2024", "ML").value, 20)
end

function tests.test_each_period_has_a_scale_of_its_own()
    local rows = support.rows(open(SCALES), SCALED)
    for code, expected in pairs { M = { 0, 100 }, ML = { 100, 0 }, Z = { 40, 60 }, ZL = { 60, 40 },
        R = { 0, 100 }, RL = { 100, 0 }, P = { 25, 75 }, PL = { 75, 25 } } do
        compare_all(rows, code, { ["A 2025"] = expected[1], ["B 2025"] = expected[2] }, "score")
    end
end

-- Where all are alike, or alone, there is nothing to scale by; a percentile is the middle.
function tests.test_all_alike_and_alone()
    local rows = support.rows(open(SCALES),
        "city,period,x\nA,2024,7\nB,2024,7\nC,2024,7\nA,2025,3\n")
    for _, place in ipairs { "A 2024", "C 2024", "A 2025" } do
        for _, code in ipairs { "M", "ML", "Z", "ZL" } do
            compare_all(rows, code, { [place] = "undefined" }, "score")
        end
        compare_all(rows, "P", { [place] = 50 }, "score")
        compare_all(rows, "PL", { [place] = 50 }, "score")
    end
    compare_all(rows, "R",
        { ["A 2025"] = "undefined", ["A 2024"] = 100, ["C 2024"] = 100 }, "score")
end

-- One city far from ten that are alike: mean 10/11, deviation sqrt(10)/11 * 10 = 2.87..., so its z
-- is sqrt(10) = 3.16 and the score 50 + 31.6; a range holds it at 70 and flags it.
function tests.test_zscore_is_held_in_range()
    local lines = { "city,period,x", "Z,2024,10" }
    for i = 1, 10 do
        lines[#lines + 1] = ("N%d,2024,0"):format(i)
    end
    local package = open { Z = scaled "zscore", S = scaled("zscore", nil, "range = { 0, 70 },") }
    local rows = support.rows(package, table.concat(lines, "\n") .. "\n")
    support.near(rows("Z", "2024", "Z").score, 50 + 10 * math.sqrt(10))
    lu.assertEquals(rows("Z", "2024", "Z").flags, "")
    lu.assertEquals(rows("Z", "2024", "S").score, 70)
    lu.assertEquals(rows("Z", "2024", "S").flags, "capped")
end

-- The range is of scores: a value of 4000 is no doubt where it is only a place among others.
function tests.test_values_of_a_scale_are_not_flagged()
    local rows = support.rows(open(SCALES), "city,period,x\nA,2024,-4000\nB,2024,4000\n")
    lu.assertEquals({ rows("A", "2024", "M").flags, rows("B", "2024", "M").flags }, { "", "" })
    lu.assertEquals({ rows("A", "2024", "M").score, rows("B", "2024", "M").score }, { 0, 100 })
end

function tests.test_a_scale_goes_up_the_tree_and_ranks()
    local rows = support.rows(open({ M = scaled("minmax", "lower"), N = "input.y" }),
        "city,period,x,y\nA,2024,1,40\nB,2024,3,60\nC,2024,2,70\n")
    compare_all(rows, "index", { ["A 2024"] = 70, ["B 2024"] = 30, ["C 2024"] = 60 }, "score")
    compare_all(rows, "M", { ["A 2024"] = 1, ["B 2024"] = 3, ["C 2024"] = 2 }, "rank")
    support.near(rows("C", "2024", "M").contribution, 25)
end

-- Choosing the cities to show does not choose those to scale over: growth with a scale, too.
function tests.test_a_scale_over_growth()
    local package = open { S = { measure = "growth(input.x)", more = 'scale = "rank",' } }
    local rows = support.rows(package,
        "city,period,x\nA,2023,10\nA,2024,11\nB,2023,10\nB,2024,15\nC,2024,9\n")
    compare_all(rows, "S", { ["A 2024"] = 0, ["B 2024"] = 100, ["C 2024"] = "not_reported",
        ["A 2023"] = "not_reported" }, "score")
end

function tests.test_scales_that_do_not_exist()
    for more, message in pairs {
        ['scale = "minmx",'] = 'scale: no method "minmx": minmax, zscore, rank, percentile',
        ['scale = "rank", direction = "down",'] = '"down", expected "higher" or "lower"',
        ['direction = "lower",'] = "direction goes with scale",
    } do
        local path = make { M = { measure = "input.x", more = more } }
        local package, err = hm.open_package(path)
        lu.assertNil(package, more)
        lu.assertEquals({ err.file, err.line }, { path .. "/M.lua", 2 })
        lu.assertStrContains(err.message, message)
    end
end

-- Deductions ---------------------------------------------------------------------------------

local GROUPS <const> = [[
nodes = { { "index", "All" }, { "A", "Safe", parent = "index" },
    { "B", "Other", parent = "index" } },
policy = { min_coverage = %s %s },
]]

-- A has A1 = x with weight 3 and takes off 5 * y, with weight 1; B has B1 = people.
local function deducting(min_coverage, policy)
    local files = {
        ["package.lua"] = ('return package { name = "d", version = "1", api = 1, %s }'):format(
            GROUPS:format(min_coverage or 0.5, policy or "")),
        ["inputs.lua"] = INPUTS,
    }
    for code, what in pairs { A1 = { "A", "weight = 3", "input.x" },
        A2 = { "A", "deducts = true", "5 * input.y" },
        B1 = { "B", "weight = 1", "input.people" } } do
        files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "%s", name = "%s", %s,
            measure = %s }]]):format(code, what[1], code, what[2], what[3])
    end
    return support.open(support.write { d = files } .. "/d")
end

local DEDUCTED <const> = [[
city,period,x,y,people
Some,2024,80,4,50
None,2024,80,0,50
All,2024,30,8,50
Unknown,2024,80,,50
Only,2024,,4,50
Away,2024,80,NA,50
Exact,2024,40,8,50
]]

function tests.test_points_are_taken_off_the_parent()
    local rows = support.rows(deducting(), DEDUCTED)
    compare_all(rows, "A", { ["Some 2024"] = 60, ["None 2024"] = 80, ["All 2024"] = 0,
        ["Unknown 2024"] = 80, ["Only 2024"] = "insufficient", ["Away 2024"] = 80,
        ["Exact 2024"] = 0 }, "score")
    compare_all(rows, "index", { ["Some 2024"] = 55, ["None 2024"] = 65, ["All 2024"] = 25,
        ["Unknown 2024"] = 65, ["Away 2024"] = 65 }, "score")
    compare_all(rows, "A2", { ["Some 2024"] = 20, ["None 2024"] = 0, ["All 2024"] = 40 }, "score")
end

-- Its weight counts in coverage: 3 of 4 where it is not reported, 1 of 4 where it is all there is.
function tests.test_a_missing_deduction_lowers_coverage()
    local rows = support.rows(deducting(), DEDUCTED)
    compare_all(rows, "A", { ["Some 2024"] = 1, ["Unknown 2024"] = 0.75, ["Only 2024"] = 0.25,
        ["Away 2024"] = 1 }, "coverage")
    compare_all(rows, "index", { ["Unknown 2024"] = 0.875 }, "coverage")
    compare_all(support.rows(deducting(0.8), DEDUCTED), "A", { ["Unknown 2024"] = "insufficient",
        ["Away 2024"] = 80, ["Some 2024"] = 60 }, "score")
    -- what is not there cannot be made less, however little coverage is asked for
    compare_all(support.rows(deducting(0), DEDUCTED), "A",
        { ["Only 2024"] = "insufficient" }, "score")
end

function tests.test_contributions_of_deductions_add_up()
    local rows = support.rows(deducting(), DEDUCTED)
    compare_all(rows, "A1", { ["Some 2024"] = 40, ["None 2024"] = 40 }, "contribution")
    compare_all(rows, "A2", { ["Some 2024"] = -10, ["None 2024"] = 0 }, "contribution")
    compare_all(rows, "B1", { ["Some 2024"] = 25 }, "contribution")
    for _, city in ipairs { "Some", "None", "Unknown", "Away" } do
        local sum = 0
        for _, code in ipairs { "A1", "A2", "B1" } do
            sum = sum + (rows(city, "2024", code).contribution or 0)
        end
        support.near(rows(city, "2024", "index").score, sum, city)
    end
    -- held at zero, A's children have no share that would add up
    lu.assertNil(rows("All", "2024", "A1").contribution)
    lu.assertNil(rows("All", "2024", "A2").contribution)
    lu.assertEquals(rows("All", "2024", "A").contribution, 0)
    support.near(rows("All", "2024", "B1").contribution, 25)
end

function tests.test_a_deduction_has_no_share_and_ranks_the_other_way()
    local package = deducting()
    local rows = support.rows(package, DEDUCTED)
    lu.assertEquals(rows("Some", "2024", "A1").weight, 1)
    lu.assertEquals(rows("Some", "2024", "A2").weight, 0)
    compare_all(rows, "A2", { ["None 2024"] = 1, ["Some 2024"] = 2, ["Only 2024"] = 2,
        ["All 2024"] = 4, ["Exact 2024"] = 4 }, "rank")
end

-- Taken off after the group's own method, whichever it is; and before the group is rounded.
function tests.test_deductions_with_other_methods_and_rounding()
    local rows = support.rows(deducting(0.5, ', aggregate = "geometric"'), DEDUCTED)
    support.near(rows("Some", "2024", "A").score, 60)
    support.near(rows("Some", "2024", "index").score, math.sqrt(60 * 50))
    lu.assertNil(rows("Some", "2024", "A2").contribution)
    rows = support.rows(deducting(0.5, ", rounding = 0"),
        "city,period,x,y,people\nC,2024,80.4,4.31,50.4\n")
    -- 80.4 -> 80, 21.55 -> 22, A = 58; 50.4 -> 50; index = 54
    lu.assertEquals({ rows("C", "2024", "A2").score, rows("C", "2024", "A").score,
        rows("C", "2024", "index").score }, { 22, 58, 54 })
end

function tests.test_a_group_of_deductions_alone_is_refused()
    local path = make { M = { measure = "input.x", more = "deducts = true," } }
    local package, err = hm.open_package(path)
    lu.assertNil(package)
    lu.assertStrContains(err.message, "node index: the weights of its children are all 0")
end

-- A figure that is doubted is used.
function tests.test_warn_min_and_warn_max()
    local path = support.write { shapes = {
        ["package.lua"] = MANIFEST:format "",
        ["M.lua"] = [[
return indicator {
    code = "M", parent = "index", name = "M",
    inputs = { amount { "share", "Share", warn_min = 5, warn_max = 100, max = 200 } },
    measure = input.share,
}
]] } } .. "/shapes"
    local package = support.open(path)
    local rows, scores = support.rows(package,
        "city,period,share\nA,2024,100\nB,2024,100.5\nC,2024,4.5\nD,2024,201\nE,2024,5\nF,2024,\n")
    compare_all(rows, "M", { ["A 2024"] = 100, ["B 2024"] = 100.5, ["C 2024"] = 4.5,
        ["D 2024"] = "invalid", ["E 2024"] = 5, ["F 2024"] = "not_reported" })
    local found = {}
    for i, issue in ipairs(scores:issues()) do
        found[i] = ("%d:%d %s %s"):format(issue.line, issue.column, issue.severity, issue.message)
    end
    lu.assertEquals(found, {
        '3:8 warning input "share": found "100.5", which is above 100: doubtful',
        '4:8 warning input "share": found "4.5", which is below 5: doubtful',
        '5:8 rejected input "share": found "201", expected a number of at least 0, at most 200',
    })
    local input = package:inputs()[1]
    lu.assertEquals({ input.warn_min, input.warn_max, input.max }, { 5, 100, 200 })
end

-- Worked examples of what looks back give the period before.
function tests.test_examples_give_the_previous_period()
    local package = open { G = { measure = "growth(input.x)",
        more = "tests = { { x = 6, previous = { x = 4 }, value = 50 } }," } }
    local example = package:indicator "G".tests[1]
    lu.assertEquals(example.values, { { name = "x", text = "6" } })
    lu.assertEquals(example.previous, { { name = "x", text = "4" } })
    package = open { G = { inputs = [["x"]], measure = "function(v) return v.x - v.previous.x end",
        more = "tests = { { x = 6, previous = { x = 4 }, value = 2 } }," } }
    lu.assertEquals(package:indicator "G".tests[1].previous, { { name = "x", text = "4" } })
    local path = make { G = { measure = "growth(input.x)",
        more = "tests = { { x = 6, previous = { z = 4 }, value = 50 } }," } }
    local none, err = hm.open_package(path)
    lu.assertNil(none)
    lu.assertStrContains(err.message, 'test 1 gives "z", which the measure does not use')
end

-- Treatments ---------------------------------------------------------------------------------

local TAIL <const> = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 200, 300 }
local SHORT <const> = { 1, 2, 3, 4, 10 }

-- City Ck has the kth figure; `first` and `step` choose among them.
local function figures(numbers, first, step)
    local lines = { "city,period,x" }
    for i = first or 1, #numbers, step or 1 do
        lines[#lines + 1] = ("C%d,2025,%s"):format(i, numbers[i])
    end
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

local function treated(treat)
    return open { M = { measure = "input.x", more = ("range = false, treat = %s,"):format(treat) } }
end

-- The bytes of a table of fits, by way of the file with this name.
local function written(fits, name)
    local out <close> = assert(io.open(name, "wb"))
    assert(hm.write(fits, { file = out }))
    out:close()
    local file <close> = assert(io.open(name, "rb"))
    return file:read "a"
end

local function stored(scores, name)
    local text = written(assert(scores:table "fits"), name)
    return assert(hm.read_fits(name)), text
end

-- Logarithms are of x - 1 + 2.99, powers of the greatest likelihood by bisection with 60 digits.
local TREATED <const> = {
    { '"winsorise"', TAIL, { [1] = 1, [12] = 12, [13] = 12, [14] = 12 }, { [13] = true, [14] = true } },
    { '{ "winsorise", 1, otherwise = "none" }', TAIL, { [13] = 200, [14] = 200 }, { [14] = true } },
    { '{ "winsorise", 1 }', TAIL, { [1] = 1.0952733874025951, [14] = 5.7103939042438547 }, {} },
    { '{ "winsorise", 0.15, skewness = 1, kurtosis = 1 }', TAIL, { [14] = 12 }, { [13] = true, [14] = true } },
    { '{ "winsorise", skewness = 10 }', TAIL, { [14] = 300 }, {} },
    { '"boxcox"', SHORT, { [1] = 0, [5] = 2.0102601045035203 }, {} },
    { '{ "boxcox", 0 }', SHORT, { [2] = math.log(2), [5] = math.log(10) }, {} },
    { '{ "boxcox", lambda = 2 }', SHORT, { [1] = 0, [5] = 49.5 }, {} },
}

-- As learnt at once, and from two parts by turns whose fits are stored and merged.
function tests.test_treatments_by_the_shape_of_the_sample()
    local file = os.tmpname()
    for _, case in ipairs(TREATED) do
        local package, numbers = treated(case[1]), case[2]
        local rows, whole = support.rows(package, figures(numbers))
        for i = 1, #numbers do
            local row = rows("C" .. i, "2025", "M")
            lu.assertEquals(row.flags, case[4][i] and "treated" or "", case[1] .. i)
            if case[3][i] then
                support.near(row.score, case[3][i], case[1] .. i)
            end
        end
        local _, text = stored(whole, file)
        local parts = {}
        for part = 1, 2 do
            parts[part] = stored(assert(hm.score(package, figures(numbers, part, 2))), file)
        end
        local merged = assert(hm.merge_fits(parts))
        lu.assertEquals(written(assert(merged:table()), file), text, case[1])
        local last = assert(hm.score(package, figures(numbers, #numbers), { fits = merged }))
        lu.assertEquals(last:row(1, "M").score, rows("C" .. #numbers, "2025", "M").score, case[1])
    end
    os.remove(file)
end

function tests.test_treatments_that_cannot_be()
    for treat, message in pairs {
        ['{ "winsorise", 2.5 }'] = "expected a whole number from 0 to 1000000, or a share below 1",
        ['{ "winsorise", otherwise = "cut" }'] = "expected log, none",
        ['{ "boxcox", 7 }'] = "expected a number from -5 to 5",
        ['{ "boxcox", lamda = 1 }'] = 'lambda',
    } do
        local path = make { M = { measure = "input.x", more = ("treat = %s,"):format(treat) } }
        local package, err = hm.open_package(path)
        lu.assertNil(package, treat)
        lu.assertStrContains(err.message, message)
    end
    local said = treated('"boxcox"'):indicator("M").steps[1]
    lu.assertEquals({ said.method, said.parameters }, { "boxcox", {} })
end

function tests.tearDown()
    support.clean()
end

support.run("TestShapes", tests)
