-- What the tables of an audit say, as drawings, for pages that have room for them.

local bars = require "report.chart.bars"
local cities_pair = require "report.cities_pair"
local matrix = require "report.chart.matrix"
local numbers = require "report.numbers"
local ranking = require "report.chart.ranking"
local say = require("report.language").of "report.audit_charts"
local variance_shares = require "report.variance_shares"
local variation_words = require "report.variation_words"
local words = require "report.words"

local audit_charts = {}

local function shown(share)
    return share and numbers.percent_fixed(share) or numbers.NONE
end

-- --- how sure the ranking is ---

-- By city: between what missing figures leave it in the last period; nothing where that is not told.
local function bounds_of(at)
    local list, made = {}, at.take "bounds"
    for _, row in ipairs(made and made:rows() or {}) do
        if row.code == at.root and row.period == at.last then
            list[row.city] = row
        end
    end
    return list
end

-- `ranked`: rows of the table audit, in their order, the first ones of `all` that there are.
function audit_charts.add_ranking(out, ranked, all, at, digits)
    local rows, bounds = {}, bounds_of(at)
    local has_scales = variation_words.has(at.factors, "scale")    -- whose scores cannot be compared
    for i, row in ipairs(ranked) do
        local open = bounds[row.city] or {}
        rows[i] = { name = row.city, score = row.score, shown = numbers.mark(row.score, digits), low = open.low,
            high = open.high, from = not has_scales and row.score_q05 or nil,
            to = not has_scales and row.score_q95 or nil,
            words = row.rank_q05 and variation_words.ranks(row, at.count) or "",
            is_apart = i > 1 and row.tier ~= ranked[i - 1].tier }
    end
    out:illustrate(ranking.draw { title = say("{index} in {period}", { index = at.names[at.root], period = at.last }),
        about = say "The table below has the same figures.", range = at.nodes[1].range, rows = rows,
        heads = { say "score", say "rank in 90 % of variations" },
        keys = { { "mark", say "score" }, { "possible", say "whatever the missing figures are" },
            { "spread", say "in 90 % of variations" }, { "across", say "between tiers" } } },
        #ranked < all and say("The first {n} of {all} cities.", { n = #ranked,
            all = variation_words.count(all) }) or nil)
end

-- --- which choice matters ---

-- `factors`: as of audit_page, those that matter most first; `about`: what they are called.
function audit_charts.add_factors(out, factors, about)
    local rows = {}
    for i, factor in ipairs(factors) do
        local first, total = factor.shift.first, factor.shift.total
        rows[i] = { name = about[factor.name], wide = variance_shares.held(total), narrow = variance_shares.held(first),
            shown = variance_shares.shown(first) .. " / " .. variance_shares.shown(total) }
    end
    out:illustrate(bars.draw { title = say "How much of all changes of ranks is of each choice, in per cent",
        about = say "The table below has the same figures.", rows = rows,
        keys = { { "bar", say "alone" }, { "possible", say "in all" } } })
end

-- --- whether the indicators belong together ---

-- `rows`: of the table influence, of one level.
function audit_charts.add_influence(out, rows, at)
    local list = {}
    for i, row in ipairs(rows) do
        list[i] = { name = at.names[row.code], wide = row.weight, narrow = row.share,
            shown = shown(row.weight) .. " / " .. shown(row.share) }
    end
    out:illustrate(bars.draw { title = say "Weight and influence of each part in its group, in per cent",
        about = say "The table below has the same figures.", rows = list,
        keys = { { "possible", say "weight" }, { "bar", say "influence" } } })
end

-- The units that the table correlations is of: those looked at whose cities may be ranked.
local function units_of(run)
    local units = {}
    for i = 1, run.whole and run.dataset:unit_count() or #run.chosen do
        local unit = run.whole and i or run.chosen[i]
        units[#units + 1] = run.dataset:city(unit).ranked and unit or nil
    end
    return units
end

local function scores_in(units, scores)
    local list = {}
    for i, unit in ipairs(units) do
        list[i] = scores[unit]
    end
    return list
end

-- The smallest r of all pairs, and of which; nil where there is none.
local function least_of(count, r_of)
    local least, pair
    for i = 2, count do
        for j = 1, i - 1 do
            local r = r_of(i, j)
            if r and (not least or r < least) then
                least, pair = r, { i, j }
            end
        end
    end
    return least, pair
end

-- `rows`: of the table influence, of one level: each of these nodes with each other.
function audit_charts.add_correlations(out, rows, at)
    if #rows < 2 then
        return
    end
    local names, codes, lists, units = {}, {}, {}, units_of(at.run)
    for i, row in ipairs(rows) do
        names[i] = words.label(at.by_code[row.code])
        codes[i] = words.is_coded(at.by_code[row.code]) and row.code or at.names[row.code]
        lists[i] = scores_in(units, at.run.scores:column(row.code))
    end
    local function r_of(i, j)
        return (cities_pair.correlation(lists[i], lists[j]))
    end
    local least, pair = least_of(#rows, r_of)
    out:illustrate(matrix.draw { title = say "How scores go together: r of each pair", names = names, codes = codes,
        at = r_of, about = least and say("Least alike are {one} and {other}, with r = {r}.", { one = names[pair[2]],
            other = names[pair[1]], r = numbers.mark(least, 2) }) or say "No two of them can be compared.",
        keys = { { "shade9", say "r near 1: they rise together" }, { "shade0", say "r near 0" },
            { "below4", say "r near −1: one rises as the other falls" } } })
end

return audit_charts
