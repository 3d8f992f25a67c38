-- Why something has no score, in words.

local cause_words = require "report.cause_words"
local language = require "report.language"
local numbers = require "report.numbers"
local scaling = require "report.scaling"

local say = language.of("report.reasons")

local reasons = {}

local BEFORE_INPUTS <const> = {
    not_reported = say.later "not reported: {inputs}", invalid = say.later "rejected: {inputs}",
    not_applicable = say.later "does not apply: {inputs}", undefined = say.later "a divisor is 0: {inputs}",
}
local ALONE <const> = {
    not_reported = say.later "figures are not reported", invalid = say.later "figures were rejected",
    not_applicable = say.later "does not apply", failed = say.later "its script failed",
    undefined = say.later "the figures give no number",
}

local function alone(status)
    return ALONE[status] and say(ALONE[status]) or status
end

-- "not reported: a, b"; nil where no inputs are at fault.
local function of_inputs(status, inputs)
    local before = BEFORE_INPUTS[status]
    return before and #inputs > 0 and say(before, { inputs = language.list(inputs) }) or nil
end

-- Of a gap as gaps.of_indicator makes it.
function reasons.indicator(gap)
    if gap.scaling then
        return scaling.obstacle(gap.scaling, gap.period, gap.unranked)
    elseif gap.cause then
        return cause_words.say(gap.cause)
    end
    return of_inputs(gap.status, gap.inputs) or gap.reason or alone(gap.status)
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
    return of_inputs(status, inputs) or alone(status)
end

-- Of the row of a group without a score.
function reasons.group(row, policy)
    if row.status == "not_applicable" then
        return say "nothing in it applies"
    elseif policy.min_coverage_by ~= "count" and row.coverage + 1e-9 < least_of(row, policy) then
        return say("coverage {coverage} is below {least}", { coverage = numbers.percent_fine(row.coverage),
            least = numbers.percent_fine(least_of(row, policy)) })
    elseif row.coverage > 0 then
        return say "too few of what it is made of, or not all that it requires, have a score"
    end
    return ALONE[row.status] and say(ALONE[row.status]) or say "nothing in it has a score"
end

return reasons
