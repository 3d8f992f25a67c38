-- `score -o scores.xlsx`: scores as a workbook in which every score is a formula.

local hm_program = require "hundredmark.program"
local scores_workbook = require "report.scores_workbook"
local stop = require "cli.stop"

local live_scores = {}

-- Is it such a workbook that is asked for, and not a table as a sheet?
function live_scores.is_wanted(given, out)
    return out.format == "xlsx" and out.kind ~= "folder" and not given.values and #(given.table or {}) == 0
        and not given.wide and not given.depth
end

local function fail(out, reason)
    stop.with(stop.OUTPUT, "cannot write %s: %s", out.path or "standard output", reason)
end

function live_scores.write(run, out)
    local obstacle = scores_workbook.obstacle(run)
    if obstacle then
        fail(out, obstacle .. ": --values writes a table of scores without formulas")
    end
    local info = run.package:info()
    local workbook, reason = hm_program.new_workbook { title = info.title,
        subject = ("%s %s"):format(info.name, info.version) }
    if not workbook then
        fail(out, reason)
    end
    scores_workbook.write(run, workbook)
    out:rows_of(function(file)
        local done, why = workbook:write(file)
        return done, not done and { code = "output", message = why } or nil
    end)
end

return live_scores
