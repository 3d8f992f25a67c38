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

-- Of a gap as gaps.of_indicator makes it.
function reasons.indicator(gap)
    if gap.scaling then
        return scaling.obstacle(gap.scaling, gap.period, gap.unranked)
    elseif gap.cause then
        return gap.cause
    end
    local before = BEFORE_INPUTS[gap.status]
    if before and #gap.inputs > 0 then
        return before .. table.concat(gap.inputs, ", ")
    end
    return gap.reason or ALONE[gap.status] or gap.status
end

local function least_of(row, policy)
    return policy.min_coverage_at[row.code] or policy.min_coverage
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
