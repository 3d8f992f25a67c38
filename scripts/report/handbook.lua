-- The handbook of a package: everything that a city has to know of it on one page, in the order of
-- its hierarchy, and last what is to be collected.

local class_words = require "report.class_words"
local describe_indicator = require "report.describe_indicator"
local describe_pages = require "report.describe_pages"
local edition_words = require "report.edition_words"
local hm = require "hundredmark"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local standing = require "report.standing"
local steps = require "report.steps"
local words = require "report.words"

local handbook = {}

local function share(x)
    return x and hm.fixed(x * 100, 2) .. " %" or numbers.NONE
end

local function weight_of(node, weights)
    return weights[node.code] and ("%s of its siblings, %s of the index"):format(words.share(node),
        share(weights[node.code])) or words.weight(node)
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
    out:heading(2, "Hierarchy", "hierarchy")
    out:table({ { title = "code" }, { title = "name", least = 16 },
        { title = "of its siblings", side = "right" },
        { title = "of the index", side = "right" } }, lines)
end

local function add_group(out, facts, node, weights)
    out:heading(2, words.node(node), node.code)
    out:facts {
        { "in", describe_pages.place { nodes = facts.nodes, node = node } },
        { "weight", weight_of(node, weights) },
        { "holds", edition_words.span(node) },
        { "breaks", edition_words.breaks(node) },
        { "aggregation", words.aggregation(node) },
        { "weights", steps.words(node, "weigh") },
        { "measure", describe_pages.measure(node) }, { "classes", class_words.of_node(node) },
    }
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
        { "in", not node.alone and words.node(facts.nodes[node.parent]) },
        { "weight", weight_of(node, weights) },
        { "reference", indicator.reference },
        { "holds", edition_words.span(indicator) },
        { "breaks", edition_words.breaks(indicator) },
        { "scores", standing.range(indicator) },
        { "imputed", steps.words(indicator, "impute") }, { "treated", steps.words(indicator, "treat") },
        { "scaled", scaling.of_node(indicator) },
        { "transformed", node.transform },
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
    out:heading(2, "Collection sheet", "collection-sheet")
    out:paragraph("What a city collects; hundredmark template prints it as a sheet to fill in.")
    local columns = { { title = "input" }, { title = "kind", least = 10, wrap = true },
        { title = "unit" }, { title = "label", least = 16, wrap = true },
        { title = "indicators", least = 8, wrap = true } }
    out:table(columns, lines)
    for _, input in ipairs(records) do
        local rows = {}
        for i, column in ipairs(input.columns) do
            rows[i] = { column.name, words.kind(column), column.unit, column.label }
        end
        out:heading(3, ("Records %s: %s"):format(input.name, input.label))
        out:table({ { title = "column" }, { title = "kind", least = 10, wrap = true },
            { title = "unit" }, { title = "label", least = 16, wrap = true } }, rows)
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
