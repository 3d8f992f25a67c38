-- Marks that rounding must not lead astray: a hundred is all of it and nothing less, and a mean never
-- leaves what it is a mean of. By hand, and for random weights and figures, in both forms.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local ROUNDS <const> = 300
local NAMES <const> = { "a", "b", "c" }

-- xorshift of 64 bits: the same numbers on every machine.
local state = 88172645463325252

local function random()
    state = state ~ (state << 13)
    state = state ~ (state >> 7)
    state = state ~ (state << 17)
    return (state >> 11) / (1 << 53)
end

-- The values of measures, each an expression and a function of the same words, for one city with
-- figures a, b, c: a list in their order, expressions first.
local function values_of(measures, figures)
    local files, dataset = { ["package.lua"] = [[return package { name = "one", version = "1", api = 1,
        nodes = { { "index", "Index" } } }]],
        ["inputs.lua"] = 'return { number { "a", "A" }, number { "b", "B" }, number { "c", "C" } }' },
        hm.new_dataset()
    for i, measure in ipairs(measures) do
        local script = [[return indicator { code = "%s", parent = "index", name = "I",
            inputs = { "a", "b", "c" }, measure = %s }]]
        files["E" .. i .. ".lua"] = script:format("E" .. i, (measure:gsub("%$", "input.")))
        files["F" .. i .. ".lua"] = script:format("F" .. i, ("function(v) return %s end"):format(
            (measure:gsub("%$", "v."))))
    end
    for i, name in ipairs(NAMES) do
        support.need(dataset:put("City", "2025", name, hm.number(figures[i])))
    end
    support.need(dataset:finish())
    local scores = support.need(hm.score(support.need(hm.open_package("one", { files = files })), dataset))
    local values = {}
    for k, letter in ipairs { "E", "F" } do
        for i = 1, #measures do
            values[(k - 1) * #measures + i] = scores:row(1, letter .. i).value
        end
    end
    return values
end

-- Weights that add up to 1 and others, as text: what an author would write.
local function random_weights(number)
    local first, second = random(), random()
    if number % 2 == 0 then
        return ("%.2f"):format(first), ("%.2f"):format(second), ("%.2f"):format(3 * random() + 0.01)
    end
    local a = math.floor(first * 100)
    local b = math.floor(second * (100 - a))
    return ("%.2f"):format(a / 100), ("%.2f"):format(b / 100), ("%.2f"):format((100 - a - b) / 100)
end

local function random_weighted()
    local measures = {}
    for i = 1, ROUNDS do
        measures[i] = ("weighted{{%s, $a}, {%s, $b}, {%s, $c}}"):format(random_weights(i))
    end
    return measures
end

function tests.test_weighted_means_of_equal_marks_are_that_mark()
    local measures = random_weighted()
    for _, mark in ipairs { 100, 80, 33.3, 0.1, 200 / 3, 1e-300 } do
        for i, value in ipairs(values_of(measures, { mark, mark, mark })) do
            lu.assertEquals({ measures[(i - 1) % ROUNDS + 1], value }, { measures[(i - 1) % ROUNDS + 1], mark })
        end
    end
end

function tests.test_weighted_means_stay_within_what_they_are_means_of()
    local measures = random_weighted()
    local base = 100 * random()
    -- Three neighbours, so that every rounding shows.
    local figures = { base, base * (1 + 2^-52), base * (1 + 2^-51) }
    for _, value in ipairs(values_of(measures, figures)) do
        lu.assertTrue(value >= figures[1] and value <= figures[3])
    end
end

function tests.test_weighted_by_hand()
    for measure, wanted in pairs {
        ["weighted{{0.25, $a}, {0.75, $b}}"] = 35,          -- 5 + 30
        ["weighted{{1, $a}, {3, $b}, {4, $c}}"] = 67.5,     -- (20 + 120 + 400) / 8
        ["weighted{{0.1, 100}, {0.2, 100}, {0.7, 100}}"] = 100,
        ["weighted{{0, $c}, {2, $a}}"] = 20,                -- what has no weight has no say
        ["weighted{{0.5, -1}, {0.5, $a}}"] = 9.5,
    } do
        lu.assertEquals(values_of({ measure .. " + 0 * $a" }, { 20, 40, 100 }), { wanted, wanted })
    end
end

function tests.test_a_weighted_mean_prints_as_the_sum_it_is()
    local package = support.need(hm.open_package("one", { files = {
        ["package.lua"] = 'return package { name = "one", version = "1", api = 1, nodes = { { "index", "I" } } }',
        ["I.lua"] = [[return indicator { code = "I", parent = "index", name = "I",
            inputs = { number { "a", "A" }, number { "b", "B" } },
            measure = 2 * weighted{{0.25, input.a}, {0.75, goalposts(input.b, 10, 30)}}
                / share_of_target(input.a + 1, input.b) }]],
    } }))
    lu.assertEquals(package:indicator("I").formula,
        "2 * (0.25 * a + 0.75 * (100 * (b - 10) / 20)) / (100 * (a + 1) / b)")
end

-- A hundred --------------------------------------------------------------------------------------

function tests.test_all_of_it_is_a_hundred()
    for _ = 1, ROUNDS do
        local whole = (random() + 0.001) * 10^(math.floor(600 * random()) - 300)
        for _, value in ipairs(values_of({ "percent($a, $b)", "share_of_target($a, $b)" },
            { whole, whole, 0 })) do
            lu.assertEquals(value, 100)
        end
    end
end

-- The neighbours of a number below and above, for numbers above 0.
local function neighbours(x)
    local bits = string.unpack("i8", string.pack("d", x))
    return string.unpack("d", string.pack("i8", bits - 1)),
        string.unpack("d", string.pack("i8", bits + 1))
end

function tests.test_a_part_below_its_whole_is_below_a_hundred()
    local measures <const> = { "percent($a, $b)", "share_of_target($a, $b)",
        "percent($c, $b)", "share_of_target($c, $b)", "share_of_target(-1 * $a, -1 * $b)" }
    for number = 1, ROUNDS do
        local whole = number == 1 and 1 or number == 2 and 2 or 2 - random() * 2^-30
        local less, more = neighbours(whole)
        local values = values_of(measures, { less, whole, more })
        for i = 0, 5, 5 do
            lu.assertTrue(values[i + 1] < 100 and values[i + 2] < 100 and values[i + 5] < 100)
            lu.assertTrue(values[i + 3] > 100 and values[i + 4] > 100)
            lu.assertAlmostEquals(values[i + 1], 100, 3e-14)
            lu.assertAlmostEquals(values[i + 3], 100, 3e-14)
        end
    end
end

function tests.test_goalposts_end_at_0_and_100()
    local measures, ends = {}, {}
    for i = 1, ROUNDS do
        local low, high = 200 * random() - 100, 200 * random() - 100
        measures[2 * i - 1] = ("goalposts(%.17g + 0 * $a, %.17g, %.17g)"):format(low, low, high)
        measures[2 * i] = ("goalposts(%.17g + 0 * $a, %.17g, %.17g)"):format(high, low, high)
        ends[2 * i - 1], ends[2 * i] = 0, 100
    end
    local values = values_of(measures, { 1, 1, 1 })
    for i = 1, 4 * ROUNDS do
        lu.assertEquals(values[i], ends[(i - 1) % (2 * ROUNDS) + 1])
    end
end

function tests.test_other_helpers_by_hand()
    for measure, wanted in pairs {
        ["percent($a, $b)"] = 50, ["share_of_target($a, $b)"] = 50,
        ["goalposts($a, 10, 50)"] = 25, ["goalposts($a, 100, 0)"] = 80,
        ["inverse($a)"] = 80, ["goalposts($b, 10, 30)"] = 150,
        ["share_of_target($c, $b)"] = 250,
    } do
        lu.assertEquals(values_of({ measure }, { 20, 40, 100 }), { wanted, wanted })
    end
end

support.run("marks", tests)
