-- Rules as the Lua module has them.

local hm = require "hundredmark"
local lu = require "luaunit"
local dir = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = dir .. "/?.lua;" .. package.path
local support = require "support"

local tests = {}

local function open(rules)
    return support.need(hm.open_package("ruled", { files = {
        ["package.lua"] = [[return package { name = "ruled", version = "1", api = 1,
            nodes = { { "index", "Index" } } }]],
        ["a.lua"] = [[return indicator { code = "A", parent = "index", name = "A",
            inputs = { count { "part", "Part" }, count { "whole", "Whole" } },
            measure = percent(input.part, input.whole) }]],
        ["rules.lua"] = rules,
    } }))
end

local RULES <const> = [[return {
    rule { "small", input.part, "<", 10, about = "parts are small", tolerance = 0.5,
        severity = "error", missing = "count",
        tests = { { part = 3, previous = { part = 2 }, status = "holds", note = "small" } } },
    rule { "steady", input.part + input.whole, "<=", 2 * previous(input.part) },
}]]

function tests.test_rules_of_a_package()
    local package <close> = open(RULES)
    local rules = package:rules()
    lu.assertEquals(#rules, 2)
    local small, steady = rules[1], rules[2]
    lu.assertEquals({ small.id, small.left, small.comparison, small.right },
        { "small", "part", "<", "10" })
    lu.assertEquals({ small.about, small.tolerance, small.severity, small.missing },
        { "parts are small", 0.5, "error", "count" })
    lu.assertEquals(small.tests, { { values = { { name = "part", text = "3" } },
        previous = { { name = "part", text = "2" } }, records = {}, nodes = {},
        status = "holds", note = "small" } })
    lu.assertEquals({ small.file, small.line, small.layer }, { "ruled/rules.lua", 2, 1 })
    lu.assertEquals(small.inputs, { "part" })
    lu.assertEquals(steady.inputs, { "part", "whole" })
    lu.assertEquals({ steady.severity, steady.missing, steady.tolerance }, { "warning", "skip", 0 })
    lu.assertEquals(#steady.left_expression, 3)
    lu.assertEquals(steady.left_expression[3].op, "+")
    lu.assertEquals(steady.right_expression[2].op, "previous")
    lu.assertEquals({ package:locate_rule("small", "tests", 1) }, { "ruled/rules.lua", 4 })
    lu.assertNil(package:locate_rule("none"))
end

function tests.test_rules_of_scores()
    local package <close> = open(RULES)
    local dataset <close> = support.dataset(
        "city,period,part,whole\nA,2024,9,20\nA,2025,10,20\nB,2025,NR,20\n")
    local scores <close> = support.scores(package, dataset)
    -- 10 differs from 10 by no more than the tolerance: it is not less
    lu.assertEquals({ scores:rule(1, "small"), scores:rule(2, "small"), scores:rule(3, "small") },
        { "holds", "broken", "broken" })
    -- 10 + 20 is more than twice 9
    lu.assertEquals({ scores:rule(1, "steady"), scores:rule(2, "steady") },
        { "skipped", "broken" })
    lu.assertNil(scores:rule(1, "none"))
    lu.assertError(scores.rule, scores, 4, "small")
    local found = {}
    for i, issue in ipairs(scores:issues()) do
        found[i] = ("%s %s %s %s"):format(issue.severity, issue.code, issue.rule, issue.city)
    end
    lu.assertEquals(found, { "rejected rule_broken small A", "warning rule_broken steady A",
        "rejected rule_broken small B" })
end

function tests.test_rules_of_a_session()
    local package <close> = open(RULES)
    local dataset <close> = support.dataset("city,period,part,whole\nA,2025,9,20\n")
    local session <close> = support.need(hm.session(package, dataset, 1))
    lu.assertEquals(session:issues(), {})
    support.need(session:set("part", 11))
    local issues = session:issues()
    lu.assertEquals(#issues, 1)
    lu.assertEquals({ issues[1].rule, issues[1].found, issues[1].expected },
        { "small", "part = 11", "less than 10" })
    support.need(session:reset())
    lu.assertEquals(session:issues(), {})
end

support.run("test_rules", tests)
