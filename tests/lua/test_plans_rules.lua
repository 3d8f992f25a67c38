-- Plans of hm.improve where rules of the package link figures: what one may be hangs on the others. Small packages made
-- up by chance are held against every combination of their figures, whose scores are worked out here.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- A package of counts: `inputs` is a list of { name, measure, cost, most }, `rules` their text.
local function open(inputs, rules, policy)
    local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, policy = { %s },'
        .. ' nodes = { { "top", "Top" } } }'):format(policy or ""), ["rules.lua"] = "return { " .. rules .. " }" }
    for _, input in ipairs(inputs) do
        local name, measure, cost, most = table.unpack(input)
        files[name .. ".lua"] = ('return indicator { code = "%s", parent = "top", name = "%s",'
            .. ' inputs = { count { "%s", improve = { cost = %d }%s } }, measure = %s }'):format(name:upper(), name,
            name, cost, most and ", max = " .. most or "", measure)
    end
    return support.need(hm.open_package("p", { files = files }))
end

local function rule(id, left, comparison, right)
    return ('rule { "%s", %s, "%s", %s, about = "%s" },'):format(id, left, comparison, right, id)
end

local function data_of(inputs, figures)
    local names, values = {}, {}
    for i, input in ipairs(inputs) do
        names[i], values[i] = input[1], figures[i]
    end
    return support.dataset(("city,period,%s\nA,2025,%s\n"):format(table.concat(names, ","), table.concat(values, ",")))
end

-- The outcome, and what each figure becomes.
local function improve(inputs, rules, figures, target, policy)
    local package <close> = open(inputs, rules, policy)
    local dataset <close> = data_of(inputs, figures)
    local found = support.need(hm.improve(package, dataset, 1, { target = target }))
    local plan = {}
    for i, input in ipairs(inputs) do
        plan[input[1]] = figures[i]
    end
    for _, row in ipairs(found.improve:rows()) do
        plan[row.input] = math.tointeger(tonumber(row.to))
    end
    return found.outcome:rows()[1], plan
end

-- --- by hand ---

local PARKS <const> = { "parks", "input.parks * 10", 1, 10 }
local ROADS <const> = { "roads", "100 - input.roads * 5", 1, 10 }
local TEN <const> = rule("ten", "input.parks + input.roads", "<=", "10")

-- Parks have no room until roads go: 8 parks and 2 roads are (80 + 90) / 2.
function tests.test_one_gives_what_the_other_takes()
    local outcome, plan = improve({ PARKS, ROADS }, TEN, { 2, 8 }, 85)
    lu.assertEquals({ outcome.reached, outcome.proof, outcome.planned, outcome.cost, plan },
        { true, "proved best", 85, 12, { parks = 8, roads = 2 } })
end

-- 10 and 0 are all there is: 100.
function tests.test_what_cannot_be_reached()
    local outcome = improve({ PARKS, ROADS, { "x", "input.x * 0", 9, 900 } }, TEN, { 2, 8, 0 }, 99)
    lu.assertEquals({ outcome.reached, outcome.proof }, { false, "proved best" })
    lu.assertAlmostEquals(outcome.highest, 200 / 3, 1e-12)
end

-- One is broken as it is, and says nothing of those that hold.
function tests.test_a_broken_rule_frees_no_other()
    local broken = rule("broken", "input.parks", ">=", "100")
    local outcome, plan = improve({ PARKS, ROADS }, broken .. TEN, { 2, 8 }, 90)
    lu.assertEquals({ outcome.reached, outcome.proof, plan.parks + plan.roads <= 10 }, { true, "proved best", true })
end

-- All that is said of how far each may go is what they are together.
function tests.test_equal_and_without_bounds()
    local inputs = { { "x", "at_most(input.x, 100)", 1 }, { "y", "at_most(input.y / 2, 100)", 2 } }
    local outcome, plan = improve(inputs, rule("all", "input.x + input.y", "==", "150"), { 20, 130 }, 60)
    -- x/2 + y/4 with y = 150 - x: 37.5 + x/4, which is 60 from x = 90 on
    lu.assertEquals({ outcome.reached, outcome.planned, outcome.cost, plan },
        { true, 60, 70 + 2 * 70, { x = 90, y = 60 } })
