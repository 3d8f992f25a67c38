-- What accounts for the difference between two scores where steps learn: from groups of cities, and
-- from several nodes at once.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- `nodes` and `indicators` are the texts of those of a package.
local function open(nodes, indicators)
    return support.need(hm.open_package("small", { files = {
        ["package.lua"] = 'return package { name = "small", version = "1", api = 1, policy = { min_coverage = 0 },'
            .. ' nodes = { { "R", "Root" }, ' .. nodes .. " } }",
        ["all.lua"] = "return { " .. table.concat(indicators, ",\n") .. " }",
    } }))
end

local function indicator(code, more)
    return ('indicator { code = "%s", parent = "%s", name = "%s", inputs = { number { "%s" } %s }, measure = %s, %s }')
        :format(code, more.parent or "R", code, code:lower(), more.inputs or "", more.measure or "input." .. code:lower(),
            more.fields or "")
end

local function read(text, cities)
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("figures.csv", text))
    if cities then
        support.need(dataset:read_cities_text("cities.csv", cities))
    end
    support.need(dataset:finish())
    return dataset
end

-- Points by component, and the rows themselves: of the city x.
local function parts_of(rows)
    local sums = {}
    for _, row in ipairs(rows) do
        sums[row.component] = (sums[row.component] or 0) + row.points
    end
    return sums
end

-- Cities of other groups go by other fits -----------------------------------------------------

local REGIONS <const> = "city,region\nx,n\ny,s\nz,n\nw,n\nv,s\nt,s\nu,\n"

local function by_region(figures, city, other, more)
    local package = open("", { indicator("A", { fields = 'scale = { "minmax", by = "region" }' }),
        indicator("B", {}) })
    local dataset = read("city,period,a,b\n" .. figures, REGIONS)
    local scores = support.need(hm.score(package, dataset))
    local rows = support.need(scores:compare(scores, { city = other, from = more and more.from, to = more and more.to }))
        :rows()
    local own = {}
    for _, row in ipairs(rows) do
        own[#own + 1] = row.city == city and row or nil
    end
    return own
end

local FIGURES <const> = "x,2021,5,50\ny,2021,5,50\nz,2021,1,5\nw,2021,9,5\nv,2021,5,7\nt,2021,1,7\nu,2021,5,50\n"

-- 5 is half the way from 1 to 9, and all the way from 1 to 5.
function tests.test_cities_of_other_groups_with_the_same_figures()
    local rows = by_region(FIGURES, "x", "y")
    lu.assertEquals(#rows, 1)
    lu.assertEquals({ rows[1].code, rows[1].component, rows[1].points, rows[1].note }, { "A", "methods", -25, "" })
end

-- Of 9 among 1 to 9 (100) and 2 among 1 to 5 (25): 9 among 1 to 5 is 100, as it is held, and 2 among 1 to 9 is 12.5.
-- So the figures do (100 - 12.5 + 100 - 25) / 2, and what is learnt (100 - 100 + 12.5 - 25) / 2, of which half
-- counts; all cities are taken together, those of one group with the other and those of the other.
function tests.test_cities_of_other_groups_with_other_figures()
    local figures = "w,2021,9,50\ny,2021,2,50\nz,2021,1,50\nv,2021,5,50\nt,2021,1,50\n"
    local sums = parts_of(by_region(figures, "w", "y"))
    lu.assertAlmostEquals(sums.data, 40.625, 1e-12)
    lu.assertAlmostEquals(sums.methods, -3.125, 1e-12)
    sums = parts_of(by_region(figures, "v", "y"))
    lu.assertEquals(sums, { data = 37.5 })
    sums = parts_of(by_region(figures, "z", "y"))    -- 2 among 1 to 9 is 12.5, 1 among any is 0
    lu.assertAlmostEquals(sums.data, -9.375, 1e-12)
    lu.assertAlmostEquals(sums.methods, -3.125, 1e-12)
end

-- Without a group there is no fit, and no score of A: B alone is left, of 50. By the fit of y, u has 100.
function tests.test_a_city_without_a_group()
    local sums = parts_of(by_region(FIGURES, "u", "y"))
    lu.assertEquals(sums, { methods = -25 })
end

-- From period to period a city goes by what its group has learnt in each.
function tests.test_a_city_of_another_group_in_another_period()
    local before = "x,2020,3,50\ny,2020,9,50\nz,2020,1,5\nw,2020,5,5\nv,2020,5,7\nt,2020,1,7\n"
    local sums = parts_of(by_region(FIGURES .. before, "x", "y", { from = "2020", to = "2021" }))
    -- x 5 of 1 to 9: 50; y 9 of 1 to 9: 100; 5 by the fit of y: 50; 9 by that of x: 100
    lu.assertEquals(sums, { data = -25 })
end

-- Two packages whose steps look at several nodes -----------------------------------------------

local GAPS <const> = "city,period,a,b,c,d\nx,2021,,50,3,20\ny,2021,5,50,4,30\nz,2021,1,5,60,40\nw,2021,9,5,2,20\n"
    .. "v,2021,5,7,12,10\nt,2021,1,7,5,70\n"

-- The rows of x, sorted by their codes, and the difference of its scores.
local function between(package, other, text)
    local dataset = read(text)
    local scores = support.need(hm.score(package, dataset))
    local against = support.need(hm.score(other, dataset))
    local rows = support.need(scores:compare(against, { units = { 1 } })):rows()
    table.sort(rows, function(a, b) return a.code .. a.component < b.code .. b.component end)
    return rows, scores:row(1, "R").score - against:row(1, "R").score
end

-- A package with the step, whose indicators stand in this order ("abcd"), and a weight.
local function imputing(step, order, weight, more)
    local list = {}
    for code in order:gmatch "." do
        list[#list + 1] = indicator(code:upper(), { fields = (code == "a" and 'impute = "' .. step .. '", ' or "")
            .. ("weight = %d"):format(code == "b" and weight or 1), measure = more and more[code] })
    end
    return open("", list)
end

local function aggregating(method, order, weight)
    local list = {}
    for code in order:gmatch "." do
        list[#list + 1] = indicator(code:upper(), { parent = code == "d" and "R" or "G",
            fields = ("weight = %d"):format(code:find "[bd]" and weight or 1) })
    end
    return open(('{ "G", "Group", parent = "R", aggregate = "%s" }'):format(method), list)
