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

-- Of the row of a group without a score.
function reasons.group(row, policy)
    if row.status == "not_applicable" then
        return "nothing in it applies"
    elseif row.coverage + 1e-9 < policy.min_coverage then
        return ("coverage %s is below %s"):format(numbers.percent_fine(row.coverage),
            numbers.percent_fine(policy.min_coverage))
    end
    return ALONE[row.status] or "nothing in it has a score"
end

return reasons
