-- What the report of many cities rests on: scores of a period, column by column, and what is known of how sure they
-- are. Of `given` it reads, beside what data and studies need: `period` (a list: the last of them; without one the last
-- of the data), `highlight` (a list of cities to be seen among the others), `pair` (a list of two codes to be set
-- against each other), `boundaries` and `key` (a map, as of GeoJSON output).

local data = require "cli.data"
local decimals = require "report.decimals"
local interrupt = require "cli.interrupt"
local report_map = require "cli.report_map"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local themes = require "cli.themes"
local uncertainty = require "cli.uncertainty"
local variation_words = require "report.variation_words"

local say = require("report.language").of "cli.report_cities"

local report_cities = {}

local VARIED <const> = 1000      -- cities, more than which are not varied unless somebody wrote a study
local VARIATIONS <const> = 1024

-- The periods of the data in order, and the one that is shown.
local function periods_of(run, given)
    local periods = data.distinct(run.units, "period")
    table.sort(periods, function(a, b) return data.is_later(b, a) end)
    local wanted = given.period or {}
    return periods, wanted[#wanted] or periods[#periods]
end

-- Nodes by what the report does with them: `nodes` are those that have to do with the index, the root first, `themes`
-- some of them, `beside` what stands by itself and all below it.
local function add_nodes(facts, run)
    facts.nodes, facts.beside, facts.by_code = {}, {}, {}
    facts.all_nodes = run.package:nodes(facts.period)
    for _, node in ipairs(facts.all_nodes) do
        local above = facts.by_code[node.parent]
        node.is_beside = node.alone or above and above.is_beside
        table.insert(node.is_beside and facts.beside or facts.nodes, node)
        facts.by_code[node.code] = node
    end
    facts.root, facts.themes = facts.nodes[1], themes.of(facts.nodes)
end

-- The unit numbers of a period in the order in which people read them: by rank, those without behind, the best first.
local function ordered(run, period, root)
    local units, scores, ranks = {}, run.scores:column(root.code), run.scores:column(root.code, "rank")
    local sign = root.less_is_better and -1 or 1
    for i, unit in ipairs(run.units) do
        units[#units + 1] = unit.period == period and i or nil
    end
    table.sort(units, function(a, b)
        local x, y = ranks[a] or math.huge, ranks[b] or math.huge
        if x ~= y then
            return x < y
        end
        x = scores[a] and sign * scores[a] or -math.huge
        y = scores[b] and sign * scores[b] or -math.huge
        if x ~= y then
            return x > y
        end
        return run.units[a].city < run.units[b].city
    end)
    return units, scores, ranks
end

local function cities_of(run, period, root)
    local cities, by_name = {}, {}
    local units, scores, ranks = ordered(run, period, root)
    for i, unit in ipairs(units) do
        local city = { name = run.units[unit].city, unit = unit, place = i, score = scores[unit] or nil,
            rank = ranks[unit] or nil }
        cities[i], by_name[city.name] = city, city
    end
    return cities, by_name
end

-- Puts fields of the root's rows of a table to their cities.
local function take(facts, made, names)
    for _, row in ipairs(made:rows()) do
        local city = row.code == facts.root.code and facts.by_name[row.city]
        for field, name in pairs(city and names or {}) do
            city[field] = row[name]
        end
    end
end

local function units_of(facts)
    local units = {}
    for i, city in ipairs(facts.cities) do
        units[i] = city.unit
    end
    return units
end

-- Between what missing figures leave each city.
local function add_bounds(facts, run)
    local made, err = run.scores:analyse("bounds", { table = "bounds", depth = 0, units = units_of(facts),
        cancel = interrupt.cancel() })
    if not made then
        facts.no_bounds = err.message
        return stop.is_apart(err) and stop.insist(stop.DATA, nil, err)
    end
    take(facts, made, { low = "low", high = "high", rank_best = "rank_best", rank_worst = "rank_worst" })
    facts.has_bounds = true
end

-- Variations, or nil and why there are none. What somebody asked for has to be there.
local function replicate(facts, run, given)
    local is_written = given.study or run.info.has_study
    if not is_written and not given.variations and #facts.cities > VARIED then
        return nil, "many"
    end
    local varied = setmetatable({ depth = 0,
        variations = given.variations or not is_written and VARIATIONS or nil }, { __index = given })
    local done, made = pcall(uncertainty.replicate, run, varied)
    if done then
        return made
    elseif is_written or not stop.is_stop(made) or made.exit ~= stop.DATA and made.exit ~= stop.PACKAGE then
        error(made, 0)
    end
    return nil, made.message
end

-- Between what variations of weights and methods leave each city.
local function add_variations(facts, run, given)
    local made, reason = replicate(facts, run, given)
    if not made then
        facts.no_variations = reason
        return
    end
    local options = { units = units_of(facts), cancel = interrupt.cancel() }
    local function table_of(name)
        return stop.insist(stop.USAGE, made.replicates:table(name, options))
    end
    local factors = made.factors
    local names = { rank_q05 = "rank_q05", rank_q95 = "rank_q95", ranked = "ranked" }
    if not variation_words.has(factors, "scale") then    -- by different scales scores cannot be compared
        names.q05, names.q95 = "score_q05", "score_q95"
    end
    take(facts, table_of "uncertainty", names)
    take(facts, table_of "tiers", { tier = "tier" })
    facts.variations = { count = made.count, factors = factors,
        has_scores = names.q05 ~= nil }
end

local function highlighted(facts, given)
    local chosen = {}
    for i, name in ipairs(given.highlight or {}) do
        chosen[i] = facts.by_name[name]
        if not chosen[i] then
            local names = {}
            for n, city in ipairs(facts.cities) do
                names[n] = city.name
            end
            stop.usage(say("--highlight: no city '{name}' in {period}{hint}",
                { name = name, period = facts.period, hint = suggest.nearest(name, names) }))
        end
    end
    return chosen
end

-- The two nodes of --nodes, or nil.
local function pair_of(facts, given)
    if not given.pair then
        return nil
    end
    local codes, pair = {}, {}
    for i, node in ipairs(facts.all_nodes) do
        codes[i] = node.code
    end
    for i, code in ipairs(given.pair) do
        pair[i] = facts.by_code[code] or stop.usage(say("--nodes: no node '{code}' in {period}{hint}",
            { code = code, period = facts.period, hint = suggest.nearest(code, codes) }))
    end
    if #pair ~= 2 then
        stop.usage(say("--nodes: two codes, not {n}", { n = #pair }))
    end
    return pair
end

-- A figure of a node in all cities, in their order; false where there is none.
local function columns(facts, run)
    local kept = {}
    return function(code, figure)
        local key = code .. "\0" .. (figure or "score")
        if not kept[key] then
            local all, list = run.scores:column(code, figure) or {}, {}
            for i, city in ipairs(facts.cities) do
                list[i] = all[city.unit] or false
            end
            kept[key] = list
        end
        return kept[key]
    end
end

-- The scores of a node over the periods: of each city (by name, in the order of the data) a list, false where there is
-- none.
local function series(run, periods)
    local places = {}
    for i, period in ipairs(periods) do
        places[period] = i
    end
    return function(code)
        local lists, names = {}, {}
        local scores = run.scores:column(code) or {}
        for i, unit in ipairs(run.units) do
            local list = lists[unit.city]
            if not list then
                list = {}
                for n = 1, #periods do
                    list[n] = false
                end
                lists[unit.city] = list
                names[#names + 1] = unit.city
            end
            list[places[unit.period]] = scores[i] or false
        end
        return lists, names
    end
end

-- Is nothing reported of what applies to the unit at the node or below it?
local function is_silent(facts, run, unit, code)
    local node, is_asked = facts.by_code[code], false
    if node.kind == "indicator" then
        local row = run.scores:row(unit, code)
        return row and row.status == "not_reported", row and row.status == "not_applicable"
    end
    for _, child in ipairs(node.children) do
        local silent, is_beyond = is_silent(facts, run, unit, child)
        if not silent and not is_beyond then
            return false
        end
        is_asked = is_asked or silent
    end
    return is_asked, not is_asked and #node.children > 0
end

local function statuses(facts, run)
    return function(city, code)
        local row = run.scores:row(city.unit, code)
        local is_lacking = row and row.status == "insufficient"
        return is_lacking and is_silent(facts, run, city.unit, code) and "not_reported" or row and row.status
    end
end

-- `run` is of cli.data. Facts:
--   package, version, period, periods
--   nodes, root, themes              of the index, as package:nodes(); beside: what stands by itself, and all below it
--   all_nodes, by_code               all of them; digits, reach: by code, see report.decimals
--   rank_if                          of the policy
--   cities                           in the order of their ranks: { name, unit, place, score, rank } and, where they
--                                    are known, low high rank_best rank_worst (has_bounds; else no_bounds says why)
--                                    and q05 q95 rank_q05 rank_q95 tier (variations; q05 and q95 if it has_scores)
--   variations                       { count, factors, has_scores }; else no_variations: why, "many" for too many
--   column(code [, figure])          of all cities in this order
--   series(code)                     of cities over periods
--   status(city, code)               why it has no score; "not_reported" of a group, too, where nothing that applies
--                                    below it is reported
--   chosen, pair                     cities and nodes that were asked for; map: see report_map.lua, or nil
function report_cities.of(run, given)
    local facts = { package = run.info.title or run.info.name, version = run.info.version }
    facts.periods, facts.period = periods_of(run, given)
    add_nodes(facts, run)
    facts.cities, facts.by_name = cities_of(run, facts.period, facts.root)
    facts.column, facts.series = columns(facts, run), series(run, facts.periods)
    facts.digits, facts.reach = decimals.of_scores(facts.all_nodes, facts.column)
    facts.rank_if = run.info.policy.rank_if
    facts.status = statuses(facts, run)
    facts.chosen, facts.pair = highlighted(facts, given), pair_of(facts, given)
    facts.map = report_map.of(run, given, facts)
    add_bounds(facts, run)
    add_variations(facts, run, given)
    return facts
end

return report_cities
