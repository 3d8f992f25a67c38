-- transform: what becomes of a node's own value once all its steps are taken.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local DATA <const> = "city,period,xa,xb,k,xc\n"
    .. "A,2020,34.77,12.65,1,52.53\nB,2020,41.15,26.19,2,78.23\nC,2020,71.97,,2,80.84\n"

-- `idx` above `g` (a, b) and c; what is put in by name.
local function open(of, files)
    local package = {
        ["package.lua"] = ([[return package { name = "t", version = "1", api = 1,
            nodes = { { "idx", "Index", %s }, { "g", "Group", parent = "idx", %s } }, %s }]]):format(
            of.idx or "", of.g or "", of.package or ""),
        ["all.lua"] = ([[return {
            indicator { code = "a", parent = "g", name = "A", inputs = { number { "xa", "XA" } }, measure = input.xa, %s },
            indicator { code = "b", parent = "g", name = "B", inputs = { number { "xb", "XB" }, number { "k", "K" } },
                measure = %s, %s },
            indicator { code = "c", parent = "idx", name = "C", inputs = { number { "xc", "XC" } }, measure = input.xc, %s },
        }]]):format(of.a or "", of.b_measure or "input.xb", of.b or "", of.c or ""),
    }
    for name, text in pairs(files or {}) do
        package[name] = text
    end
    return hm.open_package("t", { files = package })
end

local function score(package, text, options)
    return support.need(hm.score(support.need(package), support.dataset(text or DATA), options))
end

local function near(found, wanted)
    lu.assertAlmostEquals(found, wanted, 1e-12)
end

local K <const> = "transform = function(x) return when(ge(input.k, 2), x * 2, log(x - 12.65)) end"

-- By hand, from the figures above.
function tests.test_by_hand()
    local scores = score(open {
        a = 'scale = "minmax", transform = function(x) return 100 - x / 2 end', b = K,
        c = 'transform = function(x) return x + score["a"] - value["c"] / 2 end',
        idx = "transform = function(x) return 10 * sqrt(x) end",
    })
    near(scores:row(1, "a").score, 100)
    near(scores:row(2, "a").score, 100 - 50 * (41.15 - 34.77) / (71.97 - 34.77))
    near(scores:row(3, "a").score, 50)
    lu.assertEquals(scores:row(2, "a").value, 41.15)
    near(scores:row(2, "b").score, 52.38)
    lu.assertEquals(scores:row(3, "b").status, "not_reported")
    near(scores:row(3, "c").score, 80.84 + 50 - 40.42)
    lu.assertEquals({ scores:row(1, "c").score, scores:row(1, "c").flags }, { 100, "capped" })
    near(scores:row(3, "idx").value, (50 + 90.42) / 2)
    near(scores:row(3, "idx").score, 10 * math.sqrt((50 + 90.42) / 2))
    lu.assertNil(scores:row(3, "g").contribution)
    lu.assertEquals(scores:row(3, "c").coverage, 1)
end

-- What gives no number is undefined, with its cause.
function tests.test_undefined()
    local scores = score(open { b = K })
    local row = scores:row(1, "b")
    lu.assertEquals({ row.status, row.value, row.applicable }, { "undefined", 12.65, 0 })
    lu.assertEquals(scores:cause(1, "b"), "x - 12.65 is 0, which has no logarithm")
    local account = scores:steps(1, "b")[1]
    lu.assertEquals({ account.step, account.before, account.after }, { "transform", 12.65, nil })
    account = scores:steps(2, "b")[1]
    lu.assertEquals({ account.before, account.after }, { 26.19, 52.38 })
end

-- Of what it reads: gaps, flags, and the coverage that stays the measure's.
function tests.test_what_it_reads()
    local scores = score(open {
        a = "impute = 40, transform = function(x) return x + input.xc - input.xc end",
        c = 'transform = function(x) return x - score["b"] end',
    }, "city,period,xa,xb,xc\nA,2020,,1,2\nB,2020,1,,3\n")
    lu.assertEquals(scores:row(1, "a").flags, "imputed")
    lu.assertEquals(scores:row(1, "a").coverage, 0)
    lu.assertEquals({ scores:row(2, "c").status, scores:row(2, "c").coverage }, { "not_reported", 0 })
    lu.assertEquals({ scores:row(1, "c").score, scores:row(1, "c").coverage }, { 1, 1 })
    local flagged = score(open {
        a = "impute = 40", c = 'transform = function(x) return x - score["a"] end, range = false',
    }, "city,period,xa,xb,xc\nA,2020,,1,2\n")
    lu.assertEquals({ flagged:row(1, "c").score, flagged:row(1, "c").flags }, { -38, "imputed" })
