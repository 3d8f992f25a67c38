-- What the program has beside the analysis `weigh` of the engine: see cli.analysis. Experts' weights come from no data.

local numbers = require "report.numbers"

local weigh = {}

weigh.other_ways = { ways = { "budget", "ahp" }, module = "cli.expert_weights",
    tables = { "experts", "consistency" },
    help = "from the data; or budget (points that experts share out) or ahp (judgements of pairs), where DATA is a CSV "
        .. "of what experts say",
    example = "weigh --by budget points.csv -o weights.csv" }

weigh.warnings = { table = "weighed" }

function weigh.warnings.words(row)
    if row.obstacle and row.obstacle ~= "" then
        return ("%s: %s finds no weights: %s%s; its children have equal ones"):format(row.code, row.method,
            row.at and row.at ~= "" and ("in %s "):format(row.at) or "", row.obstacle)
    elseif row.negative > 0 then
        return ("%s: %s by %s came out below 0, and %s 0"):format(row.code,
            numbers.of(row.negative, "weight", "weights"), row.method, row.negative == 1 and "is" or "are")
    end
end

return weigh
