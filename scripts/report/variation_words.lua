-- What variations say, in words: shares of variations, and never of chance.

local city_names = require "report.city_names"
local factor_words = require "report.factor_words"
local language = require "report.language"
local numbers = require "report.numbers"

local say = language.of("report.variation_words")

local variation_words = {}

local NAMED <const> = 10     -- cities in a sentence
variation_words.FEW = 10     -- ranked cities: with fewer, their order is all there is to say

-- Are so many ranked cities of a period, whichever of them are looked at, too few for more than their order?
function variation_words.are_few(ranked)
    return ranked < variation_words.FEW
end

local ORDINALS <const> = { say.later "{n}st", say.later "{n}nd", say.later "{n}rd" }

-- "1st", "12th".
function variation_words.ordinal(rank)
    local teen = rank % 100 >= 11 and rank % 100 <= 13
    if rank == 1 then
        return say "1st"
    end
    return say(not teen and ORDINALS[rank % 10] or say.later "{n}th", { n = rank })
end

-- 1,024: with commas between thousands, or what the language has there.
function variation_words.count(number)
    return numbers.grouped(tostring(number))
end

local NAMES <const> = { impute = say.later "imputation", treat = say.later "treatment of outliers",
    scale = say.later "scale", aggregate = say.later "method of aggregation", weights = say.later "weights",
    figures = say.later "errors of figures", gaps = say.later "what stands in gaps",
    drop = say.later "one node left out" }

-- "weights", by the name that the engine has for it.
function variation_words.name(factor)
    local parameter = factor:match("^param%.(.+)$")
    return parameter and say("the parameter {name}", { name = parameter }) or say(NAMES[factor])
end

-- "method of aggregation: geometric, floor 1", of one alternative.
function variation_words.alternative(row)
    return say("{name}: {text}", { name = variation_words.name(row.factor), text = factor_words.about(row.text) })
end

-- "weights (±25 % at level 1)"; "weights (as in replicates.csv)" where a file says what they are.
function variation_words.factor(factor)
    local name = variation_words.name(factor.name)
    if factor.from then
        return say("{name} (as in {file})", { name = name, file = factor.from })
    end
    return factor.about ~= "" and say("{name} ({about})", { name = name, about = factor_words.about(factor.about) }) or name
end

local function join(list)
    return #list < 2 and list[1] or say("{list} and {last}", { last = list[#list],
        list = language.list(table.move(list, 1, #list - 1, 1, {})) })
end

-- "weights (±25 % at level 1) and method of aggregation (arithmetic or geometric, floor 1)".
function variation_words.factors(factors)
    local list = {}
    for i, factor in ipairs(factors) do
        list[i] = variation_words.factor(factor)
    end
    return join(list)
end

-- Does a study vary this?
function variation_words.has(factors, name)
    for _, factor in ipairs(factors) do
        if factor.name == name then
            return true
        end
    end
    return false
end

-- "3rd to 6th", "4th".
function variation_words.range(low, high)
    local from, to = math.floor(low + 0.5), math.floor(high + 0.5)
    return from == to and variation_words.ordinal(from)
        or say("{from} to {to}", { from = variation_words.ordinal(from), to = variation_words.ordinal(to) })
end

-- "50 %": in which share of `count` variations a row is ranked, which what is told of its ranks is of; nil where in all.
function variation_words.ranked_in(row, count)
    return row.ranked and row.ranked < count and numbers.percent(row.ranked / count) or nil
end

-- Is one of these rows ranked in some variations and not in others?
function variation_words.has_some(rows, count)
    for _, row in ipairs(rows) do
        if row.rank_q05 and variation_words.ranked_in(row, count) then
            return true
        end
    end
    return false
end

-- "3rd to 6th": between what the rank of a row lies; "3rd to 6th, ranked in 50 %" where that is not of all variations.
function variation_words.ranks(row, count)
    local range, share = variation_words.range(row.rank_q05, row.rank_q95), variation_words.ranked_in(row, count)
    return share and say("{range}, ranked in {share}", { range = range, share = share }) or range
end

-- "1st", "1st together with B": a row's rank, and which of `rows` share it.
local function rank_among(row, rows)
    if not row.rank then
        return say "no rank"
    end
    local names, rank = {}, variation_words.ordinal(row.rank)
    for _, other in ipairs(city_names.of_rank(rows, row.rank)) do
        names[#names + 1] = other ~= row and other.city or nil
    end
    return #names > 0 and say("{rank} together with {cities}", { rank = rank, cities = city_names.list(names) }) or rank
end

-- "4th; in 90 % of 4,096 variations 3rd to 6th", of a row among those of its period.
function variation_words.rank(row, count, rows)
    local nominal = rank_among(row, rows)
    if not row.rank_q05 then
        return nominal
    elseif variation_words.ranked_in(row, count) then
        return say("{rank}; {range} in 90 % of those {n} of {all} variations in which it is ranked", { rank = nominal,
            n = variation_words.count(row.ranked), all = variation_words.count(count),
            range = variation_words.range(row.rank_q05, row.rank_q95) })
    end
    return say.count(count, "{rank}; in 90 % of {n} variation {range}",
        "{rank}; in 90 % of {n} variations {range}", { rank = nominal, n = variation_words.count(count),
        range = variation_words.range(row.rank_q05, row.rank_q95) })
end

-- "Ranked only in some of the variations: X (in 2,048 of 4,096). ..."; nil where all that have a rank, by the package or in any
-- variation, have one in each. `name`: gives that of a row.
function variation_words.not_always_ranked(rows, count, name)
    local some = {}
    for _, row in ipairs(rows) do
        if (row.rank or (row.ranked or 0) > 0) and row.ranked < count then
            some[#some + 1] = say("{city} (in {some} of {n})", { city = name(row),
                some = variation_words.count(row.ranked), n = variation_words.count(count) })
        end
    end
    if #some > NAMED then
        return say("{n} cities are ranked only in some of the variations, as too little is reported of them by other weights "
            .. "or methods: in how many they are, is told by the column ranked of the table uncertainty. What is said of "
            .. "their ranks is of those in which they have one.", { n = variation_words.count(#some) })
    end
    return #some > 0 and say.count(#some, "Ranked only in some of the variations, as too little is reported of it by other "
        .. "weights or methods: {cities}. What is said of its rank is of those in which it has one.",
        "Ranked only in some of the variations, as too little is reported of them by other weights or methods: {cities}. "
        .. "What is said of their ranks is of those in which they have one.", { cities = language.list(some) }) or nil
end

-- "ahead of X in 97 % of variations".
function variation_words.pair(row)
    return say("ahead of {other} in {share} of variations", { other = row.other, share = numbers.percent(row.share) })
end

return variation_words
