-- How a score comes about: what siblings add to their parent, and the way from a node up to the
-- root. Facts only, the points as the engine has them; the pages of explain say them.

local decimals = require "report.decimals"
local weighed = require "report.weighed"

local derive = {}

-- Nodes of the package by code, as they hold in a unit's period, with the weights that followed from the
-- data, the `decimals` of their scores, their `reach` (report.decimals) and `less_is_better`: made once a period.
function derive.nodes(run, unit)
    local period = run.units[unit].period
    run.nodes_of = run.nodes_of or {}
    if not run.nodes_of[period] then
        local nodes = run.package:nodes(period)
        local digits, reach = decimals.of(nodes)
        run.nodes_of[period] = {}
        weighed.settle(nodes, function(code) return run.scores:row(unit, code) end)
        for _, node in ipairs(nodes) do
            run.nodes_of[period][node.code] = node
            node.decimals, node.reach = digits[node.code], reach[node.code]
        end
    end
    return run.nodes_of[period]
end

-- The children of a group in one unit: { code, name, row, weight (share among siblings), declared,
-- points, part, deducts, adds, cap, is_shown }. `part` is that of the group's score, where cities have
-- weights of their own. `points` is what a child adds to the group's score, where that is a weighted
-- mean; below 0 for one that deducts, and none where the group was held at 0.
function derive.children(run, unit, group)
    local nodes, children = derive.nodes(run, unit), {}
    for i, code in ipairs(group.children) do
        local row = run.scores:row(unit, code)
        children[i] = { code = code, name = row.name, row = row, weight = nodes[code].share,
            declared = nodes[code].weight, deducts = nodes[code].deducts, adds = nodes[code].adds,
            cap = nodes[code].cap, is_shown = nodes[code].scored == false, required = nodes[code].required, decimals = nodes[code].decimals,
            points = run.scores:points(unit, code, group.code), part = run.scores:part(unit, code) }
    end
    return children
end

-- The ancestors of a node, nearest first: { code, name, row, weight, points }. `weight` is the
-- node's share of the whole ancestor, none where a sum is on the way, which has no shares; `points` what it
-- adds to the ancestor's score, none where an aggregation on the way does not add up, or a score is missing.
function derive.ancestors(run, unit, code)
    local nodes, way, weight, at = derive.nodes(run, unit), {}, 1, code
    while nodes[at].parent ~= "" do
        local parent = nodes[nodes[at].parent]
        weight = weight and parent.aggregate ~= "sum" and weight * nodes[at].share or nil
        way[#way + 1] = { code = parent.code, name = parent.name, decimals = parent.decimals,
            row = run.scores:row(unit, parent.code), weight = weight,
            points = run.scores:points(unit, code, parent.code) }
        at = parent.code
    end
    return way
end

-- What is known of an input in one unit: how it is declared, what was observed, and what the
-- measure saw of it.
function derive.figure(run, unit, name)
    local declared
    run.inputs = run.inputs or run.package:inputs()
    for _, input in ipairs(run.inputs) do
        declared = input.name == name and input or declared
    end
    local seen = run.scores:input(unit, name)
    local figure = {
        name = name, label = declared.label, kind = declared.kind, unit = declared.unit,
        state = seen.state, value = seen.value, text = seen.text,
        asked_if = seen.state == "not_applicable" and declared.asked_if or nil,
    }
    if declared.kind == "records" then
        figure.rows = run.dataset:record_rows(unit, name)
        return figure
    end
    figure.given = run.dataset:observation(unit, name)
    return figure
end

return derive