end

-- More of `a` is worse, and yet it is what lets `b` go on: b may be 12 once a is 18.
function tests.test_a_way_that_makes_way()
    local inputs = { { "a", "at_least(100 - 100 * input.a / 12, 0)", 1 },
        { "b", "at_most(100 * input.b / 12, 100)", 5 } }
    local outcome, plan = improve(inputs, rule("apart", "input.a - input.b", ">=", "6"), { 8, 1 }, 50)
    lu.assertEquals({ outcome.reached, outcome.proof, outcome.cost, plan },
        { true, "proved best", 10 + 5 * 11, { a = 18, b = 12 } })
end

-- Eight that share 1,000: the first three to their caps and 250 of 350 for the fourth are (3 + 250 / 350) / 8.
function tests.test_many_share_a_whole()
    local inputs, sum, figures = {}, {}, {}
    for i = 1, 8 do
        local name = "x" .. i
        inputs[i] = { name, ("at_most(100 * input.%s / %d, 100)"):format(name, 150 + 50 * i), (i - 1) % 3 + 1, 1000 }
        sum[i], figures[i] = "input." .. name, 125
    end
    local whole = rule("whole", table.concat(sum, " + "), "<=", 1000)
    local most = 100 * (3 + 250 / 350) / 8
    local outcome = improve(inputs, whole, figures, 60)
    lu.assertEquals({ outcome.reached, outcome.proof }, { false, "found" })
    lu.assertTrue(outcome.highest > most - 0.5 and outcome.highest <= most + 1e-9)
    lu.assertTrue(improve(inputs, whole, figures, 45).reached)
end

-- Whether a figure is left out, or only as it is in another plan: what steps of the others cost is the same.
-- d is 2 and goes on to c, which is 4, or to 10: two steps are a quarter of its way of 8.
function tests.test_what_is_left_out_changes_no_cost()
    local function open_pair(of_c)
        return support.need(hm.open_package("p", { files = {
            ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
            ["a.lua"] = ('return { indicator { code = "C", parent = "top", name = "c",'
                .. ' inputs = { count { "c", max = 10 %s } }, measure = input.c * 10 },'
                .. ' indicator { code = "D", parent = "top", name = "d",'
                .. ' inputs = { count { "d", max = 10 } }, measure = input.d * 10 } }'):format(of_c),
            ["rules.lua"] = "return { " .. rule("first", "input.d", "<=", "input.c") .. " }" } }))
    end
    local dataset = support.dataset("city,period,c,d\nA,2025,4,2\n")
    local package = open_pair ""
    local all = support.need(hm.improve(package, dataset, 1, { budget = 0.5, alternatives = true }))
    local other
    for _, row in ipairs(all.alternatives:rows()) do
        other = row.without == "c" and row or other
    end
    local left = support.need(hm.improve(package, dataset, 1, { budget = 0.5, without = { "c" } })).outcome:rows()[1]
    lu.assertEquals({ other.cost, other.score }, { 0.25, 40 })
    lu.assertEquals({ left.cost, left.planned }, { 0.25, 40 })
    local said = support.need(hm.improve(open_pair ", improve = { cost = 3 }", dataset, 1,
        { budget = 9, without = { "c" } })).outcome:rows()[1]
    lu.assertEquals({ said.cost, said.planned }, { 0, 30 })    -- nothing is said of d
end

-- --- by chance ---

local COUNTED <const> = { "a", "b", "c" }

