-- The page of `reversals`: which cities change places in the ranking of the index when another is left out.

local decimals = require "report.decimals"
local numbers = require "report.numbers"
local language = require "report.language"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.reversals_page")

local reversals_page = {}

local SHOWN <const> = 20    -- pairs of a period

-- By the period of what is left out.
local function of_node(rows, code)
    local periods, by_period = {}, {}
    for _, row in ipairs(rows) do
        local period = row.dropped_period or row.period
        if row.code == code then
            if not by_period[period] then
                by_period[period] = {}
                periods[#periods + 1] = period
            end
            table.insert(by_period[period], row)
        end
    end
    return periods, by_period
end

-- What each turns round, the one that turns most first.
local function add_drops(out, rows)
    local turning, lines = {}, {}
    for _, row in ipairs(rows) do
        turning[#turning + 1] = row.pairs > 0 and row or nil
    end
    table.sort(turning, function(a, b)
        return a.pairs > b.pairs or a.pairs == b.pairs and a.dropped < b.dropped
    end)
    if #turning == 0 then
        out:paragraph(say.count(#rows, "Of {n} city that can be left out, none changes an order.",
            "Of {n} cities that can be left out, none changes an order."))
    elseif #rows == 1 then
        out:paragraph(say "Of 1 city that can be left out, one does.")
    else
        out:paragraph(say.count(#turning, "Of {all} cities that can be left out, one does.",
            "Of {all} cities that can be left out, {n} do.", { all = #rows }))
    end
    for i = 1, math.min(#turning, SHOWN) do
        lines[i] = { turning[i].dropped, tostring(turning[i].pairs) }
    end
    if #turning > 0 then
        out:table({ { title = "without", least = 10, wrap = true },
            { title = "pairs that change places", side = "right" } }, lines)
    end
end

local function add_pairs(out, rows, digits)
    local lines = {}
    local function both(a, b)
        return ("%s : %s"):format(numbers.fine(a, digits), numbers.fine(b, digits))
    end
    for i = 1, math.min(#rows, SHOWN) do
        local row = rows[i]
        local function named(city)
            return row.period == row.dropped_period and city
                or language.unit(city, row.period)
        end
        lines[i] = { row.dropped, named(row.city), named(row.other), both(row.score, row.score_other),
            both(row.score_without, row.other_without) }
    end
    out:table({ { title = "without", least = 10, wrap = true }, { title = "falls behind", least = 10, wrap = true },
        { title = "city", least = 10, wrap = true }, { title = "scores", side = "right" },
        { title = "without it", side = "right" } }, lines)
    if #rows > SHOWN then
        out:paragraph(say.count(#rows - SHOWN, "and {n} other pair", "and {n} other pairs"))
    end
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data.
function reversals_page.page(make, run)
    local out, nodes = page.new(), run.package:nodes()
    local root, digits = nodes[1], decimals.of(nodes)[nodes[1].code]
    local periods, drops = of_node(make("dropped"):rows(), root.code)
    local _, pairs_of = of_node(make("reversals"):rows(), root.code)
    out:heading(1, say("{index}: who changes places when another city is left out", { index = root.name }))
    words.add_direction(out, root)
    if #(run.given.city or {}) > 0 then
        out:paragraph(say("Looked at are pairs with one of these cities: {cities}.",
            { cities = language.clauses(run.given.city) }))
    end
    if #periods == 0 then
        out:paragraph(say "Nothing is learnt from these cities: no city's score depends on which others there are.")
    end
    for _, period in ipairs(periods) do
        out:heading(2, period)
        add_drops(out, drops[period])
        if pairs_of[period] then
            add_pairs(out, pairs_of[period], digits)
        end
    end
    return out
end

return reversals_page
