-- Why an indicator has no value, in words: every way in which an operation gives no number, each by
-- figures worked out by hand.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- A package with one indicator of this measure, over numbers a, b, c, a flag f and records r.
local function package_of(measure, fields)
    return support.need(hm.open_package("one", { files = {
        ["package.lua"] = [[return package { name = "one", version = "1", api = 1,
            nodes = { { "index", "Index" } } }]],
        ["inputs.lua"] = [[return { number { "a", "A" }, number { "b", "B" }, number { "c", "C" },
            flag { "f", "F" },
            records { "r", "R", columns = { number { "x", "X" }, number { "y", "Y" } } } }]],
        ["I.lua"] = ([[return indicator { code = "I", parent = "index", name = "I",
            inputs = { "a", "b", "c" %s }, %s measure = %s }]]):format(
            measure:find("^function") and "" or ', "f", "r"', fields or "", measure),
    } }))
end

-- The status and the cause of the indicator for a city with these figures, records r of these rows
-- { x, y }, and figures of the year before.
local function outcome(measure, figures, rows, before, fields)
    local dataset = hm.new_dataset()
    support.need(dataset:put("City", "2025", "a", figures.a and tostring(figures.a) or ""))
    for name, value in pairs(figures) do
        if name ~= "a" then
            support.need(dataset:put("City", "2025", name, tostring(value)))
        end
    end
    for name, value in pairs(before or {}) do
        support.need(dataset:put("City", "2024", name, tostring(value)))
    end
    for _, row in ipairs(rows or {}) do
        support.need(dataset:put_record("r", "City", "2025", { { column = "x", text = tostring(row[1]) },
            { column = "y", text = tostring(row[2]) } }))
    end
    support.need(dataset:finish())
    local scores = support.need(hm.score(package_of(measure, fields), dataset))
    for unit, at in ipairs(dataset:units()) do
        if at.period == "2025" then
            return scores:row(unit, "I").status, scores:cause(unit, "I")
        end
    end
end

local function check(cases)
    for _, case in ipairs(cases) do
        local status, cause = outcome(case[1], case[2], case.rows, case.before)
        lu.assertEquals({ case[1], status, cause }, { case[1], case[3] or "undefined", case[4] })
    end
end

function tests.test_zero_divisors_are_named_as_written()
    check {
        { "input.a / input.b", { a = 1, b = 0 }, nil, "b is 0" },
        { "input.a // input.b", { a = 1, b = 0 }, nil, "b is 0" },
        { "input.a % input.b", { a = 1, b = 0 }, nil, "b is 0" },
        { "input.c / (input.a - input.b)", { a = 4, b = 4, c = 1 }, nil, "a - b is 0" },
        { "percent(input.a, input.b)", { a = 0, b = 0 }, nil, "b is 0" },
        { "percent(input.a, input.b + input.c)", { a = 0, b = 2, c = -2 }, nil, "b + c is 0" },
        { "percent(input.a, input.b)", { a = 3, b = 0 }, "invalid",
            "a is 3, and the whole that it is a part of, b, is 0" },
        { "share_of_target(input.a, input.b)", { a = 3, b = 0 }, nil, "b is 0" },
        { "per_capita(input.a, input.b, 1000)", { a = 3, b = 0 }, nil, "b is 0" },
        { "per_area(input.a, input.b)", { a = 3, b = 0 }, nil, "b is 0" },
    }
end

function tests.test_other_figures_without_a_result()
    check {
        { "sqrt(input.a)", { a = -4 }, nil, "a is -4, which has no square root" },
        { "sqrt(input.a - input.b)", { a = 1, b = 3.5 }, nil, "a - b is -2.5, which has no square root" },
        { "log(input.a)", { a = 0 }, nil, "a is 0, which has no logarithm" },
        { "log(input.a)", { a = -1 }, nil, "a is -1, which has no logarithm" },
        { "input.a ^ input.b", { a = 0, b = -1 }, nil, "a is 0, which has no power below 0" },
        { "input.a ^ input.b", { a = -8, b = 0.5 }, nil,
            "a is -8, which has no power that is not a whole number" },
    }
end

function tests.test_results_beyond_all_numbers()
    check {
        { "exp(input.a)", { a = 1000 }, nil, "exp(a) is too large to be computed" },
        { "input.a ^ input.b", { a = 10, b = 400 }, nil, "a ^ b is too large to be computed" },
        { "input.a ^ input.b", { a = -10, b = 401 }, nil, "a ^ b is too large to be computed" },
        { "input.a * input.b", { a = 1e200, b = 1e200 }, nil, "a * b is too large to be computed" },
        { "input.a + input.b", { a = 1.7e308, b = 1.7e308 }, nil, "a + b is too large to be computed" },
        { "input.a - input.b", { a = -1.7e308, b = 1.7e308 }, nil, "a - b is too large to be computed" },
        { "input.a / input.b", { a = 1e200, b = 1e-200 }, nil, "a / b is too large to be computed" },
        { "percent(input.a, input.b)", { a = 1.7e308, b = 1.7e307 }, nil,
            "percent(a, b) is too large to be computed" },
    }
end

