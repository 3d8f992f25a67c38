-- `score -o scores.xlsx`: scores as a workbook in which every score is a formula.

local say = require("report.language").of "cli.live_scores"
local scores_workbook = require "report.scores_workbook"
local workbook_file = require "cli.workbook_file"

local live_scores = {}

-- Is it such a workbook that is asked for, and not a table as a sheet?
function live_scores.is_wanted(given, out)
    return out.format == "xlsx" and out.kind ~= "folder" and not given.values and #(given.table or {}) == 0
        and not given.wide and not given.depth
end

function live_scores.write(run, out)
    local obstacle = scores_workbook.obstacle(run)
    if obstacle then
        out:fail(say("{reason}: --values writes a table of scores without formulas", { reason = obstacle }))
    end
    local info = run.package:info()
    local workbook, reason = workbook_file.new({ title = info.title,
        subject = ("%s %s"):format(info.name, info.version) }, function(new)
        scores_workbook.write(run, new, out.premises)
    end)
    if not workbook then
        out:fail(reason)
    end
    local book <close> = workbook
    out:binary(function(file)
        return book:write(file)
    end)
end

return live_scores
