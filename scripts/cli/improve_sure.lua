-- A plan by which a city is ahead of another in a share of the variations of a study, and not by the package's own
-- weights and methods alone.

local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local progress_bar = require "cli.progress_bar"
local stop = require "cli.stop"

local improve_sure = {}

local ROUNDS <const> = 12    -- of halving the way between the least plan and the best

local COLUMNS <const> = { { name = "cost", type = "number" }, { name = "planned", type = "number" },
    { name = "wanted", type = "number" }, { name = "share", type = "number" }, { name = "chosen", type = "flag" } }

local function unit_of(run, city, period)
    for i, unit in ipairs(run.units) do
        if unit.city == city and unit.period == period then
            return i
        end
    end
end

local function changes_of(found, unit)
    local changes = {}
    for i, row in ipairs(found.improve:rows()) do
        changes[i] = { unit = unit, input = row.input, value = row.to }
    end
    return changes
end

-- In what share of variations the city is ahead of the other one; nil where both are never ranked.
local function share_of(made, unit, other)
    for _, row in ipairs(made:table("pairs", { units = { unit } }):rows()) do
        if row.other == other then
            return row.share
        end
    end
end

-- What the study says of a plan: `found`, `cost`, `planned`, `wanted` (the other's score then) and `share`.
local function try(of, found)
    local run, outcome = of.run, found.outcome:rows()[1]
    local dataset <close> = assert(run.dataset:changed(changes_of(found, of.unit)))
    local replicates, err = hm.replicates(of.study, dataset, { jobs = of.given.jobs, cancel = interrupt.cancel() })
    local made <close> = stop.insist(err and err.code == "data" and stop.DATA or stop.PACKAGE, replicates, err)
    local scores <close> = stop.insist(stop.PACKAGE, hm.score(run.package, dataset, { jobs = of.given.jobs,
        cancel = interrupt.cancel() }))
    of.done = of.done + 1
    of.show(of.done, ROUNDS + 2)
    return { found = found, cost = outcome.cost, planned = outcome.planned, share = share_of(made, of.unit, of.given.pass),
        wanted = scores:row(of.other, run.package:nodes(outcome.period)[1].code).score }
end

local function is_sure(of, tried)
    return (tried.share or 0) >= of.given.sure
end

-- Plans between one that is not sure enough and one that is; the last is, and costs least.
local function halve(of, low, high, find)
    local list, from, to = {}, low.planned, high.planned
    local best = high
    for _ = 1, ROUNDS do
        local middle = from + (to - from) / 2
        local tried = try(of, find { target = middle })
        list[#list + 1] = tried
        if is_sure(of, tried) then
            to, best = middle, tried.cost < best.cost and tried or best
        else
            from = middle
        end
    end
    return list, best
end

local function table_of(list, best)
    local rows = {}
    for i, tried in ipairs(list) do
        rows[i] = { cost = tried.cost, planned = tried.planned, wanted = tried.wanted, share = tried.share,
            chosen = tried == best }
    end
    table.sort(rows, function(a, b)
        return a.cost < b.cost or a.cost == b.cost and a.planned < b.planned
    end)
    return hm.table { name = "ahead", columns = COLUMNS, rows = rows }
end

-- The outcome of the plan that was chosen, as one of passing the other city.
local function outcome_of(of, least, best)
    local row = best.found.outcome:rows()[1]
    row.goal, row.wanted, row.reached = "pass", best.wanted, is_sure(of, best)
    row.highest = least.found.outcome:rows()[1].highest
    if best ~= least then
        row.proof, row.gap = "found", nil
    end
    return hm.table { name = "outcome", columns = best.found.outcome:columns(), rows = { row } }
end

-- What hm.improve finds, of a plan that is sure enough, or leads furthest; with a table `ahead` of all plans that were
-- tried, and `study`. `find` is hm.improve of what is asked for, with another goal.
function improve_sure.find(run, given, unit, find)
    local show, finish = progress_bar.new(given, "trying plans")
    local study = stop.insist(stop.PACKAGE, hm.study(run.package, { file = given.study, replicates = given.variations,
        seed = given.seed }))
    local of = { run = run, given = given, unit = unit, other = unit_of(run, given.pass, run.units[unit].period),
        study = study, done = 0, show = show or function() end }
    local least = try(of, find { pass = given.pass })
    local list, best = { least }, least
    if not is_sure(of, least) and least.found.outcome:rows()[1].reached then
        best = try(of, find { target = least.found.outcome:rows()[1].highest })
        list[2] = best
        if is_sure(of, best) then
            local more
            more, best = halve(of, least, best, find)
            table.move(more, 1, #more, #list + 1, list)
        end
    end
    finish()
    local found = best.found
    return { improve = found.improve, outcome = outcome_of(of, least, best), decisions = found.decisions,
        alternatives = found.alternatives, ahead = table_of(list, best), study = study, least = least, best = best }
end

return improve_sure
