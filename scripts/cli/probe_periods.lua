-- The periods in which made-up figures are tried: those from which an indicator is another, since it has
-- another measure, another value of a parameter, or reads nodes that have changed.

local hm = require "hundredmark"

local probe_periods = {}

local ALWAYS <const> = "2001"    -- where nothing changes with the period

-- By their first days, in order, the periods from which anything in the package is another.
local function changes(package)
    local texts, days = {}, {}
    local function add(from)
        local first = from ~= "" and hm.period(from).first
        if first and not texts[first] then
            texts[first], days[#days + 1] = from, first
        end
    end
    for _, edition in ipairs(package:editions()) do
        add(edition.from)
    end
    for _, parameter in ipairs(package:parameters()) do
        for _, value in ipairs(parameter.set and {} or parameter.values) do
            add(value.from)
        end
    end
    table.sort(days)
    for i, day in ipairs(days) do
        days[i] = texts[day]
    end
    return days
end

-- The days on which some series of the package breaks.
local function break_days(package)
    local days = {}
    local function add(of)
        for _, from in ipairs(of.breaks or {}) do
            days[#days + 1] = hm.period(from).first
        end
    end
    add(package:info())
    for _, list in ipairs { package:nodes(), package:inputs() } do
        for _, each in ipairs(list) do
            add(each)
        end
    end
    return days
end

local function day_text(day)
    return os.date("!%Y-%m-%d", day * 86400)
end

-- { now, before, first: the day that `now` begins with, from }. Where a break lies between the period and the
-- one before, two days behind it stand for them: what looks back has something to find.
local function period_of(text, breaks)
    local period = hm.period(text)
    local before = period.before or text
    for _, day in ipairs(breaks) do
        if day > hm.period(before).first and day <= period.first then
            return { now = day_text(period.first + 1), before = day_text(period.first), first = period.first,
                from = text }
        end
    end
    return { now = text, before = before, first = period.first, from = text }
end

-- The period before all changes first, then one that begins with each.
local function all_periods(package)
    local texts, breaks, list = changes(package), break_days(package), {}
    if #texts == 0 then
        return { period_of(ALWAYS, breaks) }
    end
    for i, text in ipairs(texts) do
        list[i + 1] = period_of(text, breaks)
    end
    list[1] = period_of(hm.period(texts[1]).before or texts[1], breaks)
    list[1].from = nil
    return list
end

local function value_at(parameter, day)
    local found = parameter.set
    for _, value in ipairs(parameter.set and {} or parameter.values) do
        if value.from == "" or hm.period(value.from).first <= day then
            found = value.value
        end
    end
    return found
end

-- The parameters that a measure may read: a function any.
local function reads_parameter(indicator, name)
    for _, node in ipairs(indicator.expression or {}) do
        if node.op == "parameter" and node.name == name then
            return true
        end
    end
    return not indicator.expression
end

-- Two periods in which an indicator is the same have the same key.
local function key_of(package, indicator, period)
    local parts = { indicator.measure_from or "", indicator.reads and period.now or "" }
    for _, parameter in ipairs(period.first and package:parameters() or {}) do
        if reads_parameter(indicator, parameter.name) then
            parts[#parts + 1] = tostring(value_at(parameter, period.first))
        end
    end
    return table.concat(parts, "\0")
end

local function holding(package, period)
    local holds = {}
    for _, node in ipairs(package:nodes(period.now)) do
        holds[node.code] = true
    end
    return holds
end

-- A list of { now, before, indicators = as they are from there on, from = the first period that it is of; nil:
-- none before }.
function probe_periods.of(package, indicators)
    local periods, keys = all_periods(package), {}
    for _, period in ipairs(periods) do
        local holds = holding(package, period)
        period.indicators = {}
        for _, each in ipairs(indicators) do
            local indicator = holds[each.code] and package:indicator(each.code, period.now)
            local key = indicator and key_of(package, indicator, period)
            if key and key ~= keys[each.code] then
                keys[each.code] = key
                table.insert(period.indicators, indicator)
            end
        end
    end
    return periods
end

-- "before 2023", "from 2023, before 2025", "from 2025 on"
local function words_of(period, follows)
    if not period.from then
        return "before " .. follows.from
    end
    return follows and ("from %s, before %s"):format(period.from, follows.from)
        or ("from %s on"):format(period.from)
end

-- Lists of probes in the order of the indicators, those of one by their periods, which they get in `words`
-- where there are several.
function probe_periods.in_order(lists, indicators)
    local by_code, ordered = {}, {}
    for _, list in ipairs(lists) do
        local code = list.zero.indicator.code
        by_code[code] = by_code[code] or {}
        table.insert(by_code[code], list)
    end
    for _, indicator in ipairs(indicators) do
        local own = by_code[indicator.code] or {}
        for i, list in ipairs(own) do
            list.words = #own > 1 and words_of(list.period, own[i + 1] and own[i + 1].period) or nil
        end
        table.move(own, 1, #own, #ordered + 1, ordered)
    end
    return ordered
end

return probe_periods
