-- What is different between two packages, as rows of tables; report/diff_page.lua makes a page of them.

local hm = require "hundredmark"
local files = require "cli.files"
local parameter_words = require "report.parameter_words"
local period_inputs = require "report.period_inputs"
local rule_words = require "report.rule_words"
local scaling = require "report.scaling"
local steps = require "report.steps"
local class_words = require "report.class_words"
local standing = require "report.standing"
local words = require "report.words"

local compare = {}

local NEAR <const> = 1e-12

-- The weight of each node by period, "1, from 2024 3", by code; nothing of one that has but one.
local function weights_by_period(package)
    local said, last, varies = {}, {}, {}
    for number, edition in ipairs(package:editions()) do
        for _, node in ipairs(package:nodes(number)) do
            local weight, code = not node.weighed_by and hm.number(node.weight) or "from the data", node.code
            if weight ~= last[code] then
                varies[code] = last[code] ~= nil
                said[code] = (said[code] and said[code] .. ", " or "")
                    .. (said[code] and ("from %s "):format(edition.from) or "") .. weight
                last[code] = weight
            end
        end
    end
    for code in pairs(said) do
        said[code] = varies[code] and said[code] or nil
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
-- `effective` in the index.
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

-- What the rows of one thing have in common: what it is, and how it differs.
local function subject(kind, change, code, name)
    return { kind = kind, change = change, code = code, name = name }
end

local function add_row(rows, of, what, before, after)
    rows[#rows + 1] = { kind = of.kind, change = of.change, code = of.code, name = of.name,
        what = what, before = before, after = after, effective = of.effective }
end

local function add_change(rows, of, what, before, after)
    if before ~= after then
        add_row(rows, of, what, before, after)
    end
end

-- Rows of what only one package has: each fact { what, text } is one of before, or of after.
local function add_facts(rows, of, facts)
    for _, fact in ipairs(facts) do
        local is_added, text = of.change == "added", fact[2] ~= "" and fact[2] or nil
        if text then
            add_row(rows, of, fact[1], not is_added and text or nil, is_added and text or nil)
        end
    end
end

local function function_of(indicator)
    return ("function at %s:%d%s"):format(indicator.file, indicator.line,
        indicator.measure_from and ", from " .. indicator.measure_from or "")
end

-- Functions have no formula to be compared, only the text of their scripts.
local function add_source_change(rows, of, a, b)
    if a.form == "function" and b.form == "function"
        and (a.measure_from ~= b.measure_from or source_of(a) ~= source_of(b)) then
        add_row(rows, of, "formula", function_of(a), function_of(b))
    end
end

local function parameters_of(node)
    local text = node.scale and scaling.parameters(node) or ""
    return text ~= "" and text or "no"
end

local function terms_of(node)
    local text = node.scale and scaling.terms(node) or ""
    return text ~= "" and text or "no"
end

-- How a node of both packages is scaled otherwise, or has other steps before that.
local function add_scale_changes(rows, of, a, b)
    for _, field in ipairs { "scale", "direction", "by" } do
        add_change(rows, of, field, a[field] or "no", b[field] or "no")
    end
    add_change(rows, of, "parameters of the scale", parameters_of(a), parameters_of(b))
    add_change(rows, of, "terms of the scale", terms_of(a), terms_of(b))
    add_change(rows, of, "transform", a.transform or "no", b.transform or "no")
    for _, step in ipairs { "impute", "treat", "weigh" } do
        add_change(rows, of, step, steps.words(a, step) or "no", steps.words(b, step) or "no")
    end
end

local function said(value)
    if type(value) == "number" then
        return hm.number(value)
    end
    return value == nil and "no" or tostring(value)
end

