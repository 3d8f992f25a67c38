-- What the program has beside the analysis `weigh` of the engine: see cli.analysis. Experts' weights come from no data.

local language = require "report.language"
local method_words = require "report.method_words"

local say = language.of("cli.weigh")
local engine = language.of("engine")    -- what the engine says of its methods

local weigh = { of_all = true }

weigh.other_ways = { ways = { "budget", "ahp" }, module = "cli.expert_weights",
    tables = { "experts", "consistency" },
    help = "from the data; or budget (points that experts share out) or ahp (judgements of pairs), where DATA is a CSV "
        .. "of what experts say",
    example = "weigh --by budget points.csv -o weights.csv" }

weigh.warnings = { table = "weighed" }

function weigh.warnings.words(row)
    local fields = { code = row.code, method = method_words.name(row.method), at = row.at }
    if row.obstacle and row.obstacle ~= "" then
        fields.obstacle = engine(row.obstacle)
        return row.at and row.at ~= ""
            and say("{code}: {method} finds no weights: in {at} {obstacle}; its children have equal ones", fields)
            or say("{code}: {method} finds no weights: {obstacle}; its children have equal ones", fields)
    elseif row.negative > 0 then
        return say.count(row.negative, "{code}: {n} weight by {method} came out below 0, and is 0",
            "{code}: {n} weights by {method} came out below 0, and are 0", fields)
    end
end

return weigh
