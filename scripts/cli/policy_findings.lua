-- What is doubtful in how a package scores: policies that seldom do what is meant, and means that one
-- city takes to nothing.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local steps = require "report.steps"

local policy_findings = {}

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

-- The worst of all cities gets 0 by these.
local TO_NOTHING <const> = { minmax = true, rank = true, percent_rank = true, distance_to_max = true,
    quantiles = true, distance_to_target = true, reference = true }
local OF_PRODUCTS <const> = { geometric = true, harmonic = true }

local function may_be_zero(child)
    local scale = steps.of(child, "scale")
    if scale and scale.to and scale.to[1] > 0 then
        return false
    end
    local low = child.range and child.range[1] or 0
    local counts = not (child.deducts or child.adds or child.scored == false)
    return counts and child.weight > 0 and TO_NOTHING[child.scale] and low <= 0
end

local function add_means(list, nodes, own)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    for _, group in ipairs(nodes) do
        local floor = (group.aggregate_parameters or {}).floor or 0
        local is_own = group.file == own and OF_PRODUCTS[group.aggregate] and floor <= 0
        for _, code in ipairs(is_own and group.children or {}) do
            local child = by_code[code]
            if may_be_zero(child) then
                list[#list + 1] = { file = group.file, line = group.line, message = ("the %s mean of %s is 0 for "
                    .. "the worst city of %s, to which %s gives 0: to = { 1, 100 } in its scale, or "
                    .. "range = { 1, 100 }, keeps it above")
                    :format(group.aggregate, group.code, code, child.scale) }
                break
            end
        end
    end
end

-- A list of { file, line, message }.
function policy_findings.of(package)
    local list, info = {}, package:info()
    add_not_reported(list, package, info.policy)
    add_means(list, package:nodes(), info.layers[1].file)
    return list
end

return policy_findings
