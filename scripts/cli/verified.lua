-- score --verified-only: what the scores would be by all figures, and the difference.

local hm = require "hundredmark"
local columns = require "report.columns"
local decimals = require "report.decimals"
local numbers = require "report.numbers"
local stop = require "cli.stop"

local say = require("report.language").of("cli.verified")

local verified = {}

local TOLD <const> = 5    -- cities and periods, each in a line

-- The scores of the same data by all figures.
function verified.score_all(run, given)
    local options = { jobs = given.jobs, cancel = require("cli.interrupt").cancel(), run_seconds = given.run_time,
        run_steps = given.run_steps, fits = require("cli.fits").read(given) }
    return stop.insist(stop.PACKAGE, hm.score(run.package, run.dataset, options))
end

-- A row a node: by verified figures alone, by all, and what that changes.
function verified.table(run, given)
    local rows = {}
    for _, unit in ipairs(run.chosen) do
        local all = run.by_all:rows(unit)
        for i, row in ipairs(run.scores:rows(unit)) do
            local score, score_all = row.score, all[i].score
            if row.depth <= (given.depth or math.huge) then
                rows[#rows + 1] = { city = row.city, period = row.period, code = row.code, score = score,
                    score_all = score_all, difference = score and score_all and score - score_all,
                    coverage = row.coverage, coverage_all = all[i].coverage }
            end
        end
    end
    return hm.table { name = "verified", rows = rows, columns = columns("city period code score:number "
        .. "score_all:number difference:number coverage:number coverage_all:number") }
end

local function words(row, digits)
    local fields = { score = row.score and numbers.fine(row.score, digits), share = hm.fixed(100 * row.coverage, 0) }
    return row.score and say("{score} (coverage {share} %)", fields) or say("no score (coverage {share} %)", fields)
end

-- In a line each what becomes of the index of the first cities that it changes.
function verified.tell(run, messages)
    local changed, digits = 0, decimals.of(run.package:nodes())
    for _, unit in ipairs(run.chosen) do
        local own, all = run.scores:rows(unit)[1], run.by_all:rows(unit)[1]
        if own.score ~= all.score or own.coverage ~= all.coverage then
            changed = changed + 1
            if changed <= TOLD then
                messages:say("%s", say("{city}, {period}: {own} without what is not verified, {all} by all",
                    { city = own.city, period = own.period, own = words(own, digits[own.code]),
                        all = words(all, digits[all.code]) }))
            end
        end
    end
    if changed > TOLD then
        messages:say("%s", say.count(changed - TOLD, "and {n} city and period more", "and {n} cities and periods more"))
    elseif changed == 0 then
        messages:say("%s", say "nothing that the index rests on is said not to be verified")
    end
end

return verified
