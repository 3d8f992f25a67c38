-- What a package is, and what a group is, for people.

local class_words = require "report.class_words"
local edition_words = require "report.edition_words"
local language = require "report.language"
local method_words = require "report.method_words"
local numbers = require "report.numbers"
local page = require "report.page"
local parameter_words = require "report.parameter_words"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local say = language.of("report.describe_pages")

local describe_pages = {}

-- "L1 60 %, L2 70 %", "" for none.
local function by_code(numbers_at, show)
    local list = {}
    for code, number in pairs(numbers_at or {}) do
        list[#list + 1] = ("%s %s"):format(code, show(number))
    end
    table.sort(list)
    return language.list(list)
end

local function rounding_of(policy)
    local text = policy.rounding and say.count(policy.rounding, "{n} decimal", "{n} decimals")
    local ties = policy.rounding_ties and say "half to the even digit"
    return text and ties and language.list { text, ties } or text or ties
end

-- What a group needs to have a score.
local function threshold_of(policy)
    local fields = { share = numbers.percent_fine(policy.min_coverage) }
    return policy.min_coverage_by == "count"
        and say("{share} of its children, each counted once: below it a group has no score", fields)
        or say("{share}: below it a group has no score", fields)
end

local MOST_WAYS <const> = 3    -- told of a step of indicators

local function is_of_index(facts, code)
    while (facts.nodes[code].parent or "") ~= "" do
        code = facts.nodes[code].parent
    end
    return code == facts.codes[1]
end

-- What is done with the values of the index's indicators: `words_of` says of one what, or nil. Several ways with the
-- number of indicators each.
local function steps_of(facts, words_of)
    local ways, counts, total = {}, {}, 0
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        if node.kind == "indicator" and is_of_index(facts, code) then
            local way = words_of(node) or ""
            total = total + 1
            if way ~= "" and not counts[way] then
                ways[#ways + 1] = way
            end
            counts[way] = (counts[way] or 0) + 1
        end
    end
    table.sort(ways, function(a, b)
        return counts[a] ~= counts[b] and counts[a] > counts[b] or counts[a] == counts[b] and a < b
    end)
    for i, way in ipairs(ways) do
        ways[i] = counts[way] < total and say.count(total, "{way} ({part} of {n} indicator)",
            "{way} ({part} of {n} indicators)", { way = way, part = counts[way] }) or way
    end
    local more = #ways - MOST_WAYS
    local told = language.clauses(table.move(ways, 1, math.min(#ways, MOST_WAYS), 1, {}))
    return more > 0 and say.count(more, "{ways}; and {n} other way", "{ways}; and {n} other ways", { ways = told })
        or told
end

local function policy_of(facts)
    local info, root = facts.info, facts.nodes[facts.codes[1]]
    local policy, at = info.policy, {}
    for code, method in pairs(policy.aggregate_at or {}) do
        at[#at + 1] = code .. " " .. method_words.said(method)
    end
    table.sort(at)
    return {
        { say "aggregation", words.method(policy.aggregate) },
        { say "but at", language.list(at) },
        { say "least coverage", threshold_of(policy) },
        { say "but at", by_code(policy.min_coverage_at, numbers.percent_fine) },
        { say "least children", policy.min_children and say("{n} with a score, or all", { n = policy.min_children }) },
        { say "not reported", policy.not_reported and say("counts with a score of {score}, and not as coverage",
            { score = numbers.plain(policy.not_reported) }) },
        { say "ranked", words.rank_if(policy.rank_if) },
        { say "rounding", rounding_of(policy) },
        { say "but at", by_code(policy.rounding_at, function(digits)
            return digits < 0 and say "none" or say.count(digits, "{n} decimal", "{n} decimals")
        end) },
        { say "imputed", steps_of(facts, function(node) return steps.words(node, "impute") end) },
        { say "treated", steps_of(facts, function(node) return steps.words(node, "treat") end) },
        { say "scaled", steps_of(facts, scaling.of_node) },
        { say "scores of indicators", standing.other_range(policy) },
        { say "scores of groups", standing.other_range { range = policy.group_range } },
        { say("classes of {code}", { code = root.code }), class_words.of_node(root) },
    }
end

-- "52 indicators in 26 groups", nil of none.
local function counts_of(counts)
    local indicators = say.count(counts.indicator, "{n} indicator", "{n} indicators")
    local groups = say.count(counts.group, "{n} group", "{n} groups")
    if counts.group == 0 then
        return counts.indicator > 0 and indicators or nil
    end
    return say("{indicators} in {groups}", { indicators = indicators, groups = groups })
end

-- "52 indicators in 26 groups; 137 inputs, of which 2 are tables of records".
local function size_of(facts)
    local of_index, beside, records = { group = 0, indicator = 0 }, { group = 0, indicator = 0 }, 0
    for _, code in ipairs(facts.codes) do
        local counts, kind = is_of_index(facts, code) and of_index or beside, facts.nodes[code].kind
        counts[kind] = counts[kind] + 1
    end
    for _, input in ipairs(facts.inputs) do
        records = records + (input.kind == "records" and 1 or 0)
    end
    local others = counts_of(beside)
    local nodes = others and say("{nodes}; beside the index {others}", { nodes = counts_of(of_index), others = others })
        or counts_of(of_index)
    return say("{nodes}; {inputs}, {tables}", { nodes = nodes,
        inputs = say.count(#facts.inputs, "{n} input", "{n} inputs"),
        tables = say.count(records, "of which {n} is a table of records", "of which {n} are tables of records") })
end

-- What a package is and by which rules it scores: the head of its page and of its handbook.
function describe_pages.introduction(facts)
    local info = facts.info
    local out = page.new():heading(1, info.title ~= "" and info.title or info.name)
    out:facts {
        { say "package", ("%s %s"):format(info.name, info.version) },
        { say "from", info.builtin and say "built into the program" or info.path },
        { say "licence", info.licence }, { say "holds", size_of(facts) },
        { say "breaks", edition_words.breaks(info) },
    }
    if info.about ~= "" then
        out:paragraph(info.about)
    end
    words.add_direction(out, facts.nodes[facts.codes[1]])
    return out:heading(2, say "Policy", "policy"):facts(policy_of(facts))
end

function describe_pages.package(facts)
    local out = describe_pages.introduction(facts)
    local lines = {}
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        lines[#lines + 1] = node.kind == "group" and {
            (" "):rep(node.depth) .. code, node.name, words.share(node),
            tostring(facts.indicators[code] or 0),
        } or nil
    end
    out:heading(2, say "Groups")
    out:table({ { title = say.later "code" }, { title = say.later "name", least = 16 },
        { title = say.later "weight", side = "right" }, { title = say.later "indicators", side = "right" } }, lines)
    edition_words.add(out, facts.editions, facts.codes, facts.nodes)
    parameter_words.add(out, facts.parameters)
    rule_words.add(out, facts.rules)
    return out
end

-- The measure of a group, or all that it has had; nil where it is aggregated.
function describe_pages.measure(node)
    local list = {}
    for i, measure in ipairs(node.measures or {}) do
        list[i] = language.labelled(edition_words.measure(node.measures, i), measure.formula)
    end
    return list[1] and language.clauses(list) or node.measure
end

-- "L1 Citizen service < performance Performance indicators < index ...".
function describe_pages.place(facts)
    local parts, code = {}, facts.node.parent
    while code ~= "" do
        parts[#parts + 1] = words.node(facts.nodes[code])
        code = facts.nodes[code].parent
    end
    return table.concat(parts, " < ")
end

-- What a group is, as facts of a page: `weight` says what it counts for.
function describe_pages.group_facts(facts, node, weight)
    return standing.add({
        { say "in", describe_pages.place { nodes = facts.nodes, node = node } },
        { say "weight", weight },
        { say "score", standing.direction(node, facts.nodes[node.parent]) },
        { say "holds", edition_words.span(node) },
        { say "breaks", edition_words.breaks(node) },
        { say "aggregation", words.aggregation(node) },
        { say "weights", steps.words(node, "weigh") },
        { say "measure", describe_pages.measure(node) },
        { say "imputed", steps.words(node, "impute") }, { say "treated", steps.words(node, "treat") },
        { say "scaled", scaling.of_node(node) },
        { say "transformed", node.transform },
        { say "scores", standing.other_range(node) },
    }, node)
end

function describe_pages.group(facts)
    local node, lines = facts.node, {}
    local out = page.new():heading(1, words.node(node))
    local about = describe_pages.group_facts(facts, node, words.weight(node))
    table.insert(about, 1, { say "package", ("%s %s"):format(facts.info.name, facts.info.version) })
    about[#about + 1] = { say "indicators", tostring(facts.indicators[node.code] or 0) }
    out:facts(about)
    if node.about ~= "" then
        out:paragraph(node.about)
    end
    for i, code in ipairs(node.children) do
        local child = facts.nodes[code]
        lines[i] = { code, child.name, words.share(child),
            child.kind == "group" and tostring(facts.indicators[code] or 0) or "" }
    end
    if #lines == 0 then
        return out:paragraph(say "Nothing stands below it yet, so the package cannot be scored.")
    end
    out:heading(2, say "Made of")
    out:table({ { title = say.later "code" }, { title = say.later "name", least = 16 },
        { title = say.later "weight", side = "right" }, { title = say.later "indicators", side = "right" } }, lines)
    return out
end

return describe_pages
