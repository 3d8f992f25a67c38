-- Studies: what varies, the scores of each variation against those of the engine itself or worked out by hand, and
-- what is said of all of them together.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local studies = require "studies"
local support = require "support"

local tests = {}

local FIGURES <const>, INPUTS <const>, INDICATORS <const> = studies.FIGURES, studies.INPUTS, studies.INDICATORS
local open <const>, replicate <const>, rows <const> = studies.open, studies.replicate, studies.rows
local by_place <const>, assert_scored <const> = studies.by_place, studies.assert_scored

-- What is drawn ------------------------------------------------------------------------------------

local function choices_of(study, k)
    local choices = {}
    for _, factor in ipairs(study:factors()) do
        choices[factor.name] = k
    end
    return choices
end

local POLICIES <const> = {
    "policy = { min_coverage = 0, rank_if = { coverage = 0, applicable = 0 } }",
    "policy = { min_coverage = 0.5 }",
    "policy = { min_coverage = { 0.6, by = 'count' }, rounding = 1, min_children = 2 }",
    "policy = { not_reported = 0, min_coverage = 0 }",
    "policy = { impute = 'mean', scale = 'minmax', min_coverage = 0 }",
    "policy = { aggregate = { 'geometric', floor = 1 }, min_coverage = 0.4 }",
    "policy = { aggregate = 'geometric', min_coverage = 0 }",
    "policy = { aggregate = 'sum', min_coverage = 0 }",
    "policy = { aggregate = { 'sum', missing = 'zero' }, aggregate_at = { I = 'arithmetic' }, min_coverage = 0 }",
    "policy = { aggregate = 'harmonic', aggregate_at = { H = 'minimum' } }",
}

function tests.test_without_choices_each_replicate_is_the_package()
    for _, policy in ipairs(POLICIES) do
        for _, of_c in ipairs { "", "deducts = true, cap = 5", "adds = true", "required = true", "scored = false" } do
            local package, dataset = open("vary = { weights = { within = 0.25 } }", policy, of_c), support.dataset(FIGURES)
            local list = rows(replicate(package, dataset, { depth = 5, replay = { { number = 3, choices = {} } } }),
                "replicates")
            assert_scored(list, 3, package, dataset, 5)
        end
    end
end