end

-- A parameter of the period, and a group with a measure.
function tests.test_parameters_and_measures()
    local scores = score(open({
        a = "transform = function(x) return x * param.factor end",
        g = 'measure = score["a"] + 1, transform = function(x) return x / 2 end',
    }, { ["parameters.csv"] = "name,from,value,unit,reference\nfactor,2019,2,,\nfactor,2020,0.5,,\n" }))
    near(scores:row(1, "a").score, 17.385)
    near(scores:row(1, "g").value, 18.385)
    near(scores:row(1, "g").score, 9.1925)
end

-- A session gives what a run gives; so does a fit, whose digest does not depend on what comes after.
function tests.test_sessions_and_fits()
    local of = {
        a = 'scale = "minmax", transform = function(x) return 100 - x / input.k end', b = K,
        c = 'transform = function(x) return x + score["a"] - value["c"] / 2 end',
        g = 'scale = "zscore", transform = function(x) return x + 1 end',
    }
    local package = support.need(open(of))
    local whole = score(package)
    local fits = support.need(support.read_fits(support.write_fits(whole)))
    lu.assertEquals(support.rows_of(score(package, nil, { fits = fits })), support.rows_of(whole))
    local session = support.need(hm.session(package, support.dataset(DATA), 2, { fits = fits }))
    for i = 1, 20 do
        local k, xa = 1 + i % 3, 30 + 3 * i
        support.need(session:set("k", k))
        support.need(session:set("xa", xa))
        support.need(session:score())
        local now = score(package, (DATA:gsub("41.15,26.19,2", ("%d,26.19,%d"):format(xa, k))), { fits = fits })
        for _, code in ipairs { "idx", "g", "a", "b", "c" } do
            local row, wanted = session:row(code), now:row(2, code)
            lu.assertEquals({ row.score, row.status, row.flags, row.coverage },
                { wanted.score, wanted.status, wanted.flags, wanted.coverage })
        end
    end
    of.a = 'scale = "minmax", transform = function(x) return x end'
    lu.assertNil((hm.score(support.need(open(of)), support.dataset(DATA), { fits = fits }))) -- g is made of a
    of.g = nil
    fits = support.need(support.read_fits(support.write_fits(score(open(of)))))
    of.a = 'scale = "minmax", transform = function(x) return x / 2 end'
    near(score(open(of), nil, { fits = fits }):row(3, "a").score, 50)
end

-- What its transformation cannot do without is not reported: the policy gives a score, which is not ranked.
function tests.test_given_scores()
    local scores = score(open {
        a = "transform = function(x) return x + input.xc end", package = "policy = { not_reported = 99, min_coverage = 0 }",
    }, "city,period,xa,xb,xc\nX,2020,10,1,\nY,2020,,1,2\nZ,2020,20,1,3\n")
    local row = scores:row(1, "a")
    lu.assertEquals({ row.score, row.value, row.coverage, row.rank }, { 99, 10, 0, nil })
    lu.assertEquals(scores:row(2, "a").rank, nil)
    lu.assertEquals({ scores:row(3, "a").score, scores:row(3, "a").rank }, { 23, 1 })
    lu.assertNil(scores:steps(1, "a")[1].after)
end

-- What was imputed rests on nothing that was reported, and is not ranked.
function tests.test_imputed_is_not_ranked()
    local scores = score(open { a = 'impute = "median"' }, "city,period,xa,xb,xc\nX,2020,,1,1\nY,2020,5,1,2\n")
    lu.assertEquals({ scores:row(1, "a").score, scores:row(1, "a").rank }, { 5, nil })
    lu.assertEquals(scores:row(2, "a").rank, 1)
end

