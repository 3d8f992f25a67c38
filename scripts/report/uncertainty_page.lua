-- The page of `uncertainty`: of each city between which scores and ranks it lies, and which of its
-- neighbours it can be told apart from.

local decimals = require "report.decimals"
local numbers = require "report.numbers"
local page = require "report.page"
local variation_outside = require "report.variation_outside"
local variation_words = require "report.variation_words"
local words = require "report.words"

local say = require("report.language").of("report.uncertainty_page")

local uncertainty_page = {}

local TOLD <const> = 30          -- cities of which neighbours are told
local APART <const> = 0.95       -- share of variations from which on two are told apart

local function introduce(out, made, root)
    local factors = made.factors
    out:heading(1, say("{index}: how much depends on choices", { index = root.name }))
    words.add_direction(out, root)
    local fields = { n = variation_words.count(made.count), factors = variation_words.factors(factors) }
    out:paragraph(#factors == 0 and say.count(made.count, "{n} variation, in which all is as the package says.",
        "{n} variations, in all of which all is as the package says.", fields)
        or say.count(made.count, "{n} variation of {factors}.", "{n} variations of {factors}.", fields))
    if made.is_constant then
        out:paragraph(say "Nothing varies: each score is the same in all of them.")
    end
    if not variation_words.has(factors, "figures") then
        out:paragraph(say "Errors in figures are not included.")
    else
        out:paragraph(say "Figures of which the study says no error count as exact.")
    end
    out:paragraph(say("Percentages count variations. They do not say how likely a result is. Two cities are told apart "
        .. "where one is ahead of the other in at least 95 % of variations."))
    if variation_words.has(factors, "scale") then
        out:paragraph(say "Scores by different scales cannot be compared, but ranks can.")
    end
end

local function show(number, digits)
    return numbers.mark(number, digits)
end

local function place(number)
    return number and numbers.short(number, 0) or numbers.NONE
end

