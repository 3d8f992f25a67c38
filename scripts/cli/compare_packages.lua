-- What is different between two packages, as rows of tables; report/diff_page.lua makes a page of them.

local hm = require "hundredmark"
local compare_policies = require "cli.compare_policies"
local difference_rows = require "cli.difference_rows"
local files = require "cli.files"
local language = require "report.language"
local method_words = require "report.method_words"
local parameter_words = require "report.parameter_words"
local period_inputs = require "report.period_inputs"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local steps = require "report.steps"
local class_words = require "report.class_words"
local standing = require "report.standing"
local words = require "report.words"

local say = language.of("cli.difference_rows")

local compare = {}

local add_row <const>, add_change <const> = difference_rows.add, difference_rows.add_change
local add_facts <const>, subject <const> = difference_rows.add_facts, difference_rows.subject
local breaks_of <const>, number <const>, said <const> = difference_rows.breaks, difference_rows.number,
    difference_rows.said

local NEAR <const> = 1e-12

-- The weight of each node by period, "1, from 2024 3", by code; nothing of one that has but one.
local function weights_by_period(package)
    local said, last, varies = {}, {}, {}
    for at, edition in ipairs(package:editions()) do
        for _, node in ipairs(package:nodes(at)) do
            local code = node.code
            local weight = not node.weighed_by and number(node.weight) or say "from the data"
            if weight ~= last[code] then
                varies[code], said[code] = last[code] ~= nil, said[code] or {}
                table.insert(said[code], last[code]
                    and say("from {period} {weight}", { period = edition.from, weight = weight }) or weight)
                last[code] = weight
            end
        end
    end
    for code, list in pairs(said) do
        said[code] = varies[code] and language.list(list) or nil
    end
    return said
end

