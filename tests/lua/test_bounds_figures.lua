-- The analysis `bounds` of indicators that read several figures, some of which are missing: against all that these
-- could be, one by one, scored again.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- Inputs that have few values, so that all of them can be tried.
local INPUTS <const> = [[
    count { "a", "A", min = 1, max = 4 }, count { "b", "B", max = 5 }, count { "whole", "Whole", min = 1, max = 6 },
    flag { "f", "F" }, flag { "g", "G" }, number { "x", "X", min = -2, max = 2 }]]
local VALUES <const> = { a = { 1, 2, 3, 4 }, b = { 0, 1, 2, 3, 4, 5 }, whole = { 1, 2, 3, 4, 5, 6 }, f = { 0, 1 },
    g = { 0, 1 }, x = { -2, -1, 0, 1, 2 } }
local NAMES <const> = { "a", "b", "whole", "f", "g", "x" }

-- The least and the greatest of each are at some of these values of x.
local MEASURES <const> = {
    "percent(input.b, input.whole)",
    "percent(input.a, input.b + input.whole)",
    "100 * (input.whole - input.a) / input.whole",
    "100 * input.a / (input.a + input.b)",
    "when(ge(input.a, 3), 80, 10) + points(input.f, 20)",
    "band(input.b, { { at_least = 4, 90 }, { at_least = 2, 60 } }, 30)",
    "interpolate(input.a, { { 1, 10 }, { 3, 90 }, { 4, 40 } })",
    "25 * number_of { input.f, input.g } + 10 * max(input.a, input.b)",
    "mean_of { 10 * input.a, 20 * input.b, 50 }",
    "median(10 * input.a, 20 * input.b, 50)",
    "100 - 20 * abs(input.x)",
    "50 + 10 * input.x * input.a",
    "10 * input.a - 10 * input.x ^ 3",
    "20 * min(input.a, input.b) - 5 * round(input.x, 0)",
    "clamp(30 * input.b - 20, 10, 90)",
    "first_of(20 * input.b, 5)",
    "when(any_of(input.f, input.g), 100 - 10 * input.b, 20)",
    "when(all_of(input.f, negate(input.g)), 100, 40)",
    "when(eq(input.a, input.b), 70, 30)",
    "goalposts(input.b, 1, 4)",
    "5 * sqrt(input.b) + exp(input.x)",
    "input.whole // input.a * 15",
    "input.b % 3 * 20",
    "100 - 15 * sd_of { input.a, input.b, 3 }",
    "25 * input.b - 5 * input.b * input.b",
    "90 * input.a / (input.a + input.b + input.whole)",
}
-- What is greatest somewhere inside x, which goes on between its values.
local WIDE <const> = { "50 + 25 * input.x - 5 * input.x * input.x", "100 - 15 * sd_of { input.a, input.x, 3 }" }

local function open(measure, more)
    return support.need(hm.open_package("p", { files = {
        ["package.lua"] = [[return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } },
            policy = { min_coverage = 0 } }]],
        ["inputs.lua"] = "return {" .. INPUTS .. "}",
        ["i.lua"] = ([[return indicator { code = "i", parent = "R", name = "N", inputs = { %s }, measure = %s %s }]])
            :format('"' .. table.concat(NAMES, '", "') .. '"', measure, more or ""),
        ["z.lua"] = [[return indicator { code = "z", parent = "R", name = "N", inputs = { number { "z" } },
            measure = input.z }]],
    } }))
end

local function scores_of(package, cases)
    local lines = { "city,period,z," .. table.concat(NAMES, ",") }
    for i, case in ipairs(cases) do
        local cells = { ("c%d"):format(i), "2025", "50" }
        for k, name in ipairs(NAMES) do
            cells[k + 3] = tostring(case[name] or "")
        end
        lines[i + 1] = table.concat(cells, ",")
    end
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", table.concat(lines, "\n") .. "\n"))
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset, { jobs = 1 }))
end

