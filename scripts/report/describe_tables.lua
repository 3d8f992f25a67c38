-- What a package holds, as tables: all of it, or a node and what is below it.

local hm = require "hundredmark"
local columns = require "report.columns"
local scaling = require "report.scaling"

local describe_tables = {}

-- The main one first.
describe_tables.NAMES = { "descriptions", "package", "inputs", "input_options", "record_columns",
    "uses", "parts", "parts_of", "examples", "example_figures", "rules", "rule_inputs",
    "parameters", "measures", "classes" }

local COLUMNS <const> = {
    descriptions = columns("code parent depth:integer kind name about reference weight:number "
        .. "declared_weight:number aggregate indicators:integer form formula low:number "
        .. "high:number scale parameters by direction deducts:flag accepts_missing:flag file line:integer "
        .. "adds:flag cap:number required:flag scored:flag "
        .. "min_coverage:number rounding:integer weigh from to transform breaks less_is_better:flag"),
    package = columns("name version title about licence path builtin:flag min_coverage:number "
        .. "rank_coverage:number rank_applicable:number aggregate rounding:integer low:number "
        .. "high:number min_coverage_by min_children:integer rounding_ties not_reported:number breaks "
        .. "group_low:number group_high:number"),
    inputs = columns("name label kind unit may_be_na:flag min:number max:number warn_min:number "
        .. "warn_max:number asked_if step:number cost:number fixed:flag many:flag breaks"),
    input_options = columns "input option",
    record_columns = columns "input name label kind unit may_be_na:flag",
    uses = columns "code input",
    parts = columns "code name label formula",
    parts_of = columns "code part whole",
    examples = columns "code example:integer score:number value:number status flags note period",
    rules = columns "rule left comparison right about severity missing tolerance:number file line:integer",
    rule_inputs = columns "rule input",
    measures = columns "code from form formula",
    parameters = columns "name from value:number unit reference set:flag",
    classes = columns "code position:integer class rule bound:number parameter of",
    example_figures = columns "code example:integer previous:flag records row:integer name value",
}

local function is_yes(value)
    return value and true or false
end

-- Several texts in one cell; nil: there are none.
local function listed(list)
    return list and table.concat(list, ";")
end

local function package_row(info)
    local policy = info.policy
    return { name = info.name, version = info.version, title = info.title, about = info.about,
        licence = info.licence, path = info.path, builtin = is_yes(info.builtin),
        min_coverage = policy.min_coverage, rank_coverage = policy.rank_if.coverage,
        rank_applicable = policy.rank_if.applicable, aggregate = policy.aggregate,
        rounding = policy.rounding or nil, low = policy.range and policy.range[1] or nil,
        high = policy.range and policy.range[2] or nil, min_coverage_by = policy.min_coverage_by or "weight",
        min_children = policy.min_children, rounding_ties = policy.rounding_ties or "away",
        not_reported = policy.not_reported, breaks = listed(info.breaks),
        group_low = policy.group_range and policy.group_range[1] or nil,
        group_high = policy.group_range and policy.group_range[2] or nil }
end

local function node_row(node, count)
    return { code = node.code, parent = node.parent ~= "" and node.parent or nil,
        depth = node.depth, kind = node.kind, name = node.name, about = node.about,
        weight = not node.weighed_by and node.share or nil,
        declared_weight = not node.weighed_by and node.weight or nil,
        transform = node.transform, weigh = node.weigh and node.weigh.method, aggregate = node.aggregate_said,
        indicators = count, deducts = is_yes(node.deducts), scale = node.scale,
        parameters = node.scale and scaling.parameters(node), by = node.by,
        direction = not node.scale and node.less_is_better and "lower" or node.direction, low = node.range and node.range[1] or nil,
        high = node.range and node.range[2] or nil, adds = is_yes(node.adds), cap = node.cap,
        required = is_yes(node.required), scored = node.scored ~= false, formula = node.measure,
        min_coverage = node.min_coverage, rounding = node.rounding,
        from = node.from, to = node.to, breaks = listed(node.breaks), less_is_better = is_yes(node.less_is_better) }
end

local function add_indicator(row, indicator)
    row.about, row.reference = indicator.about, indicator.reference
    row.form, row.formula = indicator.form, indicator.formula
    row.accepts_missing = is_yes(indicator.accepts_missing)
    row.file, row.line = indicator.file, indicator.line
end

local function add_inputs(rows, input)
    table.insert(rows.inputs, { name = input.name, label = input.label, kind = input.kind,
        unit = input.unit, may_be_na = is_yes(input.may_be_na), min = input.min,
        max = input.max, warn_min = input.warn_min, warn_max = input.warn_max,
        asked_if = input.asked_if, step = input.improve and input.improve.step,
        cost = input.improve and input.improve.cost,
        fixed = is_yes(input.improve and input.improve.fixed), many = is_yes(input.many),
        breaks = listed(input.breaks) })
    for _, option in ipairs(input.options or {}) do
        table.insert(rows.input_options, { input = input.name, option = option })
    end
    for _, column in ipairs(input.columns or {}) do
        table.insert(rows.record_columns, { input = input.name, name = column.name,
            label = column.label, kind = column.kind, unit = column.unit,
            may_be_na = is_yes(column.may_be_na) })
    end
