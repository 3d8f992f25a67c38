-- Weights of a group's children that follow from the data.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- Scores of twelve countries in four dimensions of COINr's ASEM example; weights by R: eigen(cor(x)),
-- sd(x) * rowSums(1 - cor(x)), and the entropy as written out in R.
local CONNECTIVITY <const> = {
    { 34.77, 12.65, 52.53, 52.41 }, { 41.15, 26.19, 78.23, 77.54 }, { 71.97, 48.22, 80.84, 75.6 },
    { 22.88, 13.27, 32.4, 26.47 }, { 28.43, 24.61, 67.51, 75.94 }, { 44.9, 34.74, 18.74, 66.47 },
    { 63.41, 32.87, 74.78, 85.94 }, { 33.67, 1.74, 54.51, 47.9 }, { 29.48, 46.37, 48.66, 74.58 },
    { 41.48, 33.79, 71.01, 74.39 }, { 52.37, 18.76, 94.79, 76.46 }, { 50.52, 30.43, 78.13, 75.35 },
}
local WEIGHTS <const> = {
    pca = { 0.26294877051532817, 0.22254832937488597, 0.22760432307764669, 0.28689857703213917 },
    entropy = { 0.17829727988554522, 0.48814776836014534, 0.21943478933459579, 0.11412016241971366 },
    critic = { 0.19902315188492667, 0.23869704708057699, 0.37277705601555, 0.18950274501894637 },
}
local CODES <const> = { "a", "b", "c", "d", "e" }

-- A group R of so many indicators, which are their inputs; `fields` of R, and of an indicator by code.
local function open(fields, count, of)
    local rows = {}
    for i = 1, count or 4 do
        rows[i] = ('indicator { code = "%s", parent = "R", name = "%s", inputs = { number { "in_%s", "%s" } }, '
            .. "measure = input.in_%s, range = false%s }"):format(CODES[i], CODES[i], CODES[i], CODES[i], CODES[i],
            of and of[CODES[i]] or "")
    end
    return hm.open_package("weighed", { files = {
        ["package.lua"] = ([[return package { name = "weighed", version = "1", api = 1,
            nodes = { { "R", "Root", range = false, %s } } }]]):format(fields),
        ["all.lua"] = "return {" .. table.concat(rows, ",\n") .. "}",
    } })
end

