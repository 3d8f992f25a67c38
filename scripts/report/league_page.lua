-- The cities of each period in the order of their ranks, for people.

local decimals = require "report.decimals"
local numbers = require "report.numbers"
local page = require "report.page"
local text = require "report.text"
local words = require "report.words"

local say = require("report.language").of("report.league_page")

local league_page = {}

local CITY_MOST <const> = 40

-- Rows by period, in the order in which the periods appear.
local function by_period(rows)
    local periods, found = {}, {}
    for _, row in ipairs(rows) do
        if not found[row.period] then
            found[row.period] = { name = row.period }
            periods[#periods + 1] = found[row.period]
        end
        table.insert(found[row.period], row)
        row.number = #found[row.period]
    end
    return periods
end

-- The ranked by rank, those without one behind them; else as in the data.
local function stands_before(a, b)
    local first, second = a.rank or math.huge, b.rank or math.huge
    if first ~= second then
        return first < second
    end
    return a.number < b.number
end

-- In brackets where the score is not ranked.
local function mark_of(row, digits)
    local mark = numbers.mark(row.score, digits)
    return row.score and not row.rank and ("(%s)"):format(mark) or mark
end

local function add_period(out, period, digits)
    local lines = {}
    table.sort(period, stands_before)
    for i, row in ipairs(period) do
        lines[i] = { row.rank and tostring(row.rank) or numbers.NONE,
            text.cut(text.clean(row.city), CITY_MOST), mark_of(row, digits),
            row.coverage and numbers.percent(row.coverage) or numbers.NONE }
    end
    out:heading(2, period.name)
    out:table({ { title = say.later "rank", side = "right" }, { title = say.later "city", least = 8 },
        { title = say.later "score", side = "right" }, { title = say.later "coverage", side = "right" } }, lines)
end

-- `code`: the node, nil when there are no rows at all; `rows`: see ranking:rows in the module; `node`: what the package
-- says of it (package:nodes).
function league_page.page(code, rows, node)
    local out = page.new()
    if not code then
        return out:paragraph(say "no score rows")
    end
    out:heading(1, say.count(#rows, "{code}: ranks of {n} city and period",
        "{code}: ranks of {n} cities and periods", { code = code }))
    words.add_direction(out, node)
    local digits = decimals.of_rows(rows)
    for _, period in ipairs(by_period(rows)) do
        add_period(out, period, digits)
    end
    return out
end

return league_page
