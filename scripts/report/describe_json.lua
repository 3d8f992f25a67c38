-- What a package, a group or an indicator is, as JSON.

local json = require "report.json"

local describe_json = {}

local function each(list, as_json)
    local values = {}
    for i, element in ipairs(list or {}) do
        values[i] = as_json(element)
    end
    return json.array(values)
end

local function column_as_json(column)
    return json.object { { "name", column.name }, { "label", column.label },
        { "kind", column.kind }, { "unit", column.unit },
        { "may_be_na", column.may_be_na } }
end

local function input_as_json(input)
    return json.object {
        { "name", input.name }, { "label", input.label }, { "kind", input.kind },
        { "unit", input.unit }, { "may_be_na", input.may_be_na },
        { "min", input.min }, { "max", input.max },
        { "options", input.options and json.array(input.options) },
        { "columns", input.columns and each(input.columns, column_as_json) },
        { "indicators", json.array(input.indicators) },
    }
end

local function records_as_json(records)
    return json.object { { "name", records.name }, { "rows", each(records.rows, function(row)
        local fields = {}
        for i, cell in ipairs(row) do
            fields[i] = { cell.column, cell.text }
        end
        return json.object(fields)
    end) } }
end

local function test_as_json(test)
    local values = {}
    for i, value in ipairs(test.values) do
        values[i] = { value.name, value.text }
    end
    local previous = {}
    for i, value in ipairs(test.previous) do
        previous[i] = { value.name, value.text }
    end
    return json.object {
        { "values", json.object(values) },
        { "previous", #previous > 0 and json.object(previous) or nil },
        { "records", each(test.records, records_as_json) },
        { "score", test.score }, { "value", test.value }, { "status", test.status },
        { "flags", test.flags }, { "note", test.note },
    }
end

local function node_fields(node, indicators)
    return {
        { "code", node.code }, { "name", node.name }, { "about", node.about },
        { "kind", node.kind }, { "parent", node.parent }, { "depth", node.depth },
        { "weight", node.share }, { "aggregate", node.aggregate },
        { "children", node.kind == "group" and json.array(node.children) or nil },
        { "indicators", indicators },
    }
end

local function indicator_fields(facts)
    local indicator, inputs = facts.indicator, {}
    for i, name in ipairs(indicator.inputs) do
        inputs[i] = facts.input_of[name]
    end
    return {
        { "reference", indicator.reference }, { "form", indicator.form },
        { "formula", indicator.formula },
        { "parts", each(indicator.parts, function(part)
            return json.object { { "name", part.name }, { "label", part.label },
                { "formula", part.formula } }
        end) },
        { "range", json.array { indicator.range[1], indicator.range[2] } },
        { "accepts_missing", indicator.accepts_missing },
        { "part_of", each(indicator.part_of, function(pair)
            return json.object { { "part", pair.part }, { "whole", pair.whole } }
        end) },
        { "inputs", each(inputs, input_as_json) }, { "file", indicator.file },
        { "line", indicator.line }, { "tests", each(indicator.tests, test_as_json) },
    }
end

local function package_object(facts)
    local info, at, codes = facts.info, {}, {}
    for code in pairs(info.policy.aggregate_at or {}) do
        codes[#codes + 1] = code
    end
    table.sort(codes)
    for i, code in ipairs(codes) do
        at[i] = { code, info.policy.aggregate_at[code] }
    end
    return json.object {
        { "name", info.name }, { "version", info.version }, { "title", info.title },
        { "about", info.about }, { "licence", info.licence }, { "path", info.path },
        { "builtin", info.builtin }, { "min_coverage", info.policy.min_coverage },
        { "rank_if", json.object { { "coverage", info.policy.rank_if.coverage },
            { "applicable", info.policy.rank_if.applicable } } },
        { "aggregate", info.policy.aggregate }, { "aggregate_at", json.object(at) },
        { "rounding", json.maybe(info.policy.rounding) },
        { "nodes", each(facts.codes, function(code)
            return json.object(node_fields(facts.nodes[code], nil))
        end) },
        { "inputs", each(facts.inputs, input_as_json) },
    }
end

-- `facts` as describe gathers them.
function describe_json.of(facts)
    if not facts.node then
        return package_object(facts)
    end
    local fields = node_fields(facts.node, not facts.indicator and facts.indicators[facts.node.code]
        or nil)
    local own = facts.indicator and indicator_fields(facts) or {}
    table.move(own, 1, #own, #fields + 1, fields)
    return json.object(fields)
end

return describe_json
