-- Why something has no score, in words.

local numbers = require "report.numbers"
local scaling = require "report.scaling"

local reasons = {}

local BEFORE_INPUTS <const> = {
    not_reported = "not reported: ", invalid = "rejected: ", not_applicable = "does not apply: ",
    undefined = "a divisor is 0: ",
}
local ALONE <const> = {
    not_reported = "figures are not reported", invalid = "figures were rejected",
    not_applicable = "does not apply", failed = "its script failed",
    undefined = "the figures give no number",
}

-- "not reported: a, b"; nil where no inputs are at fault.
local function of_inputs(status, inputs)
    local before = BEFORE_INPUTS[status]
    return before and #inputs > 0 and before .. table.concat(inputs, ", ") or nil
end

-- Of a gap as gaps.of_indicator makes it.
function reasons.indicator(gap)
    if gap.scaling then
        return scaling.obstacle(gap.scaling, gap.period, gap.unranked)
    elseif gap.cause then
        return gap.cause
    end
    return of_inputs(gap.status, gap.inputs) or gap.reason or ALONE[gap.status] or gap.status
end

local function least_of(row, policy)
    return policy.min_coverage_at[row.code] or policy.min_coverage
end

-- Of a group that has a value, and no score: what its transformation lacks. `figures` of explain.
function reasons.transformed(status, figures)
    local inputs = {}
    for _, figure in ipairs(figures or {}) do
        inputs[#inputs + 1] = figure.state == status and figure.name or nil
    end
    return of_inputs(status, inputs) or ALONE[status] or status
end

-- Of the row of a group without a score.
function reasons.group(row, policy)
    if row.status == "not_applicable" then
        return "nothing in it applies"
    elseif policy.min_coverage_by ~= "count" and row.coverage + 1e-9 < least_of(row, policy) then
        return ("coverage %s is below %s"):format(numbers.percent_fine(row.coverage),
            numbers.percent_fine(least_of(row, policy)))
    elseif row.coverage > 0 then
        return "too few of what it is made of, or not all that it requires, have a score"
    end
    return ALONE[row.status] or "nothing in it has a score"
end

return reasons
