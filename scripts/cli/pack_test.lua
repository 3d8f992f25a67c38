-- pack test: runs the worked examples of every indicator of a package, the tests of its rules, and
-- the package's own.

local examples = require "cli.examples"
local interrupt = require "cli.interrupt"
local language = require "report.language"
local luaunit = require "cli.luaunit"
local numbers = require "report.numbers"
local output = require "cli.output"
local packages = require "cli.packages"
local refusal_words = require "report.refusal_words"
local rule_examples = require "cli.rule_examples"
local stop = require "cli.stop"
local test_results = require "report.test_results"

local say = language.of("cli.pack_test")

local function run_examples(package, given)
    local cases = examples.of(package)
    local rows, results = examples.score(package, cases, given), {}
    for i, case in ipairs(cases) do
        local reason, wrong = rows[i].reason, examples.compare(case.test, rows[i])
        for n, message in ipairs(wrong) do
            wrong[n] = reason and language.labelled(message, refusal_words.say(reason)) or message
        end
        local file, line = package:locate(case.indicator.code, "tests", case.number)
        results[i] = { group = case.indicator.code, name = say("test {n}", { n = case.number }),
            file = file, line = line, wrong = wrong }
    end
    return results
end

local function add_rules(results, package, given)
    local cases = rule_examples.of(package)
    local found = rule_examples.check(package, cases, given)
    for i, case in ipairs(cases) do
        local rule = case.rule
        local file, line = package:locate_rule(rule.id, "tests", case.number)
        results[#results + 1] = { group = say("rule \"{rule}\"", { rule = rule.id }),
            name = say("test {n}", { n = case.number }), file = file, line = line,
            wrong = rule_examples.compare(case.test, found[i]) }
    end
end

-- What came of each: { group, name, file, line, wrong = { what differs } }. `given`: jobs and cancel.
local function results_of(package, given)
    local results = run_examples(package, given)
    add_rules(results, package, given)
    return results
end

local function count_failed(results)
    local failed = 0
    for _, result in ipairs(results) do
        failed = failed + (#result.wrong > 0 and 1 or 0)
    end
    return failed
end

local function write(out, results, name)
    if out.format == "tap" then
        out:write(test_results.tap(results))
    elseif out.format == "junit" then
        out:write(test_results.junit(results, name))
    else
        out:write(test_results.plain(results))
    end
    out:finish()
end

local function pack_test(given, messages)
    if given.target and given.package then
        stop.usage("pack test: give the package once, with or without --package")
    end
    local out = output.new(given, require "cli.pack_test")
    given.package = given.target or given.package
    local package, info = packages.open(given, messages)
    given.cancel = interrupt.cancel()
    local results = results_of(package, given)
    if #results == 0 then
        messages:say("no indicator of this package has tests")
    end
    if given.luaunit and info.path == "" then
        stop.usage("--luaunit: package %s is in no folder", info.name)
    elseif given.luaunit then
        local own = luaunit.run(package, info.path)
        table.move(own, 1, #own, #results + 1, results)
    end
    write(out, results, info.name)
    return count_failed(results) > 0 and stop.PROBLEMS or messages:exit()
end

return {
    name = "pack test",
    summary = "run the worked examples of a package",
    about = "Scores the tests that the indicators and rules of a package bring along and compares the "
        .. "results with what they expect, to " .. numbers.plain(1e-9) .. ". Prints what differs, "
        .. "with file and line, and last how many passed and failed. With --luaunit it also runs "
        .. "the package's own tests/*.lua; each is given the open package and its folder as '...'.",
    arguments = { { name = "PACKAGE", target = "target", args = "?",
        help = "a folder, or the name of an installed or built-in package" } },
    options = { "luaunit", "format", "output", "strict" },
    uses_package = true,
    runs_measures = true,
    formats = { "table", "tap", "junit" },
    default_format = "table",
    examples = { "pack test", "pack test my-city", "pack test my-city --luaunit -o results.xml" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "a test failed (--strict: or there is a warning about the package)" },
    run = pack_test,
    results_of = results_of,
}
