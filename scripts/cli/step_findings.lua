-- What is doubtful in the steps of nodes: imputation that a threshold takes back, treatment of what has no
-- outliers, and values of other periods that mean something else.

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

local LOOKS_AROUND <const> = { latest = true, linear = true }

-- The periods from which on the values of a node are others, by breaks that concern it; sorted.
local function breaks_of(node, indicator, info, breaks_of_input)
    local found, is_known = {}, {}
    local function add(breaks)
        for _, from in ipairs(breaks or {}) do
            found[#found + 1], is_known[from] = not is_known[from] and from or nil, true
        end
    end
    add(info.breaks)
    add(node.breaks)
    for _, name in ipairs(indicator and indicator.inputs or {}) do
        add(breaks_of_input[name])
    end
    table.sort(found)
    return found
end

-- What one step of a node makes of values that cannot be compared, and which it is; nil: nothing.
local function mixture(node, breaks, measures)
    local impute = steps.of(node, "impute")
    local from = measures and measures[2] and measures[2].from
    local over = node.over and (node.over == "all" and "all periods" or (node.over:gsub(";", ", ")))
    if over and #breaks > 0 then
        return ("is scaled over %s, and its series breaks in %s: scales learn from both sides of a break")
            :format(over, table.concat(breaks, ", ")), "over"
    elseif over and from then
        return ("is scaled over %s, and has another measure from %s on: what both give is compared"):format(
            over, from), "over"
    elseif impute and LOOKS_AROUND[impute.method] and from and #breaks == 0 then
        return ("is imputed by %s, and has another measure from %s on: breaks = \"%s\" keeps what the one gives "
            .. "from standing for the other"):format(impute.method, from, from), "impute"
    end
end

-- Values from other periods that mean something else: told of the first node of each kind.
local function add_mixtures(list, package, nodes)
    local info, breaks_of_input, is_told = package:info(), {}, {}
    for _, input in ipairs(package:inputs()) do
        breaks_of_input[input.name] = input.breaks
    end
    for _, node in ipairs(nodes) do
        local indicator = node.kind == "indicator" and package:indicator(node.code) or nil
        local breaks = breaks_of(node, indicator, info, breaks_of_input)
        local message, step = mixture(node, breaks, (indicator or node).measures)
        if message and not is_told[step] and (not indicator or indicator.layer == 1) then
            is_told[step] = true
            list[#list + 1] = { file = node.file, line = node.line, message = node.code .. " " .. message }
        end
    end
end

local KINDS <const> = { "impute", "treat", "scale", "weigh" }

-- The periods that a step learns from and in which its node does not hold; and whether these are all.
local function absent_years(node, step, holds)
    local absent, count = {}, 0
    for period in (step.over or "all") ~= "all" and step.over:gmatch "[^;]+" or function() end do
        count = count + 1
        absent[#absent + 1] = not holds(node.code, period) and period or nil
    end
    return absent, #absent == count
end

-- Where nothing is learnt, since there is no such node.
local function add_absent_years(list, package, nodes)
    local known = {}
    local function holds(code, period)
        if not known[period] then
            known[period] = {}
            for _, node in ipairs(package:nodes(period)) do
                known[period][node.code] = true
            end
        end
        return known[period][code]
    end
    for _, node in ipairs(nodes) do
        for _, kind in ipairs(KINDS) do
            local step = steps.of(node, kind)
            local absent, is_all = absent_years(node, step or {}, holds)
            if #absent > 0 then
                list[#list + 1] = { file = node.file, line = node.line, message = ("%s of %s learns over %s, and %s "
                    .. "does not hold in %s: nothing is learnt there%s"):format(kind, node.code,
                    (step.over:gsub(";", ", ")), node.code, table.concat(absent, ", "),
                    is_all and ", nor anywhere else" or "") }
            end
        end
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
    add_mixtures(list, package, nodes)
    if #package:editions() > 0 then
        add_absent_years(list, package, nodes)
    end
    return list
end

return step_findings