-- Worked examples give what a transformation reads; rejected figures leave their trace, and classes go by values.
function tests.test_examples_flags_and_classes()
    local package = support.need(open {
        a = 'transform = function(x) return x + input.xb + score["c"] end, '
            .. 'tests = { { xa = 1, xb = 2, scores = { c = 40 }, score = 43 } }',
        g = 'transform = function(x) return x + input.xc end, classes = { { at_least = 5, "high" }, { "low" }, of = "value" }',
    })
    lu.assertEquals(#package:issues(), 1)
    lu.assertStrContains(package:issues()[1].message, 'input "k" is listed')
    local scores = score(package, "city,period,xa,xb,xc\nX,2020,1,2,wrong\nY,2020,1,2,1\n")
    lu.assertEquals({ scores:row(1, "g").status, scores:row(1, "g").flags }, { "invalid", "rests_on_rejected" })
    lu.assertEquals(scores:row(2, "g").class, "low")
    lu.assertEquals(package:indicator("a").inputs, { "xa", "xb" })
end

-- A score that a worked example gives is no x of the node that has it.
function tests.test_given_scores_are_not_transformed()
    local package = support.need(open { c = "transform = function(x) return x / 2 end",
        b = "tests = { { xb = 1, scores = { c = 40 }, score = 41 } }", b_measure = 'input.xb + score["c"]' })
    local scores = support.need(hm.score(package, support.dataset "city,period,xa,xb,xc\nX,2020,1,1,8\n",
        { given = { { unit = 1, code = "c", score = 40 } } }))
    lu.assertEquals({ scores:row(1, "b").score, scores:row(1, "c").score }, { 41, 4 })
end

function tests.test_table_and_overlay()
    local base = { ["package.lua"] = [[return package { name = "t", version = "1", api = 1,
        nodes = { { "R", "Root" } }, override = { a = { transform = false } } }]],
        ["indicators.csv"] = "code,parent,name,transform\n"
            .. 'a,R,A,function(x) return x / 2 end\nb,R,B,"function(x) return min(x, 10) end"\n' }
    base["package.lua"] = base["package.lua"]:gsub(", override.* }$", " }")
    local scores = score(hm.open_package("t", { files = base }), "city,period,a,b\nX,2020,20,30\n")
    lu.assertEquals({ scores:row(1, "a").score, scores:row(1, "b").score }, { 10, 10 })
end

-- Of the inputs that an indicator lists, those that a transformation reads or that others are asked by are
-- of use; the warning is of the one that nothing reads.
function tests.test_listed_inputs()
    local package = support.need(hm.open_package("t", { files = {
        ["package.lua"] = 'return package { name = "t", version = "1", api = 1, nodes = { { "R", "Root" } } }',
        ["a.lua"] = [[return indicator { code = "a", parent = "R", name = "A", measure = input.n,
            inputs = { flag { "trams", "T" }, count { "n", "N", asked_if = input.trams }, count { "k", "K" },
                count { "idle", "I" } },
            transform = function(x) return x + input.k end }]],
    } }))
    local found = package:issues()
    lu.assertEquals(#found, 1)
    lu.assertStrContains(found[1].message, 'input "idle" is listed but')
end

function tests.test_wrong_packages()
    for field, words in pairs {
        ["transform = 3"] = "transform is a number, expected function(x) return 100 - x end",
        ["transform = true"] = "transform is a boolean",
        ["transform = function(x) return 100 end"] = "transform gives number, expected an expression over its x",
        ["transform = function(x) return input.xc end"] = "transform gives what x has no part in",
        ["transform = function(x) return x + input.xz end"] = 'xz',
        ["transform = function(x) return x > 3 end"] = "cannot be traced",
        ["transform = function(x) return previous(x) end"] = "not on the scores of nodes",
        ['transform = function(x) return x + score["idx"] end'] = "c reads idx",
        ['transform = function(x) return x + score["c"] end'] = "c reads c",
        ['scale = { "minmax", transform = 3 }'] = 'has no "transform"',
    } do
        local package, err = open { c = field }
        lu.assertNil(package)
        lu.assertStrContains(tostring(err), words)
    end
    local _, err = open { b_measure = "input.xb + input.k", package = 'policy = { transform = 3 }' }
    lu.assertStrContains(tostring(err), 'unknown field "transform"')
end

support.run("transform", tests)
