-- Shares of a variance. They are estimates, which may come out below 0 or above 1 by as much as they are off; people
-- read them held within, and a word that they are.

local numbers = require "report.numbers"

local say = require("report.language").of("report.variance_shares")

local variance_shares = {}

-- Within 0 and 1; nil for nil.
function variance_shares.held(share)
    return share and math.max(0, math.min(1, share))
end

-- "55.3 %".
function variance_shares.shown(share)
    return share and numbers.percent_fixed(variance_shares.held(share)) or numbers.NONE
end

-- "55 %", in a sentence.
function variance_shares.said(share)
    return numbers.percent(variance_shares.held(share))
end

-- What is to be said of `rows`, whose fields `names` are shares; nil where all are within. Beyond by rounding is within.
function variance_shares.remark(rows, names)
    for _, row in ipairs(rows) do
        for _, name in ipairs(names) do
            local share = row[name]
            if share and numbers.percent_fixed(share) ~= variance_shares.shown(share) then
                return say("Estimates that come out below 0 or above 100 % are shown as 0 and 100 %; how far beyond, which the "
                    .. "table sensitivity has, shows how far off estimates are.")
            end
        end
    end
end

return variance_shares
