-- template -o FILE.xlsx: the collection sheet as a workbook, and what was reported last time beside the
-- cells to be filled in.

local hm = require "hundredmark"
local collection_workbook = require "report.collection_workbook"
local data = require "cli.data"
local figure_formulas = require "report.figure_formulas"
local language = require "report.language"
local say = language.of("cli.template_workbook")
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local workbook_file = require "cli.workbook_file"

local template_workbook = {}

-- One city, one period: the workbook asks for both once.
local function refuse(given, out)
    for _, option in ipairs { "for_city", "for_period" } do
        if #(given[option] or {}) > 1 then
            stop.usage(say("--{option}: a workbook is for one alone", { option = option:sub(5) }))
        end
    end
    if given.records_sheet then
        stop.usage(say "--records: a workbook has all records")
    elseif out.kind == "folder" then
        stop.usage(say("--output {path}: a workbook is one file: name that", { path = out.path }))
    end
end

-- How many periods before another one is, at most MOST_BACK; nil: more, or it is none of those before.
local MOST_BACK <const> = 99
local function periods_between(period, before)
    for back = 1, MOST_BACK do
        local known = period and hm.period(period)
        period = known and known.before
        if period == before then
            return back
        end
    end
end

-- Does the period of `a` come nearer to the one wanted than that of `b`, which both end before it begins? Of
-- two that end on one day the one of the same form does, then the longer one.
local function is_later(a, b, wanted)
    if a.last ~= b.last then
        return a.last > b.last
    elseif wanted and (a.text == wanted.before) ~= (b.text == wanted.before) then
        return a.text == wanted.before
    end
    return a.first < b.first
end

-- The unit whose figures are shown: of the city that is given, or the only one; the last before the
-- period that is given, or the last of all.
local function unit_of_last_time(dataset, city, wanted)
    local units = dataset:units()
    local cities, is_known = data.distinct(units, "city")
    if city and not is_known[city] then
        stop.usage(say("--from: no city '{name}' in the data{hint}",
            { name = city, hint = suggest.nearest(city, cities) }))
    elseif not city and #cities > 1 then
        stop.usage(say("--from: the data are of {n} cities: --city names one", { n = #cities }))
    end
    local last, last_period
    for i, unit in ipairs(units) do
        local period = hm.period(unit.period)
        if unit.city == (city or cities[1]) and not (wanted and period.last >= wanted.first)
            and (not last or is_later(period, last_period, wanted)) then
            last, last_period = i, period
        end
    end
    if not last then
        stop.usage(wanted and say("--from: the data hold nothing before {period}", { period = wanted.text })
            or say "there is no city in these data")
    end
    return last, units[last]
end

-- The period that is given; nil: none is.
local function wanted_period(given)
    local text = given.for_period[1]
    local period = text and hm.period(text)
    if text and not period then
        stop.usage(say("--period: '{text}' is no period: such as 2025, 2025-Q1 or 2025-06", { text = text }))
    end
    return period
end

-- Does a break lie between the two periods, or on the first day of the second?
local function lies_between(breaks, before, wanted)
    for _, from in ipairs(wanted and breaks or {}) do
        local day = hm.period(from).first
        if day > hm.period(before).first and day <= wanted.first then
            return true
        end
    end
    return false
end

-- A figure as it would be filled in now: answers are in the language of the workbook.
local function in_words(input, text)
    if input.kind == "flag" then
        local meaning = figure_formulas.meaning(text)
        return meaning and language.word(meaning) or text
    end
    for i, option in ipairs(input.kind == "choice" and not input.many and input.options or {}) do
        if option == text then
            return input.said_options[i]
        end
    end
    return tonumber(text) or text
end

local function last_time(given, package, messages)
    if not given.from then
        return nil
    end
    local what = setmetatable({ data = { given.from } }, { __index = given })
    local dataset = data.read(what, messages, package)
    local wanted = wanted_period(given)
    local number, unit = unit_of_last_time(dataset, given.for_city[1], wanted)
    local figures, breaks = {}, package:info().breaks
    for _, input in ipairs(package:inputs()) do
        local observed = input.kind ~= "records" and dataset:observation(number, input.name)
        local is_broken = lies_between(breaks, unit.period, wanted)
            or lies_between(input.breaks, unit.period, wanted)
        local text = observed and observed.text ~= "" and observed.text or nil
        local figure = text and in_words(input, text)
        figures[input.name] = is_broken and figure and say("{figure} (before a break)", { figure = figure }) or figure
    end
    return { title = unit.period, figures = figures, city = unit.city,
        back = wanted and periods_between(wanted.text, unit.period) }
end

function template_workbook.write(given, out, package, messages)
    refuse(given, out)
    local period = given.for_period[1] and hm.period(given.for_period[1])
    if period and #package:nodes(period.text) == 0 then
        stop.usage(say("--period: nothing of the package holds in {period}", { period = period.text }))
    end
    local last = last_time(given, package, messages)
    local workbook, reason = workbook_file.new(collection_workbook.properties(package), function(new)
        collection_workbook.fill(new, package, { city = given.for_city[1] or last and last.city,
            period = given.for_period[1], last_time = last })
    end)
    if not workbook then
        out:fail(reason)
    end
    local book <close> = workbook
    out:binary(function(file)
        return book:write(file)
    end)
end

return template_workbook
