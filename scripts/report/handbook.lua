-- The handbook of a package: everything that a city has to know of it on one page, in the order of
-- its hierarchy, and last what is to be collected.

local describe_indicator = require "report.describe_indicator"
local describe_pages = require "report.describe_pages"
local edition_words = require "report.edition_words"
local hm = require "hundredmark"
local language = require "report.language"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local say = language.of("report.handbook")

local handbook = {}

local function share(x)
    return x and say("{share} %", { share = language.number(hm.fixed(x * 100, 2)) }) or numbers.NONE
end

local function weight_of(node, weights)
    return weights[node.code] and say("{siblings} of its siblings, {index} of the index",
        { siblings = words.share(node), index = share(weights[node.code]) }) or words.weight(node)
end

-- What each node counts in the whole index, by code; nil where that follows from the data.
local function effective_weights(facts)
    local weights = {}
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        local above = weights[node.parent]
        weights[code] = node.alone and 0 or node.parent == "" and 1
            or above and not (node.weighed_by or node.summed) and above * node.share or nil
    end
    return weights
end

local function add_hierarchy(out, facts, weights)
    local lines = {}
    for i, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        lines[i] = { { (" "):rep(node.depth) .. code, href = node.depth > 0 and "#" .. code or nil }, node.name, words.share(node),
            share(weights[code]) }
    end
    out:heading(2, say "Hierarchy", "hierarchy")
    out:table({ { title = say.later "code" }, { title = say.later "name", least = 16 },
        { title = say.later "of its siblings", side = "right" },
        { title = say.later "of the index", side = "right" } }, lines)
end

local function add_group(out, facts, node, weights)
    out:heading(2, words.node(node), node.code)
    out:facts(describe_pages.group_facts(facts, node, weight_of(node, weights)))
    if node.about ~= "" then
        out:paragraph(node.about)
    end
end

local function add_indicator(out, facts, node, weights)
    local indicator = facts.indicator_of(node.code)
    local of_one = { info = facts.info, nodes = facts.nodes, node = node, indicator = indicator,
        input_of = facts.input_of }
    out:heading(3, words.node(node), node.code)
    out:facts(standing.add({
        { say "in", not node.alone and words.node(facts.nodes[node.parent]) },
        { say "weight", weight_of(node, weights) },
        { say "score", standing.direction(node, facts.nodes[node.parent]) },
        { say "reference", indicator.reference },
        { say "holds", edition_words.span(indicator) },
        { say "breaks", edition_words.breaks(indicator) },
        { say "scores", standing.range(indicator) },
        { say "imputed", steps.words(indicator, "impute") }, { say "treated", steps.words(indicator, "treat") },
        { say "scaled", scaling.of_node(indicator) },
        { say "transformed", node.transform },
    }, indicator))
    if indicator.about ~= "" then
        out:paragraph(indicator.about)
    end
    describe_indicator.add_body(out, of_one, 4)
end

local function add_sheet(out, facts)
    local lines, records = {}, {}
    for _, input in ipairs(facts.inputs) do
        lines[#lines + 1] = { input.name, words.kind(input), input.unit, input.label,
            table.concat(input.indicators, " ") }
        records[#records + 1] = input.kind == "records" and input or nil
    end
    out:heading(2, say "Collection sheet", "collection-sheet")
    out:paragraph(say "What a city collects; hundredmark template prints it as a sheet to fill in.")
    local columns = { { title = say.later "input" }, { title = say.later "kind", least = 10, wrap = true },
        { title = say.later "unit" }, { title = say.later "label", least = 16, wrap = true },
        { title = say.later "indicators", least = 8, wrap = true } }
    out:table(columns, lines)
    for _, input in ipairs(records) do
        local rows = {}
        for i, column in ipairs(input.columns) do
            rows[i] = { column.name, words.kind(column), column.unit, column.label }
        end
        out:heading(3, say("Records {name}: {label}", input))
        out:table({ { title = say.later "column" }, { title = say.later "kind", least = 10, wrap = true },
            { title = say.later "unit" }, { title = say.later "label", least = 16, wrap = true } }, rows)
    end
end

-- `facts` as describe gathers them for a package, with indicator_of (code -> indicator) and
-- input_of (inputs by name).
function handbook.page(facts)
    local out, weights = describe_pages.introduction(facts), effective_weights(facts)
    add_hierarchy(out, facts, weights)
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        if node.kind == "indicator" then
            add_indicator(out, facts, node, weights)
        elseif node.parent ~= "" or node.alone then
            add_group(out, facts, node, weights)
        end
    end
    edition_words.add(out, facts.editions, facts.codes, facts.nodes)
    parameter_words.add(out, facts.parameters)
    rule_words.add(out, facts.rules)
    add_sheet(out, facts)
    return out
end

return handbook
