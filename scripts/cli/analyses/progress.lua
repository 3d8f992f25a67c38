-- What the program has beside the analysis `progress` of the engine: see cli.analysis.

local score_targets = require "cli.score_targets"

local progress = { page = "report.progress_page", options = { "baseline", "until_period", "targets" } }

function progress.settle(given)
    return { from = given.baseline, to = given.until_period,
        targets = given.targets and score_targets.read(given.targets) }
end

return progress
