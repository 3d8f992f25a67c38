-- Packages that extend others. The base is small enough for paper and pencil; every figure is a
-- score:
--
--   index ── A ── A1, A2          A1 = 10, A2 = 40            A = 25
--        └── B ── B1, B2, B3      B1 = 60, B2 = 30, B3 = 90   B = 60     index = 42.5
--
-- What an overlay makes of it is worked out beside each test.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- An indicator that hands on its one input, which has its code in small letters.
local function leaf(code, parent, more)
    return ([[
return indicator {
    code = "%s", parent = "%s", name = "%s", %s
    inputs = { number { "%s" } },
    measure = input.%s,
}
]]):format(code, parent, code, more or "", code:lower(), code:lower())
end

local BASE <const> = {
    ["package.lua"] = [[
return package {
    name = "base", version = "3", api = 1,
    nodes = { { "index", "All" }, { "A", "First", parent = "index" },
        { "B", "Second", parent = "index" } },
}
]],
    ["A1.lua"] = leaf("A1", "A"), ["A2.lua"] = leaf("A2", "A"),
    ["B1.lua"] = leaf("B1", "B"), ["B2.lua"] = leaf("B2", "B"), ["B3.lua"] = leaf("B3", "B"),
}

local DATA <const> = "city,period,a1,a2,b1,b2,b3\nOne,2025,10,40,60,30,90\n"

local function manifest(name, fields)
    return ('return package {\n    name = %q, version = "1", api = 1,\n%s\n}\n')
        :format(name, fields)
end

-- The folder of a chain: { "name", fields of its package.lua, files = { ... } } each, the base
-- first; each extends the one before.
local function write_chain(...)
    local packages, below = { base = BASE }, "base"
    for _, layer in ipairs { ... } do
        local files = { ["package.lua"] = manifest(layer[1],
            ("    extends = %q,\n%s"):format(below, layer[2])) }
        for path, text in pairs(layer.files or {}) do
            files[path] = text
        end
        packages[layer[1]], below = files, layer[1]
    end
    return support.write(packages), below
end

local function open_chain(...)
    local folder, last = write_chain(...)
    return support.open(folder .. "/" .. last)
end

-- Scores of the one city by code, of a package on top of the base.
local function scores_of(package, data)
    local rows, scores = support.rows(package, data or DATA)
    local found = {}
    for _, row in ipairs(scores:rows(1)) do
        found[row.code] = row.score or row.status
    end
    return found, rows
end

local function overlay(fields, files)
    return open_chain { "top", fields, files = files }
end

local function check(package, expected, data)
    local found = scores_of(package, data)
    for code, score in pairs(expected) do
        if type(score) == "string" then
            lu.assertEquals(found[code], score, code)
        else
            support.near(found[code], score, code)
        end
    end
    return found
end

-- Dropping and weighing ----------------------------------------------------------------------

function tests.test_nothing_said_nothing_changed()
    check(overlay "", { A = 25, B = 60, index = 42.5 })
end

function tests.test_drop_an_indicator()
    local found = check(overlay [[drop = { "B2" }]], { A = 25, B = 75, index = 50 })
    lu.assertNil(found.B2)
end