-- What parameters are; in a period, what they are then.
local function parameters_of(package, period)
    local list = {}
    for _, parameter in ipairs(package:parameters()) do
        local holds
        for _, value in ipairs(period and not parameter.set and parameter.values or {}) do
            if value.from == "" or hm.period(value.from).first <= hm.period(period).first then
                holds = { value = value.value, from = "" }
            end
        end
        if period and not parameter.set then
            parameter.values = { holds }
        end
        list[#list + 1] = (not period or parameter.set or holds) and parameter or nil
    end
    return list
end

-- Everything of a package by code and name, as it holds in a period. `share` is among siblings,
-- `effective` in the index; is_below_points: of what counts there by points taken off or added, and not by weight.
local function index(package, period)
    local one = { info = package:info(), list = package:nodes(period), nodes = {}, indicators = {},
        inputs = {}, input_list = period_inputs.of(package, period), rules = {}, rule_list = package:rules(),
        parameters = {}, parameter_list = parameters_of(package, period) }
    one.weights = period and {} or weights_by_period(package)
    for _, node in ipairs(one.list) do
        local parent = one.nodes[node.parent]
        if node.weighed_by then    -- only data tell
            node.weight, node.share = nil, nil
        end
        node.effective = not parent and (node.alone and 0 or 1)
            or parent.effective and node.share and parent.effective * node.share or nil
        node.is_below_points = parent and (parent.deducts or parent.adds or parent.is_below_points) or nil
        one.nodes[node.code] = node
        one.indicators[node.code] = node.kind == "indicator" and package:indicator(node.code, period)
            or nil
    end
    for _, input in ipairs(one.input_list) do
        one.inputs[input.name] = input
    end
    for _, rule in ipairs(one.rule_list) do
        one.rules[rule.id] = rule
    end
    for _, parameter in ipairs(one.parameter_list) do
        one.parameters[parameter.name] = parameter
    end
    return one
end

local function source_of(indicator)
    return files.read(indicator.file) or hm.resource("indicators/" .. indicator.file)
end

-- A formula as it is computed, with its parts written out behind it.
local function formula_of(indicator)
    local parts = { indicator.formula }
    for _, part in ipairs(indicator.parts) do
        parts[#parts + 1] = ("%s = %s"):format(part.name, part.formula)
    end
    return table.concat(parts, "; ")
end

local function function_of(indicator)
    local fields = { file = indicator.file, line = indicator.line, period = indicator.measure_from }
    return fields.period and say("function at {file}:{line}, from {period}", fields)
        or say("function at {file}:{line}", fields)
end

-- Functions have no formula to be compared, only the text of their scripts.
local function add_source_change(rows, of, a, b)
    if a.form == "function" and b.form == "function"
        and (a.measure_from ~= b.measure_from or source_of(a) ~= source_of(b)) then
        add_row(rows, of, say.later "formula", function_of(a), function_of(b))
    end
end

local function parameters_of(node)
    local text = node.scale and scaling.parameters(node) or ""
    return text ~= "" and text or say "no"
end

local function terms_of(node)
    local text = node.scale and scaling.terms(node) or ""
    return text ~= "" and text or say "no"
end

-- What is better: of the values that are scaled, else of scores.
local DIRECTIONS <const> = { higher = say.later "higher", lower = say.later "lower" }

-- How a node of both packages is scaled otherwise, or has other steps before that.
local function add_scale_changes(rows, of, a, b)
    local none = say "no"
    local function direction(node)
        return say(DIRECTIONS[node.scale and node.direction or node.less_is_better and "lower" or "higher"])
    end
    add_change(rows, of, say.later "scale", a.scale and method_words.name(a.scale) or none,
        b.scale and method_words.name(b.scale) or none)
    add_change(rows, of, say.later "direction", direction(a), direction(b))
    if a.scale or b.scale then    -- the direction is that of values
        add_change(rows, of, say.later "less is better", said(a.less_is_better or false),
            said(b.less_is_better or false))
    end
    add_change(rows, of, say.later "by", a.by or none, b.by or none)
    add_change(rows, of, say.later "parameters of the scale", parameters_of(a), parameters_of(b))
    add_change(rows, of, say.later "terms of the scale", terms_of(a), terms_of(b))
    add_change(rows, of, say.later "transform", a.transform or none, b.transform or none)
    add_change(rows, of, say.later "impute", steps.words(a, "impute") or none, steps.words(b, "impute") or none)
    add_change(rows, of, say.later "treat", steps.words(a, "treat") or none, steps.words(b, "treat") or none)
    add_change(rows, of, say.later "weigh", steps.words(a, "weigh") or none, steps.words(b, "weigh") or none)
end

-- What a node of both packages does to its parent's score.
local function add_effect_changes(rows, of, a, b)
    add_change(rows, of, say.later "deducts", said(a.deducts or nil), said(b.deducts or nil))
    add_change(rows, of, say.later "adds", said(a.adds), said(b.adds))
    add_change(rows, of, say.later "cap", said(a.cap), said(b.cap))
    add_change(rows, of, say.later "required", said(a.required), said(b.required))
    add_change(rows, of, say.later "stands by itself", said(a.alone), said(b.alone))
    add_change(rows, of, say.later "scored", said(a.scored ~= false), said(b.scored ~= false))
    add_change(rows, of, say.later "classes", class_words.of_node(a) or say "none",
        class_words.of_node(b) or say "none")
end

-- The measures that a node has had: a list, and their formulas by the period that they hold from.
local function measures_of(node)
    local list = {}
    for i, measure in ipairs(node.measures
        or { { from = "", formula = node.formula or node.measure, parts = node.parts } }) do
        list[i] = measure
        list[measure.from] = measure.parts and formula_of(measure) or measure.formula
    end
    return list
end

-- From when to when a node of both holds, and the measures that it has had, where no period was chosen.
local function add_edition_changes(rows, of, a, b)
    add_change(rows, of, say.later "from", said(a.from), said(b.from))
    add_change(rows, of, say.later "to", said(a.to), said(b.to))
    add_change(rows, of, say.later "breaks", breaks_of(a, say "none"), breaks_of(b, say "none"))
    if not a.measures and not b.measures then
        return
    end
    local before, after = measures_of(a), measures_of(b)
    for _, list in ipairs { before, after } do
        for _, measure in ipairs(list) do
            local from = measure.from
            if before[from] or after[from] then
                add_change(rows, of, "measure from " .. from, before[from] or say "none", after[from] or say "none",
                    from == "" and say "first measure" or say("measure from {period}", { period = from }))
                before[from], after[from] = nil, nil
            end
        end
    end
end

-- How an indicator of both packages differs.
local function add_indicator_changes(rows, of, a, b)
    add_change(rows, of, say.later "formula", formula_of(a), formula_of(b))
    add_source_change(rows, of, a, b)
    add_edition_changes(rows, of, a, b)
    add_change(rows, of, say.later "range", standing.range(a), standing.range(b))
    add_change(rows, of, say.later "parent", a.parent, b.parent)
    add_change(rows, of, say.later "name", a.name, b.name)
    add_change(rows, of, say.later "accepts missing figures", said(a.accepts_missing), said(b.accepts_missing))
    add_effect_changes(rows, of, a, b)
    add_scale_changes(rows, of, a, b)
end

-- Nodes of this kind that `one` has and `other` has not.
local function add_only(rows, kind, change, one, other)
    for _, node in ipairs(one.list) do
        local match = other.nodes[node.code]
        if node.kind == kind and not (match and match.kind == kind) then
            local of = subject(kind, change, node.code, node.name)
            of.effective, of.role = node.effective, standing.role(node)
            of.share = node.is_below_points and node.share or nil
            add_facts(rows, of, { { say.later "name", node.name }, { say.later "parent", node.parent },
                { say.later "deducts", node.deducts and said(true) }, { say.later "adds", node.adds and said(true) },
                { say.later "cap", node.cap and number(node.cap) },
                { say.later "stands by itself", node.alone and said(true) },
                { say.later "scored", node.scored == false and said(false) },
                one.indicators[node.code] and { say.later "formula", formula_of(one.indicators[node.code]) } })
        end
    end
end

local function add_changed_groups(rows, a, b)
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        if before and before.kind == "group" and node.kind == "group" then
            local of = subject("group", "changed", node.code, node.name)
            add_change(rows, of, say.later "name", before.name, node.name)
            add_change(rows, of, say.later "parent", before.parent, node.parent)
            add_change(rows, of, say.later "range", standing.range(before), standing.range(node))
            add_effect_changes(rows, of, before, node)
            add_change(rows, of, say.later "measure", before.measure or say "none", node.measure or say "none")
            add_edition_changes(rows, of, before, node)
            add_scale_changes(rows, of, before, node)
        end
    end
end

local function add_changed_indicators(rows, a, b)
    for _, node in ipairs(b.list) do
        local before, after = a.indicators[node.code], b.indicators[node.code]
        if before and after then
            add_indicator_changes(rows, subject("indicator", "changed", node.code, node.name),
                before, after)
        end
    end
end

local function input_facts(input)
    return { { say.later "kind", words.kind(input) }, { say.later "unit", input.unit },
        { say.later "label", input.label },
        { say.later "asked if", input.asked_if or "" }, { say.later "improve", words.improve(input) or "" },
        { say.later "breaks", breaks_of(input, "") } }
end

local function add_only_inputs(rows, change, one, other)
    for _, input in ipairs(one.input_list) do
        if not other.inputs[input.name] then
            add_facts(rows, subject("input", change, input.name, input.label), input_facts(input))
        end
    end
end

local function add_changed_inputs(rows, a, b)
    for _, input in ipairs(b.input_list) do
        local before = a.inputs[input.name]
        if before then
            local of, facts = subject("input", "changed", input.name, input.label),
                input_facts(before)
            for i, fact in ipairs(input_facts(input)) do
                add_change(rows, of, fact[1], facts[i][2], fact[2])
            end
        end
    end
end

local function is_other(x, y)
    return (x == nil) ~= (y == nil) or x and math.abs(x - y) > NEAR
end

local function or_none(text)
    return text ~= "" and text or say "none"
end

local RULE_WORDS <const> = { error = say.later "error", warning = say.later "warning", skip = say.later "skip",
    count = say.later "count" }

local function rule_facts(rule)
    return { { say.later "rule", rule_words.of(rule) }, { say.later "about", rule.about },
        { say.later "severity", say(RULE_WORDS[rule.severity]) },
        { say.later "missing figures", say(RULE_WORDS[rule.missing]) },
        { say.later "tolerance", number(rule.tolerance) } }
end

local function add_only_rules(rows, change, one, other)
    for _, rule in ipairs(one.rule_list) do
        if not other.rules[rule.id] then
            add_facts(rows, subject("rule", change, rule.id, rule_words.of(rule)), rule_facts(rule))
        end
    end
end

local function add_changed_rules(rows, a, b)
    for _, rule in ipairs(b.rule_list) do
        local before = a.rules[rule.id]
        local facts = before and rule_facts(before)
        for i, fact in ipairs(before and rule_facts(rule) or {}) do
            add_change(rows, subject("rule", "changed", rule.id, rule_words.of(rule)), fact[1],
                or_none(facts[i][2]), or_none(fact[2]))
        end
    end
end

local function add_parameters(rows, a, b)
    for _, parameter in ipairs(b.parameter_list) do
        local before = a.parameters[parameter.name]
        local value = parameter_words.values(parameter)
        if not before then
            add_row(rows, subject("parameter", "added", parameter.name, ""), say.later "value", nil, value)
        else
            add_change(rows, subject("parameter", "changed", parameter.name, ""), say.later "value",
                parameter_words.values(before), value)
        end
    end
    for _, parameter in ipairs(a.parameter_list) do
        if not b.parameters[parameter.name] then
            add_row(rows, subject("parameter", "dropped", parameter.name, ""), say.later "value",
                parameter_words.values(parameter))
        end
    end
end

-- Nodes of either whose weight, share among siblings or share in the index is another one.
local function weights_of(a, b, depth)
    local list = {}
    local function look_at(node)
        local before, after = a.nodes[node.code], b.nodes[node.code]
        local x, y = before or {}, after or {}
        if (not depth or node.depth <= depth) and (is_other(x.effective, y.effective)
            or is_other(x.share, y.share) or before and after and is_other(x.weight, y.weight)) then
            list[#list + 1] = { code = node.code, name = node.name, depth = node.depth,
                weight_before = x.weight, weight_after = y.weight, share_before = x.share,
                share_after = y.share, effective_before = x.effective,
                effective_after = y.effective }
        end
    end
    for _, node in ipairs(b.list) do
        look_at(node)
    end
    for _, node in ipairs(a.list) do
        if not b.nodes[node.code] then
            look_at(node)
        end
    end
    return list
end

-- Nodes of both whose weights by period are others.
local function add_weights_by_period(rows, a, b)
    for _, node in ipairs(b.list) do
        local x, y = a.weights[node.code], b.weights[node.code]
        if a.nodes[node.code] and (x or y) then
            add_change(rows, subject(node.kind, "changed", node.code, node.name), say.later "weights by period",
                x or say "none", y or say "none")
        end
    end
end

-- Does a series break after the one period, or with the other?
local function break_between(breaks, periods)
    local first, last = hm.period(periods[1]).first, hm.period(periods[2]).first
    if first > last then
        first, last = last, first
    end
    local found = {}
    for _, from in ipairs(breaks or {}) do
        local day = hm.period(from).first
        found[#found + 1] = day > first and day <= last and from or nil
    end
    return #found > 0 and language.list(found) or nil
end

local KINDS <const> = { group = say.later "group", indicator = say.later "indicator" }

-- Of what both have: what says that figures of the two periods cannot be compared.
local function add_breaks_between(rows, a, b, periods)
    local function add(field, code, name, breaks)
        local from = break_between(breaks, periods)
        if from then
            add_row(rows, subject("break", "between", code, name), field, nil, from)
        end
    end
    add(say.later "package", b.info.name, b.info.title, b.info.breaks)
    for _, node in ipairs(b.list) do
        add(KINDS[node.kind], node.code, node.name, a.nodes[node.code] and node.breaks)
    end
    for _, input in ipairs(b.input_list) do
        add(say.later "input", input.name, input.label, a.inputs[input.name] and input.breaks)
    end
end

-- What is different: { a, b = what is known of the packages, changes, weights = rows of the tables of
-- pack diff }. `depth` bounds the weights that are looked at.
-- `periods`: none; or one, in which both are looked at; or one of each.
function compare.packages(first, second, depth, periods)
    periods = periods and { periods[1], periods[2] or periods[1] } or {}
    local a, b, rows = index(first, periods[1]), index(second, periods[2]), {}
    add_only(rows, "group", "added", b, a)
    add_only(rows, "group", "dropped", a, b)
    add_changed_groups(rows, a, b)
    add_only(rows, "indicator", "added", b, a)
    add_only(rows, "indicator", "dropped", a, b)
    add_changed_indicators(rows, a, b)
    add_weights_by_period(rows, a, b)
    add_only_inputs(rows, "added", b, a)
    add_only_inputs(rows, "dropped", a, b)
    add_changed_inputs(rows, a, b)
    add_only_rules(rows, "added", b, a)
    add_only_rules(rows, "dropped", a, b)
    add_changed_rules(rows, a, b)
    add_parameters(rows, a, b)
    compare_policies.add(rows, a, b)
    if periods[2] and periods[1] ~= periods[2] then
        add_breaks_between(rows, a, b, periods)
    end
    return { a = a.info, b = b.info, periods = periods, changes = rows, weights = weights_of(a, b, depth) }
end

return compare
