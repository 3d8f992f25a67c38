-- What is doubtful in the steps of nodes: imputation that a threshold takes back, and treatment of what
-- has no outliers.

local numbers = require "report.numbers"
local steps = require "report.steps"

local step_findings = {}

-- `latest` takes a figure that was reported: it counts. All else does not.
local function is_made_up(node)
    local step = steps.of(node, "impute")
    return step and step.method ~= "latest"
end

-- What all children of a group have imputed, and none has reported, gives the group no score: told of
-- the first group alone, since a policy imputes all of them.
local function add_imputation(list, package, nodes, by_code)
    for _, group in ipairs(nodes) do
        for _, code in ipairs(group.children) do
            local child = by_code[code]
            local indicator = is_made_up(child) and child.kind == "indicator" and package:indicator(code)
            if indicator and indicator.layer == 1 and (group.min_coverage or 0) > 0 then
                list[#list + 1] = { file = child.file, line = child.line, message = ("what is imputed of %s "
                    .. "raises no coverage, and %s has no score with less than %s of it: min_coverage = 0 "
                    .. "gives it one, and rank_if = { coverage = 0 } a rank"):format(code, group.code,
                    numbers.percent_fine(group.min_coverage)) }
                return
            end
        end
    end
end

local YES_OR_NO <const> = { ["<"] = true, ["<="] = true, [">"] = true, [">="] = true, ["=="] = true,
    all_of = true, any_of = true, negate = true }
local BOUNDED <const> = { percent = "a percentage", grade = "a share from 0 to 1" }

-- Why a value has no outliers; nil where it may have.
local function bounds_of(indicator, kinds)
    local last = indicator.expression and indicator.expression[#indicator.expression]
    local kind = last and (last.op == "input" and kinds[last.name] or last.op)
    return (kind == "flag" or YES_OR_NO[kind]) and "a yes or no" or BOUNDED[kind]
end

local function add_treatment(list, package, nodes)
    local kinds, found = {}, {}
    for _, input in ipairs(package:inputs()) do
        kinds[input.name] = input.kind
    end
    for _, node in ipairs(nodes) do
        local indicator = node.kind == "indicator" and steps.of(node, "treat") and package:indicator(node.code)
        local bounds = indicator and indicator.layer == 1 and bounds_of(indicator, kinds)
        if bounds then
            found[#found + 1] = { node = node, bounds = bounds }
        end
    end
    local first = found[1]
    if first then
        list[#list + 1] = { file = first.node.file, line = first.node.line, message = ("%s is %s, which has "
            .. "no outliers to treat: treat = false leaves it as it is%s"):format(first.node.code,
            first.bounds, #found > 1 and (" (%d more like it)"):format(#found - 1) or "") }
    end
end

-- A list of { file, line, message }.
function step_findings.of(package)
    local list, nodes, by_code = {}, package:nodes(), {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    add_imputation(list, package, nodes, by_code)
    add_treatment(list, package, nodes)
    return list
end

return step_findings
