-- What is different between two packages, for people and as JSON.

local hm = require "hundredmark"
local json = require "report.json"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local diff_page = {}

local function share(x)
    return x and hm.fixed(x * 100, 2) .. " %" or numbers.NONE
end

local function plain(x)
    return x and numbers.plain(x) or numbers.NONE
end

local function add_indicators(out, title, list, one, diff)
    local entries = {}
    for i, node in ipairs(list) do
        entries[i] = { words.node(node), ("in %s, %s of the index"):format(node.parent,
            share(node.effective)), diff.formula_of(one.indicators[node.code]) }
    end
    if #entries > 0 then
        out:heading(2, title):entries(entries)
    end
end

local function add_groups(out, title, list)
    local items = {}
    for i, node in ipairs(list) do
        items[i] = ("%s, %s of the index"):format(words.node(node), share(node.effective))
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_changed(out, title, list)
    local entries = {}
    for i, one in ipairs(list) do
        entries[i] = { one.code .. " " .. one.name }
        for _, change in ipairs(one.changes) do
            table.insert(entries[i], ("%s before: %s"):format(change.what, change.before))
            table.insert(entries[i], ("%s after: %s"):format(change.what, change.after))
        end
    end
    if #entries > 0 then
        out:heading(2, title):entries(entries)
    end
end

local function add_inputs(out, title, list)
    local items = {}
    for i, input in ipairs(list) do
        items[i] = ("%s (%s%s): %s"):format(input.name, words.kind(input),
            input.unit ~= "" and ", in " .. input.unit or "", input.label)
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_weights(out, list)
    local lines = {}
    for i, one in ipairs(list) do
        local before, after = one.before or {}, one.after or {}
        lines[i] = { (" "):rep(one.depth) .. one.code, plain(before.weight), plain(after.weight),
            share(before.share), share(after.share), share(before.effective),
            share(after.effective) }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, "Weights")
    out:paragraph("Before and after: the weight that is declared, its share among its siblings, "
        .. "and its effective weight, the share of the whole index.")
    out:table({ { title = "code" }, { title = "weight", side = "right" },
        { title = "after", side = "right" }, { title = "of siblings", side = "right" },
        { title = "after", side = "right" }, { title = "of the index", side = "right" },
        { title = "after", side = "right" } }, lines)
end

local function add_policy(out, changes)
    local lines = {}
    for i, change in ipairs(changes) do
        lines[i] = { change.what, change.before, change.after }
    end
    if #lines > 0 then
        out:heading(2, "Policy")
        out:table({ { title = "what" }, { title = "before" }, { title = "after" } }, lines)
    end
end

local function name_of(info)
    return ("%s %s"):format(info.name, info.version)
end

function diff_page.page(diff)
    local out = page.new():heading(1, ("From %s to %s"):format(name_of(diff.a), name_of(diff.b)))
    local empty = #out
    add_groups(out, "Groups added", diff.added_groups)
    add_groups(out, "Groups dropped", diff.dropped_groups)
    add_changed(out, "Groups changed", diff.changed_groups)
    add_indicators(out, "Indicators added", diff.added, diff.of_b, diff)
    add_indicators(out, "Indicators dropped", diff.dropped, diff.of_a, diff)
    add_changed(out, "Indicators replaced or changed", diff.changed)
    add_inputs(out, "Inputs added", diff.inputs.added)
    add_inputs(out, "Inputs dropped", diff.inputs.dropped)
    add_changed(out, "Inputs changed", diff.inputs.changed)
    add_weights(out, diff.weights)
    add_policy(out, diff.policy)
    if #out == empty then
        out:paragraph("No difference.")
    end
    return out
end

-- JSON ----------------------------------------------------------------------------------------

local function each(list, as_json)
    local values = {}
    for i, element in ipairs(list) do
        values[i] = as_json(element)
    end
    return json.array(values)
end

local function change_as_json(change)
    return json.object { { "what", change.what }, { "before", change.before },
        { "after", change.after } }
end

local function changed_as_json(one)
    return json.object { { "code", one.code }, { "name", one.name },
        { "changes", each(one.changes, change_as_json) } }
end

local function group_as_json(node)
    return json.object { { "code", node.code }, { "name", node.name }, { "parent", node.parent },
        { "effective_weight", node.effective } }
end

local function indicator_as_json(diff, one)
    return function(node)
        return json.object { { "code", node.code }, { "name", node.name },
            { "parent", node.parent }, { "effective_weight", node.effective },
            { "formula", diff.formula_of(one.indicators[node.code]) } }
    end
end

local function input_as_json(input)
    return json.object { { "name", input.name }, { "label", input.label }, { "kind", input.kind },
        { "unit", input.unit } }
end

local function weights_as_json(node)
    return node and json.object { { "weight", node.weight }, { "share", node.share },
        { "effective_weight", node.effective } } or json.NULL
end

local function package_as_json(info)
    return json.object { { "package", info.name }, { "version", info.version } }
end

function diff_page.json(diff)
    return json.object {
        { "from", package_as_json(diff.a) }, { "to", package_as_json(diff.b) },
        { "groups", json.object { { "added", each(diff.added_groups, group_as_json) },
            { "dropped", each(diff.dropped_groups, group_as_json) },
            { "changed", each(diff.changed_groups, changed_as_json) } } },
        { "indicators", json.object {
            { "added", each(diff.added, indicator_as_json(diff, diff.of_b)) },
            { "dropped", each(diff.dropped, indicator_as_json(diff, diff.of_a)) },
            { "changed", each(diff.changed, changed_as_json) } } },
        { "inputs", json.object { { "added", each(diff.inputs.added, input_as_json) },
            { "dropped", each(diff.inputs.dropped, input_as_json) },
            { "changed", each(diff.inputs.changed, changed_as_json) } } },
        { "weights", each(diff.weights, function(one)
            return json.object { { "code", one.code }, { "name", one.name },
                { "before", weights_as_json(one.before) },
                { "after", weights_as_json(one.after) } }
        end) },
        { "policy", each(diff.policy, change_as_json) },
    }
end

return diff_page