end

local function assert_weights_alone(make, method, text)
    local rows, difference = between(make(method, "abcd", 2), make(method, "abcd", 1), text)
    local sum = 0
    for _, row in ipairs(rows) do
        lu.assertEquals({ row.component, row.note }, { "weights", "" }, method)
        sum = sum + row.points
    end
    lu.assertTrue(#rows > 0, method)
    lu.assertAlmostEquals(sum, difference, 1e-12, method)
    local turned, same = between(make(method, "dcba", 2), make(method, "abcd", 1), text)
    lu.assertAlmostEquals(same, difference, 1e-12, method)
    lu.assertEquals(#turned, #rows, method)
    for i, row in ipairs(rows) do
        lu.assertEquals({ turned[i].code, turned[i].component }, { row.code, row.component }, method)
        lu.assertAlmostEquals(turned[i].points, row.points, 1e-12, method)
    end
end

function tests.test_weights_alone_where_imputations_look_at_other_nodes()
    for _, step in ipairs { "knn", "siblings", "em" } do
        assert_weights_alone(imputing, step, GAPS)
    end
end

function tests.test_weights_alone_where_groups_compare_cities()
    for _, method in ipairs { "copeland", "wroclaw", "benefit_of_the_doubt" } do
        assert_weights_alone(aggregating, method, (GAPS:gsub("x,2021,,50,3", "x,2021,4,60,3")))
    end
end

-- a by its siblings is 26.5, by the median 5, and has a quarter of the weight, or a fifth.
function tests.test_another_imputation_with_another_weight()
    local rows, difference = between(imputing("siblings", "cabd", 2), imputing("median", "abcd", 1), GAPS)
    local sums = parts_of(rows)
    lu.assertNil(sums.scope)
    lu.assertAlmostEquals((sums.methods or 0) + (sums.weights or 0), difference, 1e-12)
    lu.assertTrue(sums.methods ~= nil and sums.weights ~= nil)
end

-- What cannot be taken apart -------------------------------------------------------------------

-- The note of what is left, of the root.
local function note_of(package, other, text)
    local rows, difference = between(package, other, text)
    local sum, found = 0, nil
    for _, row in ipairs(rows) do
        lu.assertEquals(row.component, "scope")
        sum, found = sum + row.points, row.code == "R" and row or found
    end
    lu.assertAlmostEquals(sum, difference, 1e-12)
    return found.note
end

-- A step cannot look at a node that the other package has not. Where only one of the two has such a step, the
-- measures go over before the methods.
function tests.test_a_step_that_looks_at_what_the_other_package_has_not()
    local sums = parts_of(between(imputing("knn", "abcd", 2), imputing("knn", "abc", 1), GAPS))
    lu.assertTrue(sums.methods ~= nil and sums.weights ~= nil and sums.scope ~= nil)
    local figures = "city,period,a,b,c,d,e\nx,2021,,50,3,20,30\ny,2021,5,50,4,30,10\nz,2021,1,5,60,40,70\n"
    lu.assertEquals(note_of(imputing("knn", "abcd", 2), imputing("knn", "abce", 1), figures), "one_side;no_node")
    -- nor before it is computed: c reads a score by the one package, and b by the other
    lu.assertEquals(note_of(imputing("knn", "abcd", 2, { b = 'input.b + score["D"]' }),
        imputing("knn", "abcd", 1, { c = 'input.c + score["D"]' }), GAPS), "no_node")
end

-- a is required by one and has figures by its measure; b is, and has, by the other.
function tests.test_nothing_between_two_scores_has_one()
    local function requiring(code, other)
        return open("", { indicator(code, { fields = "required = true" }),
            indicator(other, { measure = "input." .. other:lower() .. " + input.m",
                inputs = ', number { "m" }' }) })
    end
    local text = "city,period,a,b,m\nx,2021,30,40,\ny,2021,10,20,\n"
    lu.assertEquals(note_of(requiring("A", "B"), requiring("B", "A"), text), "no_score")
end

support.run("compare_steps", tests)