local function data(cells, count, period_of)
    local lines = { "city,period,in_" .. table.concat(CODES, ",in_", 1, count or 4) }
    for i, row in ipairs(cells) do
        local line = { ("c%02d"):format(i), period_of and period_of(i) or "2020" }
        for k = 1, count or 4 do
            line[#line + 1] = row[k] and tostring(row[k]) or ""
        end
        lines[#lines + 1] = table.concat(line, ",")
    end
    return table.concat(lines, "\n") .. "\n"
end

local function weights_of(scores, unit, count)
    local list = {}
    for k = 1, count or 4 do
        list[k] = scores:row(unit, CODES[k]).weight
    end
    return list
end

local function assert_near(found, wanted)
    lu.assertEquals(#found, #wanted)
    for i, number in ipairs(wanted) do
        lu.assertAlmostEquals(found[i], number, 1e-13)
    end
end

local function warnings_of(scores)
    local list = {}
    for _, issue in ipairs(scores:issues()) do
        list[#list + 1] = issue.message
    end
    return list
end

local function score(package, text, options)
    return support.need(hm.score(package, support.dataset(text), options))
end

function tests.test_weights_of_reference()
    for method, wanted in pairs(WEIGHTS) do
        local scores = score(support.need(open(('weigh = "%s"'):format(method))), data(CONNECTIVITY))
        for unit, row in ipairs(CONNECTIVITY) do
            local sum = 0
            for k = 1, 4 do
                sum = sum + wanted[k] * row[k]
            end
            assert_near(weights_of(scores, unit), wanted)
            lu.assertAlmostEquals(scores:row(unit, "R").score, sum, 1e-11)
            lu.assertAlmostEquals(scores:points(unit, "b", "R"), wanted[2] * row[2], 1e-11)
        end
        lu.assertEquals(warnings_of(scores), {})
        local account = scores:steps(1, "R")[1]
        lu.assertEquals({ account.step, account.method, account.count, account.over },
            { "weigh", method, 12, "all" })
        lu.assertNil(account.before)
    end
end

-- Correlations with the weighted mean are alike.
function tests.test_equal_influence()
    local scores = score(support.need(open('weigh = "equal_influence"', 3)), data(CONNECTIVITY, 3))
    local function correlation(code)
        local x, y, n = 0, 0, #CONNECTIVITY
        for unit = 1, n do
            x, y = x + scores:row(unit, code).score / n, y + scores:row(unit, "R").score / n
        end
        local xy, xx, yy = 0, 0, 0
        for unit = 1, n do
            local dx, dy = scores:row(unit, code).score - x, scores:row(unit, "R").score - y
            xy, xx, yy = xy + dx * dy, xx + dx * dx, yy + dy * dy
        end
        return xy / math.sqrt(xx * yy)
    end
    lu.assertAlmostEquals(correlation "a", correlation "b", 1e-12)
    lu.assertAlmostEquals(correlation "a", correlation "c", 1e-12)
end

-- Of gaps, of cities that are not ranked, of what was imputed, and of other periods nothing is learnt.
function tests.test_who_teaches()
    local cells = table.move(CONNECTIVITY, 1, 12, 1, {})
    cells[13], cells[14] = { 500, nil, 3, 4 }, { 1, 900, 900, 2 }
    local text = data(cells, 4, function(i) return i == 14 and "2021" or "2020" end)
    local plain = support.need(open 'weigh = { "pca", over = { "2019", "2020" } }')
    assert_near(weights_of(score(plain, text), 14), WEIGHTS.pca)
    local imputed = support.need(open('weigh = { "pca", over = "2020" }', 4, { b = ", impute = 30" }))
    assert_near(weights_of(score(imputed, text), 1), WEIGHTS.pca)
    local all = support.need(open('weigh = { "pca", over = "2020", fit_on = "all" }', 4, { b = ", impute = 30" }))
    lu.assertNotAlmostEquals(weights_of(score(all, text), 1)[1], WEIGHTS.pca[1], 1e-3)
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("test.csv", data { table.unpack(CONNECTIVITY) }
        .. "total,2020,999,1,999,1\n"))
    support.need(dataset:read_cities_text("cities.csv", "city,ranked\ntotal,no\n"))
    support.need(dataset:finish())
    assert_near(weights_of(support.need(hm.score(plain, dataset)), 1), WEIGHTS.pca)
end

-- An edition has weights of its own, learnt from all cities that have a score in all of its children.
function tests.test_editions()
    local function period_of(i)
        return i <= 5 and "2020" or "2021"
    end
    local five = {}
    for i, row in ipairs(CONNECTIVITY) do
        five[i] = { row[1], row[2], row[3], row[4], (i * 37 % 11) * 7 }
    end
    for method in pairs(WEIGHTS) do
        local fields = ('weigh = "%s"'):format(method)
        local both = score(support.need(open(fields, 5, { e = ', from = "2021"' })), data(five, 5, period_of))
        assert_near(weights_of(both, 1), WEIGHTS[method])
        local later = { table.unpack(five, 6) }
        local alone = score(support.need(open(fields, 5)), data(later, 5))
        assert_near(weights_of(both, 12, 5), weights_of(alone, 1, 5))
        local fits = support.need(support.read_fits(support.write_fits(both)))
        lu.assertEquals(support.rows_of(score(support.need(open(fields, 5, { e = ', from = "2021"' })),
            data(five, 5, period_of), { fits = fits })), support.rows_of(both))
    end
end

function tests.test_equal_weights_and_why()
    local alike, below = {}, {}
    for i, row in ipairs(CONNECTIVITY) do
        alike[i] = { row[1], 7, row[3] }
        below[i] = { row[1], row[2] - 20, row[3] }
    end
    local third <const> = { 1 / 3, 1 / 3, 1 / 3 }
    for _, case in ipairs {
        { "pca", alike, "R, all: pca finds no weights: in b no two values differ; the children have equal ones" },
        { "entropy", below, "R, all: entropy finds no weights: in b a value is below 0, or none is above it; "
            .. "the children have equal ones" },
        { "critic", { CONNECTIVITY[1], CONNECTIVITY[2] },
            "R, all: critic finds no weights: there are too few values: 2, at least 3 are needed; the children have "
                .. "equal ones" },
        { "equal_influence", { CONNECTIVITY[1], CONNECTIVITY[2], CONNECTIVITY[3] }, "R, all: equal_influence finds no "
            .. "weights: there are too few values: 3, at least 4 are needed; the children have equal ones" },
        { "critic", { { 1, 2 }, { nil, 3, 4 } },
            "R, all: critic finds no weights: no city has a value to learn from; the children have equal ones" },
    } do
        local scores = score(support.need(open(('weigh = "%s"'):format(case[1]), 3)), data(case[2], 3))
        assert_near(weights_of(scores, 1, 3), third)
        lu.assertEquals(warnings_of(scores), { case[3] })
    end
end

-- Environ, Social and SusEcFin of ten countries: the second has a loading of -0.71.
function tests.test_weights_below_zero()
    local cells <const> = {
        { 31.92, 71.88, 55.7 }, { 69.48, 72.76, 62.88 }, { 53.01, 86.17, 50.09 }, { 81.67, 27.51, 64.59 },
        { 36.35, 35.78, 54.96 }, { 61.12, 62.33, 27.55 }, { 30.75, 70.75, 69.91 }, { 75.34, 22.74, 54.88 },
        { 38.82, 55.77, 53.94 }, { 79.37, 30.03, 58.49 },
    }
    local scores = score(support.need(open('weigh = "pca"', 3)), data(cells, 3))
    assert_near(weights_of(scores, 1, 3), { 0.83610580064089679, 0, 0.16389419935910318 })
    lu.assertEquals(warnings_of(scores), { "R, all: the weight of b by pca is below 0, and taken as 0" })
end

-- Of two that go against each other the component points neither way; no sibling is the first.
function tests.test_two_against_each_other()
    local cells <const> = { { 1, 9 }, { 2, 7 }, { 4, 6 }, { 8, 1 } }
    local scores = score(support.need(open('weigh = "pca"', 2)), data(cells, 2))
    assert_near(weights_of(scores, 1, 2), { 0.5, 0.5 })
    lu.assertEquals(warnings_of(scores), { "R, all: pca finds no weights: as much speaks for as against the first "
        .. "component; the children have equal ones" })
end

-- What the policy gives in place of figures teaches nothing.
function tests.test_given_scores_do_not_teach()
    local cells = table.move(CONNECTIVITY, 1, 12, 1, {})
    cells[13] = { nil, 3, 4, 5 }
    local package = support.need(hm.open_package("weighed", { files = {
        ["package.lua"] = [[return package { name = "weighed", version = "1", api = 1,
            policy = { not_reported = 0, min_coverage = 0 }, nodes = { { "R", "Root", weigh = "pca" } } }]],
        ["indicators.csv"] = "code,parent,name,input\na,R,A,in_a\nb,R,B,in_b\nc,R,C,in_c\nd,R,D,in_d\n",
    } }))
    local scores = score(package, data(cells))
    lu.assertEquals(scores:row(13, "a").score, 0)
    assert_near(weights_of(scores, 13), WEIGHTS.pca)
end

-- Beside a child that deducts each of the others weighs 1 on the average: half of the coverage is not its own.
function tests.test_beside_points()
    local cells = table.move(CONNECTIVITY, 1, 12, 1, {})
    cells[13] = { 10, 20, 30 }
    local package = support.need(open('weigh = "critic"', 4, { d = ", deducts = true" }))
    local scores = score(package, data(cells))
    lu.assertAlmostEquals(scores:row(13, "R").coverage, 3 / 4, 1e-12)
    local session = support.need(hm.session(package, support.dataset(data(cells)), 1))
    support.need(session:set_weight("d", 2))
    lu.assertNil((session:set_weight("a", 2)))
end

-- New weights move the values of other periods, from which scales learn as well.
function tests.test_refit()
    local package = support.need(hm.open_package("weighed", { files = {
        ["package.lua"] = [[return package { name = "weighed", version = "1", api = 1,
            nodes = { { "R", "Root", weigh = "critic" },
                { "G", "Group", parent = "R", weigh = "critic", scale = "zscore" } } }]],
        ["indicators.csv"] = "code,parent,name,input\na,G,A,in_a\nb,G,B,in_b\nc,R,C,in_c\nd,R,D,in_d\n",
    } }))
    local cells = table.move(CONNECTIVITY, 1, 12, 1, {})
    local function period_of(i) return i % 2 == 0 and "2020" or "2021" end
    local session = support.need(hm.session(package, support.dataset(data(cells, 4, period_of)), 3))
    support.need(session:set("in_a", 5))
    support.need(session:refit())
    cells[3] = { 5, cells[3][2], cells[3][3], cells[3][4] }
    local fresh = score(package, data(cells, 4, period_of))
    for _, code in ipairs { "R", "G", "a", "b", "c", "d" } do
        local row, wanted = session:row(code), fresh:row(3, code)
        lu.assertEquals({ row.score, row.weight }, { wanted.score, wanted.weight })
    end
end

-- The weights that a package gives such children say nothing: not even that there are none.
function tests.test_declared_weights_say_nothing()
    local none <const> = { a = ", weight = 0", b = ", weight = 0", c = ", weight = 0", d = ", weight = 0" }
    assert_near(weights_of(score(support.need(open('weigh = "pca"', 4, none)), data(CONNECTIVITY)), 1), WEIGHTS.pca)
end

-- Weights that a package says are no part of what was learnt; the method is.
function tests.test_fits()
    local text = data(CONNECTIVITY)
    local scores = score(support.need(open 'weigh = "pca"'), text)
    local fits = support.need(support.read_fits(support.write_fits(scores)))
    local one_city = data({ CONNECTIVITY[3] })
    local alone = score(support.need(open('weigh = "pca"', 4, { b = ", weight = 7" })), one_city, { fits = fits })
    lu.assertEquals(alone:row(1, "R").score, scores:row(3, "R").score)
    support.assert_fails({ code = "package" }, hm.score(support.need(open 'weigh = "critic"'),
        support.dataset(text), { fits = fits }))
    support.assert_fails({ code = "package" }, hm.score(support.need(open('weigh = "pca"', 3)),
        support.dataset(text), { fits = fits }))
end

-- Beside imputed, treated and scaled indicators, and groups in two levels: what a fit keeps gives one city alone the
-- weights and scores that it has among all.
function tests.test_fits_beside_other_steps()
    local files = {
        ["package.lua"] = [[return package { name = "deep", version = "1", api = 1,
            nodes = { { "top", "Top", weigh = "critic" }, { "G", "G", parent = "top", weigh = "pca", scale = "rank" },
                { "H", "H", parent = "top", weigh = { "entropy", over = "2024" } } },
            policy = { min_coverage = 0, impute = "median", treat = "mad", scale = "minmax" } }]],
        ["indicators.csv"] = "code,parent,name,kind\na,G,A,number\nb,G,B,number\nd,H,D,number\ne,H,E,number\n",
    }
    local rows, own = { "city,period,a,b,d,e" }, { "city,period,a,b,d,e" }
    for year = 2023, 2024 do
        for i, cells in ipairs(CONNECTIVITY) do
            rows[#rows + 1] = ("C%d,%d,%s,%g,%g,%g"):format(i, year, i == 4 and "" or tostring(cells[1] + year - 2000),
                cells[2], cells[3], cells[4])
            own[#own + 1] = i == 7 and rows[#rows] or nil
        end
    end
    local package = support.need(hm.open_package("deep", { files = files }))
    local all = score(package, table.concat(rows, "\n"))
    local fits = support.need(support.read_fits(support.write_fits(all)))
    local alone = score(package, table.concat(own, "\n"), { fits = fits })
    for unit, among in ipairs { 7, 19 } do
        for _, node in ipairs(package:nodes()) do
            local one, other = alone:row(unit, node.code), all:row(among, node.code)
            lu.assertEquals({ one.score, one.weight, one.contribution }, { other.score, other.weight, other.contribution })
        end
    end
    lu.assertNotEquals(all:row(7, "a").weight, all:row(7, "b").weight)
end

function tests.test_weights_that_cannot_be_set()
    local session = support.need(hm.session(support.need(open 'weigh = "pca"'), support.dataset(data(CONNECTIVITY)), 1))
    local _, err = session:set_weight("b", 2)
    lu.assertEquals(err.message, "the weight of b follows from the data: R weighs its children by pca")
    support.need(session:set_weight("R", 2))
end

function tests.test_wrong_packages()
    for fields, words in pairs {
        ['weigh = "pcb"'] = 'node R: weigh: no method "pcb": pca, equal_influence, entropy, critic, inverse_sd: '
            .. 'did you mean "pca"?',
        ['weigh = { "pca", by = "region" }'] = 'has no "by"',
        ['weigh = { "pca", over = "period" }'] = "weights are the same in all",
        ['weigh = { "pca", n = 3 }'] = 'has no "n"',
        ['weigh = "pca", measure = score["a"]'] = "a measure or weights for its children, not both",
        ["weigh = true"] = "weigh is true, expected a method, or false for none",
    } do
        local package, err = open(fields)
        lu.assertNil(package)
        lu.assertStrContains(tostring(err), words)
    end
    local _, err = open("", 4, { a = ', weigh = "pca"' })
    lu.assertStrContains(tostring(err), 'unknown field "weigh"')
end

-- The command rests on the same cities as a package with `weigh`: B of half a coverage has a score, and no rank; C may be
-- imputed, and D given a score by the policy.
function tests.test_the_command_learns_from_the_same_cities()
    local function package_of(weigh)
        return support.need(hm.open_package("weighed", { files = {
            ["package.lua"] = ([[return package { name = "weighed", version = "1", api = 1,
                policy = { rank_if = { coverage = 0.75 }, not_reported = 10 },
                nodes = { { "R", "Root"%s }, { "A", "A", parent = "R" }, { "B", "B", parent = "R" },
                    { "C", "C", parent = "R", impute = "mean" } } }]]):format(weigh),
            ["all.lua"] = [[
                local function of(code, parent, more)
                    return indicator { code = code, parent = parent, name = code, inputs = { number { code, code } },
                        measure = input[code], impute = more }
                end
                return { of("a1", "A"), of("a2", "A"), of("b1", "B", "mean"), of("b2", "B", "mean"), of("c1", "C"), of("c2", "C"),
                    of("d", "R") }]] } }))
    end
    local rows, cells = { "city,period,a1,a2,b1,b2,c1,c2,d" }, {}
    math.randomseed(7)
    for i = 1, 30 do
        for k = 1, 7 do
            cells[k] = math.random(10, 90)
        end
        cells[4] = i % 7 == 0 and "" or cells[4]
        cells[5], cells[6] = i % 11 == 0 and "" or cells[5], i % 11 == 0 and "" or cells[6]
        cells[7] = i % 5 == 0 and "" or cells[7]
        rows[#rows + 1] = ("c%d,2024,%s"):format(i, table.concat(cells, ","))
    end
    local dataset = support.dataset(table.concat(rows, "\n") .. "\n")
    local scores = support.need(hm.score(package_of "", dataset))
    for _, way in ipairs { "pca", "equal_influence", "entropy", "critic", "inverse_sd" } do
        local weighed = support.need(hm.score(package_of((', weigh = "%s"'):format(way)), dataset))
        local wanted = {}
        for _, row in ipairs(weighed:rows(1)) do
            wanted[row.code] = row.parent == "R" and row.weight or nil
        end
        local found = {}
        for _, row in ipairs(support.need(scores:analyse("weigh", { way = way })):rows()) do
            found[row.code] = row.parent == "R" and row.weight or nil
        end
        for code, weight in pairs(wanted) do
            lu.assertAlmostEquals(found[code], weight, 1e-12, way .. " " .. code)
        end
        lu.assertEquals(support.need(scores:analyse("weigh", { way = way, table = "weighed" })):rows()[1].n, 18)
    end
end

support.run("weigh", tests)
