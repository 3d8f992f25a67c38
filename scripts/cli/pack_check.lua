-- pack check: everything that is wrong with a package, and what is doubtful in it, at once.

local columns = require "report.columns"
local data = require "cli.data"
local few_findings = require "cli.few_findings"
local findings = require "cli.pack_findings"
local formats = require "cli.formats"
local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local messages_of = require "cli.messages"
local numbers = require "report.numbers"
local output = require "cli.output"
local overwrite = require "cli.overwrite"
local pack_errors = require "cli.pack_errors"
local probes = require "cli.probes"
local probes_page = require "report.probes_page"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local text = require "report.text"

local COLUMNS <const> = {
    package_issues = columns("severity code file line:integer column:integer count:integer "
        .. "message"),
    probes = columns "code period probe figures value:number score:number status flags reason finding",
}
local STANDARD <const> = "iso-iec-30146"
local PAINT <const> = { error = "bad", warning = "doubt" }

local function count(list)
    local found = { error = 0, warning = 0, note = 0 }
    for _, issue in ipairs(list) do
        found[issue.severity] = found[issue.severity] + 1
    end
    return found
end

local function total(found)
    if found.error + found.warning == 0 then
        return "nothing found"
    end
    return ("%s, %s"):format(numbers.of(found.error, "error"),
        numbers.of(found.warning, "warning"))
end

local function write_lines(out, list, found, probed)
    for _, issue in ipairs(list) do
        local place = messages_of.place(issue)
        out:write(("%s%s%s: %s\n"):format(text.clean(place), place ~= "" and ": " or "",
            out.paint(PAINT[issue.severity], issue.severity), text.clean(issue.message)))
    end
    out:write(total(found) .. "\n")
    if probed then
        out:write("\n")
        return out:page(probes_page.page(probed, probes.shown))
    end
    out:finish()
end

local function probe_as_row(probe, period)
    local row, figures = probe.row, {}
    for i, figure in ipairs(probe.figures) do
        figures[i] = figure.input.name .. "=" .. figure.shown
    end
    return { code = probe.indicator.code, period = period and period.now or nil, probe = probe.name,
        figures = table.concat(figures, ";"), value = row.value, score = row.score,
        status = row.status, flags = row.flags, reason = row.reason, finding = probe.finding }
end

-- One row for every probe of every indicator.
local function probe_rows(lists)
    local rows = {}
    for _, probed in ipairs(lists) do
        for _, probe in ipairs(probed) do
            rows[#rows + 1] = probe_as_row(probe, probed.words and probed.period)
        end
    end
    return rows
end

local function issue_rows(list)
    local rows = {}
    for i, issue in ipairs(list) do
        rows[i] = { severity = issue.severity, code = issue.code,
            file = issue.file ~= "" and issue.file or nil,
            line = issue.line > 0 and issue.line or nil,
            column = issue.column > 0 and issue.column or nil, count = issue.count or 1,
            message = issue.message }
    end
    return rows
end

local function write(out, given, list, found, probed)
    if out.as_tables then
        out:write_rows({
            package_issues = { columns = COLUMNS.package_issues, rows = issue_rows(list) },
            probes = { columns = COLUMNS.probes, rows = probe_rows(probed or {}) },
        }, function()
            return run_object.of_check(given.package, found)
        end)
    else
        write_lines(out, list, found, given.verbose and probed)
    end
end

-- What shows only on the data that the package is for.
local function add_of_data(list, package, given, messages)
    local dataset = data.read(given, messages, package)
    local scores = stop.insist(stop.PACKAGE, hm.score(package, dataset, { jobs = given.jobs, cancel = given.cancel }))
    for _, found in ipairs(few_findings.of(package, scores, dataset)) do
        list[#list + 1] = { severity = "warning", file = found.file, line = found.line, column = 0,
            message = found.message }
    end
end

-- What is wrong with its study, which is not read when it is opened.
local function add_of_study(list, package)
    local study, err = hm.study(package)
    if study and study:is_written() then
        local _, unsuited = study:check()
        err = unsuited
    end
    if err and err.file ~= "" then
        list[#list + 1] = { severity = "error", file = err.file, line = err.line, column = err.column,
            message = err.message }
    end
end

-- Memory that ran out while worked examples and figures were tried says nothing of the package.
local function refuse_want(list)
    for _, issue in ipairs(list) do
        if issue.message == "out of memory" then
            stop.with(stop.MEMORY, issue.message)
        end
    end
end

local function pack_check(given, messages)
    if given.target and given.package then
        stop.usage("pack check: give the package once, with or without --package")
    end
    local out = output.new(given, require "cli.pack_check")
    given.package = given.target or given.package or STANDARD
    overwrite.refuse_folder(given, given.package)
    local package, list = pack_errors.open(given)
    local probed
    if package then
        overwrite.refuse_package(given, package:info())
        given.cancel = interrupt.cancel()
        list, probed = findings.of(package, given)
        add_of_study(list, package)
        if #(given.data or {}) > 0 then
            add_of_data(list, package, given, messages)
        end
    end
    refuse_want(list)
    local found = count(list)
    write(out, given, list, found, probed)
    if not package then
        return stop.PACKAGE
    end
    local is_bad = found.error > 0 or given.strict and found.warning > 0
    return is_bad and stop.PROBLEMS or stop.FINE
end

return {
    name = "pack check",
    summary = "find what is wrong or doubtful in a package",
    about = "Looks for everything at once. Errors: scripts that cannot be read, unknown names "
        .. "(also where no test comes by), contradictions, tests that fail, measures that keep "
        .. "state between calls. Warnings: inputs that nothing uses, indicators without tests or "
        .. "without about, tests whose value is outside the range and do not say so, weights that "
        .. "do nothing, inputs that may be NA and do not say when, rules that no figure can break. Every measure is scored for "
        .. "made-up figures, too (all 0, all 1, each input alone at 0, at its least, at its greatest, "
        .. "nothing reported): a warning tells of full marks for zeros, of marks for nothing and of "
        .. "failures, unless a test states just that; -v shows what all of them give, and the table "
        .. "probes holds it. With --data, scales that learn from fewer than ten of these cities, too. "
        .. "Of a package that extends another only what it brings itself is looked at.",
    arguments = { { name = "PACKAGE", target = "target", args = "?",
        help = "a folder, or the name of an installed or built-in package" } },
    options = { "data", "records", "cities", "jobs", "strict" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS),
    tables = { "package_issues" },
    folder_tables = { "probes" },
    default_format = "table",
    examples = { "pack check my-city", "pack check my-city --strict",
        "pack check my-city --data figures.csv" },
    exits = { 0, 1, 2, 3, 4, 5 },
    exit_words = {
        [1] = "a test failed, or a measure keeps state (--strict: or there is a warning)",
        [4] = "the package cannot be used" },
    run = pack_check,
}
