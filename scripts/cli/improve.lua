-- improve: which figures of a city would have to be others for its index to get somewhere.

local hm = require "hundredmark"
local data = require "cli.data"
local formats = require "cli.formats"
local improve_costs = require "cli.improve_costs"
local improve_page = require "report.improve_page"
local improve_sure = require "cli.improve_sure"
local numbers = require "report.numbers"
local output = require "cli.output"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of("cli.improve")

local TABLES <const> = { "improve", "outcome", "decisions", "alternatives" }

local function choose_unit(run, given, messages)
    local city, period = given.city_name, given.one_period
    local unit, periods = data.unit_of(run, city, period)
    if not period and #periods > 1 then
        messages:say("%s", say("{city} has data for {n} periods: looking at {period} (--period chooses)",
            { city = city, n = #periods, period = run.units[unit].period }))
    end
    return unit
end

-- One goal at most.
local function check_goal(given)
    local said = {}
    for _, goal in ipairs { "target_score", "budget", "pass" } do
        said[#said + 1] = given[goal] and "--" .. goal:match("^%l+")
    end
    if #said > 1 then
        stop.usage("%s: one of them", table.concat(said, ", "))
    elseif #said == 0 and #(given.without or {}) > 0 then
        stop.usage("--without: of a plan: --target, --budget or --pass says which")
    end
end

local function check_sure(given)
    if not given.sure then
        for _, name in ipairs { "study", "variations", "seed" } do
            if given[name] then
                stop.usage("--%s: of the variations of --sure", name)
            end
        end
    elseif not given.pass then
        stop.usage "--sure: of a plan to be ahead of another city: --pass says which"
    elseif given.fit then
        stop.usage "--sure: variations learn from the data: not with --fit"
    end
    for _, name in ipairs(given.table or {}) do
        if name == "ahead" and not given.sure then
            stop.usage "--table ahead: --sure says how sure a plan is to be"
        elseif name == "alternatives" and given.sure then
            stop.usage "--table alternatives: what is sure has none"
        end
    end
end

local function check_pass(run, given, unit)
    local cities, here = {}, false
    for _, other in ipairs(run.units) do
        cities[#cities + 1] = other.city
        here = here or other.city == given.pass and other.period == run.units[unit].period
    end
    if given.pass and not here then
        local known = false
        for _, city in ipairs(cities) do
            known = known or city == given.pass
        end
        stop.usage(known and "--pass: %s has no figures for %s%s" or "--pass: no city '%s' in the data for %s%s",
            given.pass, run.units[unit].period, known and "" or suggest.nearest(given.pass, cities))
    end
end

local function check_without(run, given)
    local known, names = {}, {}
    for i, input in ipairs(run.package:inputs()) do
        known[input.name], names[i] = true, input.name
    end
    for _, name in ipairs(given.without or {}) do
        if not known[name] then
            stop.usage("--without: the package has no input '%s'%s", name, suggest.nearest(name, names))
        end
    end
end

-- Are alternatives shown? They take some times as long as the plan.
local function wants_alternatives(given, out)
    for _, name in ipairs(given.table or {}) do
        if name == "alternatives" then
            return true
        end
    end
    return not out.as_tables or #(given.table or {}) == 0 and out.format ~= "csv"
end

-- The command as it is with --sure: plans that were tried are beside the one that was chosen, and there are no
-- alternatives.
local function command_of(given)
    local command = require "cli.improve"
    return given.sure and setmetatable({ tables = { "improve", "outcome", "decisions", "ahead" }, more_tables = {} },
        { __index = command }) or command
end

local function joined(one, other)
    local list = table.move(one, 1, #one, 1, {})
    return table.move(other, 1, #other, #list + 1, list)
end

-- A function that finds what leads to a goal; what is wrong ends the program.
local function finder(run, given, unit, options)
    local costs = given.costs and improve_costs.read(given.costs, run.package)
    return function(goal)
        local found, err = hm.improve(run.package, run.dataset, unit, {
            target = goal.target, budget = goal.budget, pass = goal.pass,
            without = joined(given.without or {}, goal.without or {}),
            costs = costs, alternatives = goal.alternatives, cancel = options.cancel, fits = options.fits,
            run_seconds = options.run_seconds, run_steps = options.run_steps,
        })
        if err then
            improve_costs.fail_at(given.costs, costs, err)
        end
        return stop.insist(err and err.code == "argument" and stop.USAGE or stop.DATA, found, err)
    end
end

-- Rows alone do not tell a plan that leads to the goal from the best there is instead.
local function warn_of_outcome(outcome, messages)
    if outcome.goal == "gains" or outcome.reached then
        return
    end
    messages:issues { { severity = "warning", file = "", line = 0, column = 0, count = 1,
        message = outcome.proof == "proved best"
            and say("{city}, {period}: the goal is not to be reached; these figures lead to the most there is, {score}",
                { city = outcome.city, period = outcome.period, score = numbers.fine(outcome.planned) })
            or say("{city}, {period}: no plan was found that reaches the goal; these figures lead to {score}",
                { city = outcome.city, period = outcome.period, score = numbers.fine(outcome.planned) }) } }
end

local function improve(given, messages)
    check_goal(given)
    check_sure(given)
    local out = output.new(given, command_of(given))
    local opened = data.open(given, messages)
    local run = data.score(given, messages, nil, opened)
    local unit = choose_unit(run, given, messages)
    check_pass(run, given, unit)
    check_without(run, given)
    local find = finder(run, given, unit, opened.options)
    local found = given.sure and improve_sure.find(run, given, unit, find)
        or find { target = given.target_score, budget = given.budget, pass = given.pass,
            alternatives = wants_alternatives(given, out) }
    messages:issues(run.issues)
    if out.as_tables then
        warn_of_outcome(found.outcome:rows()[1], messages)
        out:write_tables(function(name)
            return found[name]
        end, function()
            return run_object.text(run, given)
        end)
    else
        out:page(improve_page.page(found, run, true))
    end
    messages:summary()
    return messages:exit()
end

return {
    name = "improve",
    summary = "show what figures would have to be for the index to get somewhere",
    about = "Lists for each figure of a city what one step of it would add to the index. With a goal "
        .. "it lists the figures that would have to change to reach it: at the least cost for a target or to be "
        .. "ahead of another city, with the most points for a budget. It is arithmetic, not advice. A step is 1 "
        .. "of a count, 0.1 of a grade, another answer, or what the package (improve of an input) or --costs says; "
        .. "wholes, records and what is not reported stay as they are. Without costs all the way from a figure to "
        .. "its bound costs 1. What was found is scored anew before it is shown: it is the best there is where "
        .. "that is proved, and else at most so far from it. Table decisions has what can change and why others "
        .. "cannot, alternatives the plan with the fewest indicators and without each of its figures. With --sure a plan "
        .. "to be ahead of a city holds in that share of the variations of a study, too: table ahead has what being "
        .. "surer costs.",
    arguments = {
        { name = "CITY", target = "city_name", help = "a city of the data" },
        data.ARGUMENT,
    },
    options = { "target_score", "budget", "pass", "sure", "study", "variations", "seed",
        "costs", "without", "records", "sheet", "cities", "one_period", "fit",
        "jobs", "strict" },
    option_help = { one_period = "the period to look at; by default the latest that the data have for the city" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = TABLES,
    more_tables = { "ahead" },
    examples = {
        "improve \"Port Lumen\" examples/cities/port-lumen",
        "improve \"Port Lumen\" examples/cities/port-lumen --target 70",
        "improve \"Port Lumen\" examples/cities/port-lumen --budget 200 --costs costs.csv",
        "improve Brenmouth examples/study --pass Iverholt --sure 0.9",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = improve,
}
