-- The report of `audit`: what was looked at, how sure the ranking is, which choice matters, whether the
-- indicators belong together, what missing figures leave open, and what nobody has looked at.

local audit_charts = require "report.audit_charts"
local audit_coherence = require "report.audit_coherence"
local audit_gaps = require "report.audit_gaps"
local audit_ranking = require "report.audit_ranking"
local city_names = require "report.city_names"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local refusal_words = require "report.refusal_words"
local variation_gaps = require "report.variation_gaps"
local variance_shares = require "report.variance_shares"
local variation_words = require "report.variation_words"
local words = require "report.words"

local say = language.of("report.audit_page")

local audit_page = {}

local function cities_in(rows, period)
    local count = 0
    for _, row in ipairs(rows) do
        count = count + (row.period == period and row.score and 1 or 0)
    end
    return count
end

-- "2024 (12), 2025 (14)": of each period how many cities have a score.
local function periods_in_words(at)
    local told = {}
    for i, period in ipairs(at.periods) do
        local count = cities_in(at.rows, period)
        told[i] = say.count(count, "{period} ({n} city)", "{period} ({n} cities)",
            { period = period, n = variation_words.count(count) })
    end
    return language.list(told)
end

local function add_subject(out, at)
    out:heading(2, say "What was looked at", "subject")
    out:facts { { say "package", ("%s %s"):format(at.run.info.name, at.run.info.version) },
        { say "index", at.names[at.root] }, { say "cities with a score", periods_in_words(at) },
        { say "variations", at.count and variation_words.count(at.count) },
        { say "what varies", at.count and variation_words.factors(at.factors) } }
    if at.unvaried then
        return out:paragraph(say("Weights and methods were not varied: {reason}.",
            { reason = refusal_words.say(at.unvaried) }))
    end
    out:paragraph(say("Each variation scores all cities once more, with choices that could have been made instead. How "
        .. "often something comes out in them tells how much hangs on these choices, not how likely it is."))
end

-- --- which choice matters ---

local share <const> = variance_shares.shown

