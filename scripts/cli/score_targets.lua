-- Scores to be reached, from a file: code,score,period.

local csv_file = require "cli.csv_file"
local hm = require "hundredmark"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

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
            stop.with(stop.DATA, "%s:%d: no column %s, expected code, score and period%s", path, header.line, name,
                suggest.column(name, header, COLUMNS))
        end
    end
    return at
end

local function number_of(path, row, text)
    local number = tonumber(text) or tonumber((text:gsub(",", ".")))
    if not number or number ~= number or math.abs(number) == math.huge then
        stop.with(stop.DATA, "%s:%d: score is '%s', expected a number", path, row.line, text)
    end
    return number + 0.0
end

local function period_of(path, row, text)
    local period = hm.period(text)
    if not period then
        stop.with(stop.DATA, "%s:%d: period is '%s', expected one such as 2030 or 2030-Q1", path, row.line, text)
    end
    return period.text
end

-- A list of { code, score, period }.
function score_targets.read(path)
    local header, rows = csv_file.read(path)
    local at, list = columns_of(path, header), {}
    for _, row in ipairs(rows) do
        list[#list + 1] = { code = row[at.code] or "", score = number_of(path, row, row[at.score] or ""),
            period = period_of(path, row, row[at.period] or "") }
    end
    return list
end

return score_targets
