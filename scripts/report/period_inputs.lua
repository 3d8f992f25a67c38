-- What a package asks for in a period: the inputs of what holds there, and of what holds always.

local period_inputs = {}

local function add_uses(package, node, period, uses)
    local indicator = node.kind == "indicator" and package:indicator(node.code, period)
    for _, name in ipairs(indicator and indicator.inputs or node.inputs or {}) do
        uses[name] = uses[name] or {}
        table.insert(uses[name], node.code)
    end
end

-- By the names of inputs the codes of the nodes that use them in a period; in any, where it is nil.
local function uses_in(package, period)
    local uses = {}
    for _, node in ipairs(package:nodes(period)) do
        add_uses(package, node, period, uses)
    end
    return uses
end

-- What is asked depends on the answers to others, whoever else uses those.
local function add_conditions(inputs, needed)
    local added
    repeat
        added = false
        for _, input in ipairs(inputs) do
            for _, name in ipairs(needed[input.name] and input.asked_if_inputs or {}) do
                added = added or not needed[name]
                needed[name] = true
            end
        end
    until not added
end

-- Inputs that only conditions of others look at, by name: they are asked for where those are.
local function conditions_alone(package, inputs)
    local alone = {}
    for _, input in ipairs(inputs) do
        for _, name in ipairs(input.asked_if_inputs or {}) do
            alone[name] = true
        end
    end
    for _, rule in ipairs(package:rules()) do
        for _, name in ipairs(rule.inputs) do
            alone[name] = nil
        end
    end
    return alone
end

-- The inputs that a city is asked for in a period, in the order of the package; and by name the codes of the
-- nodes that use them there. What only rules look at is asked for in all periods.
function period_inputs.of(package, period)
    local inputs, needed, list = package:inputs(), {}, {}
    local uses, ever, alone = uses_in(package, period), uses_in(package), conditions_alone(package, inputs)
    for _, input in ipairs(inputs) do
        needed[input.name] = uses[input.name] ~= nil or not ever[input.name] and not alone[input.name]
    end
    add_conditions(inputs, needed)
    for _, input in ipairs(inputs) do
        list[#list + 1] = needed[input.name] and input or nil
    end
    return list, uses
end

return period_inputs
