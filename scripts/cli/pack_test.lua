-- pack test: runs the worked examples of every indicator of a package. Each is a city of its own in
-- one data set that is scored once, so that they pass through the same code as any data.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"

local PERIOD <const> = "2000"
local TOLERANCE <const> = 1e-9

-- All tests: { indicator, number, test, city }.
local function collect(package)
    local cases = {}
    for _, node in ipairs(package:nodes()) do
        local indicator = node.kind == "indicator" and package:indicator(node.code)
        for number, test in ipairs(indicator and indicator.tests or {}) do
            cases[#cases + 1] = { indicator = indicator, number = number, test = test,
                city = ("%s test %d"):format(node.code, number) }
        end
    end
    return cases
end

local function insist(result, err)
    if not result then
        stop.with(stop.PACKAGE, "%s", tostring(err))
    end
    return result
end

-- An input that is no records, to mention where a test gives nothing: only then is there a city.
local function plain_input(package)
    for _, input in ipairs(package:inputs()) do
        if input.kind ~= "records" then
            return input.name
        end
    end
    return "nothing"
end

local function put(dataset, case, spare)
    local test = case.test
    if #test.values == 0 then
        insist(dataset:put(case.city, PERIOD, spare, ""))
    end
    for _, value in ipairs(test.values) do
        insist(dataset:put(case.city, PERIOD, value.name, value.text))
    end
    for _, records in ipairs(test.records) do
        for _, row in ipairs(records.rows) do
            insist(dataset:put_record(records.name, case.city, PERIOD, row))
        end
    end
end

local function score(package, cases)
    local dataset, spare = hm.new_dataset(), plain_input(package)
    for _, case in ipairs(cases) do
        put(dataset, case, spare)
    end
    insist(dataset:finish())
    local unit_of = {}
    for unit, place in ipairs(dataset:units()) do
        unit_of[place.city] = unit
    end
    return insist(hm.score(package, dataset)), unit_of
end

local function is_near(a, b)
    return a and math.abs(a - b) <= TOLERANCE * math.max(1, math.abs(b))
end

-- What is wrong with a row, as a list of texts; none when all is as the test says.
local function compare(test, row)
    local wrong = {}
    for _, field in ipairs { "score", "value" } do
        if test[field] and not is_near(row[field], test[field]) then
            wrong[#wrong + 1] = ("expected %s %s, found %s"):format(field, hm.number(test[field]),
                row[field] and hm.number(row[field]) or row.status)
        end
    end
    for _, field in ipairs { "status", "flags" } do
        if test[field] and row[field] ~= test[field] then
            local found = row[field] == "" and "none" or row[field]
            if field == "status" and row.score then
                found = ("%s (score %s)"):format(found, hm.number(row.score))
            end
            wrong[#wrong + 1] = ("expected %s %s, found %s"):format(field, test[field], found)
        end
    end
    if not (test.score or test.value or test.status or test.flags) then
        wrong[1] = "expects nothing: score, value, status or flags is missing"
    end
    return wrong
end

local function run_cases(package, cases)
    local scores, unit_of = score(package, cases)
    local lines, failed = {}, 0
    for _, case in ipairs(cases) do
        local row = scores:row(unit_of[case.city], case.indicator.code)
        local wrong = compare(case.test, row)
        failed = failed + (#wrong > 0 and 1 or 0)
        for _, message in ipairs(wrong) do
            local reason = row.reason and (": %s"):format(row.reason) or ""
            lines[#lines + 1] = ("%s:%d: %s: %s%s\n"):format(case.indicator.file,
                case.test.line or case.indicator.line,
                case.city, message, reason)
        end
    end
    return lines, failed
end

local function pack_test(given, messages)
    if given.target and given.package then
        stop.usage("pack test: give the package once, with or without --package")
    end
    local out = output.new({ color = given.color }, require "cli.pack_test")
    given.package = given.target or given.package
    local package = packages.open(given, messages)
    local cases = collect(package)
    local lines, failed = run_cases(package, cases)
    out:write(table.concat(lines))
    out:write(("%d passed, %d failed\n"):format(#cases - failed, failed))
    out:finish()
    if #cases == 0 then
        messages:say("no indicator of this package has tests")
    end
    return failed > 0 and stop.PROBLEMS or messages:exit()
end

return {
    name = "pack test",
    summary = "run the worked examples of a package",
    about = "Scores the tests that the indicators of a package bring along and compares the "
        .. "results with what they expect, to " .. numbers.plain(1e-9) .. ". Prints what differs, "
        .. "with file and line, and last how many passed and failed.",
    arguments = { { name = "PACKAGE", target = "target", args = "?",
        help = "a folder, or the name of an installed or built-in package" } },
    options = { "strict" },
    uses_package = true,
    formats = { "table" },
    default_format = "table",
    examples = { "pack test", "pack test my-city" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "a test failed (--strict: or there is a warning about the package)" },
    run = pack_test,
}
