-- A plan by which a city is ahead of another in a share of the variations of a study, and not by the package's own
-- weights and methods alone.

local hm = require "hundredmark"
local data = require "cli.data"
local interrupt = require "cli.interrupt"
local progress_bar = require "cli.progress_bar"
local stop = require "cli.stop"

local improve_sure = {}

local ROUNDS <const> = 12    -- of halving the way between the least plan and the best
local BETWEEN <const> = 15    -- plans, where the one that leads furthest is not sure enough

local COLUMNS <const> = { { name = "cost", type = "number" }, { name = "planned", type = "number" },
    { name = "wanted", type = "number" }, { name = "share", type = "number" }, { name = "chosen", type = "flag" } }

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

-- What the study and the engine say of the data with these changes: the share, and both scores.
local function look(of, changes)
    local run, root = of.run, of.run.package:nodes(of.run.units[of.unit].period)[1].code
    local dataset <close> = stop.insist(stop.DATA, run.dataset:changed(changes))
    local replicates, err = hm.replicates(of.study, dataset, { jobs = of.given.jobs, cancel = interrupt.cancel() })
    local made <close> = stop.insist(err and err.code == "data" and stop.DATA or stop.PACKAGE, replicates, err)
    local scores <close> = stop.insist(stop.PACKAGE, hm.score(run.package, dataset, { jobs = of.given.jobs,
        cancel = interrupt.cancel() }))
    of.done = of.done + 1
    of.show(of.done, math.max(of.done, ROUNDS + 2))    -- how many are spared is not known before
    return { share = share_of(made, of.unit, of.given.pass), planned = scores:row(of.unit, root).score,
        wanted = scores:row(of.other, root).score }
end

local function key_of(changes)
    local parts = {}
    for i, change in ipairs(changes) do
        parts[i] = change.input .. "\0" .. change.value
    end
    table.sort(parts)
    return table.concat(parts, "\0")
end

-- A plan that was found, with what the study says of it: `found`, `cost`, `planned`, `wanted` (the other's score then)
-- and `share`. One that was tried before is the same table.
local function try(of, found)
    local changes = changes_of(found, of.unit)
    local key = key_of(changes)
    if not of.tried[key] then
        local tried = look(of, changes)
        tried.found, tried.changes, tried.cost = found, changes, found.outcome:rows()[1].cost
        of.tried[key], of.list[#of.list + 1] = tried, tried
    end
    return of.tried[key]
end

local function is_sure(of, tried)
    return (tried.share or 0) >= of.given.sure
end

-- Between a plan that is not sure enough and one that is: the cheapest that is.
local function halve(of, low, high)
    local from, to, best = low.planned, high.planned, high
    for _ = 1, ROUNDS do
        local middle = from + (to - from) / 2
        local tried = try(of, of.find { target = middle })
        if is_sure(of, tried) then
            to, best = middle, tried.cost < best.cost and tried or best
        else
            from = middle
        end
    end
    return best
end

-- The plan that leads furthest by the package need not be the surest: of some between, the first that is sure enough,
-- or else the surest of all.
local function look_between(of, least, highest)
    local from, to, best = least.planned, highest.planned, highest
    for i = 1, BETWEEN do
        local tried = try(of, of.find { target = from + (to - from) * i / (BETWEEN + 1) })
        if is_sure(of, tried) then
            return tried
        end
        best = (tried.share or 0) > (best.share or 0) and tried or best
    end
    return (least.share or 0) > (best.share or 0) and least or best
end

-- A plan without one of its changes may be sure enough, too: then what costs least to get as far without it.
local function spare_one(of, best)
    for i in ipairs(best.changes) do
        local changes = table.move(best.changes, 1, #best.changes, 1, {})
        local spared = table.remove(changes, i).input
        local seen = look(of, changes)
        if is_sure(of, seen) then
            local without = table.move(of.spared, 1, #of.spared, 2, { spared })
            local tried = try(of, of.find { target = seen.planned, without = without })
            if is_sure(of, tried) and tried.cost < best.cost then
                of.spared = without
                return tried
            end
        end
    end
end

local function spare(of, best)
    local tried = best
    while tried do
        best = tried
        tried = spare_one(of, best)
    end
    return best
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
    local row, first = best.found.outcome:rows()[1], least.found.outcome:rows()[1]
    row.goal, row.wanted, row.other_score = "pass", best.wanted, first.other_score
    row.reached = is_sure(of, best) and (best ~= least or first.reached)
    row.highest = first.highest
    if best ~= least then
        row.proof, row.gap = "found", nil
    end
    return hm.table { name = "outcome", columns = best.found.outcome:columns(), rows = { row } }
end

local function choose(of, least)
    if is_sure(of, least) or not least.found.outcome:rows()[1].reached then
        return least
    end
    local best = try(of, of.find { target = least.found.outcome:rows()[1].highest })
    if not is_sure(of, best) then
        best = look_between(of, least, best)
    end
    return is_sure(of, best) and spare(of, halve(of, least, best)) or best
end

-- What hm.improve finds, of a plan that is sure enough, or leads furthest; with a table `ahead` of all plans that were
-- tried, and `study`. `find` is hm.improve of what is asked for, with another goal.
function improve_sure.find(run, given, unit, find)
    local show, finish = progress_bar.new(given, "trying plans")
    local study = stop.insist(stop.PACKAGE, hm.study(run.package, { file = given.study, replicates = given.variations,
        seed = given.seed }))
    local of = { run = run, given = given, unit = unit, other = data.unit_of(run, given.pass, run.units[unit].period),
        study = study, find = find, done = 0, show = show or function() end, tried = {}, list = {}, spared = {} }
    local least = try(of, find { pass = given.pass })
    local best = choose(of, least)
    finish()
    local found = best.found
    -- What the search left out by itself is no reason for a figure to stay as it is.
    return { improve = found.improve, outcome = outcome_of(of, least, best), decisions = least.found.decisions,
        alternatives = found.alternatives, ahead = table_of(of.list, best), study = study, least = least, best = best }
end

return improve_sure