-- Sums, differences and equalities of figures, most of which hold as it is.
local function make_rule(random, id, names, figures)
    local first, second = random(1, #names), random(1, #names)
    local now = figures[first] + figures[second]
    local kind = random(1, 3)
    local sum = ("input.%s + input.%s"):format(names[first], names[second])
    if kind == 1 then
        local most = now + random(-1, 8)
        return rule(id, sum, "<=", most), function(v) return v[first] + v[second] <= most end
    elseif kind == 2 then
        local least = figures[first] - figures[second] - random(-1, 3)
        return rule(id, ("input.%s - input.%s"):format(names[first], names[second]), ">=", least),
            function(v) return v[first] - v[second] >= least end
    end
    return rule(id, sum, "==", now), function(v) return v[first] + v[second] == now end
end

local MEANS <const> = {
    arithmetic = function(scores)
        local sum = 0
        for _, score in ipairs(scores) do sum = sum + score end
        return sum / #scores
    end,
    minimum = function(scores) return math.min(table.unpack(scores)) end,
}

-- Calls `look` with the figures of each combination from 0 to `most`.
local function each_combination(count, most, look)
    local values = {}
    local function go(at)
        if at > count then
            look(values)
            return
        end
        for value = 0, most do
            values[at] = value
            go(at + 1)
        end
    end
    go(1)
end

local function make_case(random)
    local count = random(2, 3)
    local case = { most = count == 2 and 150 or 28, inputs = {}, figures = {}, scores = {}, rules = "", holding = {} }
    for i = 1, count do
        local cap, cost, rises = random(case.most // 3, case.most), random(1, 5), random(1, 4) > 1
        local share = ("100 * input.%s / %d"):format(COUNTED[i], cap)
        case.inputs[i] = { COUNTED[i], rises and ("at_most(%s, 100)"):format(share)
            or ("at_least(100 - %s, 0)"):format(share), cost, case.most }
        case.scores[i] = function(value)
            local score = math.min(100 * value / cap, 100)
            return rises and score or 100 - score
        end
        case.figures[i] = random(0, case.most)
    end
    for k = 1, random(1, 2) do
        local text, holds = make_rule(random, "r" .. k, { table.unpack(COUNTED, 1, count) }, case.figures)
        case.rules = case.rules .. text
        case.holding[#case.holding + 1] = holds(case.figures) and holds or nil
    end
    return case
end

local function keeps(case, values)
    for _, holds in ipairs(case.holding) do
        if not holds(values) then
            return false
        end
    end
    return true
end

local function score_of(case, mean, values)
    local scores = {}
    for i, value in ipairs(values) do
        scores[i] = case.scores[i](value)
    end
    return MEANS[mean](scores)
end

-- The highest score of all that keeps the rules, and the least cost for a target.
local function best_of(case, mean, target)
    local highest, least = -math.huge, math.huge
    each_combination(#case.inputs, case.most, function(values)
        if not keeps(case, values) then
            return
        end
        local score, cost = score_of(case, mean, values), 0
        highest = math.max(highest, score)
        for i, value in ipairs(values) do
            cost = cost + case.inputs[i][3] * math.abs(value - case.figures[i])
        end
        if score >= target - 1e-9 then
            least = math.min(least, cost)
        end
    end)
    return highest, least
end

local function check(seed, mean)
    math.randomseed(seed)
    local case = make_case(math.random)
    local now = score_of(case, mean, case.figures)
    local highest = best_of(case, mean, math.huge)
    local target = (now + 3 * highest) // 4
    if target <= now then
        return nil
    end
    local outcome, plan = improve(case.inputs, case.rules, case.figures, target, ('aggregate = "%s"'):format(mean))
    local _, least = best_of(case, mean, target)
    local values = {}
    for i, input in ipairs(case.inputs) do
        values[i] = plan[input[1]]
    end
    local note = ("seed %d, %s"):format(seed, mean)
    lu.assertTrue(keeps(case, values), note)
    lu.assertAlmostEquals(outcome.planned, score_of(case, mean, values), 1e-9, note)
    if outcome.proof == "proved best" then
        lu.assertEquals({ outcome.reached, outcome.reached and outcome.cost },
            { least < math.huge, outcome.reached and least }, note)
    elseif not outcome.reached then    -- nothing is said of what was not looked at
        return least < math.huge and "missed" or "found"
    end
    lu.assertTrue(not outcome.reached or outcome.cost >= least, note)
    return outcome.proof
end

function tests.test_against_every_combination()
    local proofs = { ["proved best"] = 0, found = 0, missed = 0 }
    for seed = 1, 24 do
        for _, mean in ipairs { "arithmetic", "minimum" } do
            local proof = check(seed, mean)
            if proof then
                proofs[proof] = proofs[proof] + 1
            end
        end
    end
    lu.assertTrue(proofs["proved best"] > 10)    -- else nothing would be tested of proofs
    lu.assertTrue(proofs.missed <= 3)            -- what is found is rarely nothing
end

support.run("test_plans_rules", tests)
