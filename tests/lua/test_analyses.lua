-- Analyses of scores.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local MANIFEST <const> = [[return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }]]
local INDICATOR <const> = [[return indicator { code = "a", parent = "R", name = "A", inputs = { number { "a" } },
    measure = input.a }]]
local DATA <const> = "city,period,a\nP,2024,10\nP,2025,20\nQ,2024,60\nQ,2025,120\nS,2025,\n"

local function scores()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = MANIFEST, ["a.lua"] = INDICATOR } }))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", DATA))
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset))
end

function tests.test_the_list_names_each_with_its_tables()
    local found = {}
    for _, analysis in ipairs(hm.analyses()) do
        found[analysis.name] = analysis
        lu.assertTrue(#analysis.summary > 0 and #analysis.about > 0 and #analysis.tables > 0)
    end
    lu.assertEquals(found.statistics.tables, { "statistics" })
end

-- 10, 20, 60 and 120: the mean is 52.5; as scores 10, 20, 60 and 100: 47.5.
function tests.test_statistics_of_all_units()
    local rows = support.need(scores():analyse "statistics"):rows()
    lu.assertEquals(#rows, 2)
    local value, score = rows[1], rows[2]
    lu.assertEquals({ value.code, value.stage, value.n, value.missing }, { "a", "value", 4, 1 })
    lu.assertEquals({ value.min, value.median, value.max, value.mean }, { 10, 40, 120, 52.5 })
    lu.assertEquals({ score.stage, score.max, score.mean }, { "score", 100, 47.5 })
end

-- Of six, one does not apply, one is a part of nothing, one is not reported, one is rejected; and where the indicator
-- does not hold yet, nothing is missing.
function tests.test_what_does_not_apply_is_not_missing()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }',
        ["a.lua"] = 'return { indicator { code = "a", parent = "R", name = "A", from = "2025", inputs = { count { "x", '
            .. 'may_be_na = true }, count { "w", may_be_na = true } }, measure = percent(input.x, input.w) }, '
            .. 'indicator { code = "b", parent = "R", name = "B", inputs = { number { "y" } }, measure = input.y } }',
    } }))
    local scores = support.need(hm.score(package, support.dataset("city,period,x,w,y\nP,2025,1,4,1\nQ,2025,3,4,1\n"
        .. "S,2025,NA,NA,1\nT,2025,0,0,1\nU,2025,,4,1\nV,2025,-1,4,1\nP,2024,,,1\n")))
    local rows = support.need(scores:analyse "statistics"):rows()
    for i = 1, 2 do
        lu.assertEquals({ rows[i].code, rows[i].n, rows[i].missing, rows[i].not_applicable }, { "a", 2, 2, 2 })
    end
    lu.assertEquals({ rows[3].code, rows[3].n, rows[3].missing, rows[3].not_applicable }, { "b", 7, 0, 0 })
end

-- Filled in for the score, a value was not reported all the same; NA is not filled in.
function tests.test_what_is_imputed_lacks_its_value()
    for _, method in ipairs { '"median"', "5", '{ "latest", within = 3 }' } do
        local package = support.need(hm.open_package("p", { files = { ["package.lua"] = MANIFEST,
            ["a.lua"] = 'return indicator { code = "a", parent = "R", name = "A", inputs = { number { "a", may_be_na = true } }, '
                .. "measure = input.a, impute = " .. method .. " }" } }))
        local scores = support.need(hm.score(package, support.dataset("city,period,a\nP,2024,7\nP,2025,\nQ,2025,1\nS,2025,NA\n")))
        local rows = support.need(scores:analyse "statistics"):rows()
        lu.assertEquals({ rows[1].stage, rows[1].n, rows[1].missing, rows[1].not_applicable }, { "value", 2, 1, 1 }, method)
        lu.assertEquals({ rows[2].stage, rows[2].n, rows[2].missing, rows[2].not_applicable }, { "score", 3, 0, 1 }, method)
    end
end

function tests.test_of_some_units()
    local rows = support.need(scores():analyse("statistics", { units = { 3 }, table = "statistics" })):rows()
    lu.assertEquals({ rows[1].n, rows[1].missing, rows[1].mean, rows[1].sd }, { 1, 0, 60 })
end

function tests.test_what_there_is_not()
    local all = scores()
    local none, err = all:analyse "statistic"
    lu.assertNil(none)
    lu.assertEquals(err.code, "argument")
    lu.assertStrContains(err.message, 'no analysis "statistic"')
    none, err = all:analyse("statistics", { table = "other" })
    lu.assertNil(none)
    lu.assertStrContains(err.message, 'no table "other"')
    lu.assertError(all.analyse, all, "statistics", { units = { 6 } })
end

-- a is the only child, so that the index is its score: 10, 20, 60 and 100.
function tests.test_coherence()
    local rows = support.need(scores():analyse "coherence"):rows()
    lu.assertEquals(rows, { { code = "a", other = "R", n = 4, pearson = 1, spearman = 1, kendall = 1 } })
end

