-- The worked examples of a package's indicators, scored. Each is a city of its own in one data set,
-- so that they pass through the same code as any data. The examples of one indicator have a period
-- of their own, so that a scale over the cities of a period sees them and no others.

local hm = require "hundredmark"
local one_group = require "cli.one_group"
local stop = require "cli.stop"

local say = require("report.language").of("cli.examples")

local examples = {}

local TOLERANCE <const> = 1e-9
local ABSENT <const> = { is_absent = true, status = "not_applicable", flags = "" }    -- it does not hold there

-- A package that rounds its scores is held to examples that know nothing of it.
local function round(score, decimals, ties)
    local whole, rest = hm.number(score):match "^(%-?%d+)%.(%d+)$"
    local is_half = rest and #rest == decimals + 1 and rest:sub(-1) == "5"
    if ties == "even" and is_half and tonumber((whole .. rest):sub(-2, -2)) % 2 == 0 then
        return tonumber(whole .. "." .. rest:sub(1, -2) .. "0")
    end
    return tonumber(hm.fixed(score, decimals))
end

local function with_score_rounded(test, decimals, ties)
    local rounded = {}
    for key, value in pairs(test) do
        rounded[key] = value
    end
    rounded.score = test.score and round(test.score, decimals, ties)
    return rounded
end

-- All examples, in hierarchy order: { indicator, number, test, name }.
function examples.of(package)
    local cases, ties = {}, package:info().policy.rounding_ties
    for _, node in ipairs(package:nodes()) do
        local indicator = node.kind == "indicator" and package:indicator(node.code)
        for number, test in ipairs(indicator and indicator.tests or {}) do
            test = node.rounding and with_score_rounded(test, node.rounding, ties) or test
            cases[#cases + 1] = { indicator = indicator, number = number, test = test,
                name = ("%s test %d"):format(node.code, number) }
        end
    end
    return cases
end

-- An input that is no records, to mention where an example gives nothing: only then is there a
-- city.
function examples.plain_input(package)
    for _, input in ipairs(package:inputs()) do
        if input.kind ~= "records" then
            return input.name
        end
    end
    return "nothing"
end

-- Puts the figures of an example into a data set; `period` is { now, before(ago) }.
function examples.put(dataset, city, period, test, spare)
    if #test.values == 0 then
        stop.insist(stop.PACKAGE, dataset:put(city, period.now, spare, ""))
    end
    for _, value in ipairs(test.values) do
        stop.insist(stop.PACKAGE, dataset:put(city, period.now, value.name, value.text))
    end
    for _, value in ipairs(test.previous) do
        stop.insist(stop.PACKAGE, dataset:put(city, period.before(value.ago or 1),
            value.name, value.text))
    end
    for _, records in ipairs(test.records) do
        for _, row in ipairs(records.rows) do
            stop.insist(stop.PACKAGE, dataset:put_record(records.name, city, period.now, row))
        end
    end
end