-- All that a case could be: b no more than the whole, where the package says so.
local function fill(case, is_part, index, made)
    local name = NAMES[index]
    if not name then
        if not is_part or case.b <= case.whole then
            made[#made + 1] = table.move({}, 1, 0, 1, {})
            for key, value in pairs(case) do
                made[#made][key] = value
            end
        end
    elseif case[name] then
        fill(case, is_part, index + 1, made)
    else
        for _, value in ipairs(VALUES[name]) do
            case[name] = value
            fill(case, is_part, index + 1, made)
        end
        case[name] = nil
    end
    return made
end

local function invent(is_part)
    local case = {}
    for _, name in ipairs(NAMES) do
        local values = VALUES[name]
        case[name] = math.random() < 0.6 and values[math.random(#values)] or nil
    end
    if is_part and case.b and case.whole and case.b > case.whole then
        case.b = case.whole
    end
    return case
end

local function try(measure, case, is_part, more)
    local package = open(measure, more)
    local cases = fill(case, is_part, 1, {})
    local all = scores_of(package, cases)
    local low, high = math.huge, -math.huge
    for unit in ipairs(cases) do
        local score = all:row(unit, "i").score
        low, high = math.min(low, score or low), math.max(high, score or high)
    end
    local row = support.need(scores_of(package, { case }):analyse "bounds"):rows()[2]
    return row, low, high
end

local function describe(measure, case)
    local words = { measure }
    for _, name in ipairs(NAMES) do
        words[#words + 1] = ("%s=%s"):format(name, case[name] or "?")
    end
    return table.concat(words, " ")
end

-- Calls check(row, low, high, words) for a dozen cases of a measure that have a score at all.
local function each_case(measure, check)
    local is_part = measure:find("percent(input.b, input.whole)", 1, true) ~= nil
    for _ = 1, 12 do
        local case = invent(is_part)
        local row, low, high = try(measure, case, is_part)
        if low <= high then
            lu.assertNotNil(row.low, describe(measure, case))
            check(row, low, high, describe(measure, case))
        end
    end
end

function tests.test_all_that_could_be()
    math.randomseed(13)
    for _, measure in ipairs(MEASURES) do
        each_case(measure, function(row, low, high, words)
            lu.assertAlmostEquals(row.low, low, 1e-9, words)
            lu.assertAlmostEquals(row.high, high, 1e-9, words)
        end)
    end
end

function tests.test_never_too_narrow()
    math.randomseed(14)
    for _, measure in ipairs(WIDE) do
        each_case(measure, function(row, low, high, words)
            lu.assertTrue(row.low <= low + 1e-9 and row.high >= high - 1e-9, words)
        end)
    end
end

-- What lies between may be undefined at the ends, or have its greatest within: no ends may be told that are too near.
local UNEVEN <const> = {
    "50 / input.b / input.b",
    "10 * input.b / (input.b - 2)",
    "weighted { { 1, 70 }, { 1, 20 * log(25 * input.b) } }",
    "100 - input.a / input.b - input.b / input.a",
    "first_of(missing_if(gt(input.a, 2), 80), 10 * input.b)",
    "mean_of { 30, 10 * input.a / input.x }",
    "20 * sd_of { 3, input.a / input.b, input.whole }",
    "when(input.f, input.a / input.b, 50)",
    "50 + 10 * sqrt(input.x)",
}

local function assert_holds(row, score, words)
    lu.assertTrue(not score or not row.low or (row.low <= score + 1e-9 and row.high >= score - 1e-9), words)
end

local function try_all(measure, case)
    local package = open(measure)
    local cases = fill(case, false, 1, {})
    local all, words = scores_of(package, cases), describe(measure, case)
    local rows = support.need(scores_of(package, { case }):analyse "bounds"):rows()
    for unit in ipairs(cases) do
        assert_holds(rows[2], all:row(unit, "i").score, words)
        assert_holds(rows[1], all:row(unit, "R").score, words) -- whether the indicator has a score or not
    end
end

function tests.test_uneven()
    math.randomseed(15)
    for _, measure in ipairs(UNEVEN) do
        for _ = 1, 8 do
            try_all(measure, invent(false))
        end
    end
end

local PAIR <const> = 'return { amount { "a", "A"%s }, amount { "b", "B"%s } }'
local ENDS <const> = ", max = 5"

-- Of figures that may be any number: `most` is what they may be, nothing without one.
local function bounds_of_pair(measure, most, cells)
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }',
        ["inputs.lua"] = PAIR:format(most, most),
        ["i.lua"] = ([[return indicator { code = "i", parent = "R", name = "N", inputs = { "a", "b" }, measure = %s,
            range = false }]]):format(measure) } }))
    local function scored(rows)
        return support.need(hm.score(package, support.dataset("city,period,a,b\n" .. rows), { jobs = 1 }))
    end
    return support.need(scored("x,2024," .. cells .. "\n"):analyse "bounds"):rows()[2], scored
