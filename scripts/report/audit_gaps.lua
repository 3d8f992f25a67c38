-- The part of an audit that says what missing figures leave open, in the last period.

local decimals = require "report.decimals"
local numbers = require "report.numbers"
local open_words = require "report.open_words"
local refusal_words = require "report.refusal_words"
local variation_words = require "report.variation_words"

local say = require("report.language").of("report.audit_gaps")

local audit_gaps = {}

local TOLD <const> = 10    -- cities, and figures

-- Rows of the index in the last period: those of which something is missing, the widest first; and all.
local function open_cities(rows, at)
    local open, all = {}, {}
    for i, row in ipairs(rows) do
        if row.code == at.root and row.period == at.last then
            all[#all + 1] = row
            row.place = i
            row.width = row.low and row.high - row.low or math.huge
            open[#open + 1] = row.width > 0 and row or nil
        end
    end
    table.sort(open, function(a, b)
        return a.width > b.width or a.width == b.width and a.place < b.place
    end)
    return open, all
end

local function mark(number, digits)
    return number and numbers.mark(number, digits) or "?"
end

local function add_cities(out, open, digits)
    local lines = {}
    for i = 1, math.min(#open, TOLD) do
        local row = open[i]
        lines[i] = { row.city, numbers.mark(row.score, digits), mark(row.low, digits), mark(row.high, digits),
            row.rank and tostring(row.rank) or numbers.NONE, open_words.rank(row) }
    end
    out:table({ { title = "city", least = 10, wrap = true, is_head = true }, { title = "score", side = "right" },
        { title = "from", side = "right" }, { title = "to", side = "right" }, { title = "rank", side = "right" },
        { title = "could be", side = "right" } }, lines)
    if #open > TOLD then
        out:paragraph(say.count(#open - TOLD, "and {n} other, in the table bounds",
            "and {n} others, in the table bounds", { n = variation_words.count(#open - TOLD) }))
    end
end

-- Missing figures of the last period that could move the index, or of which that cannot be told; and how many cities
-- lack some.
local function stakes_of(at)
    local stakes, lacking, cities = {}, {}, 0
    for i, row in ipairs(at.take "stakes":rows()) do
        if row.period == at.last and row.points ~= 0 then
            row.place = i
            stakes[#stakes + 1] = row
            cities = cities + (lacking[row.city] and 0 or 1)
            lacking[row.city] = true
        end
    end
    return stakes, cities
end

-- How many figures are not among those told, and how many of these would tell as much as the last of them, as shown.
local function add_others(out, stakes, digits)
    local others, alike = #stakes - TOLD, 0
    for i = TOLD + 1, #stakes do
        alike = alike + (numbers.fine(stakes[i].points, digits) == numbers.fine(stakes[TOLD].points, digits) and 1 or 0)
    end
    if others > 0 then
        out:paragraph(say.count(others, "and {n} other, in the table stakes", "and {n} others, in the table stakes",
            { n = variation_words.count(others) }))
    end
    if alike > 0 then
        out:paragraph(say.count(alike, "{n} of the others would tell as much as the last of these.",
            "{n} of the others would tell as much as the last of these.", { n = variation_words.count(alike) }))
    end
end

-- The figures that most hangs on, of all cities.
local function add_stakes(out, all, digits, at)
    local stakes, lines = {}, {}
    for _, row in ipairs(all) do
        stakes[#stakes + 1] = row.points and row or nil
    end
    table.sort(stakes, function(a, b)
        return a.points > b.points or a.points == b.points and a.place < b.place
    end)
    for i = 1, math.min(#stakes, TOLD) do
        local row = stakes[i]
        lines[i] = { row.city, at.names[row.code], numbers.fine(row.points, digits) }
    end
    if #lines > 0 then
        out:paragraph(say "These missing figures would tell most, by how many points the index could move with each:")
        out:table({ { title = "city", least = 10, wrap = true, is_head = true },
            { title = "missing", least = 20, wrap = true }, { title = "points", side = "right" } }, lines)
        add_others(out, stakes, digits)
    end
    if #stakes < #all then
        out:paragraph(say.count(#all - #stakes, "Of {n} missing figure it cannot be told how far the index could move.",
            "Of {n} missing figures it cannot be told how far the index could move.",
            { n = variation_words.count(#all - #stakes) }))
    end
end

function audit_gaps.add(out, at)
    out:heading(2, say "What missing figures leave open", "gaps")
    local made, err = at.take "bounds"
    if not made then
        at.leave_out(say "What missing figures leave open", err)
        return out:paragraph(say("This cannot be told of these data: {reason}.", { reason = refusal_words.say(err.message) }))
    end
    local open, all = open_cities(made:rows(), at)
    local digits = decimals.of(at.nodes)[at.root]
    if #open == 0 then
        return out:paragraph(say("{period}: nothing is missing that could move an index.", { period = at.last }))
    end
    local stakes, lacking = stakes_of(at)
    local fields = { period = at.last, all = variation_words.count(#all), n = variation_words.count(lacking) }
    out:paragraph(say("{sentence} {other}", {
        sentence = lacking == 0 and say("{period}: no city lacks figures of its own that could move the index.", fields)
            or #all == 1 and say("{period}: of 1 city, 1 lacks figures that could move the index.", fields)
            or say.count(lacking, "{period}: of {all} cities, {n} lacks figures that could move the index.",
                "{period}: of {all} cities, {n} lack figures that could move the index.", fields),
        other = at.nodes[1].less_is_better
            and say("From and to: where it would be if all of them were as good, or as bad, as they can be.")
            or say("From and to: where it would be if all of them were as bad, or as good, as they can be.") }))
    add_cities(out, open, digits)
    for _, sentence in ipairs(open_words.notes(all, stakes, at.names, at.nodes)) do
        out:paragraph(sentence)
    end
    add_stakes(out, stakes, digits, at)
end

return audit_gaps