function tests.test_only_the_side_that_was_taken_is_to_blame()
    check {
        { "when(input.f, input.a / input.b, sqrt(input.c))", { a = 1, b = 0, c = -1, f = "yes" }, nil,
            "b is 0" },
        { "when(input.f, input.a / input.b, sqrt(input.c))", { a = 1, b = 0, c = -1, f = "no" }, nil,
            "c is -1, which has no square root" },
        { "when(gt(input.a / input.b, 1), 1, 2)", { a = 1, b = 0 }, nil, "b is 0" },
        { "first_of(input.c, input.a / input.b)", { a = 1, b = 0 }, nil, "b is 0" },
        { "clamp(max(input.c, 100 * input.a / input.b), 0, 100)", { a = 1, b = 0, c = 5 }, nil, "b is 0" },
        { "missing_if(gt(input.a, 90), input.a)", { a = 91 }, "not_reported",
            "a > 90, which counts as not reported" },
        { "missing_if(gt(input.a, 90), input.a / input.b)", { a = 91, b = 0 }, "not_reported",
            "a > 90, which counts as not reported" },
        { "missing_if(gt(input.a, 90), input.a / input.b)", { a = 90, b = 0 }, nil, "b is 0" },
        { "normal_quantile(input.a)", { a = 1 }, nil, "a is 1, expected a share above 0 and below 1" },
        { "sd_of { input.a, input.a / input.b }", { a = 1, b = 0 }, nil, "b is 0" },
        { "sd_of { input.a }", { a = 1 }, nil,
            "sd_of{a} has one figure that applies, expected two or more" },
        { "mean_of { input.a, input.b }", { a = 1.7e308, b = 1.7e308 }, nil,
            "mean_of{a, b} is too large to be computed" },
        { "part('one', input.a / input.b, 'One') + 1", { a = 1, b = 0 }, nil, "b is 0" },
        { "input.a / part('none', input.b - input.c, 'None')", { a = 1, b = 2, c = 2 }, nil,
            "b - c is 0" },
    }
end

function tests.test_rows_are_counted()
    check {
        { "sum(input.r.x / input.r.y)", {}, nil, "in row 2 r.y is 0", rows = { { 1, 1 }, { 1, 0 }, { 1, 0 } } },
        { "mean(sqrt(input.r.x))", {}, nil, "in row 3 r.x is -1, which has no square root",
            rows = { { 1, 1 }, { 4, 1 }, { -1, 1 } } },
        { "count_rows(input.r, gt(input.r.x / input.r.y, 1))", {}, nil, "in row 1 r.y is 0",
            rows = { { 1, 0 } } },
        { "sum(input.r.x)", {}, nil, "sum(r.x) is too large to be computed over all rows",
            rows = { { 1.7e308, 1 }, { 1.7e308, 1 } } },
        { "sum(input.r.x * (input.a / input.b))", { a = 1, b = 0 }, nil, "b is 0",
            rows = { { 1, 1 }, { 2, 1 } } },
        { "mean(input.r.x) / sum(input.r.y)", {}, nil, "sum(r.y) is 0", rows = { { 1, 2 }, { 1, -2 } } },
        { "sum(input.r.x)", {}, "invalid", "in row 2 r.x was rejected", rows = { { 1, 1 }, { "many", 1 } } },
        { "sum(input.r.x)", {}, "not_reported", "in row 1 r.x is not reported", rows = { { "", 1 } } },
    }
end

function tests.test_the_period_before()
    check {
        { "previous(input.a)", { a = 1 }, "not_reported", "a is not reported for the period before" },
        { "previous(input.a, { within = 3 })", { a = 1 }, "not_reported",
            "a is not reported for the 3 periods before" },
        { "growth(input.a)", { a = 1 }, "undefined", "previous(a) is 0", before = { a = 0 } },
        { "previous(input.a)", { a = 1 }, "invalid", "the figure of a in the period before was rejected",
            before = { a = "many" } },
    }
end

-- What stands in the figures of the unit is for others to tell.
function tests.test_no_cause_beside_the_figures()
    check {
        { "input.a / input.b", { a = 1 }, "not_reported", nil },
        { "input.a / input.b", { a = 1, b = "many" }, "invalid", nil },
        { "first_of(input.a, input.b)", {}, "not_reported", nil },
        { "sum(input.r.x)", { a = 1 }, "not_reported", nil },
        { "count_rows(input.r)", { a = 1 }, "not_reported", nil },
        { "input.a + input.b", { a = 1, b = 2 }, "scored", nil },
        { "function(v) return v.a / v.b end", { a = 1, b = 0, c = 1 }, "undefined", nil },
    }
end

-- A pair that the script declares refuses the unit, whatever the measure does.
function tests.test_declared_pairs()
    for _, measure in ipairs { "input.c + input.a * input.b", "input.c / input.b + input.a",
        "function(v) return 1 end" } do
        local status, cause = outcome(measure, { a = 3, b = 0, c = 1 }, nil, nil,
            "part_of = { a = \"b\" },")
        lu.assertEquals({ measure, status, cause },
            { measure, "invalid", "a is 3, and the whole that it is a part of, b, is 0" })
    end
end

function tests.test_groups_and_unknown_codes_have_no_cause()
    local scores = support.scores()
    lu.assertNil(scores:cause(1, "index"))
    lu.assertNil(scores:cause(1, "nobody"))
end

support.run("causes", tests)
