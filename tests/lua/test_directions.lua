-- Which end of a score is the better one, and so is ranked first: said, or as of the group above.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local policy_findings = require "cli.policy_findings"

local tests = {}

local LETTERS <const> = { "a", "b", "c", "d", "e", "f" }

-- `nodes` is Lua, `indicators` what each says besides its code, in the order of the alphabet.
local function open(nodes, indicators)
    local files = { ["package.lua"] = 'return package { name = "directions", version = "1", api = 1,\nnodes = { '
        .. nodes .. " } }" }
    for i, said in ipairs(indicators) do
        local letter = LETTERS[i]
        files[letter .. ".lua"] = ('return indicator { code = "%s", name = "%s", inputs = { number { "%s" } }, '
            .. "measure = input.%s, %s }"):format(letter, letter:upper(), letter, letter, said)
    end
    return support.need(hm.open_package("directions", { files = files }))
end

-- The codes of the nodes of which less is better, in the order of the package.
local function turned(package)
    local list = {}
    for _, node in ipairs(package:nodes()) do
        list[#list + 1] = node.less_is_better and node.code or nil
    end
    return table.concat(list, " ")
end

local function messages(package)
    local list = {}
    for i, finding in ipairs(policy_findings.of(package, {})) do
        list[i] = finding.message
    end
    return list
end

-- What says nothing is as the group that it is part of, whatever its own scale: marks of risk are a risk.
function tests.test_as_of_the_group()
    local package = open('{ "R", "Risk", direction = "lower" }, { "G", "Group", parent = "R" }',
        { 'parent = "G"', 'parent = "G", scale = "minmax"', 'parent = "R"' })
    lu.assertEquals(turned(package), "R G a b c")
    lu.assertEquals(messages(package), {})
    local plain = open('{ "R", "Index" }, { "G", "Group", parent = "R" }', { 'parent = "G"', 'parent = "R"' })
    lu.assertEquals(turned(plain), "")
end

-- What takes something off a score is the better the less there is of it; off a risk, the more.
function tests.test_what_deducts()
    lu.assertEquals(turned(open('{ "R", "Index" }', { 'parent = "R"', 'parent = "R", deducts = true' })), "b")
    lu.assertEquals(turned(open('{ "R", "Risk", direction = "lower" }',
        { 'parent = "R"', 'parent = "R", deducts = true' })), "R a")
end

-- A scale turns the marks of a group round, and not what the group is made of.
function tests.test_groups_with_a_scale()
    local package = open('{ "R", "Index" }, { "G", "Group", parent = "R", scale = "minmax", direction = "lower" }',
        { 'parent = "G"', 'parent = "R"' })
    lu.assertEquals(turned(package), "a")
    lu.assertEquals(package:nodes()[2].direction, "lower")
    lu.assertEquals(messages(package), {})
end

-- Measures may do anything, and to methods that hold cities against each other more of each child is better.
function tests.test_groups_that_do_not_rise_with_their_children()
    local package = open('{ "R", "Risk", direction = "lower" }, { "W", "Distance", parent = "R", aggregate = "wroclaw" }, '
        .. '{ "M", "Measured", parent = "R", measure = 100 - score.b }',
        { 'parent = "W"', 'parent = "M"', 'parent = false' })
    lu.assertEquals(turned(package), "R W M")
    lu.assertEquals(messages(package), {})
end

-- What a group says holds for it and what is below it; that the group above counts it as it is, is told.
function tests.test_what_is_said()
    local package = open('{ "R", "Risk", direction = "lower" }, { "G", "Help", parent = "R", direction = "higher" }',
        { 'parent = "G"', 'parent = "R"' })
    lu.assertEquals(turned(package), "R b")
    lu.assertEquals(messages(package),
        { "more of G is better, and less of R, which counts it as it is: a scale turns it round" })
    package = open('{ "R", "Index" }, { "G", "Harm", parent = "R", direction = "lower" }', { 'parent = "G"', 'parent = "R"' })
    lu.assertEquals(turned(package), "G a")
    lu.assertEquals(messages(package),
        { "less of G is better, and more of R, which counts it as it is: a scale turns it round" })
    lu.assertEquals(messages(open('{ "R", "Index", aggregate = "copeland" }, '
        .. '{ "G", "Harm", parent = "R", direction = "lower" }', { 'parent = "G"', 'parent = "R"' })),
        { "less of G is better, and more of R, which counts it as it is: a scale turns it round" })
end

-- Ranks, and what progress calls better, go by it.
function tests.test_ranks()
    local package = open('{ "R", "Risk", direction = "lower" }', { 'parent = "R"', 'parent = "R", deducts = true' })
    local dataset = support.dataset "city,period,a,b\nA,2024,50,0\nA,2025,40,5\nB,2024,60,3\nB,2025,70,1\n"
    local scores, ranks = support.need(hm.score(package, dataset)), {}
    for unit, one in ipairs(dataset:units()) do
        for _, code in ipairs { "R", "a", "b" } do
            table.insert(ranks, ("%s%s %s %d"):format(one.city, one.period, code, scores:row(unit, code).rank))
        end
    end
    table.sort(ranks)
    lu.assertEquals(table.concat(ranks, ", "), "A2024 R 1, A2024 a 1, A2024 b 2, A2025 R 1, A2025 a 1, A2025 b 1, "
        .. "B2024 R 2, B2024 a 2, B2024 b 1, B2025 R 2, B2025 a 2, B2025 b 2")
    local classes = {}
    for i, row in ipairs(support.need(scores:analyse("progress", { table = "progress" })):rows()) do
        classes[i] = ("%s %s %s"):format(row.city, row.code, row.class)
    end
    lu.assertEquals(table.concat(classes, ", "), "A R improving, A a improving, A b improving, "
        .. "B R decreasing, B a decreasing, B b decreasing")
end

support.run("directions", tests)
