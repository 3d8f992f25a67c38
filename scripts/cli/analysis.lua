-- An analysis of the engine as a command: the tables that it answers in.

local data = require "cli.data"
local formats = require "cli.formats"
local interrupt = require "cli.interrupt"
local issues_file = require "cli.issues"
local output = require "cli.output"
local run_object = require "cli.run_object"

local analysis = {}

local function run(command, given, messages)
    local out = output.new(given, command)
    local wrong = issues_file.new(given)
    given.keep_issues = given.issues
    local run = data.score(given, messages)
    wrong:write(run.scores)
    messages:issues(run.issues)
    out:write_tables(function(name)
        return run.scores:analyse(command.name, { table = name,
            units = not run.whole and run.chosen or nil, cancel = interrupt.cancel() })
    end, function()
        return run_object.text(run, given)
    end)
    messages:summary()
    return messages:exit()
end

-- The descriptor (commands.lua) of one of hm.analyses().
function analysis.command(described)
    local command = {
        name = described.name,
        summary = described.summary,
        about = described.about,
        arguments = { data.ARGUMENT },
        options = { "records", "cities", "city", "period", "issues", "fit", "jobs", "strict" },
        uses_package = true,
        runs_measures = true,
        formats = formats.list("table", formats.WRITERS, "md"),
        tables = described.tables,
        examples = { described.name .. " examples/study" },
        exits = { 0, 1, 2, 3, 4, 5 },
    }
    function command.run(given, messages)
        return run(command, given, messages)
    end
    return command
end

return analysis
