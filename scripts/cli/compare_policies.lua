-- What is different between the policies of two packages.

local difference_rows = require "cli.difference_rows"
local language = require "report.language"
local method_words = require "report.method_words"
local standing = require "report.standing"

local say = language.of("cli.difference_rows")

local compare_policies = {}

local add_change <const>, subject <const> = difference_rows.add_change, difference_rows.subject
local breaks_of <const>, number <const>, said <const> = difference_rows.breaks, difference_rows.number,
    difference_rows.said

local function rounding_of(policy)
    return policy.rounding and tostring(policy.rounding) or say "none"
end

local BY <const> = { weight = say.later "weight", count = say.later "count" }
local TIES <const> = { away = say.later "away", even = say.later "even" }

-- What few policies say.
local function add_rare_policy(rows, of, x, y)
    add_change(rows, of, say.later "coverage by", say(BY[x.min_coverage_by or "weight"]),
        say(BY[y.min_coverage_by or "weight"]))
    add_change(rows, of, say.later "least children", said(x.min_children), said(y.min_children))
    add_change(rows, of, say.later "halves are rounded", say(TIES[x.rounding_ties or "away"]),
        say(TIES[y.rounding_ties or "away"]))
    add_change(rows, of, say.later "score of what is not reported", said(x.not_reported), said(y.not_reported))
end

-- Where a node of both has another threshold, or other decimals.
local function add_policy_at(rows, before, node)
    local of, at = subject("policy", "changed", node.code, node.name), { node = node.code }
    if before.min_coverage and node.min_coverage then
        add_change(rows, of, "least coverage", number(before.min_coverage), number(node.min_coverage),
            say("least coverage at {node}", at))
    end
    add_change(rows, of, "rounding", rounding_of(before), rounding_of(node), say("rounding at {node}", at))
end

-- The formula of a group that has one stays as it is.
local function method_of(group)
    return group.measure and group.aggregate_said or method_words.said(group.aggregate_said)
end

-- Adds to `rows`; `a` and `b` as compare_packages has them.
function compare_policies.add(rows, a, b)
    local x, y, of = a.info.policy, b.info.policy, subject("policy", "changed")
    add_change(rows, of, say.later "least coverage", number(x.min_coverage), number(y.min_coverage))
    add_change(rows, of, say.later "ranked from coverage", number(x.rank_if.coverage), number(y.rank_if.coverage))
    add_change(rows, of, say.later "ranked from applicable", number(x.rank_if.applicable), number(y.rank_if.applicable))
    add_change(rows, of, say.later "aggregation", method_words.said(x.aggregate), method_words.said(y.aggregate))
    add_change(rows, of, say.later "rounding", rounding_of(x), rounding_of(y))
    add_change(rows, of, say.later "range of indicators", standing.range(x), standing.range(y))
    add_change(rows, of, say.later "range of groups", standing.range { range = x.group_range },
        standing.range { range = y.group_range })
    add_rare_policy(rows, of, x, y)
    add_change(rows, of, say.later "breaks", breaks_of(a.info, say "none"), breaks_of(b.info, say "none"))
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        local is_own = x.min_coverage_at[node.code] or y.min_coverage_at[node.code]
            or x.rounding_at[node.code] or y.rounding_at[node.code]
        if before and is_own then
            add_policy_at(rows, before, node)
        end
        if before and before.aggregate and node.aggregate then
            add_change(rows, subject("policy", "changed", node.code, node.name), "aggregation", method_of(before),
                method_of(node), say("aggregation at {node}", { node = node.code }))
        end
    end
end

return compare_policies
