-- How the report of a city begins: its score, what it means in a few sentences, and where it stands.

local city_names = require "report.city_names"
local language = require "report.language"
local numbers = require "report.numbers"
local position = require "report.chart.position"
local scope_words = require "report.scope_words"
local variation_words = require "report.variation_words"
local reasons = require "report.reasons"
local words = require "report.words"
local city_words = require "report.city_words"

local say = language.of "report.city"
local city_opening = {}

local function add(sentences, sentence)
    sentences[#sentences + 1] = sentence
end

-- The names of other cities with the same rank.
local function level_with(facts)
    local names, ranks = {}, facts.run.scores:column(facts.root.code, "rank")
    for _, number in ipairs(facts.others) do
        names[#names + 1] = ranks[number] == facts.root.row.rank and facts.run.units[number].city or nil
    end
    return names
end

local function add_rank(sentences, facts)
    local row, policy = facts.root.row, facts.info.policy
    if row.unranked then
        add(sentences, say "The city is kept out of ranks.")
    elseif not numbers.is_ranked(row, policy) then
        add(sentences, say("Not ranked: that needs that {coverage} by weight rests on reported figures and {applicable} "
            .. "applies.", { coverage = numbers.percent_fine(policy.rank_if.coverage),
            applicable = numbers.percent_fine(policy.rank_if.applicable) }))
    elseif facts.ranked > 1 then
        local level = level_with(facts)
        local fields = { rank = variation_words.count(row.rank), n = variation_words.count(facts.ranked),
            cities = city_names.list(level) }
        add(sentences, { #level > 0 and say("Number {rank} of {n} cities, together with {cities}.", fields)
            or say("Number {rank} of {n} cities.", fields), strong = true })
    end
    if facts.root.less_is_better then
        add(sentences, say "Less is better.")
    end
end

local function change_in_words(difference, facts)
    local shown = numbers.signed(difference, facts.root.decimals)
    if not shown:find "[1-9]" then
        return say("As much as in {period}.", { period = facts.before.period })
    end
    local fields = { points = numbers.mark(math.abs(difference), facts.root.decimals), period = facts.before.period }
    return difference > 0 and say("{points} points more than in {period}.", fields)
        or say("{points} points less than in {period}.", fields)
end

local function add_change(sentences, facts)
    local moves = facts.moves
    if not moves then
        return
    elseif moves.status == "compared" and moves.difference then
        add(sentences, change_in_words(moves.difference, facts))
    elseif moves.status == "not_comparable" then
        add(sentences, scope_words.is_break(moves.note)
            and say("It cannot be compared with {period}: the package declares a break between the two.",
                { period = facts.before.period })
            or say("It cannot be compared with {period}: the index has nothing in common with what it was then.",
                { period = facts.before.period }))
    end
end

local function add_coverage(sentences, facts)
    local row, bounds = facts.root.row, facts.bounds[facts.root.code]
    if row.coverage >= 1 - 1e-9 then
        add(sentences, say "All of the index rests on reported figures.")
    else
        add(sentences, say("{share} of the index, by weight, rests on reported figures.",
            { share = numbers.percent(row.coverage) }))
    end
    if bounds and bounds.low and bounds.high and #facts.stakes > 0 and bounds.high > bounds.low then
        local fields = { low = city_words.score(facts.root, bounds.low), high = city_words.score(facts.root, bounds.high) }
        local holds = row.score >= bounds.low and row.score <= bounds.high
        add(sentences, holds and say("Whatever the missing figures are, it lies between {low} and {high}.", fields)
            or say("If the missing figures were there, it would lie between {low} and {high}: until then the others count "
                .. "for more.", fields))
    end
end

-- In how many variations the city is ahead of those that stand next to it.
local function add_neighbours(sentences, facts)
    local root, run = facts.root, facts.run
    local ranks = run.scores:column(root.code, "rank")
    local above, below
    for _, number in ipairs(facts.others) do
        local rank = ranks[number]
        if rank and rank < root.row.rank and (not above or rank > ranks[above]) then
            above = number
        elseif rank and rank > root.row.rank and (not below or rank < ranks[below]) then
            below = number
        end
    end
    local function share(number)
        return number and facts.certainty.pairs[run.units[number].city]
    end
    local fields = { n = variation_words.count(facts.certainty.count),
        what = variation_words.factors(facts.certainty.factors) }
    if share(below) then
        fields.share, fields.city = numbers.percent(share(below)), run.units[below].city
        add(sentences, say.count(facts.certainty.count, "In {share} of {n} variation of {what} it is ahead of {city}.",
            "In {share} of {n} variations of {what} it is ahead of {city}.", fields))
    end
    if share(above) then
        fields.share, fields.city = numbers.percent(share(above)), run.units[above].city
        add(sentences, share(below) and say("In {share} of them it is ahead of {city}, which stands before it.", fields)
            or say.count(facts.certainty.count,
                "In {share} of {n} variation of {what} it is ahead of {city}, which stands before it.",
                "In {share} of {n} variations of {what} it is ahead of {city}, which stands before it.", fields))
    end
end

local function add_certainty(sentences, facts)
    local certainty = facts.certainty
    if not certainty or not certainty.row or not facts.root.row.rank then
        return
    elseif variation_words.are_few(facts.ranked) then
        add_neighbours(sentences, facts)
    else
        add(sentences, say.count(certainty.row.ranked, "In 90 % of {n} variation of {what} it is {range}.",
            "In 90 % of {n} variations of {what} it is {range}.", {
            n = variation_words.count(certainty.row.ranked), what = variation_words.factors(certainty.factors),
            range = variation_words.range(certainty.row.rank_q05, certainty.row.rank_q95) }))
    end
    if certainty.row.ranked < certainty.count then
        add(sentences, say("In {n} of {all} variations too little is reported for it to be ranked.",
            { n = variation_words.count(certainty.count - certainty.row.ranked),
                all = variation_words.count(certainty.count) }))
    end
    if not variation_words.has(certainty.factors, "figures") then
        add(sentences, say "Errors in figures are not included.")
    end
end

-- The sentences, with blanks between.
local function joined(sentences)
    local pieces = {}
    for i, sentence in ipairs(sentences) do
        pieces[#pieces + 1] = i > 1 and language.blank() or nil
        pieces[#pieces + 1] = sentence
    end
    return pieces
end

local function out_of(root)
    return root.reach and root.reach[1] == 0 and say("of {most}", { most = numbers.bound(root.reach[2]) }) or nil
end

local function add_headline(out, facts)
    local row, sentences = facts.root.row, {}
    if row.score then
        add_rank(sentences, facts)
        if row.class then
            add(sentences, say("Class: {class}.", { class = row.class }))
        end
        add_change(sentences, facts)
        add_coverage(sentences, facts)
        add_certainty(sentences, facts)
    else
        add(sentences, say("There is no score: {reason}.", { reason = facts.root.kind == "group"
            and reasons.group(row, facts.info.policy) or words.status[row.status] or row.status }))
    end
    out:headline { figure = city_words.score(facts.root, row.score), of = row.score and out_of(facts.root),
        code = facts.root.code, score = row.score, words = joined(sentences) }
end

-- The drawing; nil of a city without a score.
function city_opening.position(facts)
    local root = facts.root
    if not root.row.score then
        return nil
    end
    local before = facts.moves and facts.moves.status == "compared" and root.series[#root.series - 1] or nil
    local bounds = #facts.stakes > 0 and facts.bounds[root.code] or {}
    local keys = { { "mark", facts.city } }
    if bounds.low and bounds.high then
        keys[#keys + 1] = { "possible", say "possible, whatever the missing figures are" }
    end
    if #root.peers.scores > position.MOST_PEERS then
        keys[#keys + 1] = { "spread", say "nine in ten of the other cities" }
        keys[#keys + 1] = { "box", say "half of them" }
        keys[#keys + 1] = { "median", say "the median" }
    elseif #root.peers.scores > 0 then
        keys[#keys + 1] = { "peer", say "other cities" }
    end
    if before then
        keys[#keys + 1] = { "before", say("{city} in {period}", { city = facts.city, period = facts.before.period }) }
    end
    local shown = city_words.score(root, root.row.score)
    return position.draw { keys = keys,
        title = say("Where {city} stands", { city = facts.city }),
        about = #root.peers.scores > 0 and say("{city} has {score}; the other cities have from {low} to {high}, half of "
            .. "them at most {median}.", { city = facts.city, score = shown, low = city_words.score(root, root.peers.low),
            high = city_words.score(root, root.peers.high), median = city_words.score(root, root.peers.median) })
            or say("{city} has {score}.", { city = facts.city, score = shown }),
        score = root.row.score, shown = shown, range = root.reach, low = bounds.low, high = bounds.high,
        before = before, before_shown = before and language.labelled(facts.before.period,
            city_words.score(root, before)), peers = root.peers.scores }
end

function city_opening.add(out, facts)
    out:heading(1, { { facts.city, is_name = true }, language.unit("", facts.period) })
    out:note(("%s · %s %s"):format(facts.root.name, facts.info.name, facts.info.version))
    add_headline(out, facts)
    local drawn = city_opening.position(facts)
    if drawn then
        out:chart(drawn)
    end
end

return city_opening