-- What a node of both packages does to its parent's score.
local function add_effect_changes(rows, of, a, b)
    add_change(rows, of, "deducts", tostring(a.deducts or "no"), tostring(b.deducts or "no"))
    for _, field in ipairs { "adds", "cap", "required" } do
        add_change(rows, of, field, said(a[field]), said(b[field]))
    end
    add_change(rows, of, "stands by itself", said(a.alone), said(b.alone))
    add_change(rows, of, "scored", tostring(a.scored ~= false), tostring(b.scored ~= false))
    add_change(rows, of, "classes", class_words.of_node(a) or "none", class_words.of_node(b) or "none")
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

local function breaks_of(it, otherwise)
    return it.breaks and table.concat(it.breaks, ", ") or otherwise
end

-- From when to when a node of both holds, and the measures that it has had, where no period was chosen.
local function add_edition_changes(rows, of, a, b)
    add_change(rows, of, "from", said(a.from), said(b.from))
    add_change(rows, of, "to", said(a.to), said(b.to))
    add_change(rows, of, "breaks", breaks_of(a, "none"), breaks_of(b, "none"))
    if not a.measures and not b.measures then
        return
    end
    local before, after = measures_of(a), measures_of(b)
    for _, list in ipairs { before, after } do
        for _, measure in ipairs(list) do
            local from = measure.from
            if before[from] or after[from] then
                add_change(rows, of, from == "" and "first measure" or "measure from " .. from,
                    before[from] or "none", after[from] or "none")
                before[from], after[from] = nil, nil
            end
        end
    end
end

-- How an indicator of both packages differs.
local function add_indicator_changes(rows, of, a, b)
    add_change(rows, of, "formula", formula_of(a), formula_of(b))
    add_source_change(rows, of, a, b)
    add_edition_changes(rows, of, a, b)
    add_change(rows, of, "range", standing.range(a), standing.range(b))
    add_change(rows, of, "parent", a.parent, b.parent)
    add_change(rows, of, "name", a.name, b.name)
    add_change(rows, of, "accepts missing figures", tostring(a.accepts_missing),
        tostring(b.accepts_missing))
    add_effect_changes(rows, of, a, b)
    add_scale_changes(rows, of, a, b)
end

-- Nodes of this kind that `one` has and `other` has not.
local function add_only(rows, kind, change, one, other)
    for _, node in ipairs(one.list) do
        local match = other.nodes[node.code]
        if node.kind == kind and not (match and match.kind == kind) then
            local of = subject(kind, change, node.code, node.name)
            of.effective = node.effective
            add_facts(rows, of, { { "name", node.name }, { "parent", node.parent },
                one.indicators[node.code] and { "formula", formula_of(one.indicators[node.code]) } })
        end
    end
end

local function add_changed_groups(rows, a, b)
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        if before and before.kind == "group" and node.kind == "group" then
            local of = subject("group", "changed", node.code, node.name)
            add_change(rows, of, "name", before.name, node.name)
            add_change(rows, of, "parent", before.parent, node.parent)
            add_change(rows, of, "range", standing.range(before), standing.range(node))
            add_effect_changes(rows, of, before, node)
            add_change(rows, of, "measure", before.measure or "none", node.measure or "none")
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
    return { { "kind", words.kind(input) }, { "unit", input.unit }, { "label", input.label },
        { "asked if", input.asked_if or "" }, { "improve", words.improve(input) or "" }, { "breaks", breaks_of(input, "") } }
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
    return text ~= "" and text or "none"
end

