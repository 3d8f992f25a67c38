-- The tests of a package's rules, each a city of its own, with periods before.

local examples = require "cli.examples"
local hm = require "hundredmark"
local stop = require "cli.stop"

local say = require("report.language").of("cli.rule_examples")

local rule_examples = {}

local function december(year)
    return { now = ("%04d-12"):format(year), before = function(ago)
        local month = 12 * year + 11 - ago
        return ("%04d-%02d"):format(month // 12, month % 12 + 1)
    end }
end

-- That of tests that say none: late, where parameters begin with some period.
local PERIOD <const>, LATE <const> = december(2000), december(9999)
local MOST_AT_ONCE <const> = 1000

-- All of them, in the order of the rules: { rule, number, test, name }.
function rule_examples.of(package)
    local cases = {}
    for _, rule in ipairs(package:rules()) do
        for number, test in ipairs(rule.tests) do
            cases[#cases + 1] = { rule = rule, number = number, test = test,
                name = ("rule \"%s\" test %d"):format(rule.id, number) }
        end
    end
    return cases
end

local function add_batch(package, cases, first, last, given, found)
    local usual = examples.has_dated_parameters(package) and LATE or PERIOD
    local dataset, spare = stop.insist(stop.MEMORY, hm.new_dataset()), examples.plain_input(package)
    local periods = {}
    for i = first, last do
        local day = cases[i].test.day
        periods[i] = day and examples.some_days(day, 1) or usual
        examples.put(dataset, tostring(i), periods[i], cases[i].test, spare)
    end
    stop.insist(stop.PACKAGE, dataset:finish())
    local scores = stop.insist(stop.PACKAGE, hm.score(package, dataset, {
        jobs = 1, unfinished = true, cancel = given.cancel,
        run_seconds = given.run_time, run_steps = given.run_steps,
    }))
    for unit, place in ipairs(dataset:units()) do
        local i = math.tointeger(tonumber(place.city))
        if place.period == periods[i].now then
            found[i] = scores:rule(unit, cases[i].rule.id)
        end
    end
end

-- What comes of each: "holds", "broken" or "skipped".
function rule_examples.check(package, cases, given)
    local found = {}
    for first = 1, #cases, MOST_AT_ONCE do
        add_batch(package, cases, first, math.min(first + MOST_AT_ONCE - 1, #cases), given, found)
    end
    return found
end

-- What is wrong with one, as a list of texts; none when all is as the test says.
function rule_examples.compare(test, status)
    return status ~= test.status
        and { say("expected {expected}, found {found}", { expected = test.status, found = status }) } or {}
end

return rule_examples
