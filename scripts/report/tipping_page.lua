-- The page of `tipping`: neighbours in the ranking of the index, and how far weights must be off for them to
-- change places.

local decimals = require "report.decimals"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.tipping_page")

local tipping_page = {}

local SHARES <const> = { 0.1, 0.25, 0.5 }

local function words_of(row)
    if row.is_level then
        return say "level: neither is ahead"
    elseif not row.tipping then
        return say "cannot be told"
    elseif row.exact and row.tipping >= 1 then
        return say "never"
    end
    local share = numbers.percent_fixed(row.tipping)
    return row.exact and share or say("{share} or less", { share = share })
end

local function add_rows(out, rows, digits)
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = { row.city, numbers.mark(row.score, digits), row.other, numbers.mark(row.score_other, digits),
            words_of(row) }
    end
    out:table({ { title = "city", least = 10, wrap = true }, { title = "score", side = "right" },
        { title = "followed by", least = 10, wrap = true }, { title = "score", side = "right" },
        { title = "weights off by", side = "right" } }, lines)
end

-- The first says what is counted; the others how many more there are.
local COUNTS <const> = { first = say.later "{n} can change places when weights are off by {share}",
    least_first = say.later "at least {n} can change places when weights are off by {share}",
    other = say.later "{n} by {share}", least_other = say.later "at least {n} by {share}" }

-- How many pairs have one that is ahead; and how many not, in a sentence.
local function apart(out, rows)
    local list = {}
    for _, row in ipairs(rows) do
        list[#list + 1] = not row.is_level and row or nil
    end
    local level = #rows - #list
    if level > 0 then
        out:paragraph(say.count(level, "{n} pair of neighbours is level: both have the same rank.",
            "{n} pairs of neighbours are level: both have the same rank."))
    end
    return list
end

-- How many change places at the latest when weights are off by this and that; at least so many, where
-- less may do for some that are not counted, or nothing can be told of them. Nothing is said where that is at least
-- none, or of neighbours that are level.
local function add_counts(out, all)
    local parts, rows = {}, apart(out, all)
    for _, share in ipairs(SHARES) do
        local count, is_least = 0, false
        for _, row in ipairs(rows) do
            local tips = row.tipping ~= nil and row.tipping <= share
            count = count + (tips and 1 or 0)
            is_least = is_least or not tips and not row.exact
        end
        if count > 0 or not is_least then
            parts[#parts + 1] = say(COUNTS[(is_least and "least_" or "") .. (#parts == 0 and "first" or "other")],
                { n = count, share = numbers.percent(share) })
        end
    end
    if #rows == 0 or #parts == 0 then
        return
    end
    out:paragraph(say.count(#rows, "Of {n} pair of neighbours {counts}.", "Of {n} pairs of neighbours {counts}.",
        { counts = language.list(parts) }))
end

-- Why nothing can be told of some that are not level.
local function add_reason(out, rows)
    for _, row in ipairs(rows) do
        if not row.is_level and not row.tipping then
            out:paragraph(say("It cannot be told of two of which one lacks a part of the index that the other has, or "
                .. "where the index is no weighted mean or is held within its range."))
            return
        end
    end
end

-- By period and city: its rank in the index.
local function ranks_of(run, root)
    local ranks, column = {}, run.scores:column(root, "rank")
    for i, unit in ipairs(run.units) do
        ranks[unit.period] = ranks[unit.period] or {}
        ranks[unit.period][unit.city] = column[i]
    end
    return ranks
end

-- `make(name)` gives a table of the analysis; `run` is of cli.data.
function tipping_page.page(make, run)
    local out, nodes = page.new(), run.package:nodes()
    local root, periods, by_period = nodes[1].code, {}, {}
    local ranks = ranks_of(run, root)
    for _, row in ipairs(make("tipping"):rows()) do
        if row.code == root then
            if not by_period[row.period] then
                by_period[row.period] = {}
                periods[#periods + 1] = row.period
            end
            local of_period = ranks[row.period]
            row.is_level = of_period[row.city] == of_period[row.other]
            table.insert(by_period[row.period], row)
        end
    end
    out:heading(1, say("{index}: what weights would have to be for neighbours to change places",
        { index = nodes[1].name }))
    words.add_direction(out, nodes[1])
    out:paragraph(say("Each indicator's weight may be off by this share of itself, in either direction, before the one "
        .. "that is ahead can be behind; never, where no weights would do. Or less, where groups are taken as a "
        .. "whole, because one of the two lacks something there, they are no weighted means, or could come to an end of "
        .. "their range. Points that are taken off or added stay as they are."))
    if #periods == 0 then
        out:paragraph(say "There are no neighbours: fewer than two cities are ranked.")
    end
    for _, period in ipairs(periods) do
        out:heading(2, period)
        add_rows(out, by_period[period], decimals.of(nodes)[root])
        add_counts(out, by_period[period])
        add_reason(out, by_period[period])
    end
    return out
end

return tipping_page
