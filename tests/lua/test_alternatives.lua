-- Alternatives of studies: with every method of the engine, in the place of every other, a variation is to the last bit
-- the package that has the method written in it.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local studies = require "studies"
local support = require "support"

local tests = {}

local open <const>, replicate <const>, rows <const> = studies.open, studies.replicate, studies.rows
local by_place <const>, assert_scored <const> = studies.by_place, studies.assert_scored

-- What methods are told that need it, and what shows more of others.
local TOLD <const> = { power = "p = 0.5", worst = "count = 1", mean_min = "alpha = 0.5", geometric = "floor = 1",
    benefit_of_the_doubt = "low = 0.2", distance_to_target = "target = 60", quantiles = "classes = 3", number = "value = 40",
    reference = "city = 'Alba'", percentiles = "low = 10, high = 80", mad = "times = 1", winsorise = "1" }
local COMPARING <const> = { "copeland", "wroclaw", "benefit_of_the_doubt" }

-- The same figures, estimates all.
local GRADED <const> = (function()
    local lines = { "city,period,input,value,quality" }
    for city, period, cells in studies.FIGURES:gmatch("(%u%l+),(%d+),([%d,]+)") do
        local column = 0
        for cell in (cells .. ","):gmatch("(%d*),") do
            column = column + 1
            lines[#lines + 1] = cell ~= "" and ("%s,%s,%s,%s,e"):format(city, period, ("abcd"):sub(column, column), cell) or nil
        end
    end
    return table.concat(lines, "\n") .. "\n"
end)()

-- { 'power', p = 0.5 } of each of hm.methods(), hm.scales() or the like, but for those `without`.
local function told(methods, without)
    local list = {}
    for _, method in ipairs(methods) do
        if not (without and without[method.name]) then
            list[#list + 1] = ("{ '%s', %s }"):format(method.name, TOLD[method.name] or "")
        end
    end
    return list
end

-- Of mazziotta_pareto all children are at 100: it has a test of its own.
local METHODS <const> = told(hm.methods(), { mazziotta_pareto = true })
local OF_HUNDREDS <const> = table.move({ "{ 'mazziotta_pareto', penalty = 'add' }", "{ 'mazziotta_pareto', sd = 'sample' }" }, 1, 2,
    #hm.methods() + 1, told(hm.methods()))

-- One replicate an alternative of a factor.
local function replay_of(factor, count, others)
    local replay = {}
    for k = 1, count do
        local choices = { [factor] = k }
        for name, choice in pairs(others or {}) do
            choices[name] = choice
        end
        replay[k] = { number = k, choices = choices }
    end
    return replay
end

-- By the package's own weights each alternative of a factor is the package with the fields that `fields_of` has of it.
local function assert_alternatives(study, factor, alternatives, before, fields_of, of_c)
    local dataset = support.dataset(studies.FIGURES)
    local package = open(study:format(table.concat(alternatives, ", ")), before, of_c)
    local list = rows(replicate(package, dataset, { depth = 5, replay = replay_of(factor, #alternatives) }), "replicates")
    for k, alternative in ipairs(alternatives) do
        assert_scored(list, k, open(nil, fields_of(alternative), of_c), dataset, 5)
    end
end

-- Methods of aggregation ---------------------------------------------------------------------------

-- Where the alternatives are laid: whom the policy then still speaks of.
local PLACES <const> = {
    { "", "%s" },
    { "at = 'I'", "%s, aggregate_at = { I = %s }" },
    { "at = 'G'", "%s, aggregate_at = { G = %s }" },
    { "at = { 0, 'H' }", "%s, aggregate_at = { I = %s, H = %s }" },
}

local function aggregating(coverage, methods)
    return ("policy = { min_coverage = %s, aggregate = %s }"):format(coverage, methods)
end

function tests.test_every_method_in_the_place_of_every_other()
    for _, before in ipairs(METHODS) do
        for _, place in ipairs(PLACES) do
            for of_c, coverage in pairs { [""] = "0", ["from = '2024'"] = "0.5", ["deducts = true, cap = 5"] = "0.5",
                ["required = true"] = "0" } do
                assert_alternatives("vary = { weights = { within = 0.5 }, aggregate = { %s, " .. place[1] .. " } }", "aggregate", METHODS,
                    aggregating(coverage, before), function(after)
                        local first = place[1] == "" and after or before
                        return aggregating(coverage, place[2]:format(first, after, after))
                    end, of_c)
            end
        end
    end
end

-- Children at 100, with a deviation of 10 or between 70 and 130, go with every method.
function tests.test_every_method_of_children_at_a_hundred()
    for _, scale in ipairs { "range = false, scale = { 'zscore', mean = 100, spread = 10 }",
        "range = false, scale = { 'minmax', to = { 70, 130 } }" } do
        local nodes = ("nodes = { { 'I', 'Index' }, { 'G', 'Group', parent = 'I', weight = 2, %s }, { 'H', 'Hold', parent = 'I', %s } }")
            :format(scale, scale)
        for _, before in ipairs { "'arithmetic'", "'mazziotta_pareto'", "'copeland'" } do
            for _, place in ipairs(PLACES) do
                local function fields(methods)
                    return ("%s, policy = { min_coverage = 0.5, %s, aggregate = %s }"):format(nodes, scale, methods)
                end
                assert_alternatives("vary = { weights = { within = 0.5 }, aggregate = { %s, " .. place[1] .. " } }", "aggregate",
                    OF_HUNDREDS, fields(before), function(after)
                        return fields(place[2]:format(place[1] == "" and after or before, after, after))
                    end)
            end
        end
    end
end

-- With weights that are drawn, a package that has them gives the same.
function tests.test_methods_take_drawn_weights()
    local dataset = support.dataset(studies.FIGURES)
    local said = "vary = { weights = { within = 0.9 }, aggregate = { %s } }"
    local package = open(said:format(table.concat(METHODS, ", ")), "policy = { min_coverage = 0 }")
    local list = rows(replicate(package, dataset,
        { depth = 5, replay = replay_of("aggregate", #METHODS, { weights = 1 }) }), "replicates")
    local drawn = rows(replicate(package, dataset, { depth = 5 }, { replicates = 64 }), "replicates")
    for k, method in ipairs(METHODS) do
        assert_scored(list, k, open(nil, aggregating("0", method)), dataset, 5)
    end
    for number = 1, 64 do
        local one, weights = by_place(drawn, number)["Alba 2024 I"], {}
        for name, weight in pairs(one) do
            local code = name:match("^weight:(.+)$")
            weights[#weights + 1] = code and ("%s = %s"):format(code, hm.number(weight))
        end
        lu.assertEquals(#weights, 6)
        assert_scored(drawn, number, open(nil, aggregating("0", METHODS[one.aggregate]) .. (", weights = { %s }"):format(
            table.concat(weights, ", "))), dataset, 5)
    end
end

-- Steps ---------------------------------------------------------------------------------------------

-- Groups are imputed by nothing that goes by other indicators.
local OF_INDICATORS <const> = { siblings = true, knn = true, em = true }

-- A group that has no step gets one: its package does nothing but aggregate.
function tests.test_every_step_at_a_group()
    for field, methods in pairs { scale = hm.scales(), treat = hm.treatments(), impute = hm.imputers() } do
        for _, way in ipairs { "", "direction = 'lower', " } do
            for _, code in ipairs { "I", "G" } do
                local function nodes(of)
                    local step = way .. (of and ("%s = %s"):format(field, of) or "")
                    return ("nodes = { { 'I', 'Index', %s }, { 'G', 'Group', parent = 'I', %s }, { 'H', 'Hold', parent = 'I' } }, "
                        .. "policy = { min_coverage = 0.5, scale = 'minmax' }"):format(code == "I" and step or "",
                        code == "G" and step or "")
                end
                assert_alternatives(("add = true, vary = { weights = { within = 0.5 }, %s = { %%s, at = '%s' } }"):format(field, code), field,
                    told(methods, OF_INDICATORS), nodes(), nodes)
            end
        end
    end
end

function tests.test_every_step_of_indicators()
    for field, methods in pairs { scale = hm.scales(), treat = hm.treatments(), impute = hm.imputers() } do
        for _, aggregate in ipairs { "arithmetic", "copeland", "geometric" } do
            local function policy(of)
                return ("policy = { min_coverage = 0.5, aggregate = '%s', %s }"):format(aggregate,
                    of and ("%s = %s"):format(field, of) or "")
            end
            assert_alternatives(("add = true, vary = { weights = { within = 0.5 }, %s = { %%s } }"):format(field), field, told(methods), policy(), policy)
        end
    end
end

-- With what else varies -----------------------------------------------------------------------------

-- Errors of figures are the same whatever else varies: a package that has the method gives the same.
function tests.test_methods_take_errors_of_figures()
    local dataset = support.dataset(GRADED)
    local figures = "figures = { quality = { e = 0.3 } }"
    for _, method in ipairs(METHODS) do
        local own = open(("vary = { %s }"):format(figures), aggregating("0", method))
        local other = open(("vary = { %s, aggregate = { { 'power', p = 2 }, %s } }"):format(figures, method),
            "policy = { min_coverage = 0 }")
        local of_own = rows(replicate(own, dataset, { depth = 5, replay = replay_of("figures", 1) }), "replicates")
        local of_other = rows(replicate(other, dataset,
            { depth = 5, replay = { { number = 1, choices = { figures = 1, aggregate = 2 } } } }), "replicates")
        lu.assertEquals(#of_own, #of_other)
        for place, row in pairs(by_place(of_own, 1)) do
            local same = by_place(of_other, 1)[place]
            lu.assertEquals(same.score and hm.number(same.score), row.score and hm.number(row.score), place)
            lu.assertEquals(same.rank, row.rank, place)
        end
        lu.assertNotEquals(by_place(of_own, 1)["Alba 2024 A"].score, 10)
    end
end

-- Wherever a method is laid, what is left out below it is as if the package had it not.
function tests.test_what_is_dropped_below_every_method()
    local dataset, path = support.dataset(studies.FIGURES), os.tmpname()
    for _, method in ipairs(METHODS) do
        for _, place in ipairs(PLACES) do
            local package = open(("vary = { drop = 'each', aggregate = { %s, %s } }"):format(method, place[1]), aggregating("0",
                "'arithmetic'"))
            local list = rows(replicate(package, dataset, { depth = 5, replay = replay_of("drop", 4, { aggregate = 1 }) }), "replicates")
            local policy = place[2]:format(place[1] == "" and method or "'arithmetic'", method, method)
            for number, code in ipairs { "A", "B", "C", "D" } do
                local file <close> = assert(io.open(path, "w"))
                file:write(("return package { drop = { '%s' } }"):format(code))
                file:flush()
                assert_scored(list, number, open(nil, aggregating("0", policy), nil, { with = { path } }), dataset, 5)
            end
        end
    end
    os.remove(path)
end

local function refusal(study, fields)
    local package = open(study, fields)
    local checked, first = support.need(hm.study(package)):check()
    local made, err = hm.replicates(support.need(hm.study(package)), support.dataset(studies.FIGURES))
    lu.assertFalse(checked or false)
    lu.assertNil(made)
    lu.assertEquals(err.code, "package")
    lu.assertEquals(first.message, err.message)
    return err.message
end

-- What is refused of a package that has the method is refused of a study that offers it.
function tests.test_what_does_not_go_with_an_alternative_is_refused()
    lu.assertStrContains(refusal("add = true, vary = { drop = { 'A' }, impute = { 'siblings' } }"),
        "vary.drop: A cannot be left out: B is imputed by it alone (impute: siblings)")
    lu.assertStrContains(refusal("vary = { drop = { 'A' }, aggregate = { { 'benefit_of_the_doubt', high = 0.6 } } }"),
        "vary.drop: A cannot be left out: the parts of the other children of G, which make 1, cannot all be within low = 0 and "
        .. "high = 0.6 (aggregate: benefit_of_the_doubt, high 0.6)")
end

function tests.test_threads_and_other_alternatives_do_not_matter()
    local dataset = support.dataset(studies.FIGURES)
    local package = open("vary = { weights = { within = 0.5 }, aggregate = { 'arithmetic', 'copeland', 'geometric' } }")
    local function texts(jobs, count)
        local found = {}
        for i, row in ipairs(rows(replicate(package, dataset, { jobs = jobs }, { replicates = count }), "replicates")) do
            found[i] = ("%d %s %s %s %s"):format(row.replicate, row.city, row.period, row.score and hm.number(row.score),
                row.rank)
        end
        return found
    end
    local one = texts(1, 96)
    lu.assertEquals(texts(3, 96), one)
    lu.assertEquals(texts(2, 24), table.move(one, 1, 24 * 8, 1, {}))
end

-- Nothing else varies: all there is of variance is the method's.
function tests.test_sensitivity_sees_methods_that_compare()
    local dataset = support.dataset(studies.FIGURES)
    for _, method in ipairs(COMPARING) do
        local study = support.need(hm.study(open(("vary = { aggregate = { 'arithmetic', '%s', at = 'I' } }"):format(method))))
        for target, period in pairs { ["score:Alba"] = "2024", ["rank:Alba"] = "2024", shift = false } do
            local row = support.need(study:sensitivity(dataset, { target = target, period = period or nil })):rows()[1]
            lu.assertEquals(row.factor, "aggregate")
            lu.assertTrue(target ~= "score:Alba" or row.first == 1 and row.total == 1)
        end
    end
end

support.run("Alternatives", tests)
