-- Rank reversals against scoring the data again without each city, by whatever is learnt from all cities.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local INPUTS <const> = { "x", "y", "z", "u" }

-- The index R of the group G (x, y, z) and u; `fields` of x, y and z, `manifest` of the package, `group` of G.
local function open(fields, manifest, group)
    local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }, '
        .. '{ "G", "Group", parent = "R", weight = 2, %s } }, %s }'):format(group or "", manifest or "") }
    for _, name in ipairs(INPUTS) do
        files[name .. ".lua"] = ('return indicator { code = "%s", parent = "%s", name = "%s", %s, '
            .. 'inputs = { number { "%s", "X" } }, measure = input.%s }'):format(name, name == "u" and "R" or "G", name,
            name == "u" and "range = { 0, 100 }" or fields, name, name)
    end
    return support.need(hm.open_package("p", { files = files }))
end

-- Rows of { city, period, x, y, z, u }.
local function invent(seed, count, periods, gaps)
    local rows = {}
    local function random(low, high)
        seed = (seed * 1103515245 + 12345) % 2147483648
        return low + seed // 65536 % (high - low + 1)
    end
    for period = 1, periods do
        for city = 1, count do
            local row = { ("c%02d"):format(city), tostring(2020 + period) }
            for k = 3, 6 do
                row[k] = gaps and k < 6 and random(1, 8) == 1 and "NR" or tostring(random(0, 100))
            end
            row[3] = city == 1 and "400" or row[3]    -- an outlier, on which scales rest
            rows[#rows + 1] = row
        end
    end
    return rows
end

local function dataset(rows, without)
    local lines = { "city,period,x,y,z,u" }
    for i, row in ipairs(rows) do
        lines[#lines + 1] = i ~= without and table.concat(row, ",") or nil
    end
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

-- Ranks and scores by code, period and city.
local function score(package, data)
    local scores, by = support.need(hm.score(package, data)), {}
    for _, row in ipairs(support.need(scores:table "scores"):rows()) do
        by[row.code .. " " .. row.period .. " " .. row.city] = row
    end
    return by, scores
end

-- Lines "R 2021 without c01: c02 c03", sorted, as they should be.
local function expected(package, rows, codes)
    local before, list = score(package, dataset(rows)), {}
    for without, dropped in ipairs(rows) do
        local after = score(package, dataset(rows, without))
        for _, code in ipairs(codes) do
            local function of(by, row)
                local found = by[code .. " " .. row[2] .. " " .. row[1]]
                return found and found.rank
            end
            for _, one in ipairs(rows) do
                for _, other in ipairs(rows) do
                    local is_of = one[2] == other[2] and one ~= dropped and other ~= dropped
                    local ranked = is_of and of(before, one) and of(before, other) and of(after, one) and of(after, other)
                    if ranked and of(before, one) < of(before, other) and of(after, one) > of(after, other) then
                        list[#list + 1] = ("%s %s without %s %s: %s %s"):format(code, one[2], dropped[1], dropped[2],
                            one[1], other[1])
                    end
                end
            end
        end
    end
    table.sort(list)
    return list
end

local function found(scores, options)
    local list = {}
    for i, row in ipairs(support.need(scores:analyse("reversals", options)):rows()) do
        list[i] = ("%s %s without %s %s: %s %s"):format(row.code, row.period, row.dropped, row.dropped_period,
            row.city, row.other)
    end
    table.sort(list)
    return list
end

-- Lines of which the pair is of other cities than the one that is left out.
local function of_others(lines)
    local list = {}
    for _, line in ipairs(lines) do
        local dropped, city, other = line:match " without (%S+) %S+: (%S+) (%S+)"
        list[#list + 1] = city ~= dropped and other ~= dropped and line or nil
    end
    return list
end

-- `chosen` gives the lines that are looked at, of all.
local function check(what, fields, manifest, rows, group, chosen)
    local package = open(fields, manifest, group)
    local _, scores = score(package, dataset(rows))
    local wanted, got = expected(package, rows, { "R", "G" }), found(scores)
    if chosen then
        wanted, got = chosen(wanted), chosen(got)
    end
    lu.assertEquals(got, wanted, what)
    return #wanted
end

function tests.test_scales()
    local count = 0
    for seed = 1, 3 do
        for _, scale in ipairs { '"minmax"', '"zscore"', '"rank"', '"percentile"', '"robust"', '"normal_scores"',
            '"logistic"', '{ "minmax", bounds = { high = { percentile = 90 } } }' } do
            count = count + check(scale, "scale = " .. scale, "", invent(seed, 12, 1))
        end
    end
    lu.assertTrue(count > 100)
end

function tests.test_steps_before_and_gaps()
    for _, fields in ipairs { 'impute = "median", scale = "minmax"', 'impute = "knn", scale = "zscore"',
        'impute = "siblings", scale = "minmax"', 'treat = "mad", scale = "minmax"',
        'treat = { "winsorise", most = 2 }, scale = "zscore"' } do
        lu.assertTrue(check(fields, fields, "policy = { min_coverage = 0.3, rank_if = { coverage = 0.3 } }",
            invent(5, 12, 1, true)) > 0, fields)
    end
end

function tests.test_weights_and_groups_that_compare()
    for _, method in ipairs { "copeland", "wroclaw" } do
        check(method, 'scale = "minmax"', ('policy = { aggregate_at = { G = "%s" } }'):format(method), invent(7, 10, 1))
    end
    lu.assertTrue(check("lower", 'scale = "minmax"', "", invent(2, 12, 1), 'direction = "lower"') > 0)
    check("pca", 'scale = "zscore"', "", invent(8, 12, 1), 'weigh = "pca"')
end

function tests.test_several_periods()
    for _, scale in ipairs { '"minmax"', '{ "minmax", over = "all" }', '{ "zscore", over = "2021" }' } do
        lu.assertTrue(check(scale, "scale = " .. scale, "", invent(3, 7, 2)) > 0)
    end
end

-- Without R's 100 of 2025 the x of P counts as 100 rather than 10, beside y of 20: 60, against 50 of Q.
function tests.test_another_period_turns_round()
    local files = { ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } }, '
        .. 'policy = { scale = { "minmax", over = "all" } } }' }
    for _, name in ipairs { "x", "y" } do
        files[name .. ".lua"] = ('return indicator { code = "%s", parent = "R", name = "N", measure = input.%s, '
            .. 'inputs = { number { "%s", "X" } } }'):format(name, name, name)
    end
    local scores = support.need(hm.score(support.need(hm.open_package("p", { files = files })),
        support.dataset "city,period,x,y\nP,2024,10,1\nQ,2024,0,5\nR,2024,5,0\nR,2025,100,3\nS,2024,0,0\n"))
    local rows = {}
    for _, row in ipairs(support.need(scores:analyse "reversals"):rows()) do
        rows[#rows + 1] = row.dropped_period == "2025" and row or nil
    end
    lu.assertEquals({ #rows, rows[1].period, rows[1].dropped, rows[1].city, rows[1].other }, { 1, "2024", "R", "Q", "P" })
    lu.assertAlmostEquals(rows[1].other_without, 60, 1e-9)
end

-- A group takes its score of the period before where it has none, and what is learnt then with it. So does the city
-- that is left out, whose row is there but in the data that are compared with.
function tests.test_groups_that_take_earlier_scores()
    local count = 0
    for seed = 1, 4 do
        for _, impute in ipairs { '{ "latest", within = 2 }', '"linear"' } do
            local rows = invent(seed, 8, 3, true)
            count = count + check(impute, 'scale = "minmax"', "policy = { min_coverage = 1, rank_if = { coverage = 0 } }",
                rows, "impute = " .. impute, of_others)
        end
    end
    lu.assertTrue(count > 0)
    local package, others = open('scale = "minmax"', "policy = { min_coverage = 1, rank_if = { coverage = 0 } }",
        'impute = { "latest", within = 2 }'), 0
    local _, scores = score(package, dataset(invent(1, 8, 3, true)))
    for _, row in ipairs(support.need(scores:analyse "reversals"):rows()) do
        others = others + (row.period ~= row.dropped_period and 1 or 0)
    end
    lu.assertTrue(others > 0)
end

-- q of a is known by that of c alone, and H needs it: 75 against 65 of b. Without c, a has 50, of which too little is
-- covered for a rank, and so nobody to change places with.
function tests.test_no_rank_without()
    local function reversals(least)
        local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }, '
            .. '{ "H", "H", parent = "R" } }, policy = { min_coverage = 0.3, rank_if = { coverage = %g } } }'):format(least) }
        for name, more in pairs { r = 'parent = "R"', p = 'parent = "H"',
            q = 'parent = "H", required = true, impute = { "median", by = "region" }' } do
            files[name .. ".lua"] = ('return indicator { code = "%s", name = "N", %s, measure = input.%s, '
                .. 'inputs = { number { "%s", "X" } } }'):format(name, more, name, name)
        end
        local data = support.need(hm.new_dataset())
        support.need(data:read_text("d.csv", "city,period,r,p,q\na,2024,50,100,NR\nb,2024,60,70,70\nc,2024,0,0,100\n"))
        support.need(data:read_cities_text("cities.csv", "city,region\na,n\nb,s\nc,n\n"))
        support.need(data:finish())
        local scores = support.need(hm.score(support.need(hm.open_package("p", { files = files })), data))
        local list = {}
        for _, row in ipairs(support.need(scores:analyse("reversals", { depth = 0 })):rows()) do
            list[#list + 1] = ("%s without %s: %s %g %s %g"):format(row.code, row.dropped, row.city, row.score_without,
                row.other, row.other_without)
        end
        return list
    end
    lu.assertEquals(reversals(0.5), { "R without c: a 50 b 65" })
    lu.assertEquals(reversals(0.7), {})
end

-- A measure that reads a score which rests on all cities, and a transformation of one.
function tests.test_measures_that_read_scores()
    local function open_readers()
        local files = { ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }, '
            .. '{ "G", "Group", parent = "R" } } }' }
        for _, name in ipairs { "x", "y" } do
            files[name .. ".lua"] = ('return indicator { code = "%s", parent = "G", name = "%s", scale = "minmax", '
                .. 'inputs = { number { "%s", "X" } }, measure = input.%s }'):format(name, name, name, name)
        end
        files["z.lua"] = 'return indicator { code = "z", parent = "R", name = "Z", measure = 100 - score["x"] / 2 }'
        files["u.lua"] = 'return indicator { code = "u", parent = "R", name = "U", scale = "zscore", '
            .. 'transform = function(u) return u / 2 + score["y"] / 4 end, inputs = { number { "u", "U" } }, '
            .. "measure = input.u }"
        return support.need(hm.open_package("p", { files = files }))
    end
    local package, count = open_readers(), 0
    for seed = 1, 4 do
        local rows = invent(seed, 12, 1)
        local before, scores = score(package, dataset(rows))
        local wanted = expected(package, rows, { "R", "G" })
        lu.assertEquals(found(scores), wanted)
        lu.assertEquals(score(package, dataset(rows)), before)
        count = count + #wanted
    end
    lu.assertTrue(count > 0)