end

-- What an example puts in: figures, those of the period before, and rows of records.
local function add_example_figures(list, code, number, test)
    for _, set in ipairs { test.values, test.previous } do
        for _, figure in ipairs(set) do
            list[#list + 1] = { code = code, example = number, previous = set == test.previous,
                name = figure.name, value = figure.text }
        end
    end
    for _, node in ipairs(test.nodes) do
        local figure = node.score and "score" or node.value and "value" or "coverage"
        list[#list + 1] = { code = code, example = number, previous = false,
            name = ("%s[\"%s\"]"):format(figure, node.code), value = hm.number(node[figure]) }
    end
    for _, records in ipairs(test.records) do
        for row, cells in ipairs(records.rows) do
            for _, cell in ipairs(cells) do
                list[#list + 1] = { code = code, example = number, previous = false,
                    records = records.name, row = row, name = cell.column, value = cell.text }
            end
        end
    end
end

local function add_examples(rows, indicator)
    for number, test in ipairs(indicator.tests) do
        table.insert(rows.examples, { code = indicator.code, example = number,
            score = test.score, value = test.value, status = test.status, flags = test.flags,
            note = test.note, period = test.period })
        add_example_figures(rows.example_figures, indicator.code, number, test)
    end
end

-- Of a node that has had several.
local function add_measures(rows, node)
    for _, measure in ipairs(node.measures or {}) do
        table.insert(rows.measures, { code = node.code, from = measure.from ~= "" and measure.from or nil,
            form = measure.form, formula = measure.formula })
    end
end

-- What an indicator is made of; gives the names of its inputs.
local function add_parts(rows, indicator)
    local code = indicator.code
    for _, name in ipairs(indicator.inputs) do
        table.insert(rows.uses, { code = code, input = name })
    end
    for _, part in ipairs(indicator.parts) do
        table.insert(rows.parts, { code = code, name = part.name, label = part.label,
            formula = part.formula })
    end
    for _, pair in ipairs(indicator.part_of) do
        table.insert(rows.parts_of, { code = code, part = pair.part, whole = pair.whole })
    end
end

-- Of a node and what is below it, rules that read one of its inputs.
local function add_rules(rows, facts, is_used)
    for _, rule in ipairs(facts.rules) do
        local of_node = not facts.node
        for _, name in ipairs(rule.inputs) do
            of_node = of_node or is_used[name]
        end
        if of_node then
            table.insert(rows.rules, { rule = rule.id, left = rule.left,
                comparison = rule.comparison, right = rule.right, about = rule.about,
                severity = rule.severity, missing = rule.missing, tolerance = rule.tolerance,
                file = rule.file, line = rule.line })
            for _, name in ipairs(rule.inputs) do
                table.insert(rows.rule_inputs, { rule = rule.id, input = name })
            end
        end
    end
end

-- The codes of the node and of all below it, in the order of the package; all of them without one.
local function chosen(facts)
    local codes, is_chosen = {}, {}
    for _, code in ipairs(facts.codes) do
        local node = facts.nodes[code]
        if not facts.node or node == facts.node or is_chosen[node.parent] then
            is_chosen[code] = true
            codes[#codes + 1] = code
        end
    end
    return codes
end

local function add_classes(rows, node)
    for i, class in ipairs(node.classes or {}) do
        table.insert(rows.classes, { code = node.code, position = i, class = class.class,
            rule = class.rule, bound = class.bound, parameter = class.parameter,
            of = node.classes.of })
    end
end

local function add_nodes(rows, facts)
    local is_used = {}
    for _, code in ipairs(chosen(facts)) do
        local node = facts.nodes[code]
        local row = node_row(node, facts.indicators[code])
        table.insert(rows.descriptions, row)
        add_classes(rows, node)
        add_measures(rows, node)
        if node.kind == "indicator" then
            local indicator = facts.indicator_of(code)
            add_indicator(row, indicator)
            add_parts(rows, indicator)
            add_examples(rows, indicator)
            for _, name in ipairs(indicator.inputs) do
                is_used[name] = true
            end
        end
    end
    return is_used
end

local function add_parameters(rows, facts)
    for _, parameter in ipairs(facts.parameters) do
        local values = parameter.set and { { from = "", value = parameter.set } } or parameter.values
        for _, value in ipairs(values) do
            table.insert(rows.parameters, { name = parameter.name,
                from = value.from ~= "" and value.from or nil, value = value.value,
                unit = parameter.unit, reference = parameter.reference,
                set = is_yes(parameter.set) })
        end
    end
end

-- By name { columns, rows }; `facts` as describe gathers them.
function describe_tables.of(facts)
    local made, rows = {}, {}
    for _, name in ipairs(describe_tables.NAMES) do
        rows[name] = {}
        made[name] = { columns = COLUMNS[name], rows = rows[name] }
    end
    table.insert(rows.package, package_row(facts.info))
    local is_used = add_nodes(rows, facts)
    for _, input in ipairs(facts.inputs) do
        if not facts.node or is_used[input.name] then
            add_inputs(rows, input)
        end
    end
    add_rules(rows, facts, is_used)
    add_parameters(rows, facts)
    return made
end

return describe_tables
