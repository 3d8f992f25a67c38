-- What variations say, in words: shares of variations, and never of chance.

local numbers = require "report.numbers"

local variation_words = {}

local ENDINGS <const> = { "st", "nd", "rd" }

-- "1st", "12th".
function variation_words.ordinal(rank)
    local teen = rank % 100 >= 11 and rank % 100 <= 13
    return ("%d%s"):format(rank, not teen and ENDINGS[rank % 10] or "th")
end

-- 1,024: with commas between thousands.
function variation_words.count(number)
    local text = tostring(number)
    while true do
        local changed, times = text:gsub("^(%d+)(%d%d%d)", "%1,%2")
        text = changed
        if times == 0 then
            return text
        end
    end
end

local NAMES <const> = { impute = "imputation", treat = "treatment of outliers", scale = "scale",
    aggregate = "method of aggregation", weights = "weights", figures = "errors of figures",
    gaps = "what stands in gaps", drop = "one node left out" }

local LISTED <const> = 5    -- nodes by their codes

-- "none at A, B, C, D, E, F" -> "none at 6 nodes": long lists are counted.
local function shortened(about)
    local before, list = about:match("^(.* at )([^ ]+,.*)$")
    local _, commas = (list or ""):gsub(", ", "")
    return commas >= LISTED and ("%s%d nodes"):format(before, commas + 1) or about
end

-- "weights (±25 % at level 1)".
function variation_words.factor(factor)
    local parameter = factor.name:match("^param%.(.+)$")
    local name = parameter and ("the parameter %s"):format(parameter) or NAMES[factor.name]
    return factor.about ~= "" and ("%s (%s)"):format(name, shortened(factor.about)) or name
end

local function join(list)
    return #list < 2 and list[1] or table.concat(list, ", ", 1, #list - 1) .. " and " .. list[#list]
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
        or ("%s to %s"):format(variation_words.ordinal(from), variation_words.ordinal(to))
end

-- "4th; in 90 % of 4,096 variations 3rd to 6th".
function variation_words.rank(row, count)
    if not row.rank_q05 then
        return row.rank and variation_words.ordinal(row.rank) or "no rank"
    end
    local nominal = row.rank and variation_words.ordinal(row.rank) or "no rank"
    return ("%s; in 90 %% of %s variations %s"):format(nominal, variation_words.count(count),
        variation_words.range(row.rank_q05, row.rank_q95))
end

-- "ahead of X in 97 % of variations".
function variation_words.pair(row)
    return ("ahead of %s in %s of variations"):format(row.other, numbers.percent(row.share))
end

return variation_words
