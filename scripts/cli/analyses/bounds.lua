-- What the program has beside the analysis `bounds` of the engine: see cli.analysis.

local gaps = require "cli.gaps"
local reasons = require "report.reasons"

local say = require("report.language").of("cli.analyses.bounds")

local function reason_of(run, unit, row)
    if row.status == "scored" then
        return nil
    elseif row.status == "failed" and row.reason then
        return say("its script failed: {reason}", { reason = row.reason })
    end
    return reasons.indicator(gaps.of_indicator(run, unit, row))
end

-- What the page asks where no figure of an indicator is missing: run.why(row), of a row of stakes, in words; nil
-- where it has a score that rests on other periods.
local function prepare(run)
    local numbers = {}
    for number, unit in ipairs(run.units) do
        numbers[unit.city .. "\0" .. unit.period] = number
    end
    function run.why(stake)
        local unit = numbers[stake.city .. "\0" .. stake.period]
        for _, row in ipairs(run.scores:rows(unit)) do
            if row.code == stake.code then
                return reason_of(run, unit, row)
            end
        end
    end
end

return { page = "report.bounds_page", prepare = prepare }
