-- The part of an audit that says how sure the ranking is: in words of each period, and city by city of the last.

local audit_charts = require "report.audit_charts"
local decimals = require "report.decimals"
local numbers = require "report.numbers"
local uncertainty_page = require "report.uncertainty_page"
local variation_outside = require "report.variation_outside"
local variation_words = require "report.variation_words"

local say = require("report.language").of("report.audit_ranking")

local audit_ranking = {}

local MOST <const> = 0.9     -- of variations, in which a city stays near its rank

local MANY <const> = 60      -- cities, above which not all are shown, but:
local FIRST <const>, LAST <const>, MOVING <const> = 30, 10, 20

local function ranked_in(rows, period)
    local ranked = {}
    for _, row in ipairs(rows) do
        ranked[#ranked + 1] = row.period == period and row.rank and row or nil
    end
    table.sort(ranked, function(a, b)
        return a.rank < b.rank or a.rank == b.rank and a.city < b.city
    end)
    return ranked
end

-- "of 51 cities, 46 stay within 5 places of their rank in 90 % of variations"
local function summary(period, ranked)
    local near, shift, counted, tiers = 0, 0, 0, 0
    for _, row in ipairs(ranked) do
        near = near + ((row.within_5 or 0) >= MOST and 1 or 0)
        tiers = math.max(tiers, row.tier or 0)
        if row.shift then
            shift, counted = shift + row.shift, counted + 1
        end
    end
    local fields = { period = period, all = variation_words.count(#ranked), n = variation_words.count(near),
        places = numbers.mark(counted > 0 and shift / counted or 0) }
    local first = say.count(near, "{period}: of {all} cities, {n} stays within 5 places of its rank in 90 % of variations; "
        .. "on average a city is {places} places from it.", "{period}: of {all} cities, {n} stay within 5 places of their "
        .. "rank in 90 % of variations; on average a city is {places} places from it.", fields)
    return say("{sentence} {other}", { sentence = first,
        other = tiers == 1 and say "No line can be drawn between better and worse cities."
            or say("They fall into {n} tiers.", { n = tiers }) })
end

local function place(number)
    return number and numbers.short(number, 0) or numbers.NONE
end

-- Where scales differ from variation to variation scores lie between what nobody can read.
local function add_cities(out, ranked, digits, has_scales, count)
    local columns = { { title = "tier", side = "right" }, { title = "rank", side = "right" },
        { title = "city", least = 10, wrap = true, is_head = true }, { title = "score", side = "right" } }
    for _, title in ipairs(has_scales and {} or { "from", "to" }) do
        columns[#columns + 1] = { title = title, side = "right" }
    end
    for _, title in ipairs { "rank from", "to", "moves", "within 5" } do
        columns[#columns + 1] = { title = title, side = "right" }
    end
    local has_some = variation_words.has_some(ranked, count)
    columns[#columns + 1] = has_some and { title = "ranked in", side = "right" } or nil
    local lines = {}
    for i, row in ipairs(ranked) do
        lines[i] = { row.tier and tostring(row.tier) or numbers.NONE, tostring(row.rank), row.city,
            numbers.mark(row.score, digits) }
        for _, column in ipairs(has_scales and {} or { "score_q05", "score_q95" }) do
            table.insert(lines[i], numbers.mark(row[column], digits))
        end
        table.move({ place(row.rank_q05), place(row.rank_q95), numbers.mark(row.shift, 1),
            row.within_5 and numbers.percent(row.within_5) or numbers.NONE }, 1, 4, #lines[i] + 1, lines[i])
        table.insert(lines[i], has_some and numbers.percent((row.ranked or 0) / count) or nil)
    end
    out:table(columns, lines)
end

-- Those that are furthest from their ranks on average.
local function most_moving(ranked)
    local moving = table.move(ranked, 1, #ranked, 1, {})
    table.sort(moving, function(a, b)
        local x, y = a.shift or 0, b.shift or 0
        return x > y or x == y and (a.rank < b.rank or a.rank == b.rank and a.city < b.city)
    end)
    return table.move(moving, 1, MOVING, 1, {})
end

-- Of many cities the first, the last and those that move most.
local function add_some_cities(out, ranked, first, digits, has_scales, count)
    out:paragraph(say("Of {all} cities these are the first {first}, the last {last} and the {moving} that move most; "
        .. "all of them are in the table audit.", { all = variation_words.count(#ranked), first = FIRST, last = LAST,
        moving = MOVING }))
    out:heading(3, say "The first")
    add_cities(out, first, digits, has_scales, count)
    out:heading(3, say "The last")
    add_cities(out, table.move(ranked, #ranked - LAST + 1, #ranked, 1, {}), digits, has_scales, count)
    out:heading(3, say "Those that move most")
    add_cities(out, most_moving(ranked), digits, has_scales, count)
end

local function add_few(out, at, period, ranked)
    if #ranked == 0 then
        return out:paragraph(say("{period}: no city is ranked.", { period = period }))
    end
    if #ranked == 1 then
        return out:paragraph(say("{period}: one city alone is ranked, so there is no order to be sure of.",
            { period = period }))
    end
    out:paragraph(say.count(#ranked,
        "{period}: {n} ranked city. With fewer than ten cities only changes in their order say something.",
        "{period}: {n} ranked cities. With fewer than ten cities only changes in their order say something.",
        { period = period }))
    at.shares = at.shares or uncertainty_page.shares(at.take "pairs":rows(), at.root)
    uncertainty_page.add_neighbours(out, ranked, at.shares[period] or {})
end

-- Cities of the last period, one by one.
local function add_last(out, at, ranked)
    out:paragraph(say("{period}: {city} is {rank}.", { period = at.last, city = ranked[1].city,
        rank = variation_words.rank(ranked[1], at.count, ranked) }))
    local has_scales = variation_words.has(at.factors, "scale")
    local sentences = {
        has_scales and say("From and to: between what the rank lies (scores by different scales cannot be compared) in 90 % "
            .. "of variations.") or say "From and to: between what score and rank lie in 90 % of variations.",
        say("Moves: how many places a city is from its rank on average. Within 5: the share of variations in which it is no "
            .. "more than 5 places from it. A city is ahead of each one in the tiers below its own in at least 95 % of "
            .. "variations; the order within a tier hangs on choices."),
        #at.periods > 1 and say "Earlier periods are in the table audit." or nil }
    local digits = decimals.of(at.nodes)[at.root]
    sentences[#sentences + 1] = variation_outside.told(ranked, digits, has_scales)
    out:paragraph(table.concat(sentences, " "))
    local first = #ranked > MANY and table.move(ranked, 1, FIRST, 1, {}) or ranked
    audit_charts.add_ranking(out, first, #ranked, at, digits)
    if #first < #ranked then
        add_some_cities(out, ranked, first, digits, has_scales, at.count)
    else
        add_cities(out, ranked, digits, has_scales, at.count)
    end
end

function audit_ranking.add(out, at)
    out:heading(2, say "How sure the ranking is", "ranking")
    if at.unvaried then
        return out:paragraph(say "That cannot be told without variations.")
    end
    local last
    for _, period in ipairs(at.periods) do
        local ranked = ranked_in(at.rows, period)
        if variation_words.are_few(#ranked) then
            add_few(out, at, period, ranked)
        else
            out:paragraph(summary(period, ranked))
            last = period == at.last and ranked or nil
        end
        uncertainty_page.add_not_always_ranked(out, ranked, at.count)
    end
    if last then
        add_last(out, at, last)
    end
end

return audit_ranking