-- By weights that are drawn the engine gives the same, to the last bit, when a package has them.
function tests.test_drawn_weights_give_what_a_package_with_them_gives()
    for _, policy in ipairs(POLICIES) do
        for _, of_c in ipairs { "", "deducts = true, cap = 5", "required = true" } do
            local package, dataset = open("vary = { weights = { within = 0.9 } }", policy, of_c), support.dataset(FIGURES)
            local list = rows(replicate(package, dataset, { depth = 5 }, { replicates = 8 }), "replicates")
            for number = 1, 8 do
                local one = by_place(list, number)["Alba 2024 I"]
                local weights = {}
                for name, weight in pairs(one) do
                    local code = name:match("^weight:(.+)$")
                    weights[#weights + 1] = code and ("%s = %s"):format(code, hm.number(weight))
                end
                lu.assertTrue(#weights >= 4)
                local fields = policy .. ", weights = { " .. table.concat(weights, ", ") .. " }"
                assert_scored(list, number, open(nil, fields, of_c), dataset, 5)
            end
        end
    end
end

function tests.test_weights_stay_within_and_fixed_ones_stay()
    local package, dataset = open("vary = { weights = { within = 0.25, fixed = { 'A' } } }"), support.dataset(FIGURES)
    local list = rows(replicate(package, dataset, {}, { replicates = 256 }), "replicates")
    local sums, count, said = {}, 0, { B = 1, C = 1, D = 3, G = 2, H = 1 }
    for _, row in ipairs(list) do
        if row.city == "Alba" and row.period == "2024" then
            count = count + 1
            lu.assertNil(row["weight:A"])
            for code, weight in pairs(said) do
                local drawn = row["weight:" .. code]
                lu.assertTrue(drawn > 0.75 * weight and drawn < 1.25 * weight)
                sums[code] = (sums[code] or 0) + drawn / weight
            end
        end
    end
    lu.assertEquals(count, 256)
    for _, sum in pairs(sums) do
        lu.assertAlmostEquals(sum / count, 1, 0.002) -- as even as points are; plain chance leaves 0.009
    end
end

function tests.test_a_simplex_shares_what_siblings_have()
    local package, dataset = open("vary = { weights = { simplex = 0.1, at = { 'A', 'B', 1 } } }"), support.dataset(FIGURES)
    local least, most = math.huge, 0
    for _, row in ipairs(rows(replicate(package, dataset, {}, { replicates = 512 }), "replicates")) do
        lu.assertAlmostEquals(row["weight:A"] + row["weight:B"], 3, 1e-12)
        lu.assertAlmostEquals(row["weight:G"] + row["weight:H"], 3, 1e-12)
        least, most = math.min(least, row["weight:A"] / 3), math.max(most, row["weight:A"] / 3)
        lu.assertNil(row["weight:C"])
    end
    lu.assertTrue(least >= 0.1 and least < 0.12)
    lu.assertTrue(most <= 0.9 and most > 0.88)
end

function tests.test_replicates_do_not_depend_on_threads_or_on_others()
    local study = "vary = { weights = { within = 0.5 }, aggregate = { 'arithmetic', { 'geometric', floor = 1 } }, "
        .. "gaps = 'uniform', drop = 'each' }"
    local package, dataset = open(study), support.dataset(FIGURES)
    local function texts(options, count)
        local found = {}
        for _, row in ipairs(rows(replicate(package, dataset, options, { replicates = count }), "replicates")) do
            found[#found + 1] = ("%d %s %s %s %s"):format(row.replicate, row.city, row.period, row.score and hm.number(row.score),
                row.rank)
        end
        return found
    end
    local one, three, few = texts({ jobs = 1 }, 64), texts({ jobs = 3 }, 64), texts({ jobs = 2 }, 16)
    lu.assertEquals(one, three)
    lu.assertEquals(table.move(one, 1, 16 * 8, 1, {}), few)
end

-- Alternatives -------------------------------------------------------------------------------------

function tests.test_alternatives_are_the_package_with_them()
    local study = "vary = { scale = { 'minmax', { 'zscore', spread = 5 }, false }, "
        .. "aggregate = { 'harmonic', { 'power', 2 }, at = { 1 } }, impute = { 'median', false } }"
    local dataset = support.dataset(FIGURES)
    local package = open(study, "policy = { scale = 'rank', impute = 'mean', min_coverage = 0 }")
    local scales, means, fills = { "'minmax'", "{ 'zscore', spread = 5 }", "false" }, { "'harmonic'", "{ 'power', 2 }" },
        { "'median'", "false" }
    local replay = {}
    for i = 1, 3 do
        for k = 1, 2 do
            for m = 1, 2 do
                replay[#replay + 1] = { number = 100 * i + 10 * k + m, choices = { scale = i, aggregate = k, impute = m } }
            end
        end
    end
    local list = rows(replicate(package, dataset, { depth = 5, replay = replay }), "replicates")
    for _, one in ipairs(replay) do
        local c = one.choices
        local policy = ("policy = { scale = %s, impute = %s, min_coverage = 0, aggregate_at = { G = %s, H = %s } }"):format(
            scales[c.scale], fills[c.impute], means[c.aggregate], means[c.aggregate])
        assert_scored(list, one.number, open(nil, policy), dataset, 5)
    end
end

-- All weights of a group 0 are refused, as a package with them is; those of its children that stay as they are count.
function tests.test_weights_that_are_all_zero()
    local dataset, package = support.dataset(FIGURES), open(nil, POLICIES[1])
    local children = {}
    for _, node in ipairs(package:nodes()) do
        children[#children + 1] = node.parent == "G" and node.code or nil
    end
    local function replayed(zeros)
        local weights = {}
        for i = 1, zeros do
            weights[children[i]] = 0
        end
        return hm.replicates(support.need(hm.study(package, { replicates = 4 })), dataset, { replay = {
            { number = 1, choices = {} }, { number = 7, choices = {}, weights = weights } } })
    end
    support.need(replayed(#children - 1))
    local made, err = replayed(#children)
    support.assert_fails({ code = "argument", message = "replicate 7: the weights of the children of G would all be 0" },
        made, err)
end

function tests.test_what_is_dropped_is_as_if_the_package_dropped_it()
    local dataset = support.dataset(FIGURES)
    for _, policy in ipairs { POLICIES[1], POLICIES[2], POLICIES[3] } do
        local package = open("vary = { drop = { 'A', 'H', 'D' } }", policy)
        local list = rows(replicate(package, dataset, { replay = { { number = 1, choices = { drop = 1 } },
            { number = 2, choices = { drop = 2 } }, { number = 3, choices = { drop = 3 } } } }), "replicates")
        for number, code in ipairs { "A", "H", "D" } do
            local path = os.tmpname()
            local file = assert(io.open(path, "w"))
            file:write(("return package { drop = { '%s' } }"):format(code))
            file:close()
            assert_scored(list, number, open(nil, policy, nil, { with = { path } }), dataset)
            os.remove(path)
        end
    end
end

-- A weight of 0 is one: it is not the package's.
function tests.test_weights_of_0_are_replayed()
    local dataset = support.dataset(FIGURES)
    local package = open("vary = { weights = { within = 0.25, at = { 'A', 'B' } } }", POLICIES[1])
    local list = rows(replicate(package, dataset, { replay = { { number = 1, choices = {}, weights = { A = 0 } },
        { number = 2, choices = {}, weights = { A = 0, B = 3 } } } }), "replicates")
    for number, weights in ipairs { "A = 0", "A = 0, B = 3" } do
        local path = os.tmpname()
        local file = assert(io.open(path, "w"))
        file:write(("return package { weights = { %s } }"):format(weights))
        file:close()
        assert_scored(list, number, open(nil, POLICIES[1], nil, { with = { path } }), dataset)
        os.remove(path)
    end
end

-- Whatever the study draws, a replayed weight of any node is as if the package had it.
function tests.test_weights_of_nodes_that_are_not_drawn_are_replayed()
    local dataset = support.dataset(FIGURES)
    for _, study in ipairs { "weights = { within = 0.25, at = { 'A', 'B' } }", "aggregate = { 'arithmetic', 'geometric' }" } do
        for _, policy in ipairs { POLICIES[1], POLICIES[2], POLICIES[5] } do
            local package = open(("vary = { %s }"):format(study), policy)
            for _, node in ipairs(package:nodes()) do
                if node.parent then
                    local list = rows(replicate(package, dataset, { depth = 5, replay = { { number = 1, choices = {},
                        weights = { [node.code] = 7 } } } }), "replicates")
                    local path = os.tmpname()
                    local file = assert(io.open(path, "w"))
                    file:write(("return package { weights = { %s = 7 } }"):format(node.code))
                    file:close()
                    assert_scored(list, 1, open(nil, policy, nil, { with = { path } }), dataset, 5)
                    os.remove(path)
                end
            end
        end
    end
end

-- What a replay says is written, even of a node that the study does not draw: so it can be replayed once more.
function tests.test_weights_that_are_replayed_are_written()
    local package = open("vary = { weights = { within = 0.25, at = { 'A', 'B' } } }", POLICIES[1])
    local replay = { { number = 1, choices = {}, weights = { A = 1, C = 5 } }, { number = 2, choices = {} } }
    local made = replicate(package, support.dataset(FIGURES), { replay = replay })
    local names = {}
    for _, column in ipairs(support.need(made:table("replicates")):columns()) do
        names[#names + 1] = column.name:match("^weight:.+$")
    end
    lu.assertEquals(names, { "weight:A", "weight:B", "weight:C" })
    for _, row in ipairs(rows(made, "replicates")) do
        lu.assertEquals({ row["weight:A"], row["weight:B"], row["weight:C"] }, row.replicate == 1 and { 1, nil, 5 } or {})
    end
end

function tests.test_parameters_are_as_if_they_were_set()
    local more = { ["parameters.csv"] = "name,from,value\ntop,,50\nshare,,2\n" }
    local of_c = "weight = param.share, transform = function(x) return at_most(x, param.top) end"
    local package = open("vary = { params = { top = { 20, 80 }, share = { 1, 5 } } }", nil, of_c, { more = more })
    local dataset = support.dataset(FIGURES)
    local list = rows(replicate(package, dataset, { replay = { { number = 1, choices = { ["param.top"] = 1,
        ["param.share"] = 2 } }, { number = 2, choices = { ["param.top"] = 2 } } } }), "replicates")
    assert_scored(list, 1, open(nil, nil, of_c, { more = more, settings = { top = 20, share = 5 } }), dataset)
    assert_scored(list, 2, open(nil, nil, of_c, { more = more, settings = { top = 80 } }), dataset)
end

-- Groups that do more are scored from the figures on, and weights are theirs all the same.
function tests.test_groups_with_steps_and_measures_take_drawn_weights()
    local fields = 'nodes = { { "I", "Index" }, { "G", "Group", parent = "I", weight = 2, scale = "minmax" }, '
        .. '{ "H", "Hold", parent = "I" } }, policy = { min_coverage = 0 }'
    local function package_of(study, weights)
        return support.need(hm.open_package("p", { files = {
            ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s %s }'):format(fields, weights or ""),
            ["inputs.lua"] = INPUTS, ["a.lua"] = INDICATORS:format(""),
            ["study.lua"] = study and ("return study { %s }"):format(study) } }))
    end
    local package, dataset = package_of("vary = { weights = { within = 0.8 } }"), support.dataset(FIGURES)
    local list = rows(replicate(package, dataset, { depth = 5 }, { replicates = 8 }), "replicates")
    for number = 1, 8 do
        local weights = {}
        for name, weight in pairs(by_place(list, number)["Alba 2024 I"]) do
            local code = name:match("^weight:(.+)$")
            weights[#weights + 1] = code and ("%s = %s"):format(code, hm.number(weight))
        end
        assert_scored(list, number, package_of(nil, ", weights = { " .. table.concat(weights, ", ") .. " }"), dataset, 5)
    end
end

-- Gaps and figures ---------------------------------------------------------------------------------

function tests.test_gaps_lie_between_the_bounds()
    local package, dataset = open("vary = { gaps = 'uniform' }"), support.dataset(FIGURES)
    local between = {}
    for _, row in ipairs(support.need(hm.score(package, dataset)):analyse("bounds"):rows()) do
        if row.code == "I" then
            between[row.city .. row.period] = row
        end
    end
    local low, high = {}, {}
    for _, row in ipairs(rows(replicate(package, dataset, {}, { replicates = 512 }), "replicates")) do
        local key = row.city .. row.period
        lu.assertTrue(row.score >= between[key].low - 1e-9 and row.score <= between[key].high + 1e-9)
        low[key], high[key] = math.min(low[key] or 1e9, row.score), math.max(high[key] or 0, row.score)
    end
    for key, of in pairs(between) do
        local width = of.high - of.low -- one gap goes from end to end, two go most of the way
        lu.assertTrue(high[key] - low[key] >= 0.85 * width - 1e-9, key)
    end
end

function tests.test_peers_fill_gaps_with_scores_that_there_are()
    local package, dataset = open("vary = { gaps = 'peers' }"), support.dataset(FIGURES)
    local seen = {}
    for _, row in ipairs(rows(replicate(package, dataset, {}, { replicates = 128 }), "replicates")) do
        if row.city == "Erle" then
            seen[math.floor(row.score * 1e6 + 0.5)] = true
        end
    end
    -- D of Erle: 55, 45, 35, 25 or 65; G is 100 / 3, H (40 + 3 d) / 4
    for _, d in ipairs { 55, 45, 35, 25, 65 } do
        local wanted = math.floor((200 / 3 + (40 + 3 * d) / 4) / 3 * 1e6 + 0.5)
        lu.assertTrue(seen[wanted], d)
        seen[wanted] = nil
    end
    lu.assertNil(next(seen))
end

local GRADED <const> = [[
city,period,input,value,quality,source
Alba,2024,part,40,estimate,s
Alba,2024,whole,50,estimate,s
Alba,2024,x,10,estimate,s
Alba,2024,y,20,estimate,s
Alba,2024,n,7,estimate,s
Brio,2024,part,50,measured,s
Brio,2024,whole,60,estimate,s
Brio,2024,x,30,,
Brio,2024,y,30,measured,
Brio,2024,n,9,,
Alba,2024,f,yes,estimate,s
Brio,2024,f,yes,measured,
]]

local function graded(study, measure, fields)
    return support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" } } }',
        ["a.lua"] = ([[return indicator { code = "A", parent = "I", name = "A", inputs = { amount { "part", "P" },
            amount { "whole", "W" }, amount { "x", "X" }, amount { "y", "Y" }, count { "n", "N" },
            flag { "f", "F" } }, measure = %s,
            range = false, %s }]]):format(measure, fields or ""),
        ["study.lua"] = ("return study { vary = { figures = { %s } } }"):format(study) } }))
end

local function scores_of(package, city, count)
    local list = {}
    local all = rows(replicate(package, support.dataset(GRADED), { depth = 1 }, { replicates = count }), "replicates")
    for _, row in ipairs(all) do
        list[#list + 1] = row.city == city and row.code == "A" and row.score or nil
    end
    return list
end

local function moments(list)
    local mean, squares = 0, 0
    for _, x in ipairs(list) do
        mean = mean + x / #list
    end
    for _, x in ipairs(list) do
        squares = squares + (x - mean) ^ 2 / (#list - 1)
    end
    return mean, math.sqrt(squares)
end

-- Var(x + 3 y) = (10 e)^2 + (60 e)^2, and with all of the error in common (70 e)^2.
function tests.test_errors_of_figures_have_the_size_that_they_are_given()
    local measure = "input.x + 3 * input.y"
    local mean, deviation = moments(scores_of(graded("quality = { estimate = 0.05 }", measure), "Alba", 4096))
    lu.assertAlmostEquals(mean, 70, 0.2)
    lu.assertAlmostEquals(deviation, 0.05 * math.sqrt(100 + 3600), 0.12)
    mean, deviation = moments(scores_of(graded("quality = { estimate = 0.05 }, shared = 1", measure), "Alba", 4096))
    lu.assertAlmostEquals(mean, 70, 0.2)
    lu.assertAlmostEquals(deviation, 0.05 * 70, 0.14)
    local _, none = moments(scores_of(graded("quality = { estimate = 0.05 }", measure), "Brio", 64))
    lu.assertEquals(none, 0)
end

-- What is to be expected of y where x is known, by a normal distribution of both, found by expectation and
-- maximisation with covariances shrunk; of pairs the last of which lacks y. Mean and deviation.
local function expected(pairs_of)
    local n, of, sums = #pairs_of, {}, {}
    for k = 1, 2 do
        local list = {}
        for _, pair in ipairs(pairs_of) do
            list[#list + 1] = pair[k]
        end
        local mean, deviation = moments(list)
        sums[k] = { mean = mean, deviation = deviation }
        for i, pair in ipairs(pairs_of) do
            of[i] = of[i] or {}
            of[i][k] = pair[k] and (pair[k] - mean) / deviation or nil
        end
    end
    local squares, products, mean, spread = { 0, 0 }, {}, 0, 0
    for i, one in ipairs(of) do
        products[i] = one[1] * (one[2] or 0)
        squares = { squares[1] + one[1] ^ 2 / (n - 1), squares[2] + (one[2] or 0) ^ 2 / (n - 1) }
    end
    local scale = math.sqrt(squares[1] * squares[2])
    for _, product in ipairs(products) do
        mean = mean + product / scale / n
    end
    for _, product in ipairs(products) do
        spread = spread + (product / scale - mean) ^ 2
    end
    local shrinkage = math.min(1, spread * n / (n - 1) ^ 3 / (mean * n / (n - 1)) ^ 2)
    local mx, my, sxx, sxy, syy = 0, 0, 1, 0, 1
    for _ = 1, 10000 do
        local x, y, xx, xy, yy = 0, 0, 0, 0, 0
        for _, one in ipairs(of) do
            local filled = one[2] or my + sxy / sxx * (one[1] - mx)
            local left = one[2] and 0 or syy - sxy ^ 2 / sxx
            x, y, xx = x + one[1], y + filled, xx + one[1] ^ 2
            xy, yy = xy + one[1] * filled, yy + filled ^ 2 + left
        end
        mx, my = x / n, y / n
        sxx, sxy, syy = xx / n - mx ^ 2, (1 - shrinkage) * (xy / n - mx * my), yy / n - my ^ 2
    end
    return sums[2].mean + sums[2].deviation * (my + sxy / sxx * (of[n][1] - mx)),
        sums[2].deviation * math.sqrt(syy - sxy ^ 2 / sxx)
end

-- Mean and deviation of the draws, of 4,096 within four deviations of what that many tell; the city that has both
-- stays as it is.
function tests.test_gaps_as_is_to_be_expected()
    local pairs_of = { { 40, 45 }, { 45, 43 }, { 50, 52 }, { 55, 50 }, { 60, 61 }, { 48, 50 }, { 57 } }
    local lines = { "city,period,x,y" }
    for i, pair in ipairs(pairs_of) do
        lines[i + 1] = ("c%d,2024,%s,%s"):format(i, pair[1], pair[2] or "")
    end
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" } } }',
        ["x.lua"] = 'return indicator { code = "X", parent = "I", name = "X", inputs = { amount { "x" } }, measure = input.x }',
        ["y.lua"] = 'return indicator { code = "Y", parent = "I", name = "Y", inputs = { amount { "y" } }, measure = input.y }',
        ["study.lua"] = 'return study { vary = { gaps = "em" } }' } }))
    local all = rows(replicate(package, support.dataset(table.concat(lines, "\n") .. "\n"), { depth = 1 },
        { replicates = 4096 }), "replicates")
    local drawn = {}
    for _, row in ipairs(all) do
        if row.code == "Y" and row.city == "c7" then
            drawn[#drawn + 1] = row.score
        elseif row.code == "Y" and row.city == "c1" then
            lu.assertEquals(row.score, 45)
        end
    end
    local mean, deviation = moments(drawn)
    local expected_mean, expected_deviation = expected(pairs_of)
    lu.assertEquals(#drawn, 4096)
    lu.assertAlmostEquals(mean, expected_mean, 4 * expected_deviation / 64)
    lu.assertAlmostEquals(deviation, expected_deviation, 4 * expected_deviation / math.sqrt(2 * 4096))
    lu.assertTrue(expected_mean > 52 and expected_deviation > 1)
    local few, why = hm.replicates(support.need(hm.study(package)), support.dataset("city,period,x,y\nA,2024,1,\nB,2024,2,3\n"))
    lu.assertNil(few)
    lu.assertStrContains(why.message, "of 2024 nothing is to be expected")
    local graded = support.dataset("city,period,input,value,quality\nA,2024,x,1,e\nB,2024,x,2,e\nB,2024,y,3,e\n")
    for _, fields in ipairs { "", "policy = { aggregate = 'copeland' }, " } do
        local study = support.need(hm.study(support.need(hm.open_package("p", { files = {
            ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s nodes = { { "I", "Index" } } }'):format(fields),
            ["x.lua"] = 'return indicator { code = "X", parent = "I", name = "X", inputs = { amount { "x" } }, measure = input.x }',
            ["y.lua"] = 'return indicator { code = "Y", parent = "I", name = "Y", inputs = { amount { "y" } }, measure = input.y }',
            ["study.lua"] = 'return study { vary = { gaps = "em", figures = { quality = { e = 0.1 } } } }' } }))))
        local made, err = hm.replicates(study, graded)
        lu.assertNil(made)
        lu.assertStrContains(err.message, "of 2024 nothing is to be expected")
    end
end

-- Of 4,096 a fifth is "no", within four deviations of that share; nothing that the study does not name.
function tests.test_flags_flip_by_chance()
    local study, flag = "quality = { estimate = 0.05 }, flips = { estimate = 0.2 }", "points(input.f, 100)"
    local mean = moments(scores_of(graded(study, flag), "Alba", 4096))
    lu.assertAlmostEquals(mean, 80, 100 * 4 * math.sqrt(0.2 * 0.8 / 4096))
    lu.assertEquals(moments(scores_of(graded(study, flag), "Brio", 64)), 100)
    lu.assertEquals(moments(scores_of(graded("quality = { estimate = 0.2 }", flag .. " + 0 * input.x"), "Alba", 64)), 100)
    lu.assertEquals(support.need(hm.study(graded(study, flag))):factors()[1].about,
        "estimate: standard deviation 5 %, estimate: 20 % of flags the other answer")
    local _, err = hm.study(graded("flips = { estimate = 0.6 }", flag))
    lu.assertStrContains(err.message, "the chance that a flag is the other answer: a number from 0 to 0.5")
end

function tests.test_parts_stay_below_their_wholes_and_counts_whole()
    local share = graded("quality = { estimate = 0.3 }", "percent(input.part, input.whole)")
    for _, city in ipairs { "Alba", "Brio" } do
        for _, x in ipairs(scores_of(share, city, 512)) do
            lu.assertTrue(x >= 0 and x <= 100, x)
        end
    end
    -- that of Brio is measured: its whole is no less
    local low = math.huge
    for _, x in ipairs(scores_of(graded("quality = { estimate = 0.3 }", "input.whole + 0 * input.part", "part_of = { part = 'whole' }"),
        "Brio", 512)) do
        low = math.min(low, x)
    end
    lu.assertTrue(low >= 50)
    local different = {}
    for _, x in ipairs(scores_of(graded("quality = { estimate = 0.3 }", "input.n"), "Alba", 256)) do
        lu.assertEquals(x, math.floor(x))
        different[x] = true
    end
    lu.assertTrue(different[6] and different[8])
end

-- What is said of all --------------------------------------------------------------------------------

-- Worked out by hand: (A, B, C) of two periods and two sets of weights.
function tests.test_tables_by_hand()
    local package = open("vary = { params = { k = { 0, 1, 2, 3 } } }", nil,
        "transform = function(x) return x * param.k end", { more = { ["parameters.csv"] = "name,from,value\nk,,1\n" } })
    local dataset = support.dataset("city,period,a,b,c,d\nAlba,2024,50,50,10,50\nBrio,2024,52,52,0,50\n")
    local replay = {}
    for i = 1, 4 do
        replay[i] = { number = i, choices = { ["param.k"] = i } }
    end
    local made = replicate(package, dataset, { replay = replay })
    -- Alba: G 50, H (10 k + 150) / 4: 37.5, 40, 42.5, 45; I (100 + H) / 3: 45.8333.. + 0.8333.. k
    -- Brio: G 52, H 37.5; I (104 + 37.5) / 3 = 47.1666..
    local of = {}
    for _, row in ipairs(rows(made, "uncertainty")) do
        of[row.city] = row
    end
    lu.assertAlmostEquals(of.Alba.score, 140 / 3, 1e-12)
    lu.assertAlmostEquals(of.Alba.score_mean, (137.5 + 140 + 142.5 + 145) / 12, 1e-12)
    lu.assertAlmostEquals(of.Alba.score_sd, math.sqrt((3.75 ^ 2 + 1.25 ^ 2 + 1.25 ^ 2 + 3.75 ^ 2) / 3) / 3, 1e-12)
    lu.assertAlmostEquals(of.Alba.score_q05, (137.5 + 0.15 * 2.5) / 3, 1e-12)
    lu.assertAlmostEquals(of.Alba.score_q50, 141.25 / 3, 1e-12)
    lu.assertEquals({ of.Alba.rank, of.Brio.rank }, { 2, 1 })
    lu.assertEquals({ of.Alba.rank_mean, of.Alba.rank_q05, of.Alba.rank_q50 }, { 1.5, 1, 1.5 })
    local pairs_of = rows(made, "pairs")
    lu.assertEquals({ #pairs_of, pairs_of[1].share, pairs_of[2].share }, { 2, 0.5, 0.5 })
    local tiers = rows(made, "tiers")
    lu.assertEquals({ tiers[1].city, tiers[1].tier, tiers[2].tier }, { "Brio", 1, 1 })
    local places = rows(made, "places")
    lu.assertEquals({ #places, places[1].rank, places[1].share }, { 4, 1, 0.5 })
end

function tests.test_precision_lies_around_the_mean()
    local package, dataset = open("vary = { weights = { within = 0.5 } }"), support.dataset(FIGURES)
    local made = replicate(package, dataset, {}, { replicates = 1024 })
    local means = {}
    for _, row in ipairs(rows(made, "uncertainty")) do
        means[row.city .. row.period] = row
    end
    for _, row in ipairs(rows(made, "precision")) do
        local of = means[row.city .. row.period]
        lu.assertAlmostEquals(row.score_mean, of.score_mean, 1e-9)
        lu.assertTrue(row.score_mean_low <= row.score_mean and row.score_mean <= row.score_mean_high)
        lu.assertTrue(row.score_mean_high - row.score_mean_low < 0.05, row.score_mean_high - row.score_mean_low)
        lu.assertEquals(row.replicates, 1024)
    end
end

-- Editions: weights, nodes and measures that hold from a period on.
local EDITIONS <const> = 'nodes = { { "I", "Index" }, { "G", "Group", parent = "I", weight = 2 }, '
    .. '{ "H", "Hold", parent = "I" } }, policy = { min_coverage = 0 }, '
    .. 'weights_from = { ["2024"] = { A = 5, G = 1 } }'

local function dated(study, weights)
    return support.need(hm.open_package("p", { files = {
        ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s %s }'):format(EDITIONS, weights or ""),
        ["inputs.lua"] = INPUTS, ["a.lua"] = INDICATORS:format('from = "2024"'),
        ["study.lua"] = study and ("return study { %s }"):format(study) } }))
end

function tests.test_editions_keep_their_own_weights()
    local package, dataset = dated("vary = { weights = { within = 0.5 }, drop = { 'B' } }"), support.dataset(FIGURES)
    local made = replicate(package, dataset, { depth = 5, replay = { { number = 1, choices = {} } } })
    assert_scored(rows(made, "replicates"), 1, package, dataset, 5)
    for _, row in ipairs(rows(made, "replicates")) do
        lu.assertFalse(row.code == "C" and row.period == "2023")
    end
    -- a weight that is drawn is as many times that of each edition as it is of the last
    local list = rows(replicate(package, dataset, { depth = 5, replay = { { number = 1, choices = { weights = 1 },
        weights = { A = 10, B = 3, G = 0.5 } } } }), "replicates")
    local plain = 'nodes = { { "I", "Index" }, { "G", "Group", parent = "I", weight = 1 }, '
        .. '{ "H", "Hold", parent = "I" } }, policy = { min_coverage = 0 }, weights = { A = 4, B = 3 }, '
        .. 'weights_from = { ["2024"] = { A = 10, G = 0.5 } }'
    local wanted = support.need(hm.open_package("p", { files = {
        ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s }'):format(plain),
        ["inputs.lua"] = INPUTS, ["a.lua"] = INDICATORS:format('from = "2024"') } }))
    assert_scored(list, 1, wanted, dataset, 5)
end

-- The first set of a table of sets, as replicate 1.
local function replicate_set(package, dataset, sets)
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write(sets)
    file:close()
    local study_path = os.tmpname() -- in the same folder
    file = assert(io.open(study_path, "w"))
    file:write(("return study { vary = { weights = { sets = %q } } }"):format(path:match("[^/]+$")))
    file:close()
    local list = rows(replicate(package, dataset, { depth = 5, replay = { { number = 1, choices = { weights = 1 } } } },
        { file = study_path }), "replicates")
    os.remove(path)
    os.remove(study_path)
    return list
end

-- A node whose weight is 0 is not left out: a group still has no score without one that it requires.
function tests.test_sets_with_a_weight_of_zero()
    local dataset = support.dataset(FIGURES)
    for _, policy in ipairs { "min_coverage = 0", "min_coverage = 0, aggregate = 'copeland'", "min_children = 2",
        "min_coverage = { 0.6, by = 'count' }" } do
        local fields = ("policy = { %s }"):format(policy)
        local list = replicate_set(open(nil, fields, "required = true"), dataset, "set,code,weight\nx,C,0\nx,B,0\n")
        assert_scored(list, 1, open(nil, fields .. ", weights = { B = 0, C = 0 }", "required = true"), dataset, 5)
    end
end

-- Sets are the same in all editions.
function tests.test_sets_hold_in_all_editions()
    local dataset = support.dataset(FIGURES)
    local list = replicate_set(dated(), dataset, "set,code,weight\n1,A,7\n2,A,0\n")
    local plain = EDITIONS:gsub("A = 5", "A = 7") .. ", weights = { A = 7 }"
    local wanted = support.need(hm.open_package("p", { files = {
        ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s }'):format(plain),
        ["inputs.lua"] = INPUTS, ["a.lua"] = INDICATORS:format('from = "2024"') } }))
    assert_scored(list, 1, wanted, dataset, 5)
end

function tests.test_qualities_that_no_figure_has_are_an_error()
    local study = support.need(hm.study(open("vary = { figures = { quality = { estimat = 0.1 } } }")))
    local made, err = hm.replicates(study, support.dataset(FIGURES))
    lu.assertNil(made)
    lu.assertStrContains(err.message, "no figure of these data has such a quality")
end

-- An error in parts of 0 is none: gaps are as they are alone, though all is scored from the figures on.
function tests.test_errors_and_gaps_together()
    local lines = { "city,period,input,value,quality", "Gill,2024,a,0,estimate", "Gill,2024,c,30," }
    for line in FIGURES:gmatch "[^\n]+" do
        local city, period, rest = line:match "^(%u%a+),(%d+),(.*)$"
        local inputs, i = { "a", "b", "c", "d" }, 0
        for cell in ((rest or "") .. ","):gmatch "([^,]*)," do
            i = i + 1
            lines[#lines + 1] = city and ("%s,%s,%s,%s,"):format(city, period, inputs[i], cell) or nil
        end
    end
    local dataset = support.dataset(table.concat(lines, "\n"))
    local function texts(study)
        local list = {}
        for i, row in ipairs(rows(replicate(open(study), dataset, { depth = 1 }, { replicates = 32 }), "replicates")) do
            list[i] = ("%d %s %s %s %s"):format(row.replicate, row.city, row.code, row.score and hm.number(row.score), row.rank)
        end
        return list
    end
    lu.assertEquals(texts "vary = { gaps = 'uniform', figures = { quality = { estimate = 0.1 } } }",
        texts "vary = { gaps = 'uniform' }")
end

function tests.test_progress_is_told_and_cancelling_ends()
    local package, dataset = open("vary = { weights = { within = 0.5 } }"), support.dataset(FIGURES)
    local last, all = 0, 0
    for _, jobs in ipairs { 1, 2 } do
        replicate(package, dataset, { jobs = jobs, progress = function(done, of)
            lu.assertTrue(done >= 0 and done <= of)
            last, all = math.max(last, done), of
        end }, { replicates = 500 })
        lu.assertTrue(last > 0)
        lu.assertEquals(all, 500)
    end
    local cancel = hm.cancel()
    cancel:request()
    local made, err = hm.replicates(support.need(hm.study(package)), dataset, { cancel = cancel })
    lu.assertNil(made)
    lu.assertEquals(err.code, "cancelled")
end

function tests.test_progress_that_fails()
    local package, dataset = open("vary = { weights = { within = 0.5 } }"), support.dataset(FIGURES)
    local study, calls = support.need(hm.study(package, { replicates = 20000 })), 0
    local function fail()
        calls = calls + 1
        error("enough", 0)
    end
    for _, jobs in ipairs { 1, 2 } do
        lu.assertErrorMsgEquals("enough", hm.replicates, study, dataset, { jobs = jobs, progress = fail })
        lu.assertErrorMsgEquals("enough", hm.replicates, study, dataset,
            { jobs = jobs, progress = fail, cancel = hm.cancel() })
        lu.assertErrorMsgEquals("enough", study.sensitivity, study, dataset, { jobs = jobs, progress = fail })
    end
    lu.assertEquals(calls, 6)
end

function tests.test_replicates_have_numbers_of_their_own()
    local package, dataset = open("vary = { weights = { within = 0.5 } }"), support.dataset(FIGURES)
    local function asked(...)
        local replay = {}
        for i, number in ipairs { ... } do
            replay[i] = { number = number, choices = { weights = 1 } }
        end
        return hm.replicates(support.need(hm.study(package)), dataset, { replay = replay })
    end
    lu.assertNotNil(asked(3, 1, 2))
    local made, err = asked(3, 1, 3)
    lu.assertNil(made)
    lu.assertEquals(err.code, "argument")
    lu.assertStrContains(err.message, "replicate 3 is asked for twice")
end

-- Without a study ------------------------------------------------------------------------------------

function tests.test_without_a_study_no_step_is_added()
    local package = open(nil)
    local study = support.need(hm.study(package))
    local names = {}
    for _, factor in ipairs(study:factors()) do
        names[#names + 1] = factor.name .. " " .. factor.about
    end
    -- no group has three children, so it is the first that has two
    lu.assertEquals(names, { "aggregate arithmetic or geometric, floor 1 at level 0", "weights ±25 % at level 1" })
    local filled = support.need(hm.study(open(nil, "policy = { impute = 'mean', aggregate = 'median' }")))
    lu.assertEquals(#filled:factors(), 2) -- a median is no mean that could be another
    lu.assertEquals(filled:factors()[1].alternatives, { "as the package says", "none" })
end

-- Errors ---------------------------------------------------------------------------------------------

local function refused(study, expected, fields, of_c)
    local _, err = hm.study(open(study, fields, of_c))
    lu.assertNotNil(err, study)
    lu.assertStrContains(err.message, expected)
    lu.assertEquals(err.code, "package")
end

function tests.test_what_does_not_suit_the_package_is_an_error()
    refused("vary = { scale = { 'minmax' } }", "vary.scale: no node of the package has a step of this kind")
    refused("vary = { treat = { 'mad' } }", "vary.treat: no node of the package has a step of this kind")
    refused("vary = { weights = { within = 0.2, at = 7 } }", "no node is at level 7: the deepest is 2")
    refused("vary = { weights = { within = 0.2, at = 'GG' } }", 'there is no node "GG"')
    refused("vary = { weights = { within = 0.2, fixed = { 'X' } } }", 'there is no node "X"')
    local function fixed(code, expected, fields, of_c)
        refused("vary = { weights = { within = 0.2, fixed = '" .. code .. "' } }",
            "vary.weights: fixed: the weight of " .. code .. " stays by itself: " .. expected, fields, of_c)
    end
    fixed("I", "it has no siblings")
    fixed("C", "it is 0", "weights = { C = 0 }")
    fixed("A", "it has no siblings whose weights could be others", "weights = { B = 0 }")
    for field, expected in pairs { ["weigh = 'pca'"] = "its group learns the weights of its children",
        ["measure = score.A"] = "its group has a measure" } do
        local package = open("vary = { weights = { within = 0.2, fixed = 'A' } }",
            ("nodes = { { 'I', 'Index' }, { 'G', 'G', parent = 'I', %s }, { 'H', 'H', parent = 'I' } }"):format(field))
        local _, err = hm.study(package)
        lu.assertStrContains(err.message, "fixed: the weight of A stays by itself: " .. expected)
    end
    fixed("C", "its points count whatever its weight", nil, "deducts = true")
    fixed("C", "its group does without it", nil, "scored = false")
    refused("vary = { weights = { within = 0.2, at = { 'A', 'I' } } }",
        "vary.weights: at: the weight of I stays by itself: it has no siblings")
    refused("vary = { weights = { within = 0.2, at = 1, fixed = 'A' } }", "fixed: A is none of the nodes that `at` names")
    refused("vary = { weights = { within = 0.2, at = { 'A', 'B' }, fixed = 'A' } }", "at: A is among those in `fixed`")
    refused("vary = { weights = { simplex = 0.7, at = 1 } }", "cannot all be at least 0.7")
    refused("vary = { drop = { 'I' } }", "is the index itself")
    refused("vary = { drop = { 'A' } }", "A cannot be left out: B is imputed by it alone", "policy = { impute = 'siblings' }")
    refused("vary = { params = { q = { 1 } } }", 'the package has no parameter "q"')
    refused("vary = {}", "names nothing that varies")
    refused("vary = { weights = { sets = 'none.csv' } }", "no such file")
    refused("vary = { weights = { sets = '../sets.csv' } }", 'sets: "../sets.csv" is no name of a file beside the study')
end

-- Sensitivity ----------------------------------------------------------------------------------------

local function sensitivity(package, dataset, options, study)
    local found = {}
    local made = support.need(support.need(hm.study(package, study)):sensitivity(dataset, options))
    for _, row in ipairs(made:rows()) do
        found[row.factor] = row
    end
    return found
end

-- The score of Alba is linear in both parameters: C times k, G times what A adds.
function tests.test_shares_of_variance_by_hand()
    local more = { ["parameters.csv"] = "name,from,value\nk,,1\nm,,1\n" }
    local package = open("vary = { params = { k = { 0, 2 }, m = { 0, 1, 2 } } }", nil,
        "transform = function(x) return x * param.k + 5 * param.m end", { more = more })
    local dataset = support.dataset("city,period,a,b,c,d\nAlba,2024,50,50,10,50\nBrio,2024,52,52,10,50\n")
    -- in C: 10 k has the variance 100, 5 m that of 0, 5, 10 over three levels, 50 / 3
    local found = sensitivity(package, dataset, { target = "score:Alba" })
    local all = 100 + 50 / 3
    lu.assertAlmostEquals(found["param.k"].first, 100 / all, 1e-12)
    lu.assertAlmostEquals(found["param.k"].total, 100 / all, 1e-12)
    lu.assertAlmostEquals(found["param.m"].first, 50 / 3 / all, 1e-12)
    lu.assertEquals(found["param.m"].first_low, found["param.m"].first_high)
    local shares = sensitivity(package, dataset, { target = "score:Alba", table = "shapley" })
    lu.assertAlmostEquals(shares["param.k"].share, 100 / all, 1e-12)
end

-- Weights are one factor; both designs say the same of it.
function tests.test_designs_agree()
    local more = { ["parameters.csv"] = "name,from,value\nk,,1\n" }
    local of_c = "transform = function(x) return x * param.k end"
    local crossed = open("replicates = 4096, vary = { weights = { within = 0.5 }, params = { k = { 0.5, 1.5 } } }", nil, of_c,
        { more = more })
    local mixed = open("replicates = 4096, vary = { weights = { within = 0.5 }, params = { k = { 0.5, 1.5 } }, "
        .. "gaps = 'peers' }", nil, of_c, { more = more })
    local dataset = support.dataset(FIGURES)
    local one = sensitivity(crossed, dataset, { target = "score:Alba" })
    local other = sensitivity(mixed, dataset, { target = "score:Alba" })
    for _, factor in ipairs { "weights", "param.k" } do
        lu.assertAlmostEquals(one[factor].first, other[factor].first, 0.03)
        lu.assertAlmostEquals(one[factor].total, other[factor].total, 0.03)
        lu.assertTrue(one[factor].first_low <= one[factor].first and one[factor].first <= one[factor].first_high)
    end
    lu.assertAlmostEquals(other.gaps.total, 0, 0.02) -- Alba has none
    lu.assertTrue(one.weights.first + one["param.k"].first <= 1.02)
end

-- What is of one period is the same with and without figures of another beside it.
function tests.test_one_period()
    local study = support.need(hm.study(open("replicates = 64, vary = { weights = { within = 0.5 }, drop = 'each' }")))
    local header, rows = FIGURES:match "^([^\n]*\n)(.*)$"
    local later = rows:gsub("2024", "2025"):gsub("%d+\n", function(number) return (100 - number) .. "\n" end)
    assert(later ~= rows)
    local alone, both = support.dataset(FIGURES), support.dataset(header .. rows .. later)
    for _, target in ipairs { "shift", "top:2" } do
        local function tell(dataset, period)
            return support.need(study:sensitivity(dataset, { target = target, period = period })):rows()
        end
        local one, of_both, all = tell(alone, "2024"), tell(both, "2024"), tell(both)
        lu.assertEquals(of_both, one)
        lu.assertEquals(one[1].period, "2024")
        lu.assertEquals(all[1].period, "")
        lu.assertNotEquals(all[1].total, one[1].total)
    end
    local of_city = support.need(study:sensitivity(both, { target = "score:Alba" })):rows()
    lu.assertEquals(of_city[1].period, "2025")
end

function tests.test_wrong_targets_are_errors()
    local study = support.need(hm.study(open("vary = { weights = { within = 0.5 } }")))
    local _, err = study:sensitivity(support.dataset(FIGURES), { target = "top:2", period = "1999" })
    lu.assertStrContains(err.message, 'target "top:2": the data have no period "1999"')
    for target, expected in pairs { rank = "no target", ["score:Albo"] = 'no city "Albo"', ["top:0"] = "no target",
        ["top:x"] = "no target" } do
        _, err = study:sensitivity(support.dataset(FIGURES), { target = target })
        lu.assertStrContains(err and err.message or "", expected)
    end
end

-- Coverage goes by weights: of three groups A lacks one, which is a third of what there is, more or less.
local function open_thirds()
    local files = { ["package.lua"] = [[return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" },
        { "X", "X", parent = "I" }, { "Y", "Y", parent = "I" }, { "Z", "Z", parent = "I" } } }]],
        ["study.lua"] = "return study { replicates = 128, vary = { weights = { within = 0.25 } } }" }
    for code, parent in pairs { x = "X", y = "Y", z = "Z" } do
        files[code .. ".lua"] = ("return indicator { code = '%s1', parent = '%s', name = '%s', inputs = { number { '%s' } },"
            .. " measure = input.%s + 0 }"):format(code, parent, code, code, code)
    end
    return support.need(hm.open_package("p", { files = files })),
        support.dataset("city,period,x,y,z\nA,2025,90,80,NR\nB,2025,50,60,70\nC,2025,10,20,30\n")
end

function tests.test_in_how_many_a_city_is_ranked()
    local replicates = replicate(open_thirds())
    local ranked = {}
    for _, row in ipairs(rows(replicates, "replicates")) do
        if row.code == "I" and row.replicate > 0 and row.rank then
            ranked[row.city] = (ranked[row.city] or 0) + 1
        end
    end
    lu.assertTrue(ranked.A > 20 and ranked.A < 108)    -- about half of them
    local told = {}
    for _, row in ipairs(rows(replicates, "uncertainty")) do
        told[row.city] = row.ranked
    end
    lu.assertEquals(told, { A = ranked.A, B = 128, C = 128 })
    lu.assertEquals(ranked, told)
    for _, row in ipairs(rows(replicates, "pairs")) do
        local with_a = row.city == "A" or row.other == "A"
        lu.assertEquals(row.replicates, with_a and ranked.A or 128)
        lu.assertEquals(row.share, row.city < row.other and 1 or 0)
    end
    local factor = rows(replicates, "factors")[1]
    lu.assertEquals({ factor.unscored, factor.unranked }, { 0, 1 })
end

-- A mark below 0 has no geometric mean: that method alone leaves A without an index, whatever the weights; and B, which lacks
-- a figure, is without one by some weights.
function tests.test_what_leaves_without_an_index()
    local files = { ["package.lua"] = "return package { name = 'p', version = '1', api = 1, nodes = { { 'I', 'I', "
        .. "range = false } }, policy = { min_coverage = 2 / 3 } }",
        ["study.lua"] = "return study { replicates = 128, vary = { weights = { within = 0.25, at = 1 }, "
        .. "aggregate = { 'arithmetic', 'geometric' } } }" }
    for code in ("xyz"):gmatch "." do
        files[code .. ".lua"] = ("return indicator { code = '%s1', parent = 'I', name = '%s', inputs = { number { '%s' } },"
            .. " measure = input.%s + 0, range = false }"):format(code, code, code, code)
    end
    local package = support.need(hm.open_package("p", { files = files }))
    local dataset = support.dataset("city,period,x,y,z\nA,2024,-10,80,70\nB,2025,50,60,NR\nC,2025,10,20,30\n")
    local replicates = support.need(hm.replicates(support.need(hm.study(package)), dataset))
    local function left(units)
        local by_text = {}
        for _, row in ipairs(support.need(replicates:table("factors", { units = units })):rows()) do
            by_text[row.text] = { row.left_without, row.unscored }
        end
        return by_text
    end
    local all = left()
    lu.assertEquals(all["arithmetic"], { 0, 1 })
    lu.assertEquals(all["geometric"], { 1, 2 })
    local later = left { 2, 3 }
    lu.assertEquals(later["arithmetic"], { 0, 1 })
    lu.assertEquals(later["geometric"], { 0, 1 })
    lu.assertEquals(left { 3 }["arithmetic"], { 0, 0 })
end

-- What stands by itself is no part of the index: neither does it say what varies, nor are its weights drawn by a level.
function tests.test_what_stands_by_itself_is_at_no_level()
    local function files(more)
        local of = { ["package.lua"] = "return package { name = 'p', version = '1', api = 1, nodes = { { 'I', 'I' }, "
            .. "{ 'G', 'G', parent = 'I' }" .. more .. " } }" }
        for _, code in ipairs { "x", "y", "z" } do
            of[code .. ".lua"] = ("return indicator { code = '%s1', parent = 'G', name = '%s', inputs = { number { '%s' } },"
                .. " measure = input.%s + 0 }"):format(code, code, code, code)
        end
        return of
    end
    local beside = files ", { 'C', 'C', parent = false, range = { 0, 10000 } }"
    for _, code in ipairs { "p", "q", "r" } do
        beside[code .. ".lua"] = ("return indicator { code = '%s1', parent = 'C', name = '%s', inputs = { number { '%s' } },"
            .. " measure = input.%s + 0 }"):format(code, code, code, code)
    end
    local function factors_of(of, study)
        local package = support.need(hm.open_package("p", { files = of }))
        return support.need(hm.study(package, study)):factors()
    end
    lu.assertEquals(factors_of(beside), factors_of(files ""))
    beside["study.lua"] = "return study { vary = { weights = { within = 0.25, at = 1 } } }"
    local _, err = hm.study(support.need(hm.open_package("p", { files = beside })))
    lu.assertStrContains(err.message, "there is no node whose weight could be another at the places that `at` names")
end

support.run("Uncertainty", tests)