-- b is a child from 2025 on, and so is all of H: in 2024 they are none, and no city lacks them.
function tests.test_children_that_do_not_hold_yet_are_none()
    local function one(code, parent, more)
        return ('indicator { code = "%s", parent = "%s", name = "%s", inputs = { number { "%s" } }, measure = input.%s%s }')
            :format(code, parent, code, code, code, more or "")
    end
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }, '
            .. '{ "G", "G", parent = "R" }, { "H", "H", parent = "R", from = "2025" } } }',
        ["a.lua"] = "return { " .. table.concat({ one("a", "G"), one("b", "G", ', from = "2025"'), one("c", "G"), one("d", "H"),
            one("e", "H") }, ", ") .. " }",
    } }))
    local text = "city,period,a,b,c,d,e\nP,2024,10,,15,,\nQ,2024,20,,45,,\nS,2024,30,,35,,\nP,2025,10,1,20,4,4\n"
        .. "Q,2025,20,5,40,7,5\nS,2025,30,2,35,1,6\n"
    local scores = support.need(hm.score(package, support.dataset(text)))
    local function rows(name, units, table_name)
        return support.need(scores:analyse(name, { table = table_name, units = units,
            way = name == "weigh" and "pca" or nil })):rows()
    end
    local alpha = rows("coherence", { 1, 2, 3 }, "alpha")
    lu.assertEquals({ #alpha, alpha[1].code, alpha[1].items, alpha[1].complete }, { 1, "G", 2, 3 })
    for _, name in ipairs { "correlations", "pca", "influence", "findings" } do
        for _, row in ipairs(rows("coherence", { 1, 2, 3 }, name)) do
            for _, code in ipairs { "b", "d", "e", "H" } do
                lu.assertFalse(row.code == code or row.other == code or row.indicator == code, name .. " " .. code)
            end
        end
    end
    lu.assertEquals(#rows("coherence", { 4, 5, 6 }, "alpha"), 3)
    lu.assertEquals(rows("coherence", { 4, 5, 6 }, "alpha")[2].items, 3)
end

function tests.test_settings()
    local all, found = scores(), {}
    for _, analysis in ipairs(hm.analyses()) do
        found[analysis.name] = analysis
    end
    local coherence = found.coherence
    lu.assertEquals({ coherence.least_units, coherence.few_cities, found.statistics.least_units }, { 3, 10, 0 })
    lu.assertEquals({ coherence.settings[1].name, coherence.settings[1].otherwise }, { "redundant", 0.92 })
    support.need(all:analyse("coherence", { table = "findings", settings = { silent = 0.5, few = 4 } }))
    local none, err = all:analyse("coherence", { settings = { loud = 0.5 } })
    lu.assertNil(none)
    lu.assertStrContains(err.message, 'no setting "loud", only redundant')
    none, err = all:analyse("coherence", { units = { 1, 2 } })
    lu.assertNil(none)
    lu.assertEquals(err.code, "data")
    lu.assertErrorMsgContains("numbers by their names", all.analyse, all, "coherence", { settings = { "few" } })
    lu.assertErrorMsgContains("numbers by their names", all.analyse, all, "coherence", { settings = { few = "9" } })
end

-- Three children of one group, in five cities; one of them lacks c.
local FLAT <const> = "city,period,a,b,c\nP,2025,10,22,80\nQ,2025,20,18,60\nS,2025,30,35,65\nT,2025,45,40,50\n"
    .. "U,2025,50,61,\nV,2025,62,55,30\n"

local function score_flat(fields, weights)
    local files = { ["package.lua"] = ([[return package { name = "p", version = "1", api = 1,
        nodes = { { "R", "Root"%s } }%s }]]):format(fields, weights and ', weights = "weights.csv"' or ""),
        ["weights.csv"] = weights }
    for _, code in ipairs { "a", "b", "c" } do
        files[code .. ".lua"] = ([[return indicator { code = %q, parent = "R", name = "N",
            inputs = { number { %q } }, measure = input.%s }]]):format(code, code, code)
    end
    local package, dataset = support.need(hm.open_package("p", { files = files })), support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", FLAT))
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset))
end

-- The weights of the table, taken as weights.csv, give the scores that the field `weigh` gives.
function tests.test_weights_from_the_data()
    local ways = 0
    for _, weighting in ipairs(hm.weightings()) do
        local made = support.need(score_flat(""):analyse("weigh", { way = weighting.name }))
        local lines = { "code,parent,weight" }
        for _, row in ipairs(made:rows()) do
            lines[#lines + 1] = ("%s,%s,%s"):format(row.code, row.parent, hm.number(row.weight))
        end
        local by_table, by_field = score_flat("", table.concat(lines, "\n")), score_flat((", weigh = %q"):format(weighting.name))
        for unit = 1, 6 do
            local one, other = by_table:row(unit, "R"), by_field:row(unit, "R")
            lu.assertEquals(one.status, other.status)
            lu.assertAlmostEquals(one.score or 0, other.score or 0, 1e-12, weighting.name)
        end
        ways = ways + 1
    end
    lu.assertEquals(ways, 5)
end

-- What the weights rest on: the five cities that have all.
function tests.test_weighed()
    local rows = support.need(score_flat(""):analyse("weigh", { way = "critic", table = "weighed" })):rows()
    lu.assertEquals(rows, { { code = "R", method = "critic", n = 5, negative = 0, at = "", obstacle = "" } })
    local _, err = score_flat(""):analyse("weigh", { way = "critical" })
    lu.assertStrContains(err.message, 'no way "critical", only pca, equal_influence, entropy, critic, inverse_sd')
    _, err = score_flat(""):analyse("statistics", { way = "pca" })
    lu.assertStrContains(err.message, "statistics")
end

function tests.test_cancelled()
    local cancel = hm.cancel()
    cancel:request()
    local none, err = scores():analyse("statistics", { cancel = cancel })
    lu.assertNil(none)
    lu.assertEquals(err.code, "cancelled")
end

-- The table has memory of its own.
function tests.test_outlives_the_scores()
    local all = scores()
    local made = support.need(all:analyse "statistics")
    all:close()
    lu.assertEquals(#made:rows(), 2)
    lu.assertError(all.analyse, all, "statistics")
end

support.run("TestAnalyses", tests)
