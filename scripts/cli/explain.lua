-- explain: how the mark of one node came about in one city and period.

local data = require "cli.data"
local derive = require "cli.derive"
local explain_facts = require "cli.explain_facts"
local explain_tables = require "report.explain_tables"
local formats = require "cli.formats"
local language = require "report.language"
local output = require "cli.output"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = language.of "cli.explain"

local function choose_unit(run, given, messages)
    local city, period = given.city_name, given.one_period
    local unit, periods = data.unit_of(run, city, period)
    if not period and #periods > 1 then
        messages:say("%s", say("{city} has data for {periods}: explaining {period} (--period chooses)",
            { city = city, periods = language.list(periods), period = run.units[unit].period }))
    end
    return unit
end

-- The node, or the nearest above it, that says in which periods it holds; nil: none does.
local function span_of(node, nodes)
    while node and not node.from and not node.to do
        node = nodes[node.parent]
    end
    return node
end

local function refuse_period(node, nodes, code, period)
    local span = span_of(node, nodes) or {}
    local fields = { code = code, period = period, node = span.code, from = span.from, to = span.to }
    if span.from and span.to then
        stop.usage(say("{code} does not hold in {period}: {node} holds from {from} to {to}", fields))
    elseif span.from then
        stop.usage(say("{code} does not hold in {period}: {node} holds from {from}", fields))
    elseif span.to then
        stop.usage(say("{code} does not hold in {period}: {node} holds to {to}", fields))
    end
    stop.usage(say("{code} does not hold in {period}", fields))
end

-- The node as it holds in the unit's period.
local function find_node(run, unit, code)
    local node, codes, nodes = derive.nodes(run, unit)[code], {}, {}
    if node then
        return node
    end
    for _, known in ipairs(run.package:nodes()) do
        codes[#codes + 1], nodes[known.code] = known.code, known
    end
    if nodes[code] then
        refuse_period(nodes[code], nodes, code, run.units[unit].period)
    end
    stop.usage(say("no code '{code}' in package {package}{hint}",
        { code = code, package = run.info.name, hint = suggest.nearest(code, codes) }))
end

local function page_of(facts)
    local name = facts.indicator and "report.explain_indicator" or "report.explain_group"
    return require(name).page(facts)
end

local function explain(given, messages)
    local out = output.new(given, require "cli.explain")
    local run = data.score(given, messages)
    local unit = choose_unit(run, given, messages)
    local facts = explain_facts.of(run, unit, find_node(run, unit, given.code))
    messages:issues(run.issues)
    if out.as_tables then
        out:write_rows(explain_tables.of(facts), function()
            return run_object.text(run, given)
        end)
    else
        out:page(page_of(facts))
    end
    messages:summary()
    return messages:exit()
end

return {
    name = "explain",
    summary = "show how a mark came about",
    about = "On an indicator: its formula, the figures put in with their source and note, each "
        .. "part of the formula, the result, and what it adds to the groups above. On a group: its "
        .. "children with weight, score and coverage, the calculation, and what is missing.",
    arguments = {
        { name = "CITY", target = "city_name", help = "a city of the data" },
        { name = "CODE", target = "code", help = "the code of an indicator or group" },
        data.ARGUMENT,
    },
    options = { "records", "sheet", "cities", "one_period", "fit", "jobs", "strict" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    default_format = "table",
    tables = explain_tables.NAMES,
    examples = {
        "explain \"Port Lumen\" L1.8.2 examples/cities/port-lumen",
        "explain Kestrelby L4 examples/study --period 2025",
        "explain Kestrelby L4 examples/study --table children",
    },
    exits = { 0, 1, 2, 3, 4, 5 },
    run = explain,
}
