-- What is doubtful in how a package scores: policies that seldom do what is meant, and means that one
-- city takes to nothing.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local steps = require "report.steps"

local policy_findings = {}

-- Methods that hold cities against each other: to them more of each child is better.
local COMPARES <const> = { copeland = true, wroclaw = true, benefit_of_the_doubt = true }

-- Only what the package itself says: a policy of the base is not its own.
local function where_it_says(package, field)
    local file, line = package:locate(nil, "policy", field)
    local _, without = package:locate(nil, "policy")
    local is_own = #package:info().layers == 1 or line ~= without
    return is_own and file or nil, line
end

local function add_not_reported(list, package, policy)
    local file, line = where_it_says(package, "not_reported")
    if not policy.not_reported or not file then
        return
    end
    local least = policy.min_coverage > 0 and (", and groups with less than %s of coverage still have no "
        .. "score: min_coverage = 0 gives them one"):format(numbers.percent_fine(policy.min_coverage)) or ""
    list[#list + 1] = { file = file, line = line, message = ("not_reported = %s: what a city does not report "
        .. "has a score that nobody measured%s"):format(hm.number(policy.not_reported), least) }
end

-- The worst of all cities gets 0 by these, or may have it.
local TO_NOTHING <const> = { minmax = true, rank = true, percent_rank = true, borda = true, distance_to_max = true,
    fraction_of_max = true, quantiles = true, distance_to_target = true, reference = true }
local OF_PRODUCTS <const> = { geometric = true, harmonic = true }

local function counts(child)
    return not (child.deducts or child.adds or child.scored == false) and child.weight > 0
        and (child.range and child.range[1] or 0) <= 0
end

local function scaled_to_zero(child)
    local scale = steps.of(child, "scale")
    return TO_NOTHING[child.scale] and not (scale and scale.to and scale.to[1] > 0)
end

-- Whether some made-up figures of the indicator have given it 0, by code.
local function zeros_of(probed)
    local zeros = {}
    for _, probes in ipairs(probed) do
        for _, probe in ipairs(probes) do
            local row = probe.row
            zeros[probe.indicator.code] = zeros[probe.indicator.code] or row.status == "scored" and row.score == 0
        end
    end
    return zeros
end

-- Why a child may take its group to nothing; nil where it does not.
local function nothing_by(child, zeros)
    if not counts(child) or child.transform then
        return nil
    elseif scaled_to_zero(child) then
        return ("for the worst city of %s, to which %s gives 0: to = { 1, 100 } in its scale, or "
            .. "range = { 1, 100 }, keeps it above"):format(child.code, child.scale)
    elseif not child.scale and zeros[child.code] then
        return ("where %s is, as it can be: range = { 1, 100 } keeps it above"):format(child.code)
    end
    return nil
end

local function add_means(list, nodes, own, zeros)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    for _, group in ipairs(nodes) do
        local floor = (group.aggregate_parameters or {}).floor or 0
        local is_own = group.file == own and OF_PRODUCTS[group.aggregate] and floor <= 0
        for _, code in ipairs(is_own and group.children or {}) do
            local reason = nothing_by(by_code[code], zeros)
            if reason then
                list[#list + 1] = { file = group.file, line = group.line,
                    message = ("the %s mean of %s is 0 %s"):format(group.aggregate, group.code, reason) }
                break
            end
        end
    end
end

-- The less the better is what this method gives: without a scale that turns it, the worst has the best rank.
local function add_upside_down(list, nodes, own)
    for _, group in ipairs(nodes) do
        local is_turned = group.direction == "lower"
        if group.aggregate == "wroclaw" and group.file == own and not is_turned then
            list[#list + 1] = { file = group.file, line = group.line, message = ("0 is the best by wroclaw, and "
                .. "the greatest score of %s is ranked first: direction = \"lower\" ranks the least first, and with "
                .. "scale = \"minmax\" turns it into marks"):format(group.code) }
        end
    end
end

-- A sum is made for more points than a mean of marks: what holds the mean would hold them.
local function add_held_sums(list, nodes, own)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    for _, sum in ipairs(nodes) do
        local parent = by_code[sum.parent]
        local is_looked_at = sum.aggregate == "sum" and not sum.scale and sum.range and parent
            and parent.file == own and parent.range and not (parent.measure or parent.aggregate == "sum" or parent.scale)
        if is_looked_at and sum.range[2] > parent.range[2] then
            list[#list + 1] = { file = parent.file, line = parent.line,
                message = ("%s, a sum, can have up to %s, and %s is held at %s: range of %s, or group_range of the "
                    .. "policy, lets it rise"):format(sum.code, hm.number(sum.range[2]), parent.code,
                    hm.number(parent.range[2]), parent.code) }
        end
    end
end

-- Is less of what a group is made of better? Its scale may turn round what it makes of that.
local function takes_less_as_better(group)
    local is_turned = group.scale ~= nil and group.direction == "lower"
    return not COMPARES[group.aggregate] and (group.less_is_better or false) ~= is_turned
end

-- What a node without a scale says of its direction its ranks go by: the group above takes its score as it is.
local function add_mixed_directions(list, nodes, own)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    for _, node in ipairs(nodes) do
        local parent = by_code[node.parent]
        local counts = not (node.deducts or node.adds or node.scored == false)
        local is_low = node.less_is_better or false
        local is_looked_at = parent and not parent.measure and counts and node.file == own
        if is_looked_at and is_low ~= takes_less_as_better(parent) then
            list[#list + 1] = { file = node.file, line = node.line, message = ("%s of %s is better, and %s of %s, "
                .. "which counts it as it is: a scale turns it round"):format(is_low and "less" or "more", node.code,
                is_low and "more" or "less", parent.code) }
        end
    end
end

-- A list of { file, line, message }. `probed`: what made-up figures give, by cli.probes.
function policy_findings.of(package, probed)
    local list, info, nodes = {}, package:info(), package:nodes()
    add_not_reported(list, package, info.policy)
    add_means(list, nodes, info.layers[1].file, zeros_of(probed))
    add_upside_down(list, nodes, info.layers[1].file)
    add_mixed_directions(list, nodes, info.layers[1].file)
    add_held_sums(list, nodes, info.layers[1].file)
    return list
end

return policy_findings
