-- What is different between two packages, as facts; report/diff_page.lua says them.

local hm = require "hundredmark"
local files = require "cli.files"
local words = require "report.words"

local compare = {}

local NEAR <const> = 1e-12

-- Everything of a package by code and name. `share` is among siblings, `effective` in the index.
local function index(package)
    local one = { info = package:info(), list = package:nodes(), nodes = {}, indicators = {},
        inputs = {}, input_list = package:inputs() }
    for _, node in ipairs(one.list) do
        local parent = one.nodes[node.parent]
        node.effective = parent and parent.effective * node.share or 1
        one.nodes[node.code] = node
        one.indicators[node.code] = node.kind == "indicator" and package:indicator(node.code) or nil
    end
    for _, input in ipairs(one.input_list) do
        one.inputs[input.name] = input
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

local function range_of(indicator)
    return ("%s to %s"):format(hm.number(indicator.range[1]), hm.number(indicator.range[2]))
end

local function add_change(list, what, before, after)
    if before ~= after then
        list[#list + 1] = { what = what, before = before, after = after }
    end
end

-- How an indicator of both packages differs: a list of { what, before, after }.
local function changes_of_indicator(a, b)
    local changes = {}
    add_change(changes, "formula", formula_of(a), formula_of(b))
    if a.form == "function" and b.form == "function" and source_of(a) ~= source_of(b) then
        changes[#changes + 1] = { what = "formula", before = ("function at %s:%d"):format(a.file,
            a.line), after = ("function at %s:%d"):format(b.file, b.line) }
    end
    add_change(changes, "range", range_of(a), range_of(b))
    add_change(changes, "parent", a.parent, b.parent)
    add_change(changes, "name", a.name, b.name)
    add_change(changes, "accepts missing figures", tostring(a.accepts_missing),
        tostring(b.accepts_missing))
    for _, field in ipairs { "deducts", "scale", "direction" } do
        add_change(changes, field, tostring(a[field] or "no"), tostring(b[field] or "no"))
    end
    return changes
end

-- Entries of B that A lacks, entries of A that B lacks.
local function added_and_dropped(a, b, kind)
    local added, dropped = {}, {}
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        added[#added + 1] = node.kind == kind and not (before and before.kind == kind) and node
            or nil
    end
    for _, node in ipairs(a.list) do
        local after = b.nodes[node.code]
        dropped[#dropped + 1] = node.kind == kind and not (after and after.kind == kind) and node
            or nil
    end
    return added, dropped
end

local function changed_indicators(a, b)
    local list = {}
    for _, node in ipairs(b.list) do
        local before, after = a.indicators[node.code], b.indicators[node.code]
        if before and after then
            local changes = changes_of_indicator(before, after)
            if #changes > 0 then
                list[#list + 1] = { code = node.code, name = node.name, changes = changes }
            end
        end
    end
    return list
end

local function changed_groups(a, b)
    local list = {}
    for _, node in ipairs(b.list) do
        local before, changes = a.nodes[node.code], {}
        if before and before.kind == "group" and node.kind == "group" then
            add_change(changes, "name", before.name, node.name)
            add_change(changes, "parent", before.parent, node.parent)
            if #changes > 0 then
                list[#list + 1] = { code = node.code, name = node.name, changes = changes }
            end
        end
    end
    return list
end

local function inputs_of(a, b)
    local found = { added = {}, dropped = {}, changed = {} }
    for _, input in ipairs(b.input_list) do
        local before, changes = a.inputs[input.name], {}
        if not before then
            table.insert(found.added, input)
        else
            add_change(changes, "kind", words.kind(before), words.kind(input))
            add_change(changes, "unit", before.unit, input.unit)
            add_change(changes, "label", before.label, input.label)
            if #changes > 0 then
                table.insert(found.changed, { code = input.name, name = input.label,
                    changes = changes })
            end
        end
    end
    for _, input in ipairs(a.input_list) do
        found.dropped[#found.dropped + 1] = not b.inputs[input.name] and input or nil
    end
    return found
end

local function is_other(x, y)
    return (x == nil) ~= (y == nil) or x and math.abs(x - y) > NEAR
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
                before = before, after = after }
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

local function policy_of(a, b)
    local x, y, changes = a.info.policy, b.info.policy, {}
    add_change(changes, "least coverage", hm.number(x.min_coverage), hm.number(y.min_coverage))
    add_change(changes, "ranked from coverage", hm.number(x.rank_if.coverage),
        hm.number(y.rank_if.coverage))
    add_change(changes, "ranked from applicable", hm.number(x.rank_if.applicable),
        hm.number(y.rank_if.applicable))
    add_change(changes, "aggregation", x.aggregate, y.aggregate)
    add_change(changes, "rounding", x.rounding and tostring(x.rounding) or "none",
        y.rounding and tostring(y.rounding) or "none")
    for _, node in ipairs(b.list) do
        local before = a.nodes[node.code]
        if before and before.aggregate and node.aggregate then
            add_change(changes, "aggregation at " .. node.code, before.aggregate, node.aggregate)
        end
    end
    return changes
end

-- `depth` bounds the weights that are looked at.
function compare.packages(first, second, depth)
    local a, b = index(first), index(second)
    local diff = { a = a.info, b = b.info, changed = changed_indicators(a, b),
        changed_groups = changed_groups(a, b), inputs = inputs_of(a, b),
        weights = weights_of(a, b, depth), policy = policy_of(a, b), of_a = a, of_b = b }
    diff.added, diff.dropped = added_and_dropped(a, b, "indicator")
    diff.added_groups, diff.dropped_groups = added_and_dropped(a, b, "group")
    diff.formula_of = formula_of
    return diff
end

return compare