function tests.test_drop_a_group_with_all_below_it()
    local package = overlay [[drop = { "B" }]]
    check(package, { A = 25, index = 25 })
    lu.assertEquals(#package:nodes(), 4)
    lu.assertEquals(#package:inputs(), 2)
end

function tests.test_data_of_dropped_indicators_are_known_all_the_same()
    local _, scores = support.rows(overlay [[drop = { "B" }]], DATA)
    lu.assertEquals(scores:issues(), {})
end

function tests.test_weights()
    -- B = (2*60 + 0*30 + 1*90)/3 = 70; index = (3*25 + 70)/4 = 36.25
    check(overlay [[weights = { A = 3, B1 = 2, B2 = 0 }]], { A = 25, B = 70, index = 36.25 })
end

function tests.test_weights_are_shares()
    local shares = {}
    for _, node in ipairs(overlay [[weights = { A = 0.3, B = 0.1, B1 = 2 }]]:nodes()) do
        shares[node.code] = node.share
    end
    for code, share in pairs { index = 1, A = 0.75, B = 0.25, A1 = 0.5, B1 = 0.5, B2 = 0.25 } do
        support.near(shares[code], share, code)
    end
end

function tests.test_a_ragged_tree_with_local_groups()
    -- C = 80 stands beside A and B and has D below it: D = 20, E1 = 80
    --   C = (3*20 + 80)/4 = 35; index = (25 + 60 + 2*35)/4 = 38.75
    local package = overlay([[nodes = { { "C", "Third", parent = "index", weight = 2 },
        { "D", "Inside", parent = "C", weight = 3 } }]],
        { ["deep/D1.lua"] = leaf("D1", "D"), ["E1.lua"] = leaf("E1", "C") })
    check(package, { D = 20, C = 35, index = 38.75 },
        "city,period,a1,a2,b1,b2,b3,d1,e1\nOne,2025,10,40,60,30,90,20,80\n")
end

-- Policy -------------------------------------------------------------------------------------

function tests.test_aggregate_at_one_group()
    -- A = sqrt(10*40) = 20; index = (20 + 60)/2
    check(overlay [[policy = { aggregate_at = { A = "geometric" } }]],
        { A = 20, B = 60, index = 40 })
end

function tests.test_aggregate_everywhere_but_one()
    -- A = min 10, B = median 60, index = min 10
    check(overlay [[policy = { aggregate = "minimum", aggregate_at = { B = "median" } }]],
        { A = 10, B = 60, index = 10 })
end

function tests.test_weighted_geometric_and_harmonic()
    -- A = (10^1 * 40^3)^(1/4) = 640000^(1/4); B = 3/(1/60 + 1/30 + 1/90) = 540/11
    check(overlay [[weights = { A2 = 3 },
        policy = { aggregate_at = { A = "geometric", B = "harmonic" } }]],
        { A = 28.284271247461902, B = 540 / 11 })
end

function tests.test_methods_with_parameters()
    -- A = ((10^2 + 40^2) / 2)^(1/2); B = the worst two of 60, 30, 90; index = 100 A/100 B/100
    check(overlay [[policy = { aggregate = "product",
        aggregate_at = { A = { "power", 2 }, B = { "worst", count = 2 } } }]],
        { A = math.sqrt(850), B = 45, index = math.sqrt(850) * 45 / 100 })
    -- A = sqrt(20 * 40); B = 60 - (sqrt(30^2 + 40^2) - 40) / 2
    check(overlay [[policy = { aggregate_at = { A = { "geometric", floor = 20 },
        B = { "mean_min", alpha = 0.5, beta = 40 } } }]], { A = math.sqrt(800), B = 55 })
end

-- What a group says itself goes before its package's policy, and not before that of a package on top.
function tests.test_a_group_says_its_method()
    local nodes = [[nodes = { { "C", "Third", parent = "index", aggregate = { "power", p = -1 } } },
        policy = { aggregate = "minimum", aggregate_at = { C = "median" } }]]
    local scripts = { ["C1.lua"] = leaf("C1", "C"), ["C2.lua"] = leaf("C2", "C") }
    local data = "city,period,a1,a2,b1,b2,b3,c1,c2\nOne,2025,10,40,60,30,90,30,60\n"
    check(overlay(nodes, scripts), { C = 40, B = 30, index = 10 }, data)
    check(open_chain({ "middle", nodes, files = scripts },
        { "top", [[policy = { aggregate_at = { C = "maximum" } }]] }), { C = 60 }, data)
end

function tests.test_min_coverage()
    local data = "city,period,a1,a2,b1,b2,b3\nOne,2025,10,,60,,90\n"
    check(overlay "", { A = 10, B = 75, index = 42.5 }, data)
    -- A has 1/2, B 2/3; with A gone the index has half of 2/3
    check(overlay [[policy = { min_coverage = 0.6 }]],
        { A = "insufficient", B = 75, index = "insufficient" }, data)
    -- index: (1/2 + 2/3)/2 = 7/12, which is not below 0.58
    check(overlay [[policy = { min_coverage = 0 }]], { A = 10, B = 75, index = 42.5 }, data)
end

-- Rounding: every mark is rounded, halves away from zero, and groups are made of rounded marks.
function tests.test_rounding_goes_up_the_tree()
    -- A1 = 2.5 -> 3, A2 = 2.5 -> 3, A = 3; B1 = 1, B2 = 0, B3 = 0.4 -> 0, B = 1/3 -> 0
    -- index = 1.5 -> 2, while the unrounded one is (2.5 + 1.4/3)/2 = 1.483 -> 1
    local found, rows = scores_of(overlay [[policy = { rounding = 0 }]],
        "city,period,a1,a2,b1,b2,b3\nOne,2025,2.5,2.5,1,0,0.4\n")
    lu.assertEquals({ found.A1, found.A2, found.A, found.B, found.index }, { 3, 3, 3, 0, 2 })
    lu.assertEquals(rows("One", "2025", "A1").value, 2.5)
end

function tests.test_rounding_is_decimal()
    -- none of these halves is a double: 1.005 is a bit less, 2.675 too; people mean what they write
    local found = scores_of(overlay [[policy = { rounding = 2 }]],
        "city,period,a1,a2,b1,b2,b3\nOne,2025,1.005,2.675,0.125,99.995,33.333\n")
    lu.assertEquals({ found.A1, found.A2, found.B1, found.B2, found.B3 },
        { 1.01, 2.68, 0.13, 100, 33.33 })
    -- A = (1.01 + 2.68)/2 = 1.845 -> 1.85 (in doubles 1.8450000000000002)
    lu.assertEquals(found.A, 1.85)
end

function tests.test_rounding_does_not_reach_values_and_coverage()
    local rows = support.rows(overlay [[policy = { rounding = 0 }]],
        "city,period,a1,a2,b1,b2,b3\nOne,2025,10.4,,60,30,\n")
    lu.assertEquals(rows("One", "2025", "A1").value, 10.4)
    support.near(rows("One", "2025", "B").coverage, 2 / 3)
end

-- Replacing ----------------------------------------------------------------------------------

function tests.test_a_replacement_keeps_place_and_weight()
    -- B1 = 3 * 20 / 2 = 30 with the base's weight, which the middle layer set to 4:
    --   B = (4*30 + 30 + 90)/6 = 40
    local package = open_chain({ "middle", [[weights = { B1 = 4 }]] },
        { "top", "", files = { ["other.lua"] = [[
return indicator {
    code = "B1", parent = "B", replaces = true, name = "Otherwise",
    inputs = { number { "x" } },
    measure = 3 * input.x / 2,
}
]] } })
    check(package, { B1 = 30, B = 40, index = 32.5 },
        "city,period,a1,a2,b2,b3,x\nOne,2025,10,40,30,90,20\n")
    lu.assertEquals(package:indicator "B1".name, "Otherwise")
    lu.assertEquals(package:indicator "B1".inputs, { "x" })
end

function tests.test_a_replacement_may_move_and_weigh()
    -- B1 now is a third of A: A = (10 + 40 + 4*60)/6; B = 60
    check(overlay("", { ["B1.lua"] = leaf("B1", "A", "replaces = true, weight = 4,") }),
        { A = 290 / 6, B = 60 })
end

function tests.test_an_input_defined_again_overrules()
    local package = overlay("", { ["inputs.lua"] =
        [[return { number { "a1", "Another label", max = 9 } }]] })
    check(package, { A1 = "invalid", A = 40 })
end

function tests.test_what_is_dropped_can_be_made_anew()
    check(overlay([[drop = { "B" }, nodes = { { "B", "Again", parent = "index", weight = 3 } }]],
        { ["B1.lua"] = leaf("B1", "B") }), { B = 60, index = (25 + 180) / 4 })
end

-- Chains -------------------------------------------------------------------------------------

function tests.test_a_chain_of_three()
    -- nation: A2 out, B weighs 3, one decimal. region: R1 = 55 into A, with 3; B weighs 1 again.
    -- city: R1 weighs 1, B2 out, no decimals.
    --   A = (10 + 55)/2 = 32.5 -> 33; B = (60 + 90)/2 = 75; index = 54
    local package = open_chain(
        { "nation", [[drop = { "A2" }, weights = { B = 3 },
            policy = { rounding = 1, min_coverage = 0.9 }]] },
        { "region", [[weights = { B = 1 }]],
            files = { ["R1.lua"] = leaf("R1", "A", "weight = 3,") } },
        { "city", [[drop = { "B2" }, weights = { R1 = 1 }, policy = { rounding = 0 }]] })
    check(package, { A = 33, B = 75, index = 54 },
        "city,period,a1,a2,b1,b2,b3,r1\nOne,2025,10,40,60,30,90,55\n")
    lu.assertEquals(package:info().extends, { "region", "nation", "base" })
    lu.assertEquals(package:info().policy.min_coverage, 0.9)
end

function tests.test_the_base_may_have_a_version()
    check(open_chain { "top", [[extends = { "base", version = "3" }]] }, { index = 42.5 })
end

function tests.test_json_is_the_same_package()
    local folder = support.write { base = BASE, top = { ["package.json"] = [[
{ "name": "top", "version": "1", "api": 1, "extends": "base", "title": null,
  "drop": ["B2"], "weights": { "A": 3, "B1": 2 }, "nodes": [],
  "policy": { "rounding": 1, "aggregate_at": { "A": "geometric" } } }
]] } }
    -- A = 20; B = (2*60 + 90)/3 = 70; index = (3*20 + 70)/4 = 32.5
    check(support.open(folder .. "/top"), { A = 20, B = 70, index = 32.5 })
end

function tests.test_a_module_is_each_layers_own()
    local files = { ["lib/factor.lua"] = "return { by = 2 }", ["A1.lua"] = [[
local factor = require "factor"
return indicator {
    code = "A1", parent = "A", replaces = true, name = "Twice",
    inputs = { "a1" },
    measure = factor.by * input.a1,
}
]] }
    check(overlay("", files), { A1 = 20 })
end

-- Errors -------------------------------------------------------------------------------------

-- What is said of a layer begins in line 4 of its package.lua.
local function fails(expected, ...)
    local folder, last = write_chain(...)
    local package, err, issues = hm.open_package(folder .. "/" .. last)
    lu.assertNil(package, expected.message)
    lu.assertEquals(err.file, ("%s/%s/%s"):format(folder, last, expected.file or "package.lua"))
    lu.assertEquals(err.line, expected.line or 4, err.message)
    lu.assertStrContains(err.message, expected.message)
    return issues
end

local MANIFEST_ERRORS <const> = {
    { [[drop = { "B4" }]], 'drop: no node "B4" in the package: did you mean "B' },
    { [[drop = { "B2", "B2" }]], '"B2" in the package: it is dropped' },
    { [[weights = { performence = 2 }]], 'weights: no node "performence" in the package' },
    { [[weights = { AB = 2 }]], 'weights: no node "AB"' },
    { [[drop = { "B" }, weights = { B3 = 2 }]],
        'weights: no node "B3" in the package: it is dropped' },
    { [[weights = { A = -1 }]], '"A" must have a weight' },
    { [[weights = { A = "2" }]], '"A" must have a weight' },
    { [[weights = { 2, 3 }]], "weights: every entry must name a code" },
    { [[weights = { A1 = 0, A2 = 0 }]], "the weights of its children are all 0" },
    { [[wieghts = { A = 1 }]], 'unknown field "wieghts": did you mean "weights"?' },
    { [[drop = "A"]], "drop is a string, expected a list" },
    { [[policy = { min_covrage = 1 }]],
        'unknown field "min_covrage": did you mean "min_coverage"?' },
    { [[policy = { min_coverage = 50 }]], "min_coverage must lie within 0 and 1" },
    { [[policy = { rounding = 1.5 }]], "rounding must be a whole number" },
    { [[policy = { aggregate = "geometrik" }]], '"geometrik": arithmetic, geometric, harmonic, minimum, '
        .. 'maximum, median, product, power, worst, mazziotta_pareto, mean_min, copeland, wroclaw, benefit_of_the_doubt, sum: '
        .. 'did you mean "geometric"?' },
    { [[policy = { aggregate = "power" }]], 'policy: aggregate: power needs p, ' },
    { [[policy = { aggregate = { "power", 0 } }]], "power: p is 0, which is the method geometric" },
    { [[policy = { aggregate = { "power", 0.5, 2 } }]], "has more than the name of a method and a number" },
    { [[policy = { aggregate = { "power", "half" } }]], 'expected a number, or param.NAME, behind "power", found a string' },
    { [[policy = { aggregate = { "median", 1 } }]], "median has no parameters" },
    { [[policy = { aggregate = { "worst", 1.5 } }]], "worst: count is 1.5, expected a whole number from 1 to" },
    { [[policy = { aggregate = { "worst", coumt = 2 } }]],
        'worst has no "coumt", only count: did you mean "count"?' },
    { [[policy = { aggregate_at = { A = "mazziotta_pareto" } }]],
        'aggregate_at: A: mazziotta_pareto needs children at 100 with a deviation of 10, which A1 is not' },
    { [[policy = { aggregate = { "mazziotta_pareto", sd = "half" } }]],
        'mazziotta_pareto: sd is "half", expected one of population, sample' },
    { [[policy = { aggregate_at = { A = { "mean_min", alpha = 2 } } }]],
        "aggregate_at: A: mean_min: alpha is 2, expected a number from 0 to 1" },
    { [[nodes = { { "C", "Third", parent = "index", aggregate = { "geometric", flor = 1 } } }]],
        'node C: aggregate: geometric has no "flor", only floor: did you mean "floor"?' },
    { [[policy = { aggregate_at = { A = "mean" } }]], 'no method of aggregation "mean"' },
    { [[policy = { aggregate_at = { A1 = "median" } }]], '"A1" is an indicator' },
    { [[policy = { aggregate_at = { AA = "median" } }]], 'aggregate_at: no node "AA"' },
    { [[nodes = { { "A", "Again", parent = "index" } }]], 'code "A" is taken already' },
    { [[nodes = { { "C", "Third", parent = "idnex" } }]], 'did you mean "index"?' },
    { [[nodes = { { "C", "Third", parnt = "index" } }]],
        'unknown field "parnt": did you mean "parent"?' },
    { [[extends = "bsae"]], 'did you mean "base"?' },
    { [[extends = { "base", version = "2" }]], "extends base version 2, but found version 3" },
}

function tests.test_errors_of_a_manifest()
    for _, case in ipairs(MANIFEST_ERRORS) do
        fails({ message = case[2] }, { "top", case[1] })
    end
end

-- Of three cities with 1, 2, 3 and 3, 1, 2; the deviation of each is sqrt(2/3): at 100 the first has
-- -1.2247 and 1.2247 deviations, M = 100 and S^2 = 150.
function tests.test_mazziotta_pareto()
    local scaled = 'range = false, scale = { "zscore", mean = 100, spread = 10 },'
    local scripts = { ["C1.lua"] = leaf("C1", "C", scaled), ["C2.lua"] = leaf("C2", "C", scaled) }
    local data = "city,period,a1,a2,b1,b2,b3,c1,c2\nOne,2025,1,1,1,1,1,1,3\n"
        .. "Two,2025,1,1,1,1,1,2,1\nThree,2025,1,1,1,1,1,3,2\n"
    local function with(method)
        return overlay(('nodes = { { "C", "Third", parent = "index", aggregate = %s } }'):format(method), scripts)
    end
    check(with '"mazziotta_pareto"', { C1 = 100 - 10 * math.sqrt(1.5), C = 98.5 }, data)
    check(with '{ "mazziotta_pareto", penalty = "add", sd = "sample" }', { C = 103 }, data)
    local adjusted = 'range = false, scale = { "minmax", to = { 70, 130 } },'
    scripts = { ["C1.lua"] = leaf("C1", "C", adjusted), ["C2.lua"] = leaf("C2", "C", adjusted) }
    check(with '"mazziotta_pareto"', { C1 = 70, C2 = 130, C = 91 }, data) -- 100 - 30^2 / 100
    scripts["C2.lua"] = leaf("C2", "C", 'scale = { "zscore", mean = 100, spread = 10 },')
    fails({ message = 'node C: aggregate: mazziotta_pareto needs children on both sides of 100, and C2 is held' },
        { "top", [[nodes = { { "C", "Third", parent = "index", aggregate = "mazziotta_pareto" } }]],
            files = scripts })
end

-- The base alone is sound: the package that empties its group is the one to mend, and to finish.
function tests.test_a_group_left_empty()
    for code, chain in pairs {
        A = { { "top", [[drop = { "A1", "A2" }]] } },
        B = { { "middle", "" }, { "top", [[drop = { "B1", "B2", "B3" }]] } },
        C = { { "top", [[nodes = { { "C", "Third", parent = "index" } }]] } },
    } do
        local folder, last = write_chain(table.unpack(chain))
        local package = assert(hm.open_package(folder .. "/" .. last))
        local issue = package:issues()[1]
        lu.assertEquals({ #package:issues(), issue.severity, issue.line }, { 1, "warning", 4 })
        lu.assertStrContains(issue.message, "node " .. code .. ": the group has no indicator below it")
        local dataset = hm.new_dataset()
        dataset:put("X", "2025", "b1", "1")
        dataset:finish()
        local scores, err = hm.score(package, dataset)
        lu.assertNil(scores)
        lu.assertEquals(err.code, "package")
        lu.assertStrContains(err.message, "group " .. code .. " has no indicator below it")
        lu.assertEquals(hm.score(package, dataset, { unfinished = true }):row(1, code).status,
            "not_applicable")
    end
end

function tests.test_all_dropped_is_an_error()
    local folder = write_chain { "top", [[drop = { "index" }]] }
    local package, err = hm.open_package(folder .. "/top")
    lu.assertNil(package)
    lu.assertEquals(err.code, "package")
end

function tests.test_errors_of_indicators()
    fails({ file = "A1.lua", line = 2, message = "the base has indicator A1 already, at " },
        { "top", "", files = { ["A1.lua"] = leaf("A1", "A") } })
    fails({ file = "A1.lua", line = 2,
            message = 'replaces = true, but the base has none of this code: did you mean "A1"' },
        { "top", "", files = { ["A1.lua"] = leaf("A11", "A", "replaces = true,") } })
    fails({ file = "A1.lua", line = 2, message = "it is dropped" },
        { "top", [[drop = { "A1" }]],
            files = { ["A1.lua"] = leaf("A1", "A", "replaces = true,") } })
    fails({ file = "C1.lua", line = 2, message = "cannot replace a group" },
        { "top", "", files = { ["C1.lua"] = leaf("A", "index", "replaces = true,") } })
    fails({ file = "C1.lua", line = 2, message = '"indx"' },
        { "top", "", files = { ["C1.lua"] = leaf("C1", "indx") } })
    fails({ file = "C1.lua", line = 2, message = 'unknown field "wieght": did you mean "weight"?' },
        { "top", "", files = { ["C1.lua"] = leaf("C1", "A", "wieght = 1,") } })
    fails({ file = "C2.lua", line = 2, message = 'code "C1" is taken already, at ' },
        { "top", "", files = { ["C1.lua"] = leaf("C1", "A"), ["C2.lua"] = leaf("C1", "A") } })
end

function tests.test_errors_of_inputs()
    fails({ file = "inputs.lua", line = 2,
            message = 'input "a1" is declared as flag here, but as number in the base' },
        { "top", "", files = { ["inputs.lua"] = "return {\n    flag { \"a1\" },\n}" } })
    fails({ file = "C1.lua", line = 4, message = 'no input "a3": did you mean "a' },
        { "top", "", files = { ["C1.lua"] = [[
return indicator {
    code = "C1", parent = "A", name = "C1",
    inputs = { "a1" },
    measure = input.a1 + input.a3,
}
]] } })
    fails({ file = "inputs.lua", line = 1, message = "warn_min is above warn_max" },
        { "top", "", files = { ["inputs.lua"] =
            'return { number { "n", warn_min = 2, warn_max = 1 } }' } })
    fails({ file = "inputs.lua", line = 1, message = "warn_min and warn_max go with numbers" },
        { "top", "", files = { ["inputs.lua"] = 'return { flag { "n", warn_max = 1 } }' } })
end

function tests.test_all_that_is_wrong_is_said_at_once()
    local issues = fails({ message = "drop" },
        { "top", [[drop = { "B4" }, weights = { AB = 2 }]] ,
            files = { ["A1.lua"] = leaf("A1", "A") } })
    lu.assertEquals(#issues, 3)
end

function tests.test_packages_in_a_circle()
    local folder = support.write {
        one = { ["package.lua"] = manifest("one", [[extends = "two"]]) },
        two = { ["package.lua"] = manifest("two", [[extends = "one"]]) },
    }
    local package, err = hm.open_package(folder .. "/one")
    lu.assertNil(package)
    lu.assertStrContains(err.message, "circle")
    lu.assertStrContains(err.file, folder)
end

function tests.test_a_missing_base()
    local folder = support.write { top = { ["package.lua"] = "-- first line\n"
        .. manifest("top", [[extends = "iso-iec-3014"]]) } }
    local package, err = hm.open_package(folder .. "/top")
    lu.assertNil(package)
    lu.assertEquals({ err.file, err.line }, { folder .. "/top/package.lua", 4 })
    lu.assertStrContains(err.message, 'no package "iso-iec-3014": did you mean "iso-iec-30146"?')
end

function tests.test_errors_of_json()
    local function json(text)
        local folder = support.write { base = BASE, top = { ["package.json"] = text } }
        local package, err = hm.open_package(folder .. "/top")
        lu.assertNil(package)
        lu.assertEquals(err.file, folder .. "/top/package.json")
        return err
    end
    local start <const> = '{ "name": "top", "version": "1", "api": 1, "extends": "base",\n'
    local broken <const> = json(start .. '"drop": ["A1",\n\n  }')
    lu.assertEquals({ broken.line, broken.column }, { 4, 3 })
    lu.assertStrContains(json(start .. '"weights": { "A11": 2 } }').message, 'did you mean "A1"?')
    lu.assertStrContains(json(start .. '"polcy": {} }').message, 'did you mean "policy"?')
end

-- The examples -------------------------------------------------------------------------------

local EXAMPLES <const> = support.root .. "/examples/packages/"

local function harbour(name)
    local dataset = hm.new_dataset()
    assert(dataset:read(EXAMPLES .. "harbour-city/data"))
    assert(dataset:finish())
    return support.rows(support.open(EXAMPLES .. name), dataset)
end

function tests.test_harbour_city()
    local rows, scores = harbour "harbour-city"
    lu.assertEquals(scores:issues(), {})
    -- 30 for the mechanism, less 4 an incident
    for place, expected in pairs { ["Aldermouth 2024"] = 30 - 12, ["Aldermouth 2025"] = 30 - 4,
        ["Skerrow 2024"] = 0, ["Skerrow 2025"] = 30 - 20 } do
        support.near(rows(place:match "%a+", place:match "%d+", "L6").score, expected, place)
    end
    -- 9 of 18 berths; 15/18 bookable in 2 h: 83.333/sqrt(2) = 58.926; by interface; 4 of 5 on time;
    -- 88900/84200: 5.5819 % more, (5.5819 + 10)/20; more NO2 than Skerrow
    --   L7 = (50 + 58.9 + 100 + 80 + 77.9 + 0)/6 = 61.133
    for code, score in pairs { ["L7.1"] = 50, ["L7.2"] = 58.9, ["L7.3"] = 100, ["L7.4"] = 80,
        ["L7.5"] = 77.9, ["L7.6"] = 0, L7 = 61.1 } do
        lu.assertEquals(rows("Aldermouth", "2025", code).score, score, code)
    end
    lu.assertEquals(rows("Skerrow", "2024", "L7.2").score, 0)
    lu.assertEquals(rows("Skerrow", "2024", "L7.5").status, "not_reported")
    lu.assertEquals(rows("Skerrow", "2024", "L1.8").status, "insufficient") -- 1 of 2, with 0.6
    -- 24.1 and 16.3: sqrt(392.83) = 19.82
    lu.assertEquals(rows("Aldermouth", "2025", "L1.9").score, 19.8)
    lu.assertEquals(rows("Skerrow", "2025", "L6.9").flags, "capped")
    -- the fewer points are taken off, the better
    lu.assertEquals(rows("Aldermouth", "2025", "L6.9").rank, 1)
    lu.assertEquals(rows("Skerrow", "2025", "L6.9").rank, 2)
end

function tests.test_harbour_district()
    local rows = harbour "harbour-district"
    -- L7 without L7.5, and L7.1 with 3: (3*50 + 58.9 + 100 + 80 + 0)/7 = 55.557
    lu.assertEquals(rows("Aldermouth", "2025", "L7").score, 55.6)
    support.near(rows("Aldermouth", "2025", "L7").weight, 4 / 9)
    lu.assertEquals(rows("Skerrow", "2024", "L1.8").status, "scored") -- 1 of 2, with 0.5
    lu.assertError(rows, "Skerrow", "2024", "L3.2")
end

-- A node's share of the index: the product of the shares down to it.
local function effective_shares(package)
    local shares = {}
    for _, node in ipairs(package:nodes()) do
        shares[node.code] = node.share * (shares[node.parent] or 1)
    end
    return shares
end

function tests.test_national_2016_shares()
    local shares = effective_shares(support.open(EXAMPLES .. "national-2016"))
    local levels <const> = { 37, 9, 8, 7, 7, 8, 4, 20 }
    local services <const> = { 8, 3, 3, 3, 3, 3, 7, 5, 2 }
    local total = 0
    for i, percent in ipairs(levels) do
        lu.assertAlmostEquals(shares["L" .. i], percent / 100, 1e-15, "L" .. i)
        total = total + shares["L" .. i]
    end
    lu.assertAlmostEquals(total, 1, 1e-15)
    for i, percent in ipairs(services) do
        lu.assertAlmostEquals(shares["L1." .. i], percent / 100, 1e-15, "L1." .. i)
    end
    lu.assertAlmostEquals(shares["L7.1"], 0.04, 1e-15)
    lu.assertAlmostEquals(shares["L8.1"], 0.20, 1e-15)
end

-- Port Lumen of the examples with the two local indicators: L7 = 75, L8 = 2/3. The marks of its
-- levels are taken as they are scored; the index is worked out here.
function tests.test_national_2016_index()
    local dataset = hm.new_dataset()
    assert(dataset:read(support.root .. "/examples/cities/port-lumen"))
    for name, text in pairs { programme_leading_body = "yes", programme_plan = "yes",
        programme_budget = "yes", programme_reviewed_yearly = "no", survey_content = "2",
        survey_respondents = "3" } do
        assert(dataset:put("Port Lumen", "2025", name, text))
    end
    assert(dataset:finish())
    local rows = support.rows(support.open(EXAMPLES .. "national-2016"), dataset)
    local function mark(code)
        local score = rows("Port Lumen", "2025", code).score
        lu.assertEquals(score, tonumber(("%.2f"):format(score)), code)
        return score
    end
    local function round(x)
        return math.floor(100 * x + 0.5 + 1e-9) / 100
    end
    lu.assertEquals({ mark "L7", mark "L8" }, { 75, 66.67 })
    local performance = round((37 * mark "L1" + 9 * mark "L2" + 8 * mark "L3") / 54)
    local capability = round((7 * mark "L4" + 7 * mark "L5" + 8 * mark "L6") / 22)
    support.near(mark "performance", performance)
    support.near(mark "capability", capability)
    support.near(mark "index",
        round(0.54 * performance + 0.22 * capability + 0.04 * 75 + 0.20 * 66.67))
end

function tests.test_examples_load_without_a_warning()
    for _, name in ipairs { "harbour-city", "harbour-district", "national-2016" } do
        lu.assertEquals(support.open(EXAMPLES .. name):issues(), {}, name)
    end
end

function tests.tearDown()
    support.clean()
end

support.run("TestOverlays", tests)
