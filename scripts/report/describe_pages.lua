-- What a package is, and what a group is, for people.

local class_words = require "report.class_words"
local edition_words = require "report.edition_words"
local numbers = require "report.numbers"
local page = require "report.page"
local parameter_words = require "report.parameter_words"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local describe_pages = {}

-- "L1 60 %, L2 70 %", "" for none.
local function by_code(numbers_at, say)
    local list = {}
    for code, number in pairs(numbers_at or {}) do
        list[#list + 1] = ("%s %s"):format(code, say(number))
    end
    table.sort(list)
    return table.concat(list, ", ")
end

local function rounding_of(policy)
    local text = policy.rounding and numbers.of(policy.rounding, "decimal")
    local ties = policy.rounding_ties and "half to the even digit"
    return text and ties and text .. ", " .. ties or text or ties
end

-- What a group needs to have a score.
local function threshold_of(policy)
    local of = policy.min_coverage_by == "count" and " of its children, each counted once" or ""
    return ("%s%s: below it a group has no score"):format(numbers.percent_fine(policy.min_coverage), of)
end

local MOST_WAYS <const> = 3    -- told of a step of indicators

-- What is done with the values of indicators: `words_of` says of one what, or nil. Several ways with the
-- number of indicators each.
local function steps_of(facts, words_of)
    local ways, counts, total = {}, {}, 0
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        if node.kind == "indicator" then
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
        ways[i] = counts[way] < total and ("%s (%d of %s)"):format(way, counts[way],
            numbers.of(total, "indicator")) or way
    end
    local more = #ways - MOST_WAYS
    return table.concat(ways, "; ", 1, math.min(#ways, MOST_WAYS))
        .. (more > 0 and ("; and %s"):format(numbers.of(more, "other way")) or "")
end

local function policy_of(facts)
    local info, root = facts.info, facts.nodes[facts.codes[1]]
    local policy, at = info.policy, {}
    for code, method in pairs(policy.aggregate_at or {}) do
        at[#at + 1] = code .. " " .. method
    end
    table.sort(at)
    return {
        { "aggregation", words.method(policy.aggregate) },
        { "but at", table.concat(at, ", ") },
        { "least coverage", threshold_of(policy) },
        { "but at", by_code(policy.min_coverage_at, numbers.percent_fine) },
        { "least children", policy.min_children and ("%d with a score, or all"):format(policy.min_children) },
        { "not reported", policy.not_reported and ("counts with a score of %s, and not as coverage"):format(
            numbers.plain(policy.not_reported)) },
        { "ranked", words.rank_if(policy.rank_if) },
        { "rounding", rounding_of(policy) },
        { "but at", by_code(policy.rounding_at, function(digits)
            return digits < 0 and "none" or numbers.of(digits, "decimal")
        end) },
        { "imputed", steps_of(facts, function(node) return steps.words(node, "impute") end) },
        { "treated", steps_of(facts, function(node) return steps.words(node, "treat") end) },
        { "scaled", steps_of(facts, scaling.of_node) },
        { "scores of indicators", standing.other_range(policy) },
        { "scores of groups", standing.other_range { range = policy.group_range } },
        { "classes of " .. root.code, class_words.of_node(root) },
    }
end

-- "52 indicators in 26 groups, fed by 137 inputs (2 of them records)".
local function size_of(facts)
    local groups, records = 0, 0
    for _, code in ipairs(facts.codes) do
        groups = groups + (facts.nodes[code].kind == "group" and 1 or 0)
    end
    for _, input in ipairs(facts.inputs) do
        records = records + (input.kind == "records" and 1 or 0)
    end
    return ("%s in %s; %s, of which %s"):format(
        numbers.of(facts.indicators[facts.codes[1]] or 0, "indicator"), numbers.of(groups, "group"),
        numbers.of(#facts.inputs, "input"),
        numbers.of(records, "is a table of records", "are tables of records"))
end

-- What a package is and by which rules it scores: the head of its page and of its handbook.
function describe_pages.introduction(facts)
    local info = facts.info
    local out = page.new():heading(1, info.title ~= "" and info.title or info.name)
    out:facts {
        { "package", ("%s %s"):format(info.name, info.version) },
        { "from", info.builtin and "built into the program" or info.path },
        { "licence", info.licence }, { "holds", size_of(facts) },
        { "breaks", edition_words.breaks(info) },
    }
    if info.about ~= "" then
        out:paragraph(info.about)
    end
    return out:heading(2, "Policy", "policy"):facts(policy_of(facts))
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
    out:heading(2, "Groups")
    out:table({ { title = "code" }, { title = "name", least = 16 },
        { title = "weight", side = "right" }, { title = "indicators", side = "right" } }, lines)
    edition_words.add(out, facts.editions, facts.codes, facts.nodes)
    parameter_words.add(out, facts.parameters)
    rule_words.add(out, facts.rules)
    return out
end

-- The measure of a group, or all that it has had; nil where it is aggregated.
function describe_pages.measure(node)
    local list = {}
    for i, measure in ipairs(node.measures or {}) do
        list[i] = ("%s: %s"):format(edition_words.measure(node.measures, i), measure.formula)
    end
    return list[1] and table.concat(list, "; ") or node.measure
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

function describe_pages.group(facts)
    local node, lines = facts.node, {}
    local out = page.new():heading(1, words.node(node))
    out:facts(standing.add({
        { "package", ("%s %s"):format(facts.info.name, facts.info.version) },
        { "in", describe_pages.place(facts) },
        { "weight", words.weight(node) },
        { "holds", edition_words.span(node) },
        { "breaks", edition_words.breaks(node) },
        { "aggregation", words.aggregation(node) },
        { "weights", steps.words(node, "weigh") },
        { "measure", describe_pages.measure(node) },
        { "imputed", steps.words(node, "impute") }, { "treated", steps.words(node, "treat") },
        { "scaled", scaling.of_node(node) },
        { "transformed", node.transform },
        { "scores", standing.other_range(node) },
        { "indicators", tostring(facts.indicators[node.code] or 0) },
    }, node))
    if node.about ~= "" then
        out:paragraph(node.about)
    end
    for i, code in ipairs(node.children) do
        local child = facts.nodes[code]
        lines[i] = { code, child.name, words.share(child),
            child.kind == "group" and tostring(facts.indicators[code] or 0) or "" }
    end
    if #lines == 0 then
        return out:paragraph("Nothing stands below it yet, so the package cannot be scored.")
    end
    out:heading(2, "Made of")
    out:table({ { title = "code" }, { title = "name", least = 16 },
        { title = "weight", side = "right" }, { title = "indicators", side = "right" } }, lines)
    return out
end

return describe_pages