end

-- The greatest and the least that are inside, worked out by hand, and what has none but a limit.
function tests.test_inside_and_without_ends()
    local function check(measure, most, cells, low, high, within)
        local row = bounds_of_pair(measure, most, cells)
        lu.assertAlmostEquals(row.low, low, within or 1e-9, measure)
        lu.assertAlmostEquals(row.high, high, within or 1e-9, measure)
    end
    check("25 * input.a - 5 * input.a * input.a", ENDS, ",1", 0, 31.25)
    check("clamp(25 * input.a - 5 * input.a ^ 2, 3, 200)", ENDS, ",1", 3, 31.25)
    check("input.a * exp(-input.a)", ENDS, ",1", 0, math.exp(-1))
    check("input.a * input.b * (7 - input.a - input.b)", ENDS, ",", -75, 343 / 27, 1e-4)
    check("percent(input.a, 1 + input.a * input.a)", ENDS, ",1", 0, 50)
    check("abs(input.a - 2) * input.a", ENDS, ",1", 0, 15)
    check("sd_of { input.a, input.b, 3 }", ENDS, ",1", 1, 2)
    for _, ends in ipairs { "", ENDS } do
        check("input.a / (input.a + input.b)", ends, ",", 0, 1)
        check("100 * input.b / (input.a + input.b)", ends, "2,", 0, ends == "" and 100 or 500 / 7)
        check("percent(input.a, input.a + input.b + 4)", ends, "4,", ends == "" and 0 or 400 / 13, 50)
    end
end

-- No figures lead out of the ends that are told.
function tests.test_any_number_stays_within()
    math.randomseed(17)
    for _, measure in ipairs { "25 * input.a - 5 * input.a * input.b", "input.a / (1 + input.a + input.b)",
        "input.a ^ 3 - 4 * input.a * input.b + input.b ^ 2", "log(1 + input.a) * sqrt(1 + input.b) - input.a",
        "input.a * input.b / (1 + input.a ^ 2 + input.b)", "min(input.a * 3, input.b) - max(input.a, 2) * input.b",
        "abs(input.a - input.b) * (5 - input.a)", "sd_of { input.a, 2 * input.b, 3 } - input.a / 3" } do
        local row, scored = bounds_of_pair(measure, ENDS, ",")
        local lines, low, high = {}, math.huge, -math.huge
        for i = 1, 2000 do
            local function any()
                return hm.number(math.random() < 0.2 and 5 * math.random(0, 1) or math.random() * 5)
            end
            lines[i] = ("c%d,2024,%s,%s"):format(i, any(), any())
        end
        local all = scored(table.concat(lines, "\n") .. "\n")
        for unit = 1, #lines do
            local score = all:row(unit, "i").score
            low, high = math.min(low, score), math.max(high, score)
        end
        lu.assertTrue(row.low <= low + 1e-12 and row.high >= high - 1e-12, measure)
        lu.assertTrue(high - low > 0.95 * (row.high - row.low), measure .. ": too wide")
    end
end

local LEAVES <const> = { "input.a", "input.b", "input.whole", "input.x", "points(input.f, 40)", "30", "2" }
local FORMS <const> = { "(%s + %s)", "(%s - %s)", "(%s * %s)", "(%s / %s)", "min(%s, %s)", "mean_of { %s, %s }",
    "when(gt(%s, 2), %s, 20)", "first_of(%s, %s)", "first_of(missing_if(lt(%s, 3), 70), %s)", "percent(%s, %s)",
    "weighted { { 2, %s }, { 1, log(%s) } }", "abs(%s - %s)", "(%s // %s)", "sd_of { %s, %s }", "(%s + sqrt(%s))" }

