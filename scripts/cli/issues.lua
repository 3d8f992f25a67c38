-- --issues: all that is wrong with the data, each for itself, in a file of its own.

local formats = require "cli.formats"
local output = require "cli.output"
local stop = require "cli.stop"

local say = require("report.language").of "cli.issues"

local issues = {}
issues.__index = issues

local FILE <const> = { name = "--issues", option = "--issues", default_format = "csv",
    tables = { "issues" },
    formats = formats.list(formats.WRITERS) }

-- Before any work: a file that cannot be written is told first. Where none is asked for, what
-- comes of it writes nothing.
function issues.new(given)
    local self = setmetatable({}, issues)
    if given.issues then
        if given.watch then
            stop.usage(say "--issues is written once: leave out --watch")
        end
        output.refuse_rows(given, "issues", "--issues")
        self.out = output.new({ output = given.issues }, FILE)
        for _, name in ipairs { "safe_cells", "bom", "delimiter", "decimal" } do
            self.out[name] = given[name]
        end
    end
    return self
end

function issues:write(scores)
    if not self.out then
        return
    end
    self.out:write_tables(function(name)
        return scores:table(name)
    end)
end

return issues