local function rule_facts(rule)
    return { { "rule", rule_words.of(rule) }, { "about", rule.about },
        { "severity", rule.severity }, { "missing figures", rule.missing },
        { "tolerance", hm.number(rule.tolerance) } }
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
            add_row(rows, subject("parameter", "added", parameter.name, ""), "value", nil, value)
        else
            add_change(rows, subject("parameter", "changed", parameter.name, ""), "value",
                parameter_words.values(before), value)
        end
    end
    for _, parameter in ipairs(a.parameter_list) do
        if not b.parameters[parameter.name] then
            add_row(rows, subject("parameter", "dropped", parameter.name, ""), "value",
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

local function rounding_of(policy)
    return policy.rounding and tostring(policy.rounding) or "none"
end

-- What few policies say.
local function add_rare_policy(rows, of, x, y)
    add_change(rows, of, "coverage by", x.min_coverage_by or "weight", y.min_coverage_by or "weight")
    add_change(rows, of, "least children", said(x.min_children), said(y.min_children))
    add_change(rows, of, "halves are rounded", x.rounding_ties or "away", y.rounding_ties or "away")
    add_change(rows, of, "score of what is not reported", said(x.not_reported), said(y.not_reported))
end

-- Where a node of both has another threshold, or other decimals.
local function add_policy_at(rows, before, node)
    local of = subject("policy", "changed", node.code, node.name)
    if before.min_coverage and node.min_coverage then
        add_change(rows, of, "least coverage at " .. node.code, hm.number(before.min_coverage),
            hm.number(node.min_coverage))
    end
    add_change(rows, of, "rounding at " .. node.code, rounding_of(before), rounding_of(node))
end

local function add_policy(rows, a, b)
    local x, y, of = a.info.policy, b.info.policy, subject("policy", "changed")
    add_change(rows, of, "least coverage", hm.number(x.min_coverage), hm.number(y.min_coverage))
    add_change(rows, of, "ranked from coverage", hm.number(x.rank_if.coverage),
        hm.number(y.rank_if.coverage))
    add_change(rows, of, "ranked from applicable", hm.number(x.rank_if.applicable),
        hm.number(y.rank_if.applicable))
    add_change(rows, of, "aggregation", x.aggregate, y.aggregate)
    add_change(rows, of, "rounding", rounding_of(x), rounding_of(y))
    add_change(rows, of, "range of indicators", standing.range(x), standing.range(y))
    add_change(rows, of, "range of groups", standing.range { range = x.group_range },
        standing.range { range = y.group_range })
    add_rare_policy(rows, of, x, y)
    add_change(rows, of, "breaks", breaks_of(a.info, "none"), breaks_of(b.info, "none"))
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        local is_own = x.min_coverage_at[node.code] or y.min_coverage_at[node.code]
            or x.rounding_at[node.code] or y.rounding_at[node.code]
        if before and is_own then
            add_policy_at(rows, before, node)
        end
        if before and before.aggregate and node.aggregate then
            add_change(rows, subject("policy", "changed", node.code, node.name),
                "aggregation at " .. node.code, before.aggregate_said, node.aggregate_said)
        end
    end
end

-- Nodes of both whose weights by period are others.
local function add_weights_by_period(rows, a, b)
    for _, node in ipairs(b.list) do
        local x, y = a.weights[node.code], b.weights[node.code]
        if a.nodes[node.code] and (x or y) then
            add_change(rows, subject(node.kind, "changed", node.code, node.name), "weights by period",
                x or "none", y or "none")
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
    return #found > 0 and table.concat(found, ", ") or nil
end

-- Of what both have: what says that figures of the two periods cannot be compared.
local function add_breaks_between(rows, a, b, periods)
    local function add(what, code, name, breaks)
        local from = break_between(breaks, periods)
        if from then
            add_row(rows, subject("break", "between", code, name), what, nil, from)
        end
    end
    add("package", b.info.name, b.info.title, b.info.breaks)
    for _, node in ipairs(b.list) do
        add(node.kind, node.code, node.name, a.nodes[node.code] and node.breaks)
    end
    for _, input in ipairs(b.input_list) do
        add("input", input.name, input.label, a.inputs[input.name] and input.breaks)
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
    add_policy(rows, a, b)
    if periods[2] and periods[1] ~= periods[2] then
        add_breaks_between(rows, a, b, periods)
    end
    return { a = a.info, b = b.info, periods = periods, changes = rows, weights = weights_of(a, b, depth) }
end

return compare
