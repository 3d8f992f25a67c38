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

-- { 'power', p = 0.5 } of each of hm.methods(), hm.scales() or the like, but for `without`.
local function told(methods, without)
    local list = {}
    for _, method in ipairs(methods) do
        if method.name ~= without then
            list[#list + 1] = ("{ '%s', %s }"):format(method.name, TOLD[method.name] or "")
        end
    end
    return list
end

-- Of mazziotta_pareto all children are at 100.
local METHODS <const> = told(hm.methods(), "mazziotta_pareto")

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

-- Each alternative of a factor is the package with the fields that `fields_of` has of it.
local function assert_alternatives(study, factor, alternatives, before, fields_of)
    local package, dataset = open(study:format(table.concat(alternatives, ", ")), before), support.dataset(studies.FIGURES)
    local list = rows(replicate(package, dataset, { depth = 5, replay = replay_of(factor, #alternatives) }), "replicates")
    for k, alternative in ipairs(alternatives) do
        assert_scored(list, k, open(nil, fields_of(alternative)), dataset, 5)
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
            for _, coverage in ipairs { "0", "0.5" } do
                assert_alternatives("vary = { aggregate = { %s, " .. place[1] .. " } }", "aggregate", METHODS,
                    aggregating(coverage, before), function(after)
                        local first = place[1] == "" and after or before
                        return aggregating(coverage, place[2]:format(first, after, after))
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

support.run("Alternatives", tests)
