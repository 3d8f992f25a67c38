-- Plans of hm.improve against all combinations of the figures of small packages, and what they must
-- leave alone.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function open(scripts, policy, nodes, top)
    local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top", %s },'
        .. " %s }, policy = { %s } }"):format(top or "", nodes or "", policy or "") }
    for i, script in ipairs(scripts) do
        files["i" .. i .. ".lua"] = script
    end
    return support.need(hm.open_package("p", { files = files }))
end

local function indicator(code, parent, inputs, measure, more)
    return ('return indicator { code = "%s", parent = "%s", name = "%s", inputs = { %s }, measure = %s, %s }'):format(
        code, parent, code, inputs, measure, more or "")
end

local function data_of(figures, city)
    local lines = { "city,period,input,value" }
    for input, value in pairs(figures) do
        lines[#lines + 1] = ("%s,2025,%s,%s"):format(city or "A", input, value)
    end
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

local function improve(package, dataset, options, unit)
    local found = support.need(hm.improve(package, dataset, unit or 1, options))
    local rows = { outcome = found.outcome:rows()[1], improve = found.improve:rows(), inputs = {},
        alternatives = found.alternatives:rows() }
    for _, row in ipairs(found.decisions:rows()) do
        rows.inputs[row.input] = row
    end
    return rows
end

-- Calls `try` with the index and the cost of each combination of what can change: names with their
-- lists of { value, cost }.
local function each_combination(session, choices, try)
    local function go(at, cost)
        if at > #choices then
            assert(session:score())
            try(session:row("top").score, cost)
            return
        end
        for _, option in ipairs(choices[at].options) do
            assert(session:set(choices[at].name, option[1]))
            go(at + 1, cost + option[2])
        end
    end
    go(1, 0)
end

-- --- small packages, made up by chance ---

local function count_options(from, low, high, cost)
    local options = {}
    for value = low, high do
        options[#options + 1] = { value, math.abs(value - from) * cost }
    end
    return options
end

-- Kinds of indicators: each gives inputs, a measure, figures and what can become of them.
local KINDS <const> = {
    function(n, random)
        local whole, part, cost = random(3, 6), random(0, 3), random(1, 9)
        return ('count { "a%d", improve = { cost = %d } }, count { "w%d" }'):format(n, cost, n),
            ("percent(input.a%d, input.w%d)"):format(n, n), { ["a" .. n] = part, ["w" .. n] = whole },
            { { name = "a" .. n, options = count_options(part, 0, whole, cost) } }
    end,
    function(n, random)
        local from, cost = random(0, 3), random(1, 9)
        return ('count { "c%d", max = 5, improve = { cost = %d } }'):format(n, cost),
            ("at_most(70, 20 * input.c%d)"):format(n), { ["c" .. n] = from },
            { { name = "c" .. n, options = count_options(from, 0, 5, cost) } }
    end,
    function(n, random)
        local one, other, from = random(1, 20), random(1, 20), random(0, 1)
        return ('flag { "f%d", improve = { cost = %d } }, flag { "g%d", improve = { cost = %d } }'):format(n, one, n, other),
            ("points(input.f%d, 60) + points(input.g%d, 40)"):format(n, n), { ["f" .. n] = "no", ["g" .. n] = from },
            { { name = "f" .. n, options = { { false, 0 }, { true, one } } },
                { name = "g" .. n, options = { { from == 1, 0 }, { from ~= 1, other } } } }
    end,
    function(n, random)
        local from, cost = random(0, 9), random(1, 4)
        return ('count { "b%d", max = 9, improve = { cost = %d } }'):format(n, cost),
            ("band(input.b%d, { { at_least = 8, 90 }, { at_least = 5, 40 }, { at_least = 2, 25 } }, 5)"):format(n),
            { ["b" .. n] = from }, { { name = "b" .. n, options = count_options(from, 0, 9, cost) } }
    end,
    function(n, random)
        local one, other = random(1, 9), random(1, 9)
        return ('flag { "p%d", improve = { cost = %d } }, flag { "q%d", improve = { cost = %d } }'):format(n, one, n, other),
            ("when(all_of { input.p%d, input.q%d }, 100, 20)"):format(n, n), { ["p" .. n] = "no", ["q" .. n] = "no" },
            { { name = "p" .. n, options = { { false, 0 }, { true, one } } },
                { name = "q" .. n, options = { { false, 0 }, { true, other } } } }
    end,
    function(n, random)
        local from, cost = random(4, 6), random(1, 9)
        return ('count { "d%d", max = 6, improve = { cost = %d } }'):format(n, cost),
            ("function(v) return 100 - 15 * v.d%d end"):format(n), { ["d" .. n] = from },
            { { name = "d" .. n, options = count_options(from, 0, 6, cost) } }
    end,
}

-- With `pad` there are too many plans to score them all, though what is more does nothing.
local PAD <const> = indicator("pad", "one", 'count { "pad", max = 30000, improve = { cost = 1000 } }', "input.pad * 0",
    "weight = 0")

local LESS <const> = 'direction = "lower"'    -- of the index is better

local function made_up(random, policy, pad, top)
    local scripts, figures, choices = {}, {}, {}
    for n = 1, 4 do
        local inputs, measure, own, options = KINDS[random(1, #KINDS)](n, random)
        scripts[n] = indicator("i" .. n, n <= 2 and "one" or "two", inputs, measure, "weight = " .. random(1, 3))
        for name, value in pairs(own) do
            figures[name] = value
        end
        table.move(options, 1, #options, #choices + 1, choices)
    end
    if pad then
        scripts[#scripts + 1], figures.pad = PAD, 0
    end
    return open(scripts, policy, '{ "one", "One", parent = "top", weight = 2 }, { "two", "Two", parent = "top" }', top),
        data_of(figures), choices
end

-- All combinations: { score, cost } each. Where less of the index is better, `sign` is -1, and here and below scores
-- are counted as less than nothing, so that more is better.
local function all_of(package, dataset, choices, sign)
    local all, most = {}, -math.huge
    each_combination(support.need(hm.session(package, dataset, 1)), choices, function(score, cost)
        all[#all + 1] = { sign * score, cost }
        most = math.max(most, sign * score)
    end)
    return all, most
end

local function least_cost(all, target)
    local least = math.huge
    for _, one in ipairs(all) do
        least = one[1] >= target - 1e-9 and math.min(least, one[2]) or least
    end
    return least
end

local function most_points(all, budget)
    local most = -math.huge
    for _, one in ipairs(all) do
        most = one[2] <= budget and math.max(most, one[1]) or most
    end
    return most
end

-- The fewest indicators that reach a target, and what they cost at least: each figure is of the indicator whose number
-- its name ends in.
local function fewest_of(package, dataset, choices, target, sign)
    local session, least, cost = support.need(hm.session(package, dataset, 1)), math.huge, math.huge
    local function go(at, spent, changed, count)
        if at > #choices then
            assert(session:score())
            if sign * session:row("top").score >= target - 1e-9
                and (count < least or count == least and spent < cost) then
                least, cost = count, spent
            end
            return
        end
        local owner = choices[at].name:match "%d+$"
        for _, option in ipairs(choices[at].options) do
            local is_new = option[2] > 0 and not changed[owner]
            assert(session:set(choices[at].name, option[1]))
            changed[owner] = is_new or changed[owner]
            go(at + 1, spent + option[2], changed, count + (is_new and 1 or 0))
            changed[owner] = not is_new and changed[owner] or nil
        end
    end
    go(1, 0, {}, 0)
    return least, cost
end

local function check_fewest(found, package, dataset, choices, target, sign, is_exact, adds, note)
    local row = found.alternatives[1]
    if #found.improve == 0 then
        return
    end
    local least, cost = fewest_of(package, dataset, choices, target, sign)
    lu.assertEquals({ row.alternative, row.reached }, { "fewest", true }, note)
    lu.assertTrue(row.indicators >= least and (row.indicators > least or row.cost >= cost - 1e-9), note)
    if adds then
        lu.assertEquals(row.indicators, least, note)
    end
    if is_exact then
        lu.assertEquals({ row.indicators, row.proof }, { least, "proved best" }, note)
        lu.assertAlmostEquals(row.cost, cost, 1e-9, note)
    end
end

-- The rows of a plan, put into a session, have its score and cost.
local function check_rows(package, dataset, found, note)
    local session, cost = support.need(hm.session(package, dataset, 1)), 0
    for _, row in ipairs(found.improve) do
        assert(session:set(row.input, row.to))
        cost = cost + row.cost
    end
    assert(session:score())
    lu.assertAlmostEquals(session:row("top").score, found.outcome.planned, 1e-12, note)
    lu.assertAlmostEquals(cost, found.outcome.cost, 1e-9, note)
    if #found.improve > 0 then
        lu.assertAlmostEquals(found.outcome.score + found.improve[#found.improve].cumulated, found.outcome.planned,
            1e-9, note)
    end
end

-- No plan is worse than what stands beside it: other plans, and one step of one figure.
local function check_beside(found, gains, budget, sign, note)
    local outcome = found.outcome
    for _, row in ipairs(found.alternatives) do
        if row.reached and row.proof ~= "none" and budget then
            lu.assertTrue(sign * row.score <= sign * outcome.planned + 1e-9, note)
        elseif row.reached and row.proof ~= "none" then
            lu.assertTrue(row.cost >= outcome.cost - 1e-9, note)
        end
    end
    for _, row in ipairs(gains) do
        local score = outcome.score + row.points
        if budget and row.cost <= budget then
            lu.assertTrue(sign * score <= sign * outcome.planned + 1e-9, note)
        end
    end
end

local function check_way(seed, policy, is_exact, pad, top)
    math.randomseed(seed)
    local sign = top == LESS and -1 or 1
    local package, dataset, choices = made_up(math.random, policy, pad, top)
    local all, most = all_of(package, dataset, choices, sign)
    local gains = improve(package, dataset, {})
    local start, proved = sign * gains.outcome.score, 0
    for i = 2, #gains.improve do
        lu.assertTrue(sign * gains.improve[i].points <= sign * gains.improve[i - 1].points)
    end
    for _, share in ipairs { 0.2, 0.5, 0.8, 1 } do
        local target = start + share * (most - start)
        local found = improve(package, dataset, { target = sign * target, alternatives = true })
        local outcome, best = found.outcome, least_cost(all, target)
        local note = ("seed %d, %s, target %s, %s"):format(seed, policy, target, top)
        check_beside(found, gains.improve, nil, sign, note)
        if share == 0.5 and seed <= 6 then
            check_fewest(found, package, dataset, choices, target, sign, not pad, is_exact, note)
        end
        check_rows(package, dataset, found, note)
        lu.assertTrue(outcome.reached, note)
        lu.assertAlmostEquals(outcome.wanted, sign * target, 1e-12, note)
        lu.assertTrue(sign * outcome.planned >= target - 1e-9, note)
        lu.assertTrue(sign * outcome.highest <= most + 1e-9, note)
        lu.assertTrue(outcome.cost >= best - 1e-9, note)
        lu.assertTrue(not outcome.gap or outcome.cost - outcome.gap <= best + 1e-9, note)
        proved = proved + (outcome.proof == "proved best" and 1 or 0)
        if is_exact and best > 0 then
            lu.assertEquals(outcome.proof, "proved best", note)
            lu.assertAlmostEquals(outcome.cost, best, 1e-9, note)
        end
    end
    for _, budget in ipairs { 0, 7, 19, 40 } do
        local found = improve(package, dataset, { budget = budget, alternatives = true })
        local outcome, best = found.outcome, most_points(all, budget)
        local note = ("seed %d, %s, budget %s, %s"):format(seed, policy, budget, top)
        check_beside(found, gains.improve, budget, sign, note)
        check_rows(package, dataset, found, note)
        lu.assertEquals(outcome.wanted, budget, note)
        lu.assertTrue(outcome.cost <= budget + 1e-9, note)
        lu.assertTrue(sign * outcome.planned <= best + 1e-9, note)
        lu.assertTrue(sign * outcome.planned >= start - 1e-9, note)
        lu.assertTrue(not outcome.gap or sign * outcome.planned + outcome.gap >= best - 1e-9, note)
        proved = proved + (outcome.proof == "proved best" and 1 or 0)
        if is_exact then
            lu.assertEquals(outcome.proof, "proved best", note)
            lu.assertAlmostEquals(sign * outcome.planned, best, 1e-9, note)
        end
    end
    return proved
end

-- Few plans are scored all; with more it is the plans that are searched for.
local function check_case(seed, policy, is_exact, top)
    check_way(seed, policy, true, false, top)
    return check_way(seed, policy, is_exact, true, top)
end

function tests.test_means_are_solved()
    for seed = 1, 12 do
        check_case(seed, 'aggregate = "arithmetic"', true)
        check_case(seed, 'aggregate = "sum"', true)
        check_case(seed, 'aggregate = "sum", aggregate_at = { one = "arithmetic" }', true)
    end
end

-- A floor of 1 under the scores of groups, which have some points, and of indicators, which have none; what is held by
-- a floor is no plane, and still no plan is better than is told.
function tests.test_floors()
    local proved, count = 0, 0
    for seed = 1, 12 do
        for _, policy in ipairs { 'aggregate_at = { top = { "geometric", floor = 1 } }',
            'aggregate_at = { one = { "geometric", floor = 30 }, two = { "geometric", floor = 1 } }',
            'aggregate = { "geometric", floor = 40 }' } do
            proved = proved + check_case(seed, policy, false)
            count = count + 8
        end
    end
    lu.assertTrue(proved > count / 3, ("%d of %d"):format(proved, count))
end

function tests.test_other_groups_are_found()
    for seed = 1, 6 do
        for _, policy in ipairs { 'aggregate_at = { top = "geometric" }', 'aggregate_at = { top = "minimum" }',
            'aggregate_at = { top = "harmonic" }', 'aggregate_at = { one = "geometric" }',
            'aggregate_at = { one = "minimum", two = "maximum" }', 'aggregate_at = { top = "median" }',
            "rounding = 1" } do
            check_case(seed, policy, false)
        end
    end
end

function tests.test_less_is_better()
    for seed = 1, 8 do
        for _, policy in ipairs { 'aggregate = "arithmetic"', 'aggregate = "sum"' } do
            check_case(seed, policy, true, LESS)
        end
        for _, policy in ipairs { 'aggregate_at = { top = { "geometric", floor = 1 } }', 'aggregate_at = { top = "minimum" }',
            'aggregate_at = { one = "maximum", two = "median" }' } do
            check_case(seed, policy, false, LESS)
        end
    end
end

-- A leads with the least: B passes it from above, by as little as need be, whether scales learn anew or not.
function tests.test_passing_from_above()
    for _, scale in ipairs { "", 'scale = "minmax"' } do
        local package = open({ indicator("a", "top", 'count { "n", max = 100, improve = { cost = 1 } }', "input.n", scale) },
            "", "", LESS)
        local found = improve(package, support.dataset "city,period,n\nA,2025,20\nB,2025,40\nC,2025,90\n",
            { pass = "A" }, 2)
        lu.assertEquals({ found.outcome.reached, found.improve[1].to }, { true, "19" }, scale)
        lu.assertTrue(found.improve[1].points < 0)
    end
end

-- One figure moves two indicators apart; a valley lies between two good ends; less costs nothing more.
function tests.test_small_ones_are_proved()
    local package = open({ indicator("a", "one", 'count { "x", max = 4, improve = { cost = 1 } }', "25 * input.x"),
        indicator("b", "one", '"x", flag { "f", improve = { cost = 1 } }', "100 - 20 * input.x + points(input.f, 20)") },
        'aggregate_at = { one = { "geometric", floor = 1 } }', '{ "one", "One", parent = "top" }')
    local outcome = improve(package, data_of { x = 0, f = "no" }, { target = 61 }).outcome
    lu.assertEquals({ outcome.reached, outcome.cost, outcome.proof }, { true, 3, "proved best" })
    lu.assertAlmostEquals(outcome.planned, math.sqrt(50 * 80), 1e-9)
    lu.assertAlmostEquals(outcome.highest, math.sqrt(75 * 60), 1e-9)
    package = open({ indicator("a", "top", 'count { "x", max = 4, improve = { cost = 3 } }', "(input.x - 2) ^ 2 * 20") })
    local found = improve(package, data_of { x = 1 }, { budget = 3 })
    lu.assertEquals({ found.outcome.planned, found.improve[1].to }, { 80, "0" })
    package = open({ indicator("a", "top", 'flag { "f", improve = { cost = 1 } }', "points(input.f, 40)"),
        indicator("b", "top", 'count { "x", max = 2, improve = { cost = 1 } }', "25 * input.x ^ 2") }, "rounding = 1")
    lu.assertEquals(improve(package, data_of { f = "no", x = 0 }, { budget = 1 }).outcome.planned, 20)
end

-- --- what a plan leaves alone, and what it has to see ---

local SHARE <const> = indicator("a", "top", 'count { "n" }, count { "w" }', "percent(input.n, input.w)")

function tests.test_nothing_to_do_and_nothing_to_be_done()
    local package, dataset = open { SHARE }, data_of { n = 3, w = 4 }
    local found = improve(package, dataset, { target = 75 })
    lu.assertEquals({ found.outcome.proof, found.outcome.reached, #found.improve }, { "none", true, 0 })
    support.assert_fails({ code = "argument", message = "the target 101 is out of range: the index lies between 0 and 100" },
        hm.improve(package, dataset, 1, { target = 101 }))
    local lifted = open({ SHARE }, nil, nil, "range = false")
    found = improve(lifted, dataset, { target = 101 })
    lu.assertFalse(found.outcome.reached)
    lu.assertEquals({ found.outcome.highest, found.outcome.planned, found.improve[1].to }, { 100, 100, "4" })
    found = improve(package, dataset, { target = 80, without = { "n" } })
    lu.assertEquals({ found.outcome.reached, found.outcome.highest, found.inputs.n.why }, { false, 75, "it is left out" })
    lu.assertEquals(improve(package, data_of { n = 4, w = 4 }, {}).improve[1].points, -25)
    support.assert_fails({ code = "data" }, hm.improve(package, data_of { w = 4 }, 1, { target = 9 }))
end

-- A rejected figure, one that is not reported and a table stay; x is what others are divided by.
function tests.test_what_stays()
    local package = open { SHARE, indicator("b", "top", 'amount { "y" }, amount { "x" }', "100 - input.y / input.x"),
        indicator("c", "top", 'flag { "f" }, records { "r", "R", columns = { number { "k" } } }',
            "when(input.f, 50, count_rows(input.r))"), indicator("d", "top", 'choice { "z", options = { "p", "q" } }, '
            .. 'choice { "m", many = true, options = { "s", "t" } }', 'when(eq(input.z, "q"), 30, 10 * count_of(input.m))') }
    local found = improve(package, data_of { n = -1, w = 4, x = 2, y = 10, f = "no", z = "p", m = "s" }, {})
    local why = {}
    for name, row in pairs(found.inputs) do
        why[name] = row.why
    end
    lu.assertEquals(why, { n = "there is no figure", w = "others are parts of it, or divided by it", y = "",
        x = "others are parts of it, or divided by it", f = "", r = "a table of records", z = "",
        m = "a choice of several answers" })
    lu.assertEquals(found.improve[1].input, "z")
    lu.assertEquals({ found.improve[1].from, found.improve[1].to }, { "p", "q" })
end

-- Less of y is better; g decides whether k is asked, and is left alone: k has no figure.
function tests.test_ways_and_questions()
    local package = open { indicator("y", "top", 'amount { "y", improve = { step = 4 } }', "100 - input.y"),
        indicator("b", "top", 'flag { "g" }, number { "k", asked_if = input.g }', "input.k + points(input.g, 9)"),
        SHARE }
    local found = improve(package, data_of { y = 10, g = "no", n = 1, w = 2 }, { target = 80 })
    lu.assertTrue(found.outcome.reached)
    for _, row in ipairs(found.improve) do
        lu.assertNotEquals(row.input, "g")
        lu.assertTrue(row.input ~= "y" or tonumber(row.to) < 10)
    end
end

-- One figure of two indicators that pull it apart: a bound between.
function tests.test_a_figure_of_two_indicators()
    local package = open { indicator("a", "top", 'count { "c", max = 10 }', "10 * input.c", "weight = 3"),
        indicator("b", "top", '"c"', "100 - 10 * input.c") }
    local found = improve(package, data_of { c = 2 }, { target = 45 })
    lu.assertEquals({ found.improve[1].code, found.improve[1].to, found.outcome.proof }, { "a;b", "4", "proved best" })
end

-- A chain: of n of w, which is part of v. A part stays within a whole that may change.
function tests.test_part_of_a_part()
    local package = open { SHARE, indicator("b", "top", '"w", count { "v" }', "percent(input.w, input.v)") }
    local found = improve(package, data_of { n = 2, w = 2, v = 8 }, { target = 100 })
    local to = {}
    for _, row in ipairs(found.improve) do
        to[row.input] = row.to
    end
    lu.assertEquals(to, { n = "8", w = "8" })
    lu.assertEquals(improve(package, data_of { n = 2, w = 2, v = 8 }, {}).improve[1].input, "w")
end

-- No bound is said: the cap, a band far off, and a function that nothing can be seen of.
function tests.test_ends_that_are_found()
    local package = open { indicator("a", "top", 'count { "c" }', "at_most(70, 2 * input.c)"),
        indicator("b", "top", 'count { "d" }', "band(input.d, { { at_least = 5000, 80 } }, 0)"),
        indicator("e", "top", 'number { "h" }', "function(v) return 100 / (1 + math.exp(-v.h)) end") }
    local found = improve(package, data_of { c = 20, d = 3, h = -2 }, { target = 83 })
    lu.assertTrue(found.outcome.reached)
    lu.assertEquals({ found.inputs.c.high, found.inputs.d.high }, { 35, 5000 })
end

-- Rules that hold are not broken, one figure or two: p + q <= 6.
function tests.test_rules()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
        ["a.lua"] = indicator("a", "top", 'count { "p", max = 5 }', "20 * input.p"),
        ["b.lua"] = indicator("b", "top", 'count { "q", max = 5 }', "20 * input.q"),
        ["rules.lua"] = 'return { rule { "together", input.p + input.q, "<=", 6 } }' } }))
    local found = improve(package, data_of { p = 1, q = 1 }, { target = 100 })
    local p, q = 1, 1
    for _, row in ipairs(found.improve) do
        p, q = row.input == "p" and tonumber(row.to) or p, row.input == "q" and tonumber(row.to) or q
    end
    lu.assertTrue(p + q <= 6)
    lu.assertFalse(found.outcome.reached)
    lu.assertEquals({ found.outcome.proof, found.outcome.highest }, { "proved best", 60 })
end

-- Scales learn anew from the city as it would be: the ends move with it, and so does the other.
function tests.test_scales_that_learn()
    local package = open { indicator("a", "top", 'count { "n", max = 100 }', "input.n", 'scale = "minmax"'),
        indicator("b", "top", 'count { "m", max = 100 }', "input.m", 'scale = "minmax", direction = "lower"') }
    local dataset = support.dataset("city,period,n,m\nA,2025,20,60\nB,2025,40,30\nC,2025,0,90\nD,2025,30,50\n")
    for _, options in ipairs { { pass = "B" }, { target = 90 }, { budget = 0.3 } } do
        local found = improve(package, dataset, options)
        local changed = { A = { 20, 60 } }
        for _, row in ipairs(found.improve) do
            changed.A[row.input == "n" and 1 or 2] = tonumber(row.to)
        end
        local again = support.dataset(("city,period,n,m\nA,2025,%d,%d\nB,2025,40,30\nC,2025,0,90\nD,2025,30,50\n"):format(
            changed.A[1], changed.A[2]))
        local scores = support.need(hm.score(package, again))
        lu.assertAlmostEquals(scores:row(1, "top").score, found.outcome.planned, 1e-9)
        lu.assertTrue(found.outcome.reached)
        lu.assertEquals(found.outcome.proof, options.pass and "found" or "proved best")
        if options.pass then
            lu.assertTrue(scores:row(1, "top").score > scores:row(2, "top").score)
        end
    end
    lu.assertEquals(improve(package, dataset, { pass = "C" }).outcome.proof, "none")
    support.assert_fails({ code = "argument" }, hm.improve(package, dataset, 1, { pass = "E" }))
end

-- Both scales learn anew from each plan: all are scored by hm.score of data that are as the plan has them.
local function learnt_plans(package, dataset, sign)
    local all, most = {}, -math.huge
    for a = 0, 9 do
        for b = 0, 9 do
            local changed = support.need(dataset:changed { { unit = 1, input = "a", value = a },
                { unit = 1, input = "b", value = b } })
            local scores = support.need(hm.score(package, changed))
            local score = scores:row(1, "A").score and scores:row(1, "B").score and scores:row(1, "top").score
            if score then
                all[#all + 1] = { sign * score, math.abs(a - 2) + math.abs(b - 3) }
                most = math.max(most, sign * score)
            end
        end
    end
    return all, most
end

function tests.test_small_ones_whose_scales_learn()
    for _, top in ipairs { "", LESS } do
        local sign = top == LESS and -1 or 1
        local package = open({ indicator("A", "top", 'count { "a", max = 9, improve = { cost = 1 } }', "input.a",
            'scale = "minmax", weight = 2'), indicator("B", "top", 'count { "b", max = 9, improve = { cost = 1 } }',
            "input.b", 'scale = "minmax"') }, "", "", top)
        local dataset = support.dataset "city,period,a,b\nu,2025,2,3\nv,2025,0,4\nw,2025,4,5\n"
        local all, most = learnt_plans(package, dataset, sign)
        local gains = improve(package, dataset, {})
        for _, share in ipairs { 0.2, 0.5, 0.7, 1 } do
            local start = sign * gains.outcome.score
            local target = start + share * (most - start)
            local outcome = improve(package, dataset, { target = sign * target }).outcome
            lu.assertEquals({ outcome.reached, outcome.proof }, { true, "proved best" })
            lu.assertAlmostEquals(outcome.wanted, sign * target, 1e-9)
            lu.assertAlmostEquals(outcome.cost, least_cost(all, target), 1e-9)
        end
        for _, row in ipairs(gains.improve) do
            local changed = support.need(dataset:changed { { unit = 1, input = row.input, value = row.to } })
            lu.assertAlmostEquals(support.need(hm.score(package, changed)):row(1, "top").score,
                gains.outcome.score + row.points, 1e-9)
        end
    end
end

-- A group without a score is no plan: G is undefined where its scores are not above 0.
function tests.test_groups_keep_their_scores()
    local package = open({ indicator("a", "G", 'number { "x", min = -1, max = 2, improve = { step = 1, cost = 1 } }',
        "when(gt(input.x, 0), 10 * input.x, -10)", "range = { -10, 100 }"), indicator("b", "top", 'count { "y", max = 4 }',
        "20 * input.y") }, 'min_coverage = 0.1, aggregate_at = { G = "geometric" }', '{ "G", "G", parent = "top" }')
    local dataset = data_of { x = 1, y = 3 }
    for _, row in ipairs(improve(package, dataset, {}).improve) do
        local changed = support.need(dataset:changed { { unit = 1, input = row.input, value = row.to } })
        lu.assertNotNil(support.need(hm.score(package, changed)):row(1, "G").score, row.input .. row.to)
    end
end

-- Figures of other periods are those of the data; the city passes another in its own period.
function tests.test_periods()
    local package = open { indicator("a", "top", 'count { "n", max = 9 }', "10 * (input.n - previous(input.n)) + 20") }
    local dataset = support.dataset("city,period,n\nA,2024,4\nA,2025,5\nB,2024,1\nB,2025,5\n")
    local found = improve(package, dataset, { pass = "B" }, 2)
    lu.assertEquals({ found.improve[1].to, found.outcome.wanted, found.outcome.planned }, { "9", 60, 70 })
    lu.assertTrue(found.outcome.reached)
end

support.run("test_plans", tests)
