-- What a collection workbook asks, and where: a sheet a theme, and on it a line for each indicator
-- and for each figure that it, a rule, or a condition needs. A figure is asked once, where it is first
-- needed; where it is needed again it is shown.

local period_inputs = require "report.period_inputs"
local sheet_names = require "report.sheet_names"
local words = require "report.words"

local collection_plan = {}

-- How many levels there are below each node, by code: 0 for an indicator.
local function heights_of(nodes)
    local heights = {}
    for i = #nodes, 1, -1 do
        local node = nodes[i]
        local height = heights[node.code] or 0
        heights[node.code] = height
        heights[node.parent] = math.max(heights[node.parent] or 0, height + 1)
    end
    return heights
end

-- Themes are the highest groups, below the root, that hold indicators or groups of indicators: L1 of
-- index > performance > L1 > L1.1 > L1.1.1. Indicators that stand beside groups which are split, or
-- below the root, are a theme of the node above them.
local function themes_of(nodes)
    local heights, by_code, themes, of = heights_of(nodes), {}, {}, {}
    local function theme_of(node)
        if not of[node.code] then
            of[node.code] = { node = node, lines = {} }
            themes[#themes + 1] = of[node.code]
        end
        return of[node.code]
    end
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
        local parent = by_code[node.parent]
        local above = parent and of[parent.code]
        if above and above.whole then
            of[node.code] = above
        elseif node.kind == "indicator" then
            of[node.code] = theme_of(parent or node)
        elseif parent and heights[node.code] <= 2 then
            theme_of(node).whole = true
        end
    end
    return themes, of
end

local function line_of_figure(plan, theme, input)
    local first = plan.asked[input.name]
    local line = { kind = first and "shown" or "asked", input = input, theme = theme, first = first }
    if not first then
        plan.asked[input.name] = line
        theme.count = (theme.count or 0) + 1
    end
    theme.lines[#theme.lines + 1] = line
end

local function add_indicator(plan, theme, node, indicator)
    table.insert(theme.lines, { kind = "indicator", node = node })
    for _, name in ipairs(indicator.inputs) do
        local input = plan.inputs[name]
        if input.kind == "records" then
            table.insert(theme.lines, { kind = "records", input = input, theme = theme })
        else
            line_of_figure(plan, theme, input)
        end
    end
    for _, pair in ipairs(indicator.part_of) do
        local wholes = plan.wholes[pair.part] or {}
        plan.wholes[pair.part] = wholes
        if not wholes[pair.whole] then
            wholes[pair.whole] = true
            wholes[#wholes + 1] = pair.whole
        end
    end
end

-- Figures that a group itself is computed by, and nothing below it: they are asked last in its theme.
local function add_group_inputs(plan, theme, node)
    for _, name in ipairs(node.inputs or {}) do
        local input = plan.inputs[name]
        if input.kind == "records" then
            table.insert(theme.lines, { kind = "records", input = input, theme = theme })
        elseif not plan.asked[name] then
            line_of_figure(plan, theme, input)
        end
    end
end

-- The line of a figure of the rule that is asked already, and where it stands in its theme.
local function line_beside(plan, rule)
    for _, name in ipairs(rule.inputs) do
        local line = plan.asked[name]
        for place, other in ipairs(line and line.theme.lines or {}) do
            if other == line then
                return line, place
            end
        end
    end
end

-- Figures that no indicator needs: a rule does, and they are asked below another of its figures.
local function add_rule(plan, rule)
    for _, name in ipairs(rule.inputs) do
        local input = plan.inputs[name]
        if plan.needed[name] and not plan.asked[name] and input.kind ~= "records" then
            local beside, place = line_beside(plan, rule)
            local theme = beside and beside.theme or plan.themes[1]
            local line = { kind = "asked", input = input, theme = theme }
            plan.asked[name] = line
            theme.count = (theme.count or 0) + 1
            table.insert(theme.lines, (place or #theme.lines) + 1, line)
        end
    end
end

local function place_of(line)
    for place, other in ipairs(line.theme.lines) do
        if other == line then
            return place
        end
    end
end

-- What decides whether a figure, or records, are asked is asked before it.
local function add_conditions(plan, line)
    for _, name in ipairs(line.input.asked_if_inputs or {}) do
        local input = plan.inputs[name]
        if not plan.asked[name] and input.kind ~= "records" then
            local before = { kind = "asked", input = input, theme = line.theme }
            plan.asked[name] = before
            line.theme.count = (line.theme.count or 0) + 1
            table.insert(line.theme.lines, place_of(line), before)
            add_conditions(plan, before)
        end
    end
end

local function add_all_conditions(plan)
    for _, theme in ipairs(plan.themes) do
        for _, line in ipairs(table.move(theme.lines, 1, #theme.lines, 1, {})) do
            if line.input then
                add_conditions(plan, line)
            end
        end
    end
end

local function name_sheets(plan, taken)
    local names = sheet_names.new(taken)
    for _, theme in ipairs(plan.themes) do
        theme.title = words.node(theme.node)
        theme.sheet = names:of(theme.title)
    end
    for _, records in ipairs(plan.records) do
        records.sheet = names:of(records.input.name)
    end
end

-- { themes = { { node, title, sheet, count, lines } }, records = { { input, sheet } }, inputs (by name),
-- asked (the line that asks for an input, by name), wholes (names, by the name of a part) }. A line is
-- of the kind group, indicator, asked, shown (`first` is the line that asks) or records. `taken`: names
-- of other sheets. `period`: what is asked for then; nil: whatever the package asks for.
function collection_plan.of(package, taken, period)
    local plan = { inputs = {}, needed = {}, asked = {}, wholes = {}, records = {} }
    for _, input in ipairs(package:inputs()) do
        plan.inputs[input.name] = input
    end
    for _, input in ipairs(period_inputs.of(package, period)) do
        plan.needed[input.name] = true
        if input.kind == "records" then
            table.insert(plan.records, { input = input })
        end
    end
    local nodes = package:nodes(period)
    local themes, of = themes_of(nodes)
    plan.themes = themes
    for _, node in ipairs(nodes) do
        local theme = of[node.code]
        if node.kind == "indicator" then
            add_indicator(plan, theme, node, package:indicator(node.code, period))
        elseif theme and theme.node ~= node then
            table.insert(theme.lines, { kind = "group", node = node })
        end
    end
    for _, node in ipairs(nodes) do
        if node.kind == "group" then
            add_group_inputs(plan, of[node.code] or themes[1], node)
        end
    end
    add_all_conditions(plan)
    for _, rule in ipairs(package:rules()) do
        add_rule(plan, rule)
    end
    add_all_conditions(plan)    -- of those that rules have brought
    name_sheets(plan, taken)
    return plan
end

return collection_plan
