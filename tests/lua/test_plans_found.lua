-- Plans of hm.improve that are found where there are too many to try all, and scales learn anew from each: what is said
-- of them holds when their figures are put in.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local CITIES <const>, INPUTS <const> = 6, 6

-- Six figures of up to 5,000 in three groups; `policy` and `scale` of the indicators.
local function open(policy, scale)
    local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" }, '
        .. '{ "one", "One", parent = "top" }, { "two", "Two", parent = "top" }, { "three", "Three", parent = "top" } }, '
        .. 'policy = { %s } }'):format(policy) }
    for i = 1, INPUTS do
        files["i" .. i .. ".lua"] = ('return indicator { code = "I%d", parent = "%s", name = "I%d", inputs = { count { '
            .. '"x%d", max = 5000 } }, measure = input.x%d / 50, %s }'):format(i, ({ "one", "two", "three" })[1 + i % 3], i,
            i, i, scale)
    end
    return support.need(hm.open_package("p", { files = files }))
end

local function figures_of(seed)
    math.randomseed(seed)
    local figures = {}
    for city = 1, CITIES do
        figures[city] = {}
        for i = 1, INPUTS do
            figures[city][i] = math.random(100, 4900)
        end
    end
    return figures
end

local function data_of(figures)
    local lines = { "city,period,x1,x2,x3,x4,x5,x6" }
    for city, row in ipairs(figures) do
        lines[#lines + 1] = ("C%d,2025,%s"):format(city, table.concat(row, ","))
    end
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

-- The scores of the index of all cities, those of the first with some figures: { [number] = value }.
local function scores_with(package, figures, changed)
    local with = table.move(figures, 2, CITIES, 2, { table.move(figures[1], 1, INPUTS, 1, {}) })
    for i, value in pairs(changed) do
        with[1][i] = value
    end
    local scores, list = support.need(hm.score(package, data_of(with))), {}
    for city = 1, CITIES do
        list[city] = scores:row(city, "top").score
    end
    return list
end

local function plan(package, figures, options)
    local found = support.need(hm.improve(package, data_of(figures), 1, options))
    local changed = {}
    for _, row in ipairs(found.improve:rows()) do
        changed[tonumber(row.input:sub(2))] = tonumber(row.to)
    end
    return found.outcome:rows()[1], changed, found
end

local CASES <const> = { { "", 'scale = "minmax"' }, { 'aggregate = { "geometric", floor = 1 }', 'scale = "minmax"' },
    { 'aggregate_at = { top = "minimum" }', 'scale = "minmax"' }, { "", 'scale = { "zscore", mean = 50, spread = 15 }' } }

-- The other city's score is said as it is, and as it would be then.
function tests.test_the_other_moves()
    local moved = 0
    for seed = 1, 8 do
        for _, case in ipairs(CASES) do
            local package, figures = open(case[1], case[2]), figures_of(seed)
            local before = scores_with(package, figures, {})
            for city = 2, CITIES do
                if before[city] > before[1] then
                    local outcome, changed = plan(package, figures, { pass = "C" .. city })
                    local after = scores_with(package, figures, changed)
                    lu.assertAlmostEquals(outcome.other_score, before[city], 1e-9)
                    lu.assertAlmostEquals(outcome.wanted, after[city], 1e-9)
                    lu.assertAlmostEquals(outcome.planned, after[1], 1e-9)
                    lu.assertEquals(outcome.reached, after[1] > after[city] + 1e-9 * math.max(1, math.abs(after[city])))
                    moved = moved + (math.abs(after[city] - before[city]) > 0.01 and 1 or 0)
                end
            end
        end
    end
    lu.assertTrue(moved > 10, moved)
end

-- No figure of a plan goes further than the plan needs.
function tests.test_no_way_is_too_long()
    local tried = 0
    for seed = 1, 6 do
        for _, case in ipairs(CASES) do
            local package, figures = open(case[1], case[2]), figures_of(seed)
            local target = scores_with(package, figures, {})[1] + 8
            local outcome, changed = plan(package, figures, { target = math.min(target, 95) })
            for i, value in pairs(outcome.reached and changed or {}) do
                local less = table.move(changed, 1, INPUTS, 1, {})
                less[i] = figures[1][i] + (value - figures[1][i]) // 2
                lu.assertTrue(scores_with(package, figures, less)[1] < target, ("%d %s x%d"):format(seed, case[1], i))
                tried = tried + 1
            end
        end
    end
    lu.assertTrue(tried > 20, tried)
end

-- The plan itself, and those without one of its figures, may change the fewest indicators.
function tests.test_fewest_is_none_of_more()
    local others = 0
    for seed = 1, 8 do
        for _, case in ipairs(CASES) do
            local package, figures = open(case[1], case[2]), figures_of(seed)
            local target = math.min(scores_with(package, figures, {})[1] + 10, 95)
            local outcome, changed, found = plan(package, figures, { target = target, alternatives = true })
            local rows, count = found.alternatives:rows(), 0
            for _ in pairs(changed) do
                count = count + 1
            end
            if outcome.reached and count > 0 then
                local fewest = rows[1]
                lu.assertEquals(fewest.alternative, "fewest")
                rows[1] = { indicators = count, cost = outcome.cost, reached = true }
                for _, row in ipairs(rows) do
                    if row.reached then
                        lu.assertTrue(fewest.indicators < row.indicators or fewest.indicators == row.indicators
                            and fewest.cost <= row.cost + 1e-9, ("%d %s"):format(seed, case[1]))
                        others = others + 1
                    end
                end
            end
        end
    end
    lu.assertTrue(others > 40, others)
end

support.run("test_plans_found", tests)