end

-- What is not verified counts as not reported there, too; what is not ranked has no order.
function tests.test_as_it_was_scored()
    local package = open 'scale = "minmax"'
    local csv = "city,period,input,value,verified\n"
    for i, row in ipairs(invent(1, 12, 1)) do
        for k, name in ipairs(INPUTS) do
            csv = csv .. ("%s,%s,%s,%s,%s\n"):format(row[1], row[2], name, row[k + 2],
                i == 1 and name == "x" and "no" or "yes")
        end
    end
    local function lines(options)
        return found(support.need(hm.score(package, support.dataset(csv), options)))
    end
    lu.assertTrue(#lines() > 0)
    lu.assertNotEquals(lines { verified_only = true }, lines())
    lu.assertEquals(lines { rank_levels = 0 }, {})
end

-- Scores stay as they are, and so does what is asked of them later.
function tests.test_scores_stay()
    local package, rows = open 'scale = "minmax"', invent(1, 12, 1)
    local _, scores = score(package, dataset(rows))
    local before = support.need(scores:table "scores"):rows()
    local first = found(scores)
    lu.assertTrue(#first > 0)
    lu.assertEquals(found(scores), first)
    lu.assertEquals(support.need(scores:table "scores"):rows(), before)
end

function tests.test_what_is_looked_at()
    local package, rows = open 'scale = "minmax"', invent(1, 12, 2)
    local _, scores = score(package, dataset(rows))
    local all = found(scores, { depth = 0 })
    local of_city = {}
    for _, line in ipairs(all) do
        lu.assertEquals(line:sub(1, 1), "R")
        of_city[#of_city + 1] = line:find("^R 2021 .*: .*c03") and line or nil
    end
    lu.assertEquals(found(scores, { depth = 0, units = { 3 } }), of_city)
    local counts, drops = {}, support.need(scores:analyse("reversals", { table = "dropped", depth = 0 })):rows()
    for _, line in ipairs(all) do
        local key = line:match "^R (.-):"
        counts[key] = (counts[key] or 0) + 1
    end
    lu.assertEquals(#drops, 24)
    for _, row in ipairs(drops) do
        lu.assertEquals(row.pairs, counts[("%s without %s %s"):format(row.period, row.dropped, row.period)] or 0)
    end
end

-- By hand: x from 0 to 100 with c; from 0 to 40 without. a: (100 * 40 / 100 + 0) / 2 = 20 against b: (0 + 60) / 2 = 30;
-- without c (100 + 0) / 2 = 50 against 30.
function tests.test_by_hand()
    local files = { ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }',
        ["x.lua"] = 'return indicator { code = "x", parent = "R", name = "X", inputs = { number { "x", "X" } }, '
            .. 'measure = input.x, scale = "minmax" }',
        ["y.lua"] = 'return indicator { code = "y", parent = "R", name = "Y", inputs = { number { "y", "Y" } }, '
            .. "measure = input.y, range = { 0, 100 } }" }
    local package = support.need(hm.open_package("p", { files = files }))
    local scores = support.need(hm.score(package,
        support.dataset "city,period,x,y\na,2024,40,0\nb,2024,0,60\nc,2024,100,100\n"))
    lu.assertEquals(support.need(scores:analyse "reversals"):rows(), { { period = "2024", code = "R", dropped = "c",
        city = "b", other = "a", score = 30, score_other = 20, score_without = 30, other_without = 50,
        dropped_period = "2024" } })
end

function tests.test_nothing_is_learnt()
    local package, rows = open "range = { 0, 400 }", invent(1, 5, 1)
    local _, scores = score(package, dataset(rows))
    lu.assertEquals(found(scores), {})
    lu.assertEquals(support.need(scores:analyse("reversals", { table = "dropped" })):rows(), {})
end

support.run("reversals", tests)
