-- What is wrong or doubtful in the rules of a package: tests that fail, and rules that no figure can
-- break, or that every figure breaks.

local rule_examples = require "cli.rule_examples"

local rule_findings = {}

local HUGE <const> = math.huge

-- Bounds of what figures may be: { low, high }.
local KINDS <const> = { count = { 0, HUGE }, amount = { 0, HUGE }, grade = { 0, 1 }, flag = { 0, 1 } }

local function bounds_of(input)
    local kind = KINDS[input.kind] or { -HUGE, HUGE }
    return { input.min or kind[1], input.max or kind[2] }
end

local ANY <const> = { -HUGE, HUGE }

-- 0 times what is endless is 0: the bound is never a figure.
local function times(a, b)
    return (a == 0 or b == 0) and 0 or a * b
end

local function product(a, b)
    local all = { times(a[1], b[1]), times(a[1], b[2]), times(a[2], b[1]), times(a[2], b[2]) }
    return { math.min(table.unpack(all)), math.max(table.unpack(all)) }
end

-- At least 0 where all operands are.
local function not_below_0(...)
    for _, x in ipairs { ... } do
        if x[1] < 0 then
            return ANY
        end
    end
    return { 0, HUGE }
end

local function of_both(choose)
    return function(...)
        local low, high
        for _, x in ipairs { ... } do
            low = low and choose(low, x[1]) or x[1]
            high = high and choose(high, x[2]) or x[2]
        end
        return { low, high }
    end
end

-- Bounds of what an operation gives, from those of its operands; of others nothing is known.
local OPERATIONS <const> = {
    ["+"] = function(a, b)
        return { a[1] + b[1], a[2] + b[2] }
    end,
    ["-"] = function(a, b)
        return b and { a[1] - b[2], a[2] - b[1] } or { -a[2], -a[1] }
    end,
    ["*"] = product, ["/"] = not_below_0, percent = not_below_0, sum = not_below_0,
    part = function(a)
        return a
    end,
    abs = function()
        return { 0, HUGE }
    end,
    count_rows = function()
        return { 0, HUGE }
    end,
    min = of_both(math.min), max = of_both(math.max),
}

local function column_of(input, name)
    for _, column in ipairs(input and input.columns or {}) do
        if column.name == name then
            return column
        end
    end
end

local function leaf(node, inputs)
    if node.op == "number" then
        return { node.value, node.value }
    elseif node.op == "flag" then
        local value = node.value and 1 or 0
        return { value, value }
    elseif node.op == "input" or node.op == "previous" then
        return bounds_of(inputs[node.name])
    elseif node.op == "column" then
        return bounds_of(column_of(inputs[node.name], node.member) or {})
    end
end

-- The bounds of an expression, a list of nodes.
local function bounds_of_expression(expression, inputs)
    local bounds = {}
    for i, node in ipairs(expression) do
        local operands = {}
        for k, operand in ipairs(node.operands) do
            operands[k] = bounds[operand]
        end
        local operation = OPERATIONS[node.op]
        bounds[i] = leaf(node, inputs) or operation and operation(table.unpack(operands))
            or node.type == "flag" and { 0, 1 } or ANY
    end
    return bounds[#bounds]
end

-- Each says whether two sides with these bounds always stand so to each other.
local ALWAYS <const> = {
    ["<"] = function(a, b)
        return a[2] < b[1]
    end,
    ["<="] = function(a, b)
        return a[2] <= b[1]
    end,
    ["=="] = function(a, b)
        return a[1] == a[2] and b[1] == b[2] and a[1] == b[1]
    end,
    ["!="] = function(a, b)
        return a[2] < b[1] or b[2] < a[1]
    end,
    implies = function(a, b)
        return a[2] == 0 or b[1] == 1
    end,
    excludes = function(a, b)
        return a[2] == 0 or b[2] == 0
    end,
}
ALWAYS[">="] = function(a, b)
    return ALWAYS["<="](b, a)
end
ALWAYS[">"] = function(a, b)
    return ALWAYS["<"](b, a)
end

local OPPOSITE <const> = { ["<"] = ">=", ["<="] = ">", ["=="] = "!=", ["!="] = "==", [">="] = "<",
    [">"] = "<=" }
local OF_ITSELF <const> = { ["<="] = true, ["=="] = true, [">="] = true, implies = true,
    ["<"] = false, [">"] = false, ["!="] = false }

-- "cannot be broken", "cannot hold"; nil where neither can be told.
local function doubt_of(rule, inputs)
    local of_itself = rule.left == rule.right and OF_ITSELF[rule.comparison]
    local a = bounds_of_expression(rule.left_expression, inputs)
    local b = bounds_of_expression(rule.right_expression, inputs)
    local opposite = OPPOSITE[rule.comparison]
    if of_itself or ALWAYS[rule.comparison](a, b) then
        return rule.missing == "skip" and "cannot be broken" or nil
    elseif rule.left == rule.right and of_itself == false
        or opposite and ALWAYS[opposite](a, b) then
        return "cannot hold"
    end
end

local function inputs_by_name(package)
    local inputs = {}
    for _, input in ipairs(package:inputs()) do
        inputs[input.name] = input
    end
    return inputs
end

-- A list of { file, line, message, is_error } of the rules that the package itself says.
function rule_findings.of(package, given)
    local list, inputs, cases = {}, inputs_by_name(package), {}
    for _, rule in ipairs(package:rules()) do
        local doubt = rule.layer == 1 and doubt_of(rule, inputs)
        list[#list + 1] = doubt and { file = rule.file, line = rule.line, message = (
            "rule \"%s\" %s, whatever figures its inputs may have"):format(rule.id, doubt) } or nil
    end
    for _, case in ipairs(rule_examples.of(package)) do
        cases[#cases + 1] = case.rule.layer == 1 and case or nil
    end
    local found = rule_examples.check(package, cases, given)
    for i, case in ipairs(cases) do
        for _, message in ipairs(rule_examples.compare(case.test, found[i])) do
            local file, line = package:locate_rule(case.rule.id, "tests", case.number)
            list[#list + 1] = { file = file, line = line, is_error = true,
                message = ("%s: %s"):format(case.name, message) }
        end
    end
    return list
end

return rule_findings
