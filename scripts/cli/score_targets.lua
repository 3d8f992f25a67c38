-- Scores to be reached, from a file: code,score,period.

local csv_text = require "cli.csv_text"
local files = require "cli.files"
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
                suggest.nearest(name, table.move(header, 1, #header, 1, {})))
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
    local rows, line = csv_text.rows(files.need(path))
    if not rows or #rows == 0 then
        stop.with(stop.DATA, "%s:%d: %s", path, line or 1, rows and "is empty" or "a quote is never closed")
    end
    local at, list = columns_of(path, rows[1]), {}
    for i = 2, #rows do
        local row = rows[i]
        list[#list + 1] = { code = row[at.code] or "", score = number_of(path, row, row[at.score] or ""),
            period = period_of(path, row, row[at.period] or "") }
    end
    return list
end

return score_targets
