-- Probes of measures: each indicator's score for made-up figures (zeros, ones, extremes, nothing at
-- all), taken by the engine as it takes any city's, in each period from which it is another.

local figures_of = require "cli.probe_figures"
local hm = require "hundredmark"
local one_group = require "cli.one_group"
local probe_periods = require "cli.probe_periods"
local stop = require "cli.stop"

local probes = {}

-- Inputs of one indicator that are each probed by themselves; what a measure has beyond, it has only
-- together with the others.
probes.MOST_ALONE = 100

local CELLS_AT_ONCE <const> = 1000000    -- units times nodes that are scored in one run

local EVERY <const> = { { "zero", "all 0" }, { "one", "all 1" }, { "least", "all at their least" },
    { "greatest", "all at their greatest" }, { "missing", "nothing reported" } }
local ALONE <const> = { { "zero", "one", "%s 0, the rest 1" }, { "one", "zero", "%s 1, the rest 0" },
    { "least", "one", "%s at its least, the rest 1" },
    { "greatest", "one", "%s at its greatest, the rest 1" } }

-- What is probed ------------------------------------------------------------------------------

-- { name, figures = in the order of the indicator's inputs } with `level_of(input, i)` for each.
local function new_probe(indicator, inputs, name, level_of)
    local probe = { indicator = indicator, name = name, figures = {} }
    for i, input_name in ipairs(indicator.inputs) do
        local input = inputs[input_name]
        local figure = figures_of.at(input, level_of(input, i))
        probe.figures[i] = { input = input, text = figure.text, cells = figure.cells,
            shown = figure.shown }
    end
    return probe
end

function probes.shown(probe)
    local parts = {}
    for i, figure in ipairs(probe.figures) do
        parts[i] = ("%s = %s"):format(figure.input.name, figure.shown)
    end
    return table.concat(parts, ", ")
end

local function applies_everywhere(indicator, inputs)
    for _, name in ipairs(indicator.inputs) do
        if inputs[name].may_be_na then
            return false
        end
    end
    return true
end

-- All probes of an indicator, none of which repeats the figures of another.
local function of_indicator(indicator, inputs)
    local list, seen = {}, {}
    local function add(name, kind, level_of)
        local probe = new_probe(indicator, inputs, name, level_of)
        local key = probes.shown(probe)
        list[#list + 1] = not seen[key] and probe or nil
        seen[key] = seen[key] or probe
        list[kind] = seen[key]
    end
    for _, every in ipairs(EVERY) do
        add(every[2], every[1], function() return every[1] end)
    end
    if not applies_everywhere(indicator, inputs) then
        add("NA where it may be", "na", function(input)
            return input.may_be_na and "na" or "one"
        end)
    end
    for number = 1, math.min(#indicator.inputs, probes.MOST_ALONE) do
        for _, alone in ipairs(ALONE) do
            add(alone[3]:format(indicator.inputs[number]), number .. " " .. alone[1],
                function(_, i) return alone[i == number and 1 or 2] end)
        end
    end
    return list
end

-- Units ---------------------------------------------------------------------------------------

local function suits(unit, probe)
    for _, figure in ipairs(probe.figures) do
        local other = unit[figure.input.name]
        if other and other.shown ~= figure.shown then
            return false
        end
    end
    return true
end

-- Gives each probe a unit of the data. Probes share one where no input would need two figures, so
-- that there are far fewer units than probes.
local function share_units(lists)
    local units = {}
    for _, list in ipairs(lists) do
        for number, probe in ipairs(list) do
            while units[number] and not suits(units[number], probe) do
                number = number + 1
            end
            units[number] = units[number] or {}
            for _, figure in ipairs(probe.figures) do
                units[number][figure.input.name] = figure
            end
            probe.unit = number
        end
    end
    return units
end

-- A city and the period before it with the same figures, so that a measure that looks back finds some.
local function put(dataset, city, unit, spare, period)
    local put_any = false
    for name, figure in pairs(unit) do
        if figure.cells then
            stop.insist(stop.PACKAGE, dataset:put_record(name, city, period.now, figure.cells))
        elseif figure.text ~= "" then
            stop.insist(stop.PACKAGE, dataset:put(city, period.now, name, figure.text))
            stop.insist(stop.PACKAGE, dataset:put(city, period.before, name, figure.text))
        end
        put_any = put_any or figure.cells or figure.text ~= ""
    end
    if not put_any then
        stop.insist(stop.PACKAGE, dataset:put(city, period.now, spare, ""))
    end
end

-- The scores of units `first` to `last`, and the number there of each, by number here.
local function score_units(package, units, first, last, period, given)
    local dataset, number_of = stop.insist(stop.MEMORY, hm.new_dataset()), {}
    for number = first, last do
        put(dataset, tostring(number), units[number], period.spare, period)
    end
    one_group.give(package, dataset, first, last)
    stop.insist(stop.PACKAGE, dataset:finish())
    for unit, at in ipairs(dataset:units()) do
        if at.period == period.now then
            number_of[math.tointeger(tonumber(at.city))] = unit
        end
    end
    return stop.insist(stop.PACKAGE, hm.score(package, dataset, {
        jobs = 1, rank_levels = 0, unfinished = true, cancel = given.cancel,
        run_seconds = given.run_time, run_steps = given.run_steps,
    })), number_of
end

local function spare_input(inputs)
    for name, input in pairs(inputs) do
        if input.kind ~= "records" then
            return name
        end
    end
    return "nothing"
end

local function score(package, lists, period, given)
    local units = share_units(lists)
    local at_once = math.max(1, CELLS_AT_ONCE // #package:nodes())
    for first = 1, #units, at_once do
        local last = math.min(#units, first + at_once - 1)
        local scores <close>, number_of = score_units(package, units, first, last, period,
            given)
        for _, list in ipairs(lists) do
            for _, probe in ipairs(list) do
                local unit = number_of[probe.unit]
                probe.row = unit and scores:row(unit, probe.indicator.code) or probe.row
            end
        end
    end
end

-- A list of probes for each of `indicators`, and each period from which it is another: { { indicator, name,
-- figures = { { input, text, cells, shown } }, row }, period, words }, `words` being nil of an indicator that
-- is always the same. By name it has those of a kind: list.zero, list.one, list.least,
-- list.greatest, list.missing, list.na (where some input may be NA), and of its i-th input alone
-- list["i zero"] and so on. One that repeats the figures of another is that other.
function probes.of(package, indicators, given)
    local inputs, lists = {}, {}
    for _, input in ipairs(package:inputs()) do
        inputs[input.name] = input
    end
    for _, period in ipairs(probe_periods.of(package, indicators)) do
        local here = {}
        for i, indicator in ipairs(period.indicators) do
            here[i] = of_indicator(indicator, inputs)
            here[i].period = period
        end
        period.spare = spare_input(inputs)
        score(package, here, period, given)
        table.move(here, 1, #here, #lists + 1, lists)
    end
    return probe_periods.in_order(lists, indicators)
end

return probes
