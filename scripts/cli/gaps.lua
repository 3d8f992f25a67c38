-- What keeps a node from being scored: which inputs, which indicators, and why. Facts only; how
-- they are said is report/reasons.lua's.

local period_inputs = require "report.period_inputs"

local gaps = {}

-- The inputs of an indicator that are in `state`, in its order, as declared in the package.
local function inputs_in(run, unit, indicator, state)
    local found = {}
    for _, name in ipairs(indicator.inputs) do
        local seen = run.scores:input(unit, name)
        if seen and seen.state == state then
            found[#found + 1] = name
        end
    end
    return found
end

-- The inputs that are 0 where the indicator takes a part of them.
local function zero_wholes(run, unit, indicator)
    local found, seen = {}, {}
    for _, pair in ipairs(indicator.part_of) do
        local whole = run.scores:input(unit, pair.whole)
        if whole and whole.value == 0 and not seen[pair.whole] then
            seen[pair.whole] = true
            found[#found + 1] = pair.whole
        end
    end
    return found
end

-- How the node became its mark among others, as scores:scaling tells, and `over` which periods; nil where it
-- is not scaled.
function gaps.scaling_of(run, unit, node)
    local found = run.scores:scaling(unit, node.code)
    if found then
        found.over = node.over
        for _, account in ipairs(not found.mark and run.scores:steps(unit, node.code) or {}) do
            found.obstacle = account.step == "scale" and account.obstacle or found.obstacle
        end
    end
    return found
end

-- States that come about in the measure as well as in a figure.
local OF_MEASURE <const> = { undefined = true, invalid = true }

-- What a function looked for beyond a break in the series, and did not find.
local function of_break(run, unit, row)
    for _, look in ipairs(row.status == "not_applicable" and run.scores:earlier(unit, row.code) or {}) do
        if look.comparable then
            return ("figures of %s from before a break cannot be compared"):format(look.input)
        end
    end
    return nil
end

-- Why an indicator without a score has none: { code, name, status, inputs = {names}, cause, reason }.
-- `inputs` are those in the state that the indicator ended in; of an undefined one, zero divisors.
-- `cause`: what the measure met, as "government_services is 0"; `reason`: what its function said.
-- Where it has a value that could not be scaled over the cities, `scaling` and `period` say of whom.
function gaps.of_indicator(run, unit, row)
    local indicator = run.package:indicator(row.code, row.period)
    local inputs = row.status == "undefined" and zero_wholes(run, unit, indicator)
        or inputs_in(run, unit, indicator, row.status)
    local looks_back = #inputs > 0 and #run.scores:earlier(unit, row.code) > 0
    local is_asked = OF_MEASURE[row.status] or (#inputs == 0 or looks_back) and row.status ~= "failed"
    local cause = is_asked and run.scores:cause(unit, row.code) or nil
    if not cause and #inputs == 0 and not row.reason then
        cause = of_break(run, unit, row)
    end
    return { code = row.code, name = row.name, status = row.status, reason = row.reason,
        inputs = inputs, cause = cause,
        scaling = row.value and not cause and gaps.scaling_of(run, unit, indicator), period = row.period,
        unranked = row.unranked }
end

local function is_below(run, code, ancestor)
    local parents = run.parents
    while code ~= "" and code ~= ancestor do
        code = parents[code]
    end
    return code == ancestor
end

-- Parents and kinds of all nodes by code, made once a run.
local function index(run)
    if not run.parents then
        run.parents, run.kinds = {}, {}
        for _, node in ipairs(run.package:nodes()) do
            run.parents[node.code] = node.parent
            run.kinds[node.code] = node.kind
        end
    end
end

function gaps.is_indicator(run, code)
    index(run)
    return run.kinds[code] == "indicator"
end

-- The unscored indicators of a unit below (or at) node `code`, as of_indicator has them.
function gaps.indicators(run, unit, rows, code)
    index(run)
    local found = {}
    for _, row in ipairs(rows) do
        if row.status ~= "scored" and run.kinds[row.code] == "indicator"
            and (not code or is_below(run, row.code, code)) then
            found[#found + 1] = gaps.of_indicator(run, unit, row)
        end
    end
    return found
end

-- The unscored groups among rows.
function gaps.groups(run, rows)
    index(run)
    local found = {}
    for _, row in ipairs(rows) do
        if row.status ~= "scored" and run.kinds[row.code] == "group" then
            found[#found + 1] = row
        end
    end
    return found
end

-- The inputs that a unit is asked for, found once a period.
local function asked_of(run, unit)
    local period = run.units[unit].period
    run.asked = run.asked or {}
    run.asked[period] = run.asked[period] or (period_inputs.of(run.package, period))
    return run.asked[period]
end

-- How many of the inputs that its period asks for a unit reports: { reported, rejected, missing = {names}, of }.
-- Those that do not apply count as reported: something was said.
function gaps.count_inputs(run, unit)
    local count = { reported = 0, rejected = 0, missing = {}, of = 0 }
    for _, input in ipairs(asked_of(run, unit)) do
        local seen = run.scores:input(unit, input.name)
        local state = seen and seen.state or "not_reported"
        count.of = count.of + 1
        if state == "not_reported" then
            table.insert(count.missing, input.name)
        elseif state == "invalid" then
            count.rejected = count.rejected + 1
        else
            count.reported = count.reported + 1
        end
    end
    return count
end

return gaps
