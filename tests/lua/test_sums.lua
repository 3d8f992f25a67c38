-- Groups whose score is the sum of their children's: points of published rankings. All numbers are worked out
-- by hand: with G = 4 + 15 = 19 of 30 and H = (50 + 70) / 2 = 60 the total is 2 * 19 + 60 = 98 of 160.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local INDICATORS <const> = { { "g1", "G", ", range = { 0, 10 }" }, { "g2", "G", ", range = { 0, 20 }" },
    { "h1", "H", "" }, { "h2", "H", "" } }

-- `of`: fields of T, G and H, of indicators by code, and of the policy.
local function open(of)
    local files = { ["package.lua"] = ([[return package { name = "points", version = "1", api = 1,
        nodes = { { "T", "Total", aggregate = %s %s }, { "G", "Group", parent = "T", weight = 2, aggregate = %s %s },
            { "H", "Half", parent = "T" %s } }, policy = { %s }, %s }]]):format(of.sum or '"sum"', of.T or "",
        of.sum or '"sum"', of.G or "", of.H or "", of.policy or "", of.package or "") }
    for _, one in ipairs(INDICATORS) do
        files[one[1] .. ".lua"] = ([[return indicator { code = %q, parent = %q, name = "N", measure = input.%s,
            inputs = { number { %q, may_be_na = true } } %s %s }]]):format(one[1], one[2], one[1], one[1], one[3],
            of[one[1]] or "")
    end
    return hm.open_package("points", { files = files })
end

local function score(of, rows)
    return support.need(hm.score(support.need(open(of)), support.dataset("city,period,g1,g2,h1,h2\n" .. rows)))
end

local function marks(scores, unit)
    local found = {}
    for _, row in ipairs(scores:rows(unit)) do
        found[row.code] = row.score or row.status
    end
    return found
end

local function ranges(package, period)
    local found = {}
    for _, node in ipairs(package:nodes(period)) do
        found[node.code] = node.range and { node.range[1], node.range[2] }
    end
    return found
end

function tests.test_weights_multiply_and_contributions_add_up()
    local scores, points = score({}, "X,2025,4,15,50,70"), {}
    lu.assertEquals(marks(scores, 1), { T = 98, G = 19, H = 60, g1 = 4, g2 = 15, h1 = 50, h2 = 70 })
    for _, row in ipairs(scores:rows(1)) do
        points[row.code] = row.contribution
    end
    lu.assertEquals(points, { T = 98, G = 38, H = 60, g1 = 8, g2 = 30, h1 = 25, h2 = 35 })
end

function tests.test_the_range_follows_from_the_children()
    local package = support.need(open {})
    lu.assertEquals(ranges(package).G, { 0, 30 })
    lu.assertEquals(ranges(package).T, { 0, 160 })
    local zero = ranges(support.need(open { sum = '{ "sum", missing = "zero" }', g1 = ", range = { 5, 10 }" }))
    lu.assertEquals(zero.G, { 0, 30 }) -- without g1 it may be 0 all the same
    lu.assertEquals(ranges(support.need(open { g1 = ", range = { 5, 10 }" })).T, { 10, 160 })
    lu.assertEquals(ranges(support.need(open { g1 = ", range = false" })).T, false)
    lu.assertEquals(ranges(support.need(open { G = ', scale = "minmax"' })).T, { 0, 300 })
end

function tests.test_a_declared_range_holds()
    local scores = score({ T = ", range = { 0, 90 }" }, "X,2025,4,15,50,70")
    local row = scores:row(1, "T")
    lu.assertEquals({ row.score, row.flags }, { 90, "capped" })
    lu.assertNil(scores:row(1, "G").contribution)
end

function tests.test_points_off_lead_to_nothing()
    local scores = score({ h2 = ", deducts = true", H = ', aggregate = "sum"' }, "X,2025,4,15,50,70")
    lu.assertEquals(marks(scores, 1).H, 0)
    lu.assertEquals(marks(scores, 1).T, 38)
end

function tests.test_a_sum_of_fewer_is_none()
    local scores = score({}, "X,2025,4,,50,70\nY,2025,4,NA,50,70\nZ,2025,,,50,70\nW,2025,4,15,50,")
    for unit = 1, 3 do
        lu.assertEquals({ marks(scores, unit).G, marks(scores, unit).T }, { "insufficient", "insufficient" }, unit)
    end
    lu.assertEquals(marks(scores, 4).T, 88) -- H is a mean, which one child is enough for
    scores = score({ H = ", weight = 0" }, "X,2025,4,15,,")
    lu.assertEquals(marks(scores, 1).T, 38) -- what weighs nothing is not needed
