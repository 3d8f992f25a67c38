-- Weights from judgements in pairs, against the eigenvectors of R 4.2.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

package.path = support.folder .. "/../../scripts/?.lua;" .. package.path

local saaty = require "cli.saaty"

local tests = {}

local A <const> = { { 1, 3, 5 }, { 1 / 3, 1, 3 }, { 1 / 5, 1 / 3, 1 } }
local B <const> = { { 1, 2, 7 }, { 1 / 2, 1, 3 }, { 1 / 7, 1 / 3, 1 } }

local function assert_weights(found, expected)
    for i, weight in ipairs(expected) do
        lu.assertAlmostEquals(found[i], weight, 1e-13)
    end
end

function tests.test_three()
    local weights, found = saaty.weights(A)
    assert_weights(weights, { 0.63698557174475678, 0.2582849943744952, 0.10472943388074796 })
    lu.assertAlmostEquals(found.lambda, 3.0385110905581727, 1e-13)
    lu.assertAlmostEquals(found.index, 0.01925554527908635, 1e-13)
    lu.assertAlmostEquals(found.ratio, 0.033199215998424743, 1e-13)
end

function tests.test_two_experts()
    local weights, found = saaty.weights(saaty.together { A, B })
    assert_weights(weights, { 0.62653053721169705, 0.27495032507800815, 0.098519137710294746 })
    lu.assertAlmostEquals(found.lambda, 3.0052256119884277, 1e-13)
end

-- What does not contradict itself gives its very shares.
function tests.test_consistent()
    local shares, matrix = { 4, 2, 1, 1 }, {}
    for i, one in ipairs(shares) do
        matrix[i] = {}
        for k, other in ipairs(shares) do
            matrix[i][k] = one / other
        end
    end
    local weights, found = saaty.weights(matrix)
    assert_weights(weights, { 0.5, 0.25, 0.125, 0.125 })
    lu.assertAlmostEquals(found.ratio, 0, 1e-13)
end

function tests.test_sizes()
    local weights, found = saaty.weights { { 1, 4 }, { 1 / 4, 1 } }
    assert_weights(weights, { 0.8, 0.2 })
    lu.assertEquals({ found.index, found.ratio }, { 0, 0 })
    local many = {}
    for i = 1, 16 do
        many[i] = {}
        for k = 1, 16 do
            many[i][k] = 1
        end
    end
    weights, found = saaty.weights(many)
    lu.assertAlmostEquals(weights[16], 1 / 16, 1e-15)
    lu.assertNil(found.ratio)
end

support.run("TestSaaty", tests)
