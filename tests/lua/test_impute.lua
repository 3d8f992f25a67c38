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

-- A package of these indicators, "code = said", below `nodes`, with a policy.
local function open(nodes, policy, indicators)
    local list = {}
    for i, said in ipairs(indicators) do
        list[i] = ("indicator { %s, name = code_of, inputs = { number { \"%s\" } }, measure = input.%s }"):format(
            said, said:match 'code = "(%w+)"', said:match 'code = "(%w+)"'):gsub("code_of", '"Named"')
    end
    return support.need(hm.open_package("p", { files = {
        ["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }%s }, policy = { %s } }')
            :format(nodes, policy),
        ["all.lua"] = "return { " .. table.concat(list, ",\n") .. " }",
    } }))
end

-- `kept_out`: a city that is not ranked.
local function scores_of(package, figures, kept_out)
    local dataset = hm.new_dataset()
    support.need(dataset:read_text("data.csv", figures))
    if kept_out then
        support.keep_out_of_ranks(dataset, kept_out)
    end
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset))
end

-- One value cannot be scaled: what was imputed is missing as it was, and not what does not apply.
function tests.test_what_cannot_be_scaled_is_missing()
    local scores = scores_of(open("", "min_coverage = 0.5", { 'code = "a", parent = "R"',
        'code = "e", parent = "R", impute = 33, scale = "zscore"', 'code = "f", parent = "R", impute = 33, scale = "zscore"' }),
        "city,period,a,e,f\nX,2021,5,,\nY,2021,6,,\nZ,2021,7,4,\n")
    local index, missing, scaled = scores:row(1, "R"), scores:row(1, "e"), scores:row(3, "e")
    lu.assertEquals({ index.status, missing.status, scaled.status }, { "insufficient", "not_reported", "undefined" })
    lu.assertAlmostEquals(index.coverage, 1 / 3, 1e-12)
    lu.assertEquals({ missing.coverage, missing.applicable, missing.flags }, { 0, 1, "" })
    lu.assertEquals({ scaled.coverage, scaled.applicable }, { 1, 0 })
    local row = support.need(scores:analyse("statistics", { table = "statistics" })):rows()[3]
    lu.assertEquals({ row.code, row.stage, row.missing }, { "e", "value", 2 })
    lu.assertEquals(scaled.coverage, scores_of(open("", "", { 'code = "e", parent = "R", scale = "zscore"' }),
        "city,period,e\nZ,2021,4\n"):row(1, "e").coverage)
end

-- A score in place of what is not reported is none in place of an older value.
function tests.test_older_values_beside_given_scores()
    local figures = "city,period,a\nX,2020,90\nX,2021,\nY,2021,20\nZ,2021,30\nW,2021,50\nV,2021,\n"
    local said = { 'code = "a", parent = "R", impute = "latest", scale = "minmax"' }
    local without, with = scores_of(open("", "", said), figures), scores_of(open("", "not_reported = 5", said), figures)
    for unit = 2, 5 do
        lu.assertEquals(with:row(unit, "a"), without:row(unit, "a"))
    end
    lu.assertAlmostEquals(with:row(4, "a").score, 100 / 7, 1e-12)
    lu.assertEquals({ with:row(2, "a").rank, with:row(2, "a").coverage }, { 1, 1 })
    lu.assertEquals({ with:row(6, "a").score, with:row(6, "a").coverage, with:row(6, "a").rank }, { 5, 0 })
end

-- What a group had before rests on what it rested on there, whatever its children have now.
function tests.test_older_scores_of_groups()
    local scores = scores_of(open(', { "G", "Group", parent = "R", impute = "latest" }', "min_coverage = 0.6", {
        'code = "a", parent = "G", impute = 7', 'code = "b", parent = "G"', 'code = "c", parent = "G"' }),
        "city,period,a,b,c\nX,2020,3,3,\nX,2021,,4,\nY,2020,1,2,3\nY,2021,,,\n")
    local of_x, of_y = scores:row(2, "G"), scores:row(4, "G")
    lu.assertEquals({ of_x.score, of_y.score, of_y.coverage, of_y.rank }, { 3, 2, 1, 2 })
    lu.assertAlmostEquals(of_x.coverage, 2 / 3, 1e-12)
    lu.assertEquals(of_x.rank, 1)
end

-- Nobody is compared with a value that was made up, unless such values count.
function tests.test_references_that_were_imputed()
    local figures = "city,period,a\nX,2021,\nY,2021,2\nZ,2021,4\nW,2021,9\n"
    local said = 'code = "a", parent = "R", impute = "mean", scale = { "reference", city = "X"%s }'
    lu.assertEquals(scores_of(open("", "", { said:format "" }), figures):row(3, "a").status, "undefined")
    lu.assertEquals(scores_of(open("", "", { said:format ', fit_on = "all"' }), figures):row(1, "a").score, 100)
end

-- Logarithms hold no value within bounds, though values of all cities lie between some.
function tests.test_logarithms_pull_nothing_in()
    local said = 'code = "a", parent = "R", treat = %s'
    local figures = "city,period,a\nQ,2021,2\nX,2021,5\nY,2021,6\nZ,2021,8\n"
    local row = scores_of(open("", "", { said:format '"log"' }), figures, "Q"):row(1, "a")
    lu.assertAlmostEquals(row.score, math.log(2), 1e-12)
    lu.assertEquals(row.flags, "")
    row = scores_of(open("", "", { said:format '{ "percentiles", 0, 100 }' }), figures, "Q"):row(1, "a")
    lu.assertEquals({ row.score, row.flags }, { 5, "treated" })
end

support.run("TestImpute", tests)
