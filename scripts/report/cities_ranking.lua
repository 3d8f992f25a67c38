-- The part of the report of many cities that says who is where, and how sure that is.

local cities_facts = require "report.cities_facts"
local city_names = require "report.city_names"
local curve = require "report.chart.curve"
local language = require "report.language"
local open_words = require "report.open_words"
local ranking = require "report.chart.ranking"
local refusal_words = require "report.refusal_words"
local variation_words = require "report.variation_words"

local say = language.of "report.cities_ranking"

local cities_ranking = {}

local FIRST <const> = 30     -- of many cities, that are shown one by one
local NAMED <const> = 12     -- cities of a tier by their names

-- "4th to 6th" in variations; where there are none, whatever the missing figures are.
local function rank_words(facts, city)
    if not city.score then
        return say "no score"
    elseif not city.rank then
        return say "not ranked"
    elseif city.rank_q05 then
        return variation_words.ranks(city, facts.variations.count)
    elseif city.rank_best then
        return variation_words.range(city.rank_best, city.rank_worst)
    end
    return variation_words.ordinal(city.rank)
end

local function rows_of(facts, most)
    local rows, tier = {}, nil
    for i = 1, math.min(most, #facts.cities) do
        local city = facts.cities[i]
        rows[i] = { name = city.name, score = city.score, words = rank_words(facts, city),
            low = city.low, high = city.high,
            shown = cities_facts.mark(facts, facts.root.code, city.score), from = city.q05, to = city.q95,
            is_apart = i > 1 and city.tier ~= tier }
        tier = city.tier
    end
    return rows
end

-- The sentence on those of `shown` who have this rank: the first, or the last.
local function on_rank(facts, shown, rank, one, several)
    local cities = city_names.of_rank(shown, rank)
    return say.count(#cities, one, several, { names = cities_facts.names(cities),
        score = cities_facts.mark(facts, facts.root.code, cities[1].score) })
end

