-- All that the report of a city says: facts only, of one city and period; the pages say them.

local hm = require "hundredmark"
local data = require "cli.data"
local decimals = require "report.decimals"
local derive = require "cli.derive"
local explain_facts = require "cli.explain_facts"
local gaps = require "cli.gaps"
local interrupt = require "cli.interrupt"
local quantile = require "report.quantile"
local scope_words = require "report.scope_words"
local step_rows = require "report.step_rows"
local stop = require "cli.stop"
local themes = require "cli.themes"
local uncertainty = require "cli.uncertainty"

local report_city = {}

-- Other units of the same period, by their numbers, and those of the city in periods before, the latest first.
local function look_around(run, unit)
    local here, others, before = run.units[unit], {}, {}
    local first = hm.period(here.period).first
    for number, place in ipairs(run.units) do
        if place.period == here.period and number ~= unit and run.dataset:city(number).ranked then
            others[#others + 1] = number
        elseif place.city == here.city and hm.period(place.period).last < first then
            before[#before + 1] = number
        end
    end
    table.sort(before, function(a, b)
        return data.is_later(run.units[a].period, run.units[b].period)
    end)
    return others, before
end

local function in_order(nodes)
    local list = {}
    for _, node in pairs(nodes) do
        list[#list + 1] = node
    end
    table.sort(list, function(a, b) return a.order < b.order end)
    return list
end

-- The nodes that hold in the unit's period, in their order, each with its `row`, `decimals`, `reach`, `less_is_better`
-- and `of_index`: its part of the index, which nothing is that stands by itself or `is_beside` the index below it.
local function nodes_of(run, unit)
    local by_code = derive.nodes(run, unit)
    for i, node in ipairs(run.package:nodes(run.units[unit].period)) do
        by_code[node.code].order = i
    end
    local list = in_order(by_code)
    local digits, reach = decimals.of_scores(list, function(code) return run.scores:column(code) end)
    for _, node in ipairs(list) do
        local above = by_code[node.parent]
        node.row = run.scores:row(unit, node.code)
        node.decimals, node.reach = digits[node.code], reach[node.code]
        node.is_beside = node.alone or above and above.is_beside
        node.of_index = node.is_beside and 0 or not above and 1 or above.of_index and not node.summed and above.of_index * node.share or nil
    end
    return list, by_code
end

-- What of the scores of others is of use: sorted, with their median.
local function peers_of(run, others, code)
    local column, list = run.scores:column(code), {}
    for _, number in ipairs(others) do
        list[#list + 1] = column[number] or nil
    end
    table.sort(list)
    return { scores = list, low = list[1], high = list[#list], median = #list > 0 and quantile(list, 0.5) or nil }
end

local function analysed(run, unit, name, table_name)
    local made = stop.insist(stop.DATA, run.scores:analyse(name, { table = table_name, units = { unit },
        cancel = interrupt.cancel() }))
    return made:rows()
end

-- Between what missing figures leave the scores: rows of bounds by code, and stakes, the greatest first.
local function missing_of(run, unit)
    local bounds = {}
    for _, row in ipairs(analysed(run, unit, "bounds", "bounds")) do
        bounds[row.code] = row
    end
    return bounds, analysed(run, unit, "bounds", "stakes")
end

-- What the difference to the period before is made of: { status, note, difference, codes, by_code = points of the
-- figures of nodes, others = points of changed weights, measures, methods and scope, components = theirs by component,
-- reasons = those of the scope, as a set }.
local function moves_of(run, unit, before)
    if not before then
        return nil
    end
    local options = { units = { unit }, from = run.units[before].period, to = run.units[unit].period,
        cancel = interrupt.cancel(), table = "differences" }
    local differences = stop.insist(stop.DATA, run.scores:compare(nil, options)):rows()
    options.table = "compare"
    local moves = { others = 0, components = {}, reasons = {},
        status = differences[1] and differences[1].status or "not_there",
        note = differences[1] and differences[1].note or "",
        difference = differences[1] and differences[1].difference, by_code = {}, codes = {} }
    for _, row in ipairs(stop.insist(stop.DATA, run.scores:compare(nil, options)):rows()) do
        if row.component == "data" and not moves.by_code[row.code] then
            moves.codes[#moves.codes + 1] = row.code
            moves.by_code[row.code] = 0
        end
        if row.component == "data" then
            moves.by_code[row.code] = moves.by_code[row.code] + row.points
        else
            moves.others = moves.others + row.points
            moves.components[row.component] = (moves.components[row.component] or 0) + row.points
            scope_words.gather(moves.reasons, row.component == "scope" and row.note or "")
        end
    end
    return moves
end

-- What one step of each figure would add; nothing where the engine says that there is nothing to be said.
local function steps_of(run, unit)
    local found, err = hm.improve(run.package, run.dataset, unit, { cancel = interrupt.cancel(), fits = run.fits })
    if err and err.code == "cancelled" then
        stop.insist(stop.DATA, nil, err)
    end
    return found and found.improve:rows() or {}, err
end

-- What a study says of the city's rank: { row, count, factors, pairs = by the other's name, in what share of variations
-- it is ahead }; nil where nobody wrote one.
local function certainty_of(run, given, unit, root)
    if not given.study and not run.info.has_study then
        return nil
    end
    local made = uncertainty.replicate(run, given)
    local here, certainty = run.units[unit], { count = made.count, factors = made.factors, pairs = {} }
    local function each(name, visit)
        for _, row in ipairs(stop.insist(stop.USAGE, made.replicates:table(name, { units = { unit },
            cancel = interrupt.cancel() })):rows()) do
            if row.city == here.city and row.period == here.period and row.code == root then
                visit(row)
            end
        end
    end
    each("uncertainty", function(row) certainty.row = row end)
    each("pairs", function(row) certainty.pairs[row.other] = row.share end)
    return certainty
end

-- Scores of a node in all periods of the city: those before, the earliest first, and this one.
local function series_of(run, unit, before, code)
    local column, list = run.scores:column(code), {}
    for i = #before, 1, -1 do
        list[#list + 1] = column[before[i]]
    end
    list[#list + 1] = column[unit]
    return list
end

-- The facts of a unit:
--   city, period, info     unit, run
--   prefix                 of the names of places in its page, so that a file can have several
--   nodes, by_code         as they hold in the period, each with `row`, `of_index`, `decimals`, `peers`, `series`
--   root, themes, beside   a node; nodes; those that stand by themselves
--   others, ranked         units of other ranked cities in the period; how many have a rank, with this one
--   before                 { unit, period } of the latest period before; nil
--   bounds, stakes         by code; a list
--   moves                  since the period before; nil
--   steps                  a list of the planner's
--   certainty              of a study; nil
--   inputs, labels         by the names of inputs
--   explain(code)          as explain has it
function report_city.of(run, given, unit, prefix)
    local here = run.units[unit]
    local facts = { run = run, unit = unit, city = here.city, period = here.period, info = run.info,
        prefix = prefix or "" }
    local others, before = look_around(run, unit)
    facts.nodes, facts.by_code = nodes_of(run, unit)
    facts.root, facts.themes, facts.others = facts.nodes[1], themes.of(facts.nodes), others
    facts.beside = {}
    for _, node in ipairs(facts.nodes) do
        facts.beside[#facts.beside + 1] = node.alone and node or nil
        node.anchor = facts.prefix .. node.code
        node.peers = peers_of(run, others, node.code)
        node.series = series_of(run, unit, before, node.code)
    end
    local ranks = run.scores:column(facts.root.code, "rank")
    facts.ranked = ranks[unit] and 1 or 0
    for _, number in ipairs(others) do
        facts.ranked = facts.ranked + (ranks[number] and 1 or 0)
    end
    facts.before = before[1] and { unit = before[1], period = run.units[before[1]].period }
    facts.first_period = before[1] and run.units[before[#before]].period
    facts.bounds, facts.stakes = missing_of(run, unit)
    facts.moves = moves_of(run, unit, before[1])
    facts.steps = steps_of(run, unit)
    facts.certainty = certainty_of(run, given, unit, facts.root.code)
    facts.gaps = gaps.indicators(run, unit, run.scores:rows(unit))
    facts.count = gaps.count_inputs(run, unit)
    facts.labels, facts.inputs = {}, step_rows.inputs(run.package)
    for name, input in pairs(facts.inputs) do
        facts.labels[name] = input.label
    end
    function facts.explain(code)
        return explain_facts.of(run, unit, facts.by_code[code])
    end
    return facts
end

return report_city
