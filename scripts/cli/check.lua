-- check: what is wrong with the data, and what is missing in them. The problems are the data of
-- this command, so they go where other commands' scores go.

local columns = require "report.columns"
local data = require "cli.data"
local formats = require "cli.formats"
local gaps = require "cli.gaps"
local issues_file = require "cli.issues"
local messages_of = require "cli.messages"
local output = require "cli.output"
local reasons = require "report.reasons"
local run_object = require "cli.run_object"

local COLUMNS <const> = {
    findings = columns "kind file sheet line:integer column:integer city period code message",
    units = columns("city period inputs:integer reported:integer rejected:integer "
        .. "not_reported:integer indicators:integer unscored:integer"),
    not_reported = columns "city period input",
    unscored = columns "city period code status inputs reason",
}

local function check_unit(run, unit)
    local rows = run.scores:rows(unit)
    local report = {
        city = run.units[unit].city, period = run.units[unit].period,
        inputs = gaps.count_inputs(run, unit), gaps = gaps.indicators(run, unit, rows), of = 0,
    }
    for _, row in ipairs(rows) do
        report.of = report.of + (gaps.is_indicator(run, row.code) and 1 or 0)
    end
    return report
end

local function check_units(run)
    local reports = {}
    for i, unit in ipairs(run.chosen) do
        reports[i] = check_unit(run, unit)
    end
    return reports
end

local function findings(issues, reports)
    local rows = {}
    for _, issue in ipairs(issues) do
        rows[#rows + 1] = {
            kind = issue.severity, file = issue.file ~= "" and issue.file or nil,
            sheet = issue.sheet ~= "" and issue.sheet or nil,
            line = issue.line > 0 and issue.line or nil,
            column = issue.column > 0 and issue.column or nil,
            city = issue.city ~= "" and issue.city or nil,
            period = issue.period ~= "" and issue.period or nil, message = issue.message,
        }
    end
    for _, report in ipairs(reports) do
        for _, gap in ipairs(report.gaps) do
            rows[#rows + 1] = { kind = "unscored", city = report.city, period = report.period,
                code = gap.code, message = reasons.indicator(gap) }
        end
    end
    return rows
end

local function unit_rows(reports)
    local rows = {}
    for i, report in ipairs(reports) do
        local inputs = report.inputs
        rows[i] = { city = report.city, period = report.period, inputs = inputs.of,
            reported = inputs.reported, rejected = inputs.rejected,
            not_reported = #inputs.missing, indicators = report.of, unscored = #report.gaps }
    end
    return rows
end

-- make(one) of each of the list that `list_of(report)` gives, with city and period.
local function rows_of_units(reports, list_of, make)
    local rows = {}
    for _, report in ipairs(reports) do
        for _, one in ipairs(list_of(report)) do
            local row = make(one)
            row.city, row.period = report.city, report.period
            rows[#rows + 1] = row
        end
    end
    return rows
end

local function tables_of(issues, reports)
    return {
        findings = { columns = COLUMNS.findings, rows = findings(issues, reports) },
        units = { columns = COLUMNS.units, rows = unit_rows(reports) },
        not_reported = { columns = COLUMNS.not_reported, rows = rows_of_units(reports,
            function(report)
                return report.inputs.missing
            end, function(name)
                return { input = name }
            end) },
        unscored = { columns = COLUMNS.unscored, rows = rows_of_units(reports,
            function(report)
                return report.gaps
            end, function(gap)
                return { code = gap.code, status = gap.status,
                    inputs = table.concat(gap.inputs, ";"), reason = gap.cause or gap.reason }
            end) },
    }
end

local function write(run, given, out, messages)
    local reports, issues = check_units(run), {}
    for _, issue in ipairs(run.issues) do
        issues[#issues + 1] = messages:shows(issue) and issue or nil
    end
    if out.as_tables then
        out:write_rows(tables_of(issues, reports), function()
            return run_object.text(run, given)
        end)
    else
        out:page(require("report.check_page").page {
            files = run.dataset:files(), issues = issues, total = messages:total(),
            reports = reports, place = messages_of.place,
        })
    end
end

local function check(given, messages)
    local out = output.new(given, require "cli.check")
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    given.unfinished = true    -- figures can be looked at before the package is complete
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues, true)
    write(run, given, out, messages)
    if out.as_tables then
        messages:summary()
    end
    return messages:exit()
end

return {
    name = "check",
    summary = "say what is wrong with data, and what is missing",
    about = "Reads the data and holds them against the package. Lists every cell that had to be "
        .. "rejected and every doubt, each with its place, then for each city and period how many "
        .. "inputs are reported and which indicators cannot be scored for want of which inputs.",
    arguments = { data.ARGUMENT },
    options = { "records", "sheet", "cities", "city", "period", "issues", "fit", "jobs", "strict" },
    uses_package = true,
    runs_measures = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    tables = { "findings", "units", "not_reported", "unscored" },
    examples = { "check examples/study --period 2025" },
    exits = { 0, 1, 2, 3, 4, 5 },
    exit_words = { [1] = "cells were rejected (--strict: or there is any warning)" },
    run = check,
}
