-- Packages invented at random: a hierarchy, its inputs and its indicators, as a framework that the
-- reference can score and as the scripts that say the same to the engine.
--
--   invent.framework(seed)  { nodes =, node_of =, inputs =, records = {}, may_be_na =, scripts = {
--                             [file name] = text }, needs_all = whether an indicator is scaled }

local measure_recipes = require "recipes"
local random = require "random"
local states = require "states"

local invent = {}

local WEIGHTS <const> = { 0, 0.1, 0.3, 1, 2, 3, 7.25, 37 }
local SCALES <const> = { "minmax", "zscore", "rank", "percentile" }

-- Hierarchy -----------------------------------------------------------------------------------

local function new_node(framework, parent, name)
    local position = parent and #parent.children + 1
    local node = {
        code = parent and (parent.depth == 0 and "N" or parent.code .. ".") .. position or "index",
        parent = parent and parent.code or "", depth = parent and parent.depth + 1 or 0,
        name = name, children = {},
    }
    framework.nodes[#framework.nodes + 1] = node
    framework.node_of[node.code] = node
    if parent then
        table.insert(parent.children, node)
    end
    return node
end

-- The weight of a node's child; the first always has some, since a group needs a child that counts.
local function weight_of_child(r, position)
    if r:chance(0.6) then
        return nil
    elseif position == 1 then
        return r:pick { 0.1, 1, 3 }
    end
    return r:pick(WEIGHTS)
end

-- Groups stand before the indicators beside them, as the engine has them: package.lua names the
-- groups, and scripts add to them.
local function grow(r, framework, parent)
    local groups = parent.depth == 0 and r:whole(1, 3) or parent.depth < 3 and r:whole(0, 2) or 0
    for position = 1, groups + r:whole(groups > 0 and 0 or 1, 4) do
        local is_group = position <= groups
        local name = (is_group and "Group " or "Indicator ") .. position
        local node = new_node(framework, parent, name)
        node.weight = weight_of_child(r, position)
        if is_group then
            grow(r, framework, node)
        else
            node.is_indicator = true
        end
    end
end

-- Indicators ----------------------------------------------------------------------------------

local function sorted_keys(map)
    local keys = {}
    for key in pairs(map) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    return keys
end

-- The inputs that the operands of a measure are, new ones or, now and then, one that is there: the
-- names by letter, and the definitions as they stand in the script.
local function choose_inputs(r, framework, node, kinds)
    local names, definitions = {}, {}
    for _, letter in ipairs(sorted_keys(kinds)) do
        local kind, shared = kinds[letter], nil
        local known = r:chance(0.25) and #framework.inputs > 0 and r:pick(framework.inputs)
        if known and known.kind == kind and not framework.is_used[node.code .. known.name] then
            shared = known.name
        end
        local name = shared or ("%s_%s"):format(node.code:lower():gsub("%.", "_"), letter)
        names[letter] = name
        framework.is_used[node.code .. name] = true
        if shared then
            definitions[#definitions + 1] = ("%q"):format(name)
        else
            local may_be_na = r:chance(0.4)
            framework.may_be_na[name] = may_be_na
            table.insert(framework.inputs, { name = name, kind = kind, most = 10 })
            definitions[#definitions + 1] = ("%s { %q, %q%s }"):format(kind, name,
                "Figure " .. name, may_be_na and ", may_be_na = true" or "")
        end
    end
    return names, definitions
end

-- The measure's text: an expression, or a function that says the same.
local function measure_text(recipe, names, as_function)
    local text = as_function and recipe.call or recipe.expression
    text = text:gsub("%$before%.(%w)", function(letter) return "v.previous." .. names[letter] end)
    text = text:gsub("%$name%.(%w)", function(letter) return ("%q"):format(names[letter]) end)
    text = text:gsub("%$(%w)", function(letter)
        return (as_function and "v." or "input.") .. names[letter]
    end)
    return as_function and "function(v) " .. text .. " end" or text
end

-- A part above 0 in a whole of 0, of a pair that the script declares, is invalid whatever the
-- measure looks at.
local function refused(reader, pair)
    if pair then
        local part, whole = reader:cell(pair[1]), reader:cell(pair[2])
        if part.state == "observed" and whole.state == "observed" then
            local state = states.of_share(part.value, whole.value)
            return state == "invalid" and state or "observed"
        end
    end
    return "observed"
end

-- A function is called where all of its inputs are there; an expression looks at what it needs.
local function evaluation(recipe, names, as_function, node)
    local function operands(reader)
        return setmetatable({}, {
            __index = function(_, letter) return reader:cell(names[letter]) end,
        })
    end
    return function(reader)
        local function before(take, within)
            local state, value = reader:previous(function(past)
                local result = take(operands(past))
                return result.state, result.value
            end, within)
            return { state = state, value = value }
        end
        if as_function and not recipe.accepts_missing then
            local state = states.graver(reader:gravest(names), refused(reader, node.declared))
            if state ~= "observed" then
                return state
            end
        end
        local result = recipe.take(operands(reader), before)
        local state = states.graver(result.state, refused(reader, node.declared))
        return state, state == "observed" and result.value or nil
    end
end

-- What the script says of a being a part of b: nothing, that it is, or that it is not. An
-- expression that takes a percentage of it need not say so.
local function relate(r, recipe, node, names, as_function)
    if not recipe.part_of then
        return ""
    end
    local declared = r:chance(0.5)
    if as_function and not declared then
        return ""
    elseif not as_function and not declared and r:chance(0.5) then
        return ", part_of = false"
    end
    node.pairs = { { names.a, names.b } }
    node.declared = declared and node.pairs[1] or nil
    return declared and (", part_of = { %s = %q }"):format(names.a, names.b) or ""
end

local function new_indicator(r, framework, node)
    local recipe = r:pick(measure_recipes)
    local as_function = not recipe.expression or recipe.call ~= nil and r:chance(0.5)
    local names, definitions = choose_inputs(r, framework, node, recipe.kinds)
    node.inputs, node.pairs = {}, {}
    for _, letter in ipairs(sorted_keys(names)) do
        table.insert(node.inputs, names[letter])
    end
    node.evaluate = evaluation(recipe, names, as_function, node)
    local extra = relate(r, recipe, node, names, as_function)
        .. (recipe.accepts_missing and ", accepts_missing = true" or "")
    if node.weight then
        extra = extra .. (", weight = %.17g"):format(node.weight)
    end
    if r:chance(recipe.scaled and 0.6 or 0.1) then
        node.scale, node.direction = r:pick(SCALES), r:chance(0.3) and "lower" or nil
        framework.needs_all = true
        extra = extra .. (", scale = %q, direction = %q"):format(node.scale,
            node.direction or "higher")
    end
    framework.scripts[node.code .. ".lua"] = ([[
return indicator {
  code = %q, parent = %q, name = %q,
  inputs = { %s },
  measure = %s%s,
}
]]):format(node.code, node.parent, node.name, table.concat(definitions, ", "),
        measure_text(recipe, names, as_function), extra)
end

-- Whole packages ------------------------------------------------------------------------------

function invent.framework(seed)
    local r = random.new(seed + 104729)
    local framework = {
        nodes = {}, node_of = {}, inputs = {}, records = {}, may_be_na = {}, scripts = {},
        is_used = {}, needs_all = false,
    }
    grow(r, framework, new_node(framework, nil, "The whole"))
    for _, node in ipairs(framework.nodes) do
        if node.is_indicator then
            new_indicator(r, framework, node)
        end
    end
    return framework
end

-- The policy that is none: the defaults, each said.
function invent.policy()
    return { min_coverage = 0.5, aggregate = "arithmetic", aggregate_at = {}, weights = {} }
end

return invent