-- Where scales differ from variation to variation scores lie between what nobody can read.
local function add_scores(out, rows, digits, has_scales, count)
    local columns = { { title = "rank", side = "right" }, { title = "city", least = 10, wrap = true },
        { title = "score", side = "right" } }
    if not has_scales then
        columns[4], columns[5] = { title = "from", side = "right" }, { title = "to", side = "right" }
    end
    columns[#columns + 1] = { title = "rank from", side = "right" }
    columns[#columns + 1] = { title = "to", side = "right" }
    local has_some = variation_words.has_some(rows, count)
    columns[#columns + 1] = has_some and { title = "ranked in", side = "right" } or nil
    local lines = {}
    for i, row in ipairs(rows) do
        lines[i] = { row.rank and tostring(row.rank) or numbers.NONE, row.city, show(row.score, digits) }
        if not has_scales then
            table.insert(lines[i], show(row.score_q05, digits))
            table.insert(lines[i], show(row.score_q95, digits))
        end
        table.insert(lines[i], place(row.rank_q05))
        table.insert(lines[i], place(row.rank_q95))
        table.insert(lines[i], has_some and numbers.percent((row.ranked or 0) / count) or nil)
    end
    out:table(columns, lines)
end

-- Have two the same score and rank whatever is varied? Then each is ahead in half of the variations, as ties count.
local function are_level(one, other, share)
    if share ~= 0.5 then
        return false
    end
    for _, column in ipairs { "score", "rank", "score_mean", "score_sd", "score_q05", "score_q95", "rank_mean" } do
        if one[column] ~= other[column] then
            return false
        end
    end
    return true
end

-- Of two that are not told apart: never the percentage at which they are.
local function percent_between(share)
    return numbers.percent(math.max(1.01 - APART, math.min(share, APART - 0.01)))
end

-- "ahead of B in 97 %", "behind C in 99 %", "not told apart from D (61 %)"
local function neighbour(row, other, share)
    if are_level(row, other, share) then
        return say("level with {other} in all variations", { other = other.city })
    elseif share >= APART then
        return variation_words.pair { other = other.city, share = share }
    elseif 1 - share >= APART then
        return say("behind {other} in {share} of variations", { other = other.city,
            share = numbers.percent(1 - share) })
    end
    return say("not told apart from {other} (ahead in {share})", { other = other.city,
        share = percent_between(share) })
end

function uncertainty_page.add_not_always_ranked(out, rows, count)
    local told = variation_words.not_always_ranked(rows, count, function(row) return row.city end)
    if told then
        out:paragraph(told)
    end
end

-- Each ranked city beside the next.
function uncertainty_page.add_neighbours(out, rows, shares)
    local items = {}
    for i = 1, math.min(#rows - 1, TOLD) do
        local row, other = rows[i], rows[i + 1]
        local share = row.rank and other.rank and shares[row.city .. "\0" .. other.city]
        if share then
            items[#items + 1] = say("{city}, {rank}: {neighbour}", { city = row.city,
                rank = variation_words.ordinal(row.rank), neighbour = neighbour(row, other, share) })
        end
    end
    if #items > 0 then
        out:heading(3, say "Each beside the next")
        out:list(items)
    end
end

local function by_rank(a, b)
    local x, y = a.rank or math.huge, b.rank or math.huge
    if x ~= y then
        return x < y
    end
    return a.place < b.place
end

-- Rows of the index by period, in the order of the data.
local function by_period(rows, root)
    local periods = {}
    for i, row in ipairs(rows) do
        if row.code == root then
            row.place = i
            if not periods[row.period] then
                periods[row.period] = {}
                periods[#periods + 1] = row.period
            end
            table.insert(periods[row.period], row)
        end
    end
    return periods
end

-- Of pairs of the index: by period, and "city\0other", the share of variations in which the city is ahead.
function uncertainty_page.shares(rows, root)
    local shares = {}
    for _, row in ipairs(rows) do
        if row.code == root then
            shares[row.period] = shares[row.period] or {}
            shares[row.period][row.city .. "\0" .. row.other] = row.share
        end
    end
    return shares
end

-- Why nobody of these is ranked.
local function unranked(rows)
    for _, row in ipairs(rows) do
        if row.score then
            return say "No city is ranked: too little is reported of all of them."
        end
    end
    return say "No city is ranked: none has a score. Of each, explain says why."
end

local function add_period(out, period, rows, shares, digits, made)
    local ranked, has_scales = made.ranked[period] or 0, variation_words.has(made.factors, "scale")
    out:heading(2, period)
    table.sort(rows, by_rank)
    if not rows[1].rank then
        out:paragraph(unranked(rows))
    elseif ranked == 1 then
        out:paragraph(say("One city alone is ranked, so there is no order to be sure of: its score is {score}; in 90 % "
            .. "of variations it lies from {low} to {high}.", { score = show(rows[1].score, digits),
            low = show(rows[1].score_q05, digits), high = show(rows[1].score_q95, digits) }))
    elseif variation_words.are_few(ranked) then
        out:paragraph(say("Fewer than ten cities are ranked, so all that is told is how often one is ahead of the "
            .. "next."))
    else
        out:paragraph(has_scales and say "From and to: between what the rank lies in 90 % of variations."
            or say "From and to: between what the score and the rank lie in 90 % of variations.")
        add_scores(out, rows, digits, has_scales, made.count)
        out:paragraph(say("{city} is {rank}.", { city = rows[1].city, rank = variation_words.rank(rows[1], made.count, rows) }))
        local outside = variation_outside.told(rows, digits, has_scales)
        if outside then
            out:paragraph(outside)
        end
    end
    uncertainty_page.add_neighbours(out, rows, shares or {})
    uncertainty_page.add_not_always_ranked(out, rows, made.count)
end

-- `made`: what cli.uncertainty.replicate gives; `run` is of cli.data.
function uncertainty_page.page(made, run)
    local out, nodes = page.new(), run.package:nodes()
    local root = nodes[1].code
    introduce(out, made, nodes[1])
    local periods = by_period(made.make("uncertainty"):rows(), root)
    local shares = uncertainty_page.shares(made.make("pairs"):rows(), root)
    for _, period in ipairs(periods) do
        add_period(out, period, periods[period], shares[period], decimals.of(nodes)[root], made)
    end
    return out
end

return uncertainty_page
