-- Scores to be reached, from a file: code,score,period.

local hm = require "hundredmark"
local small_tables = require "cli.small_tables"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.score_targets"

local score_targets = {}

local COLUMNS <const> = { "code", "score", "period" }

-- Where each column stands.
local function columns_of(path, header)
    local at = {}
    for i, name in ipairs(header) do
        at[name] = at[name] or i
    end
    for _, name in ipairs(COLUMNS) do
        if not at[name] then
            small_tables.fail(path, header.line, say("no column {name}, expected code, score and period{hint}",
                { name = name, hint = suggest.column(name, header, COLUMNS) }))
        end
    end
    return at
end

local function period_of(path, row, text)
    local period = hm.period(text)
    if not period then
        small_tables.fail(path, row.line, say("period is '{text}', expected one such as 2030 or 2030-Q1",
            { text = text }))
    end
    return period.text
end

-- A list of { code, score, period }.
function score_targets.read(path)
    local header, rows = small_tables.read(path)
    local at, list = columns_of(path, header), {}
    for _, row in ipairs(rows) do
        list[#list + 1] = { code = row[at.code] or "",
            score = small_tables.number(path, row, "score", row[at.score] or ""),
            period = period_of(path, row, row[at.period] or "") }
    end
    return list
end

return score_targets
