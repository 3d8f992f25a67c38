-- What is different between two packages, for people.

local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.diff_page")

local diff_page = {}

local function share(x)
    return x and say("{share} %", { share = numbers.mark(x * 100, 2) }) or numbers.NONE
end

local function plain(x)
    return x and numbers.plain(x) or numbers.NONE
end

-- The things of a kind that changed in one way, in their order: each { code, name, effective, role, share, rows,
-- said }, `said` being what the rows say, by `field`. `role` and `share` as compare_packages says them of nodes that
-- count in the index otherwise than by their weight.
local function things(diff, kind, change)
    local list, by_code = {}, {}
    for _, row in ipairs(diff.changes) do
        if row.kind == kind and row.change == change then
            local one = by_code[row.code]
            if not one then
                one = { code = row.code, name = row.name, effective = row.effective, role = row.role,
                    share = row.share, rows = {}, said = {} }
                by_code[row.code] = one
                list[#list + 1] = one
            end
            table.insert(one.rows, row)
            one.said[row.field] = row.after or row.before
        end
    end
    return list
end

-- Where a node of one package alone stands, and what it counts for.
local function place_of(one)
    if one.role then
        return one.role
    end
    local fields = { parent = one.said.parent, share = share(one.share or one.effective) }
    if one.share then
        return say("in {parent}, {share} of its siblings", fields)
    end
    return say("in {parent}, {share} of the index", fields)
end

local function add_indicators(out, title, list)
    local entries = {}
    for i, one in ipairs(list) do
        entries[i] = { words.node(one), place_of(one), one.said.formula }
    end
    if #entries > 0 then
        out:heading(2, title):entries(entries)
    end
end

local function add_groups(out, title, list)
    local items = {}
    for i, one in ipairs(list) do
        local node = words.node(one)
        items[i] = (one.role or one.share) and language.labelled(node, place_of(one))
            or say("{node}, {share} of the index", { node = node, share = share(one.effective) })
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_changed(out, title, list)
    local entries = {}
    for i, one in ipairs(list) do
        entries[i] = { one.code .. " " .. one.name }
        for _, row in ipairs(one.rows) do
            local fields = { what = row.what, before = row.before, after = row.after }
            table.insert(entries[i], say("{what} before: {before}", fields))
            table.insert(entries[i], say("{what} after: {after}", fields))
        end
    end
    if #entries > 0 then
        out:heading(2, title):entries(entries)
    end
end

local function add_inputs(out, title, list)
    local items = {}
    for i, input in ipairs(list) do
        local said = input.said
        local fields = { input = input.code, kind = said.kind, unit = said.unit, label = said.label or "" }
        items[i] = said.unit and say("{input} ({kind}, in {unit}): {label}", fields)
            or say("{input} ({kind}): {label}", fields)
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_rules(out, title, list)
    local items = {}
    for i, rule in ipairs(list) do
        items[i] = language.labelled(rule.code, rule.said.rule)
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_parameters(out, title, list)
    local items = {}
    for i, parameter in ipairs(list) do
        items[i] = language.labelled(parameter.code, parameter.said.value)
    end
    if #items > 0 then
        out:heading(2, title):list(items)
    end
end

local function add_weights(out, list)
    local lines = {}
    for i, one in ipairs(list) do
        lines[i] = { (" "):rep(one.depth) .. one.code, plain(one.weight_before),
            plain(one.weight_after), share(one.share_before), share(one.share_after),
            share(one.effective_before), share(one.effective_after) }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, say "Weights")
    out:paragraph(say("Before and after: the weight that is declared, its share among its siblings, "
        .. "and its effective weight, the share of the whole index."))
    out:table({ { title = "code" }, { title = "weight", side = "right" },
        { title = "after", side = "right" }, { title = "of siblings", side = "right" },
        { title = "after", side = "right" }, { title = "of the index", side = "right" },
        { title = "after", side = "right" } }, lines)
end

local function add_policy(out, diff)
    local lines = {}
    for _, row in ipairs(diff.changes) do
        lines[#lines + 1] = row.kind == "policy" and { row.what, row.before, row.after } or nil
    end
    if #lines > 0 then
        out:heading(2, say "Policy")
        out:table({ { title = "what" }, { title = "before" }, { title = "after" } }, lines)
    end
end

-- What makes the two periods not comparable.
local function add_breaks(out, list)
    local items = {}
    for i, one in ipairs(list) do
        local row = one.rows[1]
        local fields = { what = row.what, node = words.node(one), period = row.after }
        items[i] = row.field == "package" and say("the package {node}, from {period} on", fields)
            or say("{what} {node}, from {period} on", fields)
    end
    if #items > 0 then
        out:heading(2, say "Breaks between"):list(items)
        out:paragraph(say "Figures and scores from then on cannot be compared with those before.")
    end
end

local function name_of(info, period)
    local fields = { name = info.name, version = info.version, period = period }
    return period and say("{name} {version} in {period}", fields) or say("{name} {version}", fields)
end

-- `diff` as compare_packages makes it.
function diff_page.page(diff)
    local out = page.new():heading(1, say("From {before} to {after}", { before = name_of(diff.a, diff.periods[1]),
        after = name_of(diff.b, diff.periods[2]) }))
    local empty = #out
    add_breaks(out, things(diff, "break", "between"))
    add_groups(out, say "Groups added", things(diff, "group", "added"))
    add_groups(out, say "Groups dropped", things(diff, "group", "dropped"))
    add_changed(out, say "Groups changed", things(diff, "group", "changed"))
    add_indicators(out, say "Indicators added", things(diff, "indicator", "added"))
    add_indicators(out, say "Indicators dropped", things(diff, "indicator", "dropped"))
    add_changed(out, say "Indicators replaced or changed", things(diff, "indicator", "changed"))
    add_inputs(out, say "Inputs added", things(diff, "input", "added"))
    add_inputs(out, say "Inputs dropped", things(diff, "input", "dropped"))
    add_changed(out, say "Inputs changed", things(diff, "input", "changed"))
    add_rules(out, say "Rules added", things(diff, "rule", "added"))
    add_rules(out, say "Rules dropped", things(diff, "rule", "dropped"))
    add_changed(out, say "Rules changed", things(diff, "rule", "changed"))
    add_parameters(out, say "Parameters added", things(diff, "parameter", "added"))
    add_parameters(out, say "Parameters dropped", things(diff, "parameter", "dropped"))
    add_changed(out, say "Parameters changed", things(diff, "parameter", "changed"))
    add_weights(out, diff.weights)
    add_policy(out, diff)
    if #out == empty then
        out:paragraph(say "No difference.")
    end
    return out
end

return diff_page