-- Does a parameter begin with some period, or become another?
function examples.has_dated_parameters(package)
    for _, parameter in ipairs(package:parameters()) do
        if not parameter.set and parameter.values[#parameter.values].from ~= "" then
            return true
        end
    end
    return false
end

-- The year of an indicator's examples. Where something changes with the period, they are tried in the last
-- of all, so long as years are left.
local function choose_year(package, years)
    local changes = #package:editions() > 0 or examples.has_dated_parameters(package)
    return changes and 9999 - years % 5000 or 1000 + years % 9000
end

-- Some days, the first of which is that of the period that the examples are of, and as many before them:
-- what holds follows from the first, and no other example of that period has as many.
function examples.some_days(first, count)
    local function from(ago)
        local start = first - ago * count
        return os.date("!%Y-%m-%d", start * 86400) .. "/" .. os.date("!%Y-%m-%d", (start + count - 1) * 86400)
    end
    return { now = from(0), before = from }
end

-- Does an example of the indicator go back further than the period before?
local function goes_far_back(indicator)
    for _, test in ipairs(indicator.tests) do
        for _, figure in ipairs(test.previous) do
            if figure.ago then
                return true
            end
        end
    end
    return false
end

-- The last day of a year, or one well before it for examples that are there again, and days before.
local function days(year, time)
    local last = 365 * year + year // 4 - year // 100 + year // 400 - 719163 - 110 * (time % 3)
    local function day(ago)
        return os.date("!%Y-%m-%d", (last - ago) * 86400)
    end
    return { now = day(0), before = day }
end

-- A period as it is named: a scale over periods that it names learns from no other.
local function named_period(text)
    return { now = text, before = function(ago)
        local before = text
        for _ = 1, ago do
            before = hm.period(before).before
        end
        return before
    end }
end

-- Gives each case its period: a year for an indicator; in it, two months for all examples that are
-- there for the first time, two for those that are there again. Those that go back further have days,
-- and so do those that say their period, or whose indicator ends: the last that begins while it holds.
local function new_calendar(package)
    local year_of, years, times, counts, count = {}, 0, {}, {}, 1
    return function(case)
        local code, day = case.indicator.code, case.test.day or case.indicator.last_day
        if case.test.period and case.indicator.over and case.indicator.over ~= "all" then
            return named_period(case.test.period)
        end
        if day then
            local own = ("%s %d"):format(code, case.number)
            times[own] = (times[own] or 0) + 1
            local shared = ("%s %s %d"):format(code, case.test.period or "", times[own])
            count = counts[shared] and count or count + 1
            counts[shared] = counts[shared] or count
            return examples.some_days(day, counts[shared])
        end
        if not year_of[code] then
            year_of[code], years = choose_year(package, years), years + 1
        end
        local key = code .. " " .. case.number
        local month = 2 * ((times[key] or 0) % 6 + 1)
        times[key] = (times[key] or 0) + 1
        if goes_far_back(case.indicator) then
            return days(year_of[code], times[key] - 1)
        end
        local before = ("%04d-%02d"):format(year_of[code], month - 1)
        return { before = function() return before end,
            now = ("%04d-%02d"):format(year_of[code], month) }
    end
end

-- Data in which each of thousands of cities has an input of its own are refused as a table whose
-- columns are swapped.
local MOST_AT_ONCE <const> = 1000

-- The cases `first` to `last`, at most MOST_AT_ONCE but for those of one indicator, which a scale
-- compares.
local function last_of_batch(cases, first)
    local last = math.min(first + MOST_AT_ONCE - 1, #cases)
    while cases[last + 1] and cases[last + 1].indicator.code == cases[last].indicator.code do
        last = last + 1
    end
    return last
end

-- What the examples say of nodes that the measure reads, as hm.score takes it.
local function given_nodes(dataset, cases, periods)
    local given = {}
    for unit, place in ipairs(dataset:units()) do
        local i = math.tointeger(tonumber(place.city))
        for _, node in ipairs(place.period == periods[i].now and cases[i].test.nodes or {}) do
            given[#given + 1] = { unit = unit, code = node.code, score = node.score, value = node.value,
                coverage = node.coverage }
        end
    end
    return given[1] and given
end

local function score_batch(package, cases, first, last, given, rows)
    local dataset, spare = stop.insist(stop.MEMORY, hm.new_dataset()), examples.plain_input(package)
    local period_of, periods = new_calendar(package), {}
    for i = first, last do
        periods[i] = period_of(cases[i])
        examples.put(dataset, tostring(i), periods[i], cases[i].test, spare)
    end
    one_group.give(package, dataset, first, last)
    stop.insist(stop.PACKAGE, dataset:finish())
    local scores = stop.insist(stop.PACKAGE, hm.score(package, dataset, {
        jobs = 1, unfinished = true, cancel = given.cancel,
        given = given_nodes(dataset, cases, periods),
        run_seconds = given.run_time, run_steps = given.run_steps,
    }))
    for unit, place in ipairs(dataset:units()) do
        local i = math.tointeger(tonumber(place.city))
        if place.period == periods[i].now then
            rows[i] = scores:row(unit, cases[i].indicator.code) or ABSENT
        end
    end
end

-- The rows of the examples' indicators, a list as long as `cases` and in their order; `cases` may
-- hold one several times. One thread goes through them from the first to the last. `given` has the
-- limits of a run: of each, where there are so many examples that it takes several.
function examples.score(package, cases, given)
    local rows, first = {}, 1
    while first <= #cases do
        local last = last_of_batch(cases, first)
        score_batch(package, cases, first, last, given, rows)
        first = last + 1
    end
    return rows
end

local function is_near(a, b)
    return a and math.abs(a - b) <= TOLERANCE * math.max(1, math.abs(b))
end

local EXPECTED <const> = { score = say.later "expected score {expected}, found {found}",
    value = say.later "expected value {expected}, found {found}",
    status = say.later "expected status {expected}, found {found}",
    flags = say.later "expected flags {expected}, found {found}" }

-- What is wrong with a row, as a list of texts; none when all is as the example says. Words and numbers are as examples
-- have them.
function examples.compare(test, row)
    local wrong = {}
    if row.is_absent then
        return { test.period and say("the indicator does not hold in {period}", { period = test.period })
            or say "the indicator does not hold in the period of the test" }
    end
    for _, field in ipairs { "score", "value" } do
        if test[field] and not is_near(row[field], test[field]) then
            wrong[#wrong + 1] = say(EXPECTED[field], { expected = hm.number(test[field]),
                found = row[field] and hm.number(row[field]) or row.status })
        end
    end
    for _, field in ipairs { "status", "flags" } do
        if test[field] and row[field] ~= test[field] then
            local found = row[field] == "" and say "none" or row[field]
            if field == "status" and row.score then
                found = say("{status} (score {score})", { status = found, score = hm.number(row.score) })
            end
            wrong[#wrong + 1] = say(EXPECTED[field], { expected = test[field], found = found })
        end
    end
    if not (test.score or test.value or test.status or test.flags) then
        wrong[1] = say "expects nothing: score, value, status or flags is missing"
    end
    return wrong
end

return examples