-- What the ranking shows, in a sentence or two: it is what stands in its place where pictures are not seen.
local function about(facts, most)
    local shown = table.move(facts.cities, 1, most, 1, {})
    local first, last, ranked = shown[1].rank, nil, 0
    for _, city in ipairs(shown) do
        last = city.rank or last
        ranked = ranked + (city.rank and 1 or 0)
    end
    local sentences = {}
    if not first then
        sentences[1] = say "No city is ranked."
    else
        sentences[1] = on_rank(facts, shown, first, say.later "{names} is first with {score}.",
            say.later "{names} are first with {score} each.")
        sentences[2] = last ~= first and on_rank(facts, shown, last,
            say.later "Last of those shown is {names} with {score}.",
            say.later "Last of those shown are {names} with {score} each.") or nil
    end
    if first and ranked < #shown then
        sentences[#sentences + 1] = say.count(#shown - ranked, "{n} city has no rank.", "{n} cities have no rank.")
    end
    sentences[#sentences + 1] = facts.root.less_is_better and say "Less is better." or nil
    sentences[#sentences + 1] = say "All figures are in the table."
    return language.sentences(sentences)
end

local function score_words(facts)
    return facts.root.less_is_better and say "score: less is better" or say "score"
end

local function keys_of(facts)
    local count = facts.variations and facts.variations.count or 0
    return { { "mark", score_words(facts) }, { "possible", say "whatever the missing figures are" },
        { "spread", say.count(count, "90 % of {n} variation", "90 % of {n} variations", { n = variation_words.count(count) }) },
        { "across", say "between tiers" } }
end

-- A drawing, or nil and why there is none.
function cities_ranking.draw(facts)
    if not facts.cities[1] or not facts.cities[1].score then
        return nil, say "no city has a score"
    end
    local shown = #facts.cities > cities_facts.MANY and FIRST or #facts.cities
    local notes = { #facts.cities > cities_facts.MANY and say("The first {n} of {all} cities.", { n = FIRST,
        all = variation_words.count(#facts.cities) }) or nil }
    return ranking.draw { title = say("{index} in {period}", { index = facts.root.name, period = facts.period }),
        about = about(facts, shown), range = facts.root.range,
        heads = { say "score", facts.variations and say "rank in 90 % of variations"
            or facts.has_bounds and say "rank, whatever is missing" or say "rank" },
        rows = rows_of(facts, shown), keys = keys_of(facts) }:tell(notes)
end

-- All cities in one line, of which those with a rank; or nil and why there is none.
function cities_ranking.draw_curve(facts)
    local rows = {}
    for _, city in ipairs(facts.cities) do
        rows[#rows + 1] = city.rank and { score = city.score, low = city.low, high = city.high } or nil
    end
    if #rows < 2 then
        return nil, say "fewer than two cities are ranked"
    end
    return curve.draw { title = say("{index} from the first to the last", { index = facts.root.name }),
        about = say("From {high} for the first to {low} for the last of {n} ranked cities.", { n = variation_words.count(#rows),
            high = cities_facts.mark(facts, facts.root.code, rows[1].score),
            low = cities_facts.mark(facts, facts.root.code, rows[#rows].score) }),
        range = facts.root.range, axis = say "rank", rows = rows,
        keys = { { "chosen", score_words(facts) }, { "inner", say "whatever the missing figures are" } } }
end

local function add_reasons(out, facts)
    if facts.variations then
        if not facts.variations.has_scores then
            out:note(say "Scores by different scales cannot be compared, but ranks can.")
        end
        out:note(say("What varies: {factors}. Shares count variations; they do not say how likely a result is.",
            { factors = variation_words.factors(facts.variations.factors) }))
        local some = variation_words.not_always_ranked(facts.cities, facts.variations.count,
            function(city) return city.name end)
        if some then
            out:note(some)
        end
        local ranked = cities_facts.ranked(facts)
        if ranked == 1 then
            out:note(say "One city alone is ranked, so there is no order to be sure of.")
        elseif variation_words.are_few(ranked) then
            out:note(say("With fewer than ten cities only changes in their order say something."))
        end
    elseif facts.no_variations == "many" then
        out:note(say("With more than a thousand cities weights and methods are varied only where a study says how; the "
            .. "package has none."))
    else
        out:note(say("Weights and methods were not varied: {reason}.", { reason = refusal_words.say(facts.no_variations) }))
    end
    local more = facts.has_bounds and not facts.variations and open_words.more_than_ranked(facts.cities)
    if more then
        out:note(more)
    end
    local learnt = facts.has_bounds and open_words.as_learnt(facts.nodes)
    if learnt then
        out:note(learnt)
    end
    if not facts.has_bounds then
        out:note(say("What missing figures leave open is not told: {reason}.", { reason = refusal_words.say(facts.no_bounds) }))
    end
end

-- Tiers from the first to the last, each a list of cities.
local function tiers_of(facts)
    local tiers = {}
    for _, city in ipairs(facts.cities) do
        if city.tier then
            tiers[city.tier] = tiers[city.tier] or {}
            table.insert(tiers[city.tier], city)
        end
    end
    return tiers
end

local function add_tiers(out, facts)
    local tiers = facts.variations and tiers_of(facts) or {}
    if #tiers == 0 then
        return
    end
    out:heading(3, say "Tiers")
    if #tiers == 1 then
        return out:paragraph(say "No line can be drawn between cities: all are in one tier.")
    end
    out:paragraph(say("A city is ahead of each one in the tiers below its own in at least 95 % of variations; the "
        .. "order within a tier hangs on choices."))
    if #tiers == cities_facts.ranked(facts) then
        return out:paragraph(say "Each ranked city is a tier of its own.")
    end
    local items = {}
    for i, tier in ipairs(tiers) do
        items[i] = say("Tier {tier}: {names}", { tier = i, names = cities_facts.names(tier, NAMED) })
    end
    out:list(items)
end

function cities_ranking.add(out, facts)
    out:heading(2, say "Ranking, and how sure it is", "ranking")
    local drawn, reason = cities_ranking.draw(facts)
    if not drawn then
        return out:paragraph(say("There is no ranking: {reason}.", { reason = reason }))
    end
    local is_part = #facts.cities > cities_facts.MANY
    out:chart(drawn, is_part and say("The first {n} of {all} cities; all are in the table below.",
        { n = FIRST, all = variation_words.count(#facts.cities) }) or nil)
    add_reasons(out, facts)
    local whole = is_part and cities_ranking.draw_curve(facts)
    if whole then
        out:chart(whole)
    end
    add_tiers(out, facts)
end

return cities_ranking