-- Factors, those that matter most for the ranks first, each with its rows by target.
local function by_factor(rows)
    local factors, targets = {}, {}
    for _, row in ipairs(rows) do
        if not factors[row.factor] then
            factors[row.factor] = { name = row.factor }
            factors[#factors + 1] = factors[row.factor]
        end
        if targets[#targets] ~= row.target then
            targets[#targets + 1] = row.target
        end
        factors[row.factor][row.target] = row
    end
    table.sort(factors, function(a, b)
        local x, y = a.shift.total or 0, b.shift.total or 0
        return x > y or x == y and a.name < b.name
    end)
    return factors, targets
end

local TARGETS <const> = { shift = say.later "ranks: alone", ["top:10"] = say.later "first ten: alone" }

-- Does some target not vary at all?
local function has_none(factors, targets)
    for _, target in ipairs(targets) do
        if not factors[1][target].first then
            return true
        end
    end
    return false
end

local function add_factors(out, factors, targets, about)
    local columns, lines = { { title = "choice", least = 20, wrap = true, is_head = true } }, {}
    for _, target in ipairs(targets) do
        columns[#columns + 1] = { title = TARGETS[target], side = "right" }
        columns[#columns + 1] = { title = "in all", side = "right" }
    end
    for i, factor in ipairs(factors) do
        lines[i] = { about[factor.name] }
        for _, target in ipairs(targets) do
            table.insert(lines[i], share(factor[target].first))
            table.insert(lines[i], share(factor[target].total))
        end
    end
    out:table(columns, lines)
    if has_none(factors, targets) then
        out:paragraph(say("{none}: it is the same in all variations.", { none = numbers.NONE }))
    end
end

local function add_sensitivity(out, at)
    out:heading(2, say "Which choice matters", "choices")
    local made, err = at.take "sensitivity"
    if not made then
        if not at.unvaried then
            at.leave_out(say "Which choice matters", err)
        end
        return out:paragraph(say("This cannot be told of these data: {reason}.", { reason = refusal_words.say(err.message) }))
    end
    local about = {}
    for _, factor in ipairs(at.factors) do
        about[factor.name] = variation_words.factor(factor)
    end
    local factors, targets = by_factor(made:rows())
    local first = factors[1]
    if not first.shift.total then
        return out:paragraph(say "No choice changes any rank.")
    elseif #factors == 1 then
        out:paragraph(say("One choice varies, and all changes of ranks are of it: {choice}.",
            { choice = about[first.name] }))
    else
        out:paragraph(say("Most hangs on {choice}: it makes {alone} of how much ranks vary by itself, {all} together with "
            .. "other choices.", { choice = about[first.name], alone = variance_shares.said(first.shift.first),
            all = variance_shares.said(first.shift.total) }))
    end
    if at.is_part then
        out:paragraph(say "This is of all cities and periods of the data, whichever of them are looked at.")
    elseif #at.periods > 1 then
        out:paragraph(say("This is of all periods together, and not of {period} alone.", { period = at.last }))
    end
    out:paragraph(#targets > 1 and say("Alone: what would go if this choice were settled and no other. In all: what would "
        .. "be left if all others were settled. Ranks stand for how far cities are from theirs on average, the first ten "
        .. "for which cities stay among them.")
        or say("Alone: what would go if this choice were settled and no other. In all: what would be left if all others "
        .. "were settled. Ranks stand for how far cities are from theirs on average."))
    audit_charts.add_factors(out, factors, about)
    add_factors(out, factors, targets, about)
    local remark = variance_shares.remark(made:rows(), { "first", "total" })
    if remark then
        out:note(remark)
    end
end

-- --- what is not included ---

-- Cities and periods with an index by the package that have none in some variations.
local function unscored(at)
    local names = variation_gaps.any(at.take "factors":rows())
        and variation_gaps.unscored(at.take "uncertainty":rows(), at.take "precision":rows(), at.count) or {}
    return #names > 0 and say.count(#names, "Variations without an index: {n} city and period has none in some of them "
        .. "({names}); its rank and score are of the others.", "Variations without an index: {n} cities and periods have "
        .. "none in some of them ({names}); their ranks and scores are of the others.",
        { names = city_names.list(names) }) or nil
end

local function add_limits(out, at)
    out:heading(2, say "What is not included", "limits")
    local items = {}
    if not variation_words.has(at.factors, "figures") then
        items[#items + 1] = say("Errors in figures: nobody has said how far off they may be, so each counts as it was "
            .. "reported.")
    else
        items[#items + 1] = say "Errors of figures of which the study says none: these count as exact."
    end
    if not at.unvaried and not variation_words.has(at.factors, "drop") then
        items[#items + 1] = say "The choice of indicators: all of the package are in every variation."
    end
    items[#items + 1] = not at.unvaried and unscored(at) or nil
    items[#items + 1] = say "Choices that are not named above: they stand as the package has them."
    for _, reason in ipairs(at.missing) do
        items[#items + 1] = reason
    end
    out:list(items)
end

local function distinct_periods(rows)
    local periods, seen = {}, {}
    for _, row in ipairs(rows) do
        if not seen[row.period] then
            seen[row.period] = true
            periods[#periods + 1] = row.period
        end
    end
    table.sort(periods)
    return periods
end

-- City, period, score and rank of those that are looked at, where nothing varies.
local function rows_of(run, root)
    local rows, scores, ranks = {}, run.scores:column(root), run.scores:column(root, "rank")
    for i = 1, run.whole and run.dataset:unit_count() or #run.chosen do
        local unit = run.whole and i or run.chosen[i]
        rows[i] = { city = run.units[unit].city, period = run.units[unit].period, score = scores[unit] or nil,
            rank = ranks[unit] or nil }
    end
    return rows
end

-- The last period with a score; where there is none, the last.
local function last_scored(at)
    for i = #at.periods, 1, -1 do
        if cities_in(at.rows, at.periods[i]) > 0 then
            return at.periods[i]
        end
    end
    return at.periods[#at.periods]
end

-- `of`: what cli.audit.of gives; `run` is of cli.data.
function audit_page.page(of, run)
    local out, nodes = page.new(), run.package:nodes()
    local at = { take = of.take, run = run, count = of.count, factors = of.factors, unvaried = of.unvaried,
        nodes = nodes, root = nodes[1].code, names = {}, by_code = {}, missing = {} }
    at.rows = of.unvaried and rows_of(run, at.root) or of.take "audit":rows()
    at.periods = distinct_periods(at.rows)
    at.last = last_scored(at)
    at.is_part = not run.whole and #run.chosen < run.dataset:unit_count()
    for _, node in ipairs(nodes) do
        at.names[node.code], at.by_code[node.code] = node.name, node
    end
    function at.leave_out(part, err)
        table.insert(at.missing, say("{part}: {reason}.", { part = part, reason = refusal_words.say(err.message) }))
    end
    out:heading(1, say("{index}: how robust is it?", { index = at.names[at.root] }))
    words.add_direction(out, nodes[1])
    add_subject(out, at)
    audit_ranking.add(out, at)
    add_sensitivity(out, at)
    audit_coherence.add(out, at)
    audit_gaps.add(out, at)
    add_limits(out, at)
    return out
end

return audit_page
