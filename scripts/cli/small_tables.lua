-- Small tables that are no data (targets, costs, what experts say, replicates), and what ends a command that reads one.

local csv_text = require "cli.csv_text"
local files = require "cli.files"
local stop = require "cli.stop"

local say = require("report.language").of "cli.small_tables"

local small_tables = {}

-- Ends the command: what is wrong on a line of the file.
function small_tables.fail(path, line, message)
    stop.with(stop.DATA, "%s:%d: %s", path, line, message)
end

-- The header of the file at `path`, and a list of the rows below it, as csv_text has them; one at least.
function small_tables.read(path)
    local rows, line = csv_text.rows(files.need(path))
    if not rows or #rows == 0 then
        small_tables.fail(path, line or 1, rows and say "is empty" or say "a quote is never closed")
    end
    if #rows == 1 then
        small_tables.fail(path, rows[1].line, say "nothing stands below the header")
    end
    return table.remove(rows, 1), rows
end

-- What a cell of column `name` says, whose text is that: a finite number.
function small_tables.number(path, row, name, text)
    local number = tonumber(text) or tonumber((text:gsub(",", ".")))
    if not number or number ~= number or math.abs(number) == math.huge then
        small_tables.fail(path, row.line, say("{name} is '{text}', expected a number", { name = name, text = text }))
    end
    return number + 0.0
end

return small_tables
