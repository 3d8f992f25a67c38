-- All that there is to say of a node in one city and period: what it is, what was put in, how its score came about.
-- Facts only; the pages and tables of explain, and reports, say them.

local derive = require "cli.derive"
local gaps = require "cli.gaps"
local messages_of = require "cli.messages"
local numbers = require "report.numbers"
local sums = require "report.sums"

local explain_facts = {}

-- How the measure asks for a figure of a period before, as its author wrote it.
local function text_of(indicator, back)
    local name = indicator.expression and back.input or ("%q"):format(back.input)
    if back.within > 1 then
        return ("previous(%s, { within = %d })"):format(name, back.within)
    end
    return indicator.expression and ("previous(%s)"):format(name) or "v.previous." .. back.input
end

-- The figure that a measure takes from a period before.
local function earlier_figure(run, unit, indicator, back)
    local before, missing = run.scores:previous(unit, back.input, back.within, indicator.code)
    local within = back.comparable or back.within
    local figure = before and derive.figure(run, before, back.input) or { state = missing or "not_reported" }
    figure.name = text_of(indicator, back)
    figure.label = before and "The same in " .. run.units[before].period
        or within == 0 and "A break lies between this period and the one before: they cannot be compared"
        or within == 1 and "Nothing is reported for the period before"
        or ("Nothing is reported for the %d periods before"):format(within)
    if not before and within > 0 and back.comparable then
        figure.label = figure.label .. ", beyond which lies a break"
    end
    return figure
end

-- Of a history that a break makes shorter than the measure asks for.
local function shortened(label, back)
    return ("%s; of its history of %s before, %s compared: beyond lies a break"):format(label,
        numbers.of(back.within, "period"),
        back.comparable == 0 and "none can be" or ("%d can be"):format(back.comparable))
end

-- One figure of a history.
local function figure_of_history(run, unit, back)
    local figure = derive.figure(run, unit, back.input)
    figure.name = ("%s in %s"):format(back.input, run.units[unit].period)
    figure.label = ("Of the history, which goes back %d period%s"):format(back.within,
        back.within == 1 and "" or "s")
    return figure
end

local function add_figure(figures, figure)
    figure.place = figure.given and messages_of.place(figure.given) or ""
    figures[#figures + 1] = figure
end

-- The figures that a node sees, and of a city's period before those that it looks back at.
local function figures_of(run, unit, indicator)
    local figures, looks = {}, run.scores:earlier(unit, indicator.code)
    for _, name in ipairs(indicator.inputs) do
        add_figure(figures, derive.figure(run, unit, name))
        local now = figures[#figures]
        for _, back in ipairs(looks) do
            if back.input == name and back.units and back.comparable then
                now.label = shortened(now.label, back)
            end
            for i = 2, back.input == name and back.units and #back.units or 0 do
                local figure = figure_of_history(run, back.units[i], back)
                figure.kind, figure.unit = now.kind, now.unit
                add_figure(figures, figure)
            end
            if back.input == name and not back.units then
                local figure = earlier_figure(run, unit, indicator, back)
                figure.kind, figure.unit = now.kind, now.unit
                add_figure(figures, figure)
            end
        end
    end
    return figures
end

-- How many cities are ranked at this node in the unit's period.
local function count_ranked(run, unit, code)
    local ranks, period, count = run.scores:column(code, "rank"), run.units[unit].period, 0
    for other, place in ipairs(run.units) do
        count = count + (ranks[other] and place.period == period and 1 or 0)
    end
    return count
end

-- The nodes that a measure reads, each with its row of scores.
local function nodes_read(run, unit, node)
    local list = {}
    for i, code in ipairs(node.reads or {}) do
        local read = derive.nodes(run, unit)[code]
        list[i] = { code = code, name = read.name, decimals = read.decimals, row = run.scores:row(unit, code) }
    end
    return list
end

-- Everything there is to say of a node (of derive.nodes); what only groups or only indicators have is nil otherwise.
function explain_facts.of(run, unit, node)
    local row = run.scores:row(unit, node.code)
    local facts = {
        info = run.info, node = node, row = row, city = run.units[unit].city,
        period = run.units[unit].period, ancestors = derive.ancestors(run, unit, node.code),
        ranked = count_ranked(run, unit, node.code),
    }
    if node.rounding then
        facts.unrounded = run.scores:unrounded(unit, node.code)
    end
    facts.read = nodes_read(run, unit, node)
    facts.scaling = gaps.scaling_of(run, unit, node)
    facts.steps = run.scores:steps(unit, node.code)
    facts.class = run.scores:class(unit, node.code)
    facts.parameters = run.scores:parameters(unit, node.code)
    if node.kind == "indicator" then
        facts.indicator = run.package:indicator(node.code, facts.period)
        facts.figures = figures_of(run, unit, facts.indicator)
        facts.parts = run.scores:parts(unit, node.code) or {}
        facts.gap = row.status ~= "scored" and gaps.of_indicator(run, unit, row) or nil
    else
        facts.children = derive.children(run, unit, node)
        facts.cause = not row.score and run.scores:cause(unit, node.code) or nil
        facts.parts = node.measure and run.scores:parts(unit, node.code) or {}
        facts.figures = node.inputs and figures_of(run, unit, node) or nil
        facts.sum = not node.measure and sums.write(node, facts.children, row.value or row.score,
            not row.value and facts.unrounded or nil, row.flags, node.decimals) or nil
        facts.gaps = gaps.indicators(run, unit, run.scores:rows(unit), node.code)
    end
    return facts
end

return explain_facts
