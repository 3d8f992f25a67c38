-- How a mark came about, as JSON.

local json = require "report.json"

local explain_json = {}

local function each(list, as_json)
    local values = {}
    for i, element in ipairs(list or {}) do
        values[i] = as_json(element)
    end
    return json.array(values)
end

local function given_fields(figure)
    local given = figure.given
    return {
        { "name", figure.name }, { "label", figure.label }, { "kind", figure.kind },
        { "unit", figure.unit }, { "state", figure.state }, { "value", json.maybe(figure.value) },
        { "text", json.maybe(figure.text) }, { "rows", figure.rows },
        { "found", given and given.text }, { "source", given and given.source },
        { "note", given and given.note }, { "quality", given and given.quality },
        { "verified", json.maybe(given and given.verified) }, { "file", given and given.file },
        { "line", given and given.line }, { "column", given and given.column },
    }
end

local function figure_as_json(figure)
    return json.object(given_fields(figure))
end

local function part_as_json(part)
    return json.object { { "name", part.name }, { "label", part.label },
        { "formula", part.formula }, { "value", json.maybe(part.value) }, { "state", part.state } }
end

local function scaling_as_json(scaling)
    return json.object { { "method", scaling.method }, { "cities", scaling.count },
        { "worst", scaling.worst }, { "best", scaling.best }, { "mean", scaling.mean },
        { "deviation", scaling.deviation }, { "mark", json.maybe(scaling.mark) },
        { "better", scaling.better }, { "alike", scaling.alike }, { "worse", scaling.worse } }
end

local function mark_fields(entry)
    return {
        { "code", entry.code }, { "name", entry.name }, { "weight", entry.weight },
        { "score", json.maybe(entry.row.score) }, { "coverage", entry.row.coverage },
        { "applicable", entry.row.applicable },
        { "status", entry.row.status }, { "points", json.maybe(entry.points) },
    }
end

local function mark_as_json(entry)
    return json.object(mark_fields(entry))
end

local function gap_as_json(gap)
    return json.object { { "code", gap.code }, { "name", gap.name }, { "status", gap.status },
        { "inputs", json.array(gap.inputs) }, { "reason", gap.cause or gap.reason } }
end

local function indicator_fields(facts)
    local indicator = facts.indicator
    return { { "reference", indicator.reference }, { "form", indicator.form },
        { "formula", indicator.formula }, { "inputs", each(facts.figures, figure_as_json) },
        { "parts", each(facts.parts, part_as_json) },
        { "scaling", json.maybe(facts.scaling and scaling_as_json(facts.scaling)) } }
end

local function group_fields(facts)
    return {
        { "aggregate", facts.node.aggregate },
        { "children", each(facts.children, mark_as_json) },
        { "calculation", json.maybe(facts.sum) },
        { "missing", each(facts.gaps, gap_as_json) },
    }
end

-- `facts` as explain gathers them; `run` the object that says what was scored.
function explain_json.of(facts, run)
    local row = facts.row
    local fields = {
        { "run", run }, { "city", facts.city }, { "period", facts.period },
        { "code", facts.node.code }, { "name", facts.node.name }, { "kind", facts.node.kind },
        { "value", json.maybe(row.value) }, { "score", json.maybe(row.score) },
        { "unrounded", json.maybe(facts.unrounded) }, { "weight", row.weight },
        { "contribution", json.maybe(row.contribution) }, { "coverage", row.coverage },
        { "applicable", row.applicable }, { "rank", json.maybe(row.rank) },
        { "status", row.status },
        { "flags", row.flags },
        { "reason", json.maybe(facts.gap and facts.gap.cause or row.reason) },
    }
    local own = facts.indicator and indicator_fields(facts) or group_fields(facts)
    table.move(own, 1, #own, #fields + 1, fields)
    fields[#fields + 1] = { "ancestors", each(facts.ancestors, mark_as_json) }
    return json.object(fields)
end

return explain_json
