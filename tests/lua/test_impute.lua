-- What is put in place of a value does not depend on which way is better.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = "city,period,x\nA,2024,2\nB,2024,4\nC,2024,9\nD,2024,\nD,2023,6\n"

-- The score of D in 2024, between the least of 2 and the greatest of 9.
local function score_of(impute, direction)
    local package = support.need(hm.open_package("impute", { files = {
        ["package.lua"] = [[return package { name = "impute", version = "1", api = 1, nodes = { { "R", "Root" } } }]],
        ["x.lua"] = ([[return indicator { code = "X", parent = "R", name = "X", inputs = { number { "x" } },
            measure = input.x, scale = "minmax", impute = %s, direction = "%s" }]]):format(impute, direction),
    } }))
    return support.need(hm.score(package, support.dataset(FIGURES))):row(4, "X").score
end

function tests.test_either_direction()
    for impute, value in pairs { ["3"] = 3, ["-1"] = -1, ['"mean"'] = 5, ['"median"'] = 4,
        ['{ "latest", within = 1 }'] = 6, ['"linear"'] = 6 } do
        local mark = 100 * (value - 2) / 7
        lu.assertAlmostEquals(score_of(impute, "higher"), math.max(mark, 0), 1e-9, impute)
        lu.assertAlmostEquals(score_of(impute, "lower"), math.min(100 - mark, 100), 1e-9, impute)
    end
end

-- What reads nodes learns from what it has of them, as what is measured itself does.
function tests.test_steps_of_what_reads_nodes()
    for step, wanted in pairs {
        ['treat = { "percentiles", 20, 80 }'] = { 18, 20, 30, 40, 50 }, ['impute = "median"'] = { 10, 20, 30, 40, 90 },
    } do
        local package = support.need(hm.open_package("p", { files = {
            ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }',
            ["all.lua"] = ([[return {
                indicator { code = "A", parent = "R", name = "A", inputs = { number { "a", "A" } }, measure = input.a },
                indicator { code = "B", parent = "R", name = "B", inputs = {}, measure = score["A"], %s } }]]):format(step),
        } }))
        local scores = support.need(hm.score(package,
            support.dataset "city,period,a\nP,2022,10\nQ,2022,20\nS,2022,30\nT,2022,40\nU,2022,90\nV,2022,\n"))
        for unit, number in ipairs(wanted) do
            lu.assertAlmostEquals(scores:row(unit, "B").score, number, 1e-12)
        end
        lu.assertEquals(scores:row(6, "B").score, step:find "impute" and 30 or nil)
    end
end

support.run("TestImpute", tests)