end

function tests.test_a_missing_child_counts_as_zero_where_that_is_said()
    local zero = { sum = '{ "sum", missing = "zero" }' }
    local scores = score(zero, "X,2025,4,,50,70\nY,2025,4,NA,50,70\nZ,2025,,,50,70")
    lu.assertEquals({ marks(scores, 1).G, marks(scores, 1).T }, { 4, 68 })
    lu.assertEquals({ marks(scores, 2).G, marks(scores, 2).T }, { 4, 68 })
    -- Coverage goes by the weights, as ever: of T a third, which is too little.
    lu.assertEquals({ marks(scores, 3).G, marks(scores, 3).T }, { "insufficient", "insufficient" })
    zero.policy = "min_coverage = 0.3"
    lu.assertEquals(marks(score(zero, "Z,2025,,,50,70"), 1).T, 60)
end

function tests.test_a_session_follows_weights()
    local package = support.need(open {})
    local dataset = support.dataset "city,period,g1,g2,h1,h2\nX,2025,4,15,50,70"
    local session = support.need(hm.session(package, dataset, 1))
    support.need(session:set_weight("G", 10))
    support.need(session:score())
    lu.assertEquals(session:row("T").score, 250) -- 190 + 60, though T was held at 160 before
end

function tests.test_bounds_of_what_is_missing()
    local scores = score({}, "X,2025,4,,50,70\nY,2025,4,15,50,70\nZ,2025,10,20,100,100")
    for _, row in ipairs(support.need(scores:analyse("bounds", { depth = 0 })):rows()) do
        if row.city == "X" then
            lu.assertEquals({ row.low, row.high }, { 68, 108 }) -- 2 * (4 + 0 .. 20) + 60
        end
    end
end

function tests.test_editions_have_ranges_of_their_own()
    local package = support.need(open { package = 'weights_from = { ["2025"] = { g2 = 3 } }' })
    lu.assertEquals(ranges(package, "2024").T, { 0, 160 })
    lu.assertEquals(ranges(package, "2025").T, { 0, 240 }) -- G up to 70
    local scores = support.need(hm.score(package, support.dataset
        "city,period,g1,g2,h1,h2\nX,2024,10,20,100,100\nX,2025,10,20,100,100"))
    lu.assertEquals({ marks(scores, 1).T, marks(scores, 2).T }, { 160, 240 })
end

function tests.test_weights_from_the_data_multiply()
    local package = support.need(open { G = ', weigh = "inverse_sd"' })
    local rows = "X,2025,0,0,1,1\nY,2025,5,20,1,1\nZ,2025,10,10,1,1"
    local scores = support.need(hm.score(package, support.dataset("city,period,g1,g2,h1,h2\n" .. rows)))
    -- Deviations 5 and 10: the weights 2/3 and 1/3, which are 4/3 and 2/3 with a mean of 1.
    lu.assertAlmostEquals(marks(scores, 2).G, 5 * 4 / 3 + 20 * 2 / 3, 1e-12)
end

function tests.test_a_policy_of_sums_leaves_measures_alone()
    local package = support.need(open { sum = '"arithmetic"', policy = 'aggregate = "sum"', H = ", measure = score.h1" })
    lu.assertEquals(ranges(package).H, { 0, 100 })
end

function tests.test_ranges_of_groups_are_said_once()
    local package = support.need(open { sum = '"arithmetic"', policy = "range = { 0, 10 }, group_range = { 0, 10 }" })
    lu.assertEquals(ranges(package).T, { 0, 10 })
    lu.assertEquals(ranges(package).G, { 0, 10 })
    lu.assertEquals(package:info().policy.group_range, { 0, 10 })
    package = support.need(open { policy = "group_range = false" })
    lu.assertEquals(ranges(package).H, false)
    lu.assertEquals(ranges(package).T, false)
end

function tests.test_what_is_wrong()
    local _, err = open { sum = '{ "sum", missing = "nought" }' }
    lu.assertStrContains(err.message, 'sum: missing is "nought", expected one of refuse, zero')
    _, err = open { policy = "group_range = 5" }
    lu.assertStrContains(err.message, "group_range must be {LOW, HIGH} or false")
end

support.run("sums", tests)