local function invent_measure(depth)
    if depth == 0 then
        return LEAVES[math.random(#LEAVES)]
    end
    return (FORMS[math.random(#FORMS)]:format(invent_measure(depth - 1), invent_measure(depth - 1)))
end

function tests.test_random()
    math.randomseed(16)
    local tried = 0
    while tried < 40 do
        local measure = invent_measure(1 + tried % 2)
        if measure:find("input", 1, true) and not measure:find("percent(input.b, input.whole)", 1, true) then
            tried = tried + 1
            for _ = 1, 3 do
                try_all(measure, invent(false))
            end
        end
    end
end

local function bounds_of(files, text)
    local package = support.need(hm.open_package("p", { files = files }))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", text))
    support.need(dataset:finish())
    local found = {}
    for _, row in ipairs(support.need(support.need(hm.score(package, dataset, { jobs = 1 })):analyse("bounds",
        { depth = 9 })):rows()) do
        found[row.period .. row.code] = row
    end
    return found
end

local PACKAGE <const> = [[return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } },
    policy = { min_coverage = 0 } }]]

local function assert_between(row, low, high)
    lu.assertAlmostEquals(row.low, low, 1e-9)
    lu.assertAlmostEquals(row.high, high, 1e-9)
end

-- Both that of the period and that of the one before may be anything in 0 .. 100.
function tests.test_growth()
    local found = bounds_of({ ["package.lua"] = PACKAGE,
        ["i.lua"] = [[return { indicator { code = "g", parent = "R", name = "G", inputs = { amount { "share", "S",
            max = 100 } }, measure = 50 + growth(input.share) } }]] }, "city,period,share\nA,2024,\nA,2025,40\n")
    assert_between(found["2025g"], 0, 100)
    assert_between(found["2025R"], 0, 100)
end

-- If there are no trams the rides do not apply, and the root has 20; else it is the mean of 20 and 80.
function tests.test_asked_if()
    local files = { ["package.lua"] = PACKAGE, ["i.lua"] = [[return {
        indicator { code = "o", parent = "R", name = "O", inputs = { amount { "o", "O" } }, measure = input.o },
        indicator { code = "r", parent = "R", name = "R", inputs = { flag { "trams", "T" }, amount { "rides", "R",
            max = 100, asked_if = input.trams } }, measure = input.rides } }]] }
    local found = bounds_of(files, "city,period,o,trams,rides\nA,2025,20,,80\n")
    assert_between(found["2025R"], 20, 50)
    assert_between(found["2025r"], 80, 80)
    found = bounds_of(files, "city,period,o,trams,rides\nA,2025,20,yes,80\n")
    assert_between(found["2025R"], 50, 50)
end

-- A whole that is missing may be 0, as its part is: then the root has 90 alone, and else 45. Of more such, any may be
-- undefined: the root is between 90 / 8 and 90 with 7 of them at 0 beside.
function tests.test_undefined()
    local function package(count)
        local lines = {}
        for i = 1, count do
            lines[i] = ([[indicator { code = "i%d", parent = "R", name = "I%d", inputs = { count { "p%d", "P" },
                count { "w%d", "W" } }, measure = percent(input.p%d, input.w%d) }]]):format(i, i, i, i, i, i)
        end
        lines[count + 1] = [[indicator { code = "o", parent = "R", name = "O", inputs = { amount { "o", "O" } },
            measure = input.o }]]
        return { ["package.lua"] = PACKAGE, ["i.lua"] = "return {" .. table.concat(lines, ",\n") .. "}" }
    end
    assert_between(bounds_of(package(1), "city,period,o,p1,w1\nA,2025,90,0,\n")["2025R"], 45, 90)
    local heads, cells = {}, {}
    for i = 1, 7 do
        heads[i], cells[i] = ("p%d,w%d"):format(i, i), "0,"
    end
    assert_between(bounds_of(package(7), ("city,period,o,%s\nA,2025,90,%s\n"):format(table.concat(heads, ","),
        table.concat(cells, ",")))["2025R"], 90 / 8, 90)
end

-- No more answers than there are options; and what turns at a number that is none of whole ones is looked at in these.
function tests.test_answers_and_whole_numbers()
    local found = bounds_of({ ["package.lua"] = PACKAGE, ["i.lua"] = [[return {
        indicator { code = "a", parent = "R", name = "A", inputs = { choice { "m", "M", options = { "x", "y", "z" },
            many = true } }, measure = 10 * count_of(input.m) + 5 },
        indicator { code = "h", parent = "R", name = "H", inputs = { count { "n", "N", max = 10 } },
            measure = 100 - 40 * (input.n - 2.5) ^ 2 },
        indicator { code = "d", parent = "R", name = "D", inputs = { count { "k", "K", max = 7 } },
            measure = 20 * abs(input.k - 3.25) } }]] }, "city,period,m,n,k\nA,2025,,,\n")
    assert_between(found["2025a"], 5, 35)
    assert_between(found["2025h"], 0, 90)
    assert_between(found["2025d"], 5, 75)
end

support.run("TestBoundsFigures", tests)
