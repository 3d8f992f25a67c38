-- What policies and nodes say of thresholds, rounding and standing, as packages are read, and what
-- `pack check` finds doubtful in it.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local lu = require "luaunit"
local hm = require "hundredmark"
local policy_findings = require "cli.policy_findings"
local support = require "support"

local tests = {}

local INDICATOR <const> = [[
return indicator { code = "%s", parent = "%s", name = "%s", inputs = { number { "%s" } },
    measure = input.%s, %s }]]

local function indicator(code, parent, more)
    return INDICATOR:format(code, parent, code, code, code, more or "")
end

local function open(policy, nodes, more)
    local files = { ["package.lua"] = ([[
return package { name = "p", version = "1", api = 1,
nodes = { { "R", "Root" }, %s },
policy = {
%s } }]]):format(nodes or "", policy) }
    for name, text in pairs(more or { ["a.lua"] = indicator("a", "R") }) do
        files[name] = text
    end
    return hm.open_package("p", { files = files })
end

function tests.test_policies_are_told()
    local package = open('min_coverage = { 0.75, by = "count" }, min_coverage_at = { R = 0.6 },\n'
        .. 'min_children = 3, not_reported = 0, range = false,\n'
        .. 'rounding = { digits = 2, ties = "even", at = { a = 0 } }')
    local policy = package:info().policy
    lu.assertEquals(policy.min_coverage, 0.75)
    lu.assertEquals(policy.min_coverage_by, "count")
    lu.assertEquals(policy.min_coverage_at, { R = 0.6 })
    lu.assertEquals(policy.min_children, 3)
    lu.assertEquals(policy.not_reported, 0)
    lu.assertEquals(policy.range, false)
    lu.assertEquals({ policy.rounding, policy.rounding_ties }, { 2, "even" })
    lu.assertEquals(policy.rounding_at, { a = 0 })
    local nodes = package:nodes()
    lu.assertEquals({ nodes[1].min_coverage, nodes[1].rounding, nodes[2].rounding }, { 0.6, 2, 0 })
end

function tests.test_nodes_tell_how_they_stand()
    local package = open("", '{ "B", "Bonus", parent = "R", adds = true, cap = 5 }, '
        .. '{ "T", "Alone", parent = false }', { ["a.lua"] = indicator("a", "R", "required = true"),
        ["b.lua"] = indicator("b", "B"), ["t.lua"] = indicator("t", "T"),
        ["s.lua"] = indicator("s", "R", "scored = false") })
    local by_code = {}
    for _, node in ipairs(package:nodes()) do
        by_code[node.code] = node
    end
    lu.assertEquals({ by_code.B.adds, by_code.B.cap, by_code.B.share }, { true, 5, 0 })
    lu.assertEquals({ by_code.T.alone, by_code.T.parent, by_code.T.depth }, { true, "", 0 })
    lu.assertEquals(by_code.a.required, true)
    lu.assertEquals({ by_code.s.scored, by_code.s.share }, { false, 0 })
end

local function assert_refused(policy, message)
    local package, err = open(policy)
    lu.assertNil(package)
    lu.assertStrContains(tostring(err), message)
end

function tests.test_policies_that_are_wrong()
    assert_refused("min_coverage = { 2 }",
        "package.lua:4: package: policy: min_coverage: must have share: a number within 0 and 1")
    assert_refused('min_coverage = { 0.5, by = "head" }', 'by is "head", expected "count" or "weight"')
    assert_refused("min_coverage_at = { a = 0.5 }", 'min_coverage_at: "a" is an indicator')
    assert_refused("min_coverage_at = { Q = 0.5 }", "Q")
    assert_refused("min_coverage_at = { R = 5 }", 'min_coverage_at: "R" must have a share within 0 and 1')
    assert_refused("min_children = 1.5", "min_children must be a whole number from 1 to 1000")
    assert_refused("rounding = { digits = 16 }", "digits must be a whole number from 0 to 15")
    assert_refused('rounding = { ties = "odd" }', 'ties is "odd", expected "even" or "away"')
    assert_refused("rounding = { at = { a = 1.5 } }",
        'at: "a" must have a whole number of decimals from 0 to 15')
    assert_refused('not_reported = "no"', "not_reported is a string, expected a number")
end

local function findings(...)
    local messages = {}
    for i, found in ipairs(policy_findings.of(assert(open(...)), {})) do
        messages[i] = found.message
    end
    return messages
end

function tests.test_scores_of_what_is_not_reported_are_doubtful()
    lu.assertEquals(findings "min_coverage = 0", {})
    local found = findings "not_reported = 0, min_coverage = 0"
    lu.assertEquals(#found, 1)
    lu.assertStrContains(found[1], "a score that nobody measured")
    lu.assertNotStrContains(found[1], "min_coverage")
    lu.assertStrContains(findings "not_reported = 0"[1], "less than 50 % of coverage")
end

function tests.test_means_that_one_city_takes_to_nothing_are_doubtful()
    local function of(more, policy)
        return findings(policy or 'aggregate = "geometric"', nil, { ["a.lua"] = indicator("a", "R", more) })
    end
    lu.assertStrContains(of 'scale = "minmax"'[1], "the geometric mean of R is 0 for the worst city of a")
    lu.assertEquals(of 'scale = "minmax", range = { 1, 100 }', {})
    lu.assertEquals(of 'scale = "zscore"', {})
    lu.assertEquals(of "", {})
    lu.assertEquals(of('scale = "minmax"', ""), {})
end

support.run("TestPolicy", tests)
