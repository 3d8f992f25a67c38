-- Small tables beside the data, in a file of separated text each: costs, targets, what experts say, replicates.

local csv_text = require "cli.csv_text"
local files = require "cli.files"
local stop = require "cli.stop"

local csv_file = {}

-- The cells of its first row, and a list of the rows below it, each with its `line`. What is no table, or has nothing
-- in it, ends the command.
function csv_file.read(path)
    local rows, line = csv_text.rows(files.need(path))
    if not rows or #rows == 0 then
        stop.with(stop.DATA, "%s:%d: %s", path, line or 1, rows and "is empty" or "a quote is never closed")
    elseif #rows == 1 then
        stop.with(stop.DATA, "%s:%d: nothing stands below the header", path, rows[1].line)
    end
    return table.remove(rows, 1), rows
end

return csv_file
