-- The page of `improve`: what one step of each figure brings, or the plan for a goal.

local hm = require "hundredmark"
local decimals = require "report.decimals"
local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local step_rows = require "report.step_rows"
local variation_words = require "report.variation_words"

local say = language.of("report.improve_page")

local improve_page = {}

local GAINS_SHOWN <const> = 20

local show <const> = numbers.mark

local function least_shown(decimals)
    return show(10 ^ -decimals, decimals)
end

local function cost(number)
    return number and language.number(hm.number(tonumber(("%.4g"):format(number)))) or numbers.NONE
end

local UNIT <const> = 8    -- characters of a unit of measure beside its figures; longer ones stand with their names

local function is_short(unit)
    return utf8.len(unit) <= UNIT
end

local function figure(row, text, inputs)
    local unit, shown = row.unit or "", step_rows.figure(inputs[row.input], text)
    return unit ~= "" and is_short(unit) and shown .. " " .. unit or shown
end

local function label_of(name, inputs)
    local input = inputs[name]
    return input and input.label ~= "" and input.label or name
end

local function named(row, inputs)
    local unit, label = row.unit or "", label_of(row.input, inputs)
    return is_short(unit) and label or language.aside(label, unit)
end

local COLUMNS <const> = { { title = "indicator" }, { title = "figure", least = 16, wrap = true },
    { title = "from", side = "right" }, { title = "to", side = "right" }, { title = "cost", side = "right" },
    { title = "points", side = "right" } }

local function line_of(row, at)
    return { row.code, named(row, at.inputs), figure(row, row.from, at.inputs), figure(row, row.to, at.inputs),
        cost(row.cost), numbers.gain(row.points, at.decimals) }
end

-- Is something said of what figures cost?
local function has_costs(run)
    local is_said = run.given.costs ~= nil
    for _, input in ipairs(run.package:inputs()) do
        is_said = is_said or input.improve and input.improve.cost ~= nil
    end
    return is_said
end

-- Why a figure stays, by what the table decisions says; and why several do, where that is said otherwise.
local REASONS <const> = {
    ["no score of the index rests on it"] = { say.later "no score of the index rests on it",
        say.later "no score of the index rests on them" },
    ["a table of records"] = { say.later "a table of records", say.later "tables of records" },
    ["a choice of several answers"] = { say.later "a choice of several answers",
        say.later "choices of several answers" },
    ["there is no figure"] = { say.later "there is no figure", say.later "there are no figures" },
    ["the package says that it is fixed"] = { say.later "the package says that it is fixed",
        say.later "the package says that they are fixed" },
    ["it is said to be fixed"] = { say.later "it is said to be fixed", say.later "they are said to be fixed" },
    ["it is left out"] = { say.later "it is left out", say.later "they are left out" },
    ["others are parts of it, or divided by it"] = { say.later "others are parts of it, or divided by it",
        say.later "others are parts of them, or divided by them" },
    ["it has nowhere to go"] = { say.later "it has nowhere to go", say.later "they have nowhere to go" },
    ["nothing is said of its cost, as of others"] = { say.later "nothing is said of its cost, as of others",
        say.later "nothing is said of their cost, as of others" },
    ["it has no bound"] = { say.later "it has no bound", say.later "they have no bounds" },
    ["a rule would be broken"] = { say.later "a rule would be broken" },
}

-- What is left out, by the reason.
local function add_fixed(out, at)
    local counts, reasons = {}, {}
    for _, row in ipairs(at.found.decisions:rows()) do
        if not row.changes then
            reasons[#reasons + 1] = not counts[row.why] and row.why or nil
            counts[row.why] = (counts[row.why] or 0) + 1
        end
    end
    local items = {}
    for i, reason in ipairs(reasons) do
        items[i] = say.count(counts[reason], "{n} figure: {reason}", "{n} figures: {reason}",
            { reason = say(counts[reason] > 1 and REASONS[reason][2] or REASONS[reason][1]) })
    end
    if #items > 0 then
        out:paragraph(at.has_tables and say "As they are stay (the table decisions says which):" or say "As they are stay:")
        out:list(items)
    end
end

-- How many steps are not shown, and why.
local function add_rest(out, at, with_less, of_unknown_size)
    if of_unknown_size > 0 then
        out:paragraph(say.count(of_unknown_size,
            "{n} step is left out: nothing says how large a step of a figure of 0 is.",
            "{n} steps are left out: nothing says how large a step of a figure of 0 is."))
    end
    if with_less > 0 then
        out:paragraph(at.has_tables and say.count(with_less, "and {n} other with less (--format csv has all)",
                "and {n} others with less (--format csv has all)")
            or say.count(with_less, "and {n} other with less", "and {n} others with less"))
    end
end

-- What the sign in place of a cost stands for, where some of these rows have it.
local function explain_costs(out, rows, count)
    for i = 1, count do
        if not rows[i].cost then
            return out:paragraph(say("{none} in place of a cost: nothing says what it costs.", { none = numbers.NONE }))
        end
    end
end

-- Whoever names bounds and steps knows them.
local function add_gains(out, at, less_is_better, knows_steps)
    local gains = step_rows.gains(at.found.improve:rows(), { inputs = at.inputs, decimals = at.decimals,
        less_is_better = less_is_better, knows_steps = knows_steps })
    local lines = {}
    for i = 1, math.min(#gains.rows, GAINS_SHOWN) do
        lines[i] = line_of(gains.rows[i], at)
    end
    out:paragraph(less_is_better and say("What one step of each figure would take off the index, of which less is "
        .. "better, everything else as it is. This is arithmetic, not advice.")
        or say("What one step of each figure would add to the index, everything else as it is. This is arithmetic, not "
            .. "advice."))
    if #lines > 0 then
        out:table(COLUMNS, lines)
        explain_costs(out, gains.rows, #lines)
    elseif gains.with_less > 0 then
        local least = { points = least_shown(at.decimals) }
        out:paragraph(less_is_better and say("No step of one figure takes off as much as {points}.", least)
            or say("No step of one figure adds as much as {points}.", least))
    elseif gains.of_unknown_size == 0 then
        out:paragraph(less_is_better and say "No step of one figure takes anything off."
            or say "No step of one figure adds anything.")
    end
    add_rest(out, at, #lines > 0 and #gains.rows - #lines + gains.with_less or 0, gains.of_unknown_size)
end

-- What the plan is for.
local function goal_words(outcome, given, decimals)
    local fields = { other = given.pass, score = show(outcome.wanted, decimals), cost = cost(outcome.wanted),
        before = show(outcome.other_score, decimals), share = given.sure and numbers.percent_fine(given.sure) }
    local moves = outcome.other_score and fields.before ~= fields.score
    if outcome.goal == "budget" then
        return say("With a budget of {cost}", fields)
    elseif given.sure and moves then
        return say("To be ahead of {other}, with its score of {score} (now {before}), in {share} of variations", fields)
    elseif given.sure then
        return say("To be ahead of {other}, with its score of {score}, in {share} of variations", fields)
    elseif outcome.goal == "pass" and moves then
        return say("To be ahead of {other} with its score of {score} (now {before})", fields)
    elseif outcome.goal == "pass" then
        return say("To be ahead of {other} with its score of {score}", fields)
    end
    return say("To reach {score}", fields)
end

-- How sure it is that there is nothing better.
local function proof_words(outcome)
    if outcome.proof == "proved best" then
        return outcome.goal == "budget" and say "No plan within the budget leads further: proved best."
            or say "No plan costs less: proved best."
    elseif not outcome.gap then
        return say "Found: nobody has shown that there is nothing better."
    end
    local gap = outcome.gap < 0.0001 and say("less than {number}", { number = language.number("0.0001") })
        or language.number(hm.number(tonumber(("%.2g"):format(outcome.gap))))
    return outcome.goal == "budget" and say("Found: at most {gap} points from the best there is.", { gap = gap })
        or say("Found: at most a cost of {gap} from the best there is.", { gap = gap })
end

local function not_reached(fields, is_proved, count)
    if is_proved and count > 0 then
        return say("{goal}: not to be reached. With all that can change at its best the score would be {highest}, at "
            .. "these figures:", fields)
    elseif is_proved then
        return say("{goal}: not to be reached. With all that can change at its best the score would be {highest}.", fields)
    elseif count > 0 then
        return say("{goal}: no plan was found that does, and nobody has shown that there is none. The best that was found "
            .. "leads to {highest}, at these figures:", fields)
    end
    return say("{goal}: no plan was found that does, and nobody has shown that there is none. The best that was found "
        .. "leads to {highest}.", fields)
end

-- Decimals of a plan's scores: as many as tell apart what is not to be reached, or to be passed, and what the plan leads
-- to.
local function decimals_of(outcome, least)
    if outcome.goal == "budget" or outcome.goal == "target" and outcome.reached then
        return least
    end
    return numbers.apart(outcome.reached and outcome.planned or outcome.highest, outcome.wanted, least)
end

-- May any figure change, within the budget?
local function can_change(outcome, decisions)
    for _, row in ipairs(decisions) do
        if row.changes and not (outcome.goal == "budget" and outcome.wanted == 0 and row.cost > 0) then
            return true
        end
    end
    return false
end

local function add_answer(out, at, outcome, count)
    local decimals, able = at.plan_decimals, can_change(outcome, at.found.decisions:rows())
    local fields = { goal = goal_words(outcome, at.run.given, decimals), score = show(outcome.score, decimals),
        planned = show(outcome.planned, decimals), highest = show(outcome.highest, decimals),
        cost = cost(outcome.cost), proof = proof_words(outcome) }
    if count == 0 and outcome.goal == "budget" then
        out:paragraph(able and say("{goal} nothing changes: the score stays {score}. {proof}", fields)
            or say("{goal} nothing can change: the score stays {score}.", fields))
    elseif count == 0 and outcome.reached then
        out:paragraph(say("{goal} nothing has to change: the score is {score}.", fields))
    elseif not outcome.reached then
        out:paragraph(not_reached(fields, outcome.proof == "proved best" or not able, count))
    else
        out:paragraph(say.count(count, "{goal}: {n} figure changes, at a cost of {cost}, from {score} to {planned}. {proof} "
            .. "This is arithmetic, not advice.", "{goal}: {n} figures change, at a cost of {cost}, from {score} to "
            .. "{planned}. {proof} This is arithmetic, not advice.", fields))
    end
end

-- How sure it is that the city is ahead, and what being less sure would cost.
local function add_sureness(out, found, other, count)
    local best, least = found.best, found.least
    local replicates = found.study:replicates()
    local fields = { n = variation_words.count(replicates), other = other, cost = cost(least.cost),
        factors = variation_words.factors(found.study:factors()) }
    if not best.share then
        out:paragraph(say.count(replicates,
            "How sure that is cannot be told: in the only variation of {factors} they are not both ranked.",
            "How sure that is cannot be told: in none of {n} variations of {factors} are both ranked.", fields))
        return
    end
    fields.share, fields.least = numbers.percent_fine(best.share), least.share and numbers.percent_fine(least.share)
    out:paragraph(count == 0 and say.count(replicates,
            "It is ahead of {other} in {share} of {n} variation of {factors}.",
            "It is ahead of {other} in {share} of {n} variations of {factors}.", fields)
        or count == 1 and say.count(replicates,
            "With this change it is ahead of {other} in {share} of {n} variation of {factors}.",
            "With this change it is ahead of {other} in {share} of {n} variations of {factors}.", fields)
        or say.count(replicates, "With them it is ahead of {other} in {share} of {n} variation of {factors}.",
            "With them it is ahead of {other} in {share} of {n} variations of {factors}.", fields))
    if best ~= least and least.share then
        out:paragraph(say("To be ahead by the package's own weights and methods alone costs {cost}: that is ahead in {least} "
            .. "of them.", fields))
    end
end

local function add_plan(out, at)
    local found, run = at.found, at.run
    local outcome, rows, lines = found.outcome:rows()[1], found.improve:rows(), {}
    at.plan_decimals = decimals_of(outcome, at.decimals)
    add_answer(out, at, outcome, #rows)
    local heads = table.move(COLUMNS, 1, #COLUMNS, 1, {})
    heads[#heads + 1] = { title = "score", side = "right" }
    for i, row in ipairs(rows) do
        lines[i] = line_of(row, at)
        table.insert(lines[i], show(outcome.score + row.cumulated, at.plan_decimals))
    end
    if #lines > 0 then
        out:table(heads, lines)
        explain_costs(out, rows, #rows)
    end
    if found.ahead then
        add_sureness(out, found, run.given.pass, #rows)
    end
    if not has_costs(run) and #lines > 0 then
        out:paragraph(say "Cost: nothing is said of costs, so that all the way from a figure to its bound counts as 1.")
    end
end

local LABEL <const> = 40    -- characters of a label, which the table above has whole

-- Cut behind a word.
local function short(label)
    if utf8.len(label) <= LABEL then
        return label
    end
    local cut = label:sub(1, utf8.offset(label, LABEL + 1) - 1)
    return (cut:match("^(.+)%s") or cut) .. " ..."
end

local function alternative_words(row, inputs)
    return row.alternative == "fewest" and say "with the fewest indicators"
        or say("without a change of: {figure}", { figure = short(label_of(row.without, inputs)) })
end

local function add_alternatives(out, at)
    local lines, rows, unproved = {}, at.found.alternatives:rows(), 0
    local goal = at.found.outcome:rows()[1].goal
    for i, row in ipairs(rows) do
        local is_there = row.reached and row.proof ~= "none"
        unproved = unproved + (row.proof ~= "proved best" and 1 or 0)
        lines[i] = { alternative_words(row, at.inputs), is_there and tostring(row.indicators) or numbers.NONE,
            is_there and tostring(row.inputs) or numbers.NONE, is_there and cost(row.cost) or numbers.NONE,
            (is_there or goal == "budget") and show(row.score, at.decimals) or say "not reached" }
    end
    if #lines > 0 then
        out:heading(2, say "Other plans")
        out:table({ { title = "plan", least = 20, wrap = true }, { title = "indicators", side = "right" },
            { title = "figures", side = "right" }, { title = "cost", side = "right" },
            { title = "score", side = "right" } }, lines)
    end
    if unproved > 0 then
        out:paragraph(say.count(unproved, "{n} of {of} was found, not proved: there may be a better one.",
            "{n} of {of} were found, not proved: there may be better ones.", { of = #rows }))
    end
end

-- `found` is of hm.improve, `run` of cli.data. `has_tables`: whoever reads it can have the tables, too.
function improve_page.page(found, run, has_tables)
    local out, outcome = page.new(), found.outcome:rows()[1]
    local nodes = run.package:nodes(outcome.period)
    local at = { found = found, run = run, has_tables = has_tables, inputs = step_rows.inputs(run.package),
        decimals = step_rows.decimals(decimals.of(nodes)[nodes[1].code]) }
    out:heading(1, say("What it would take: {city}, {period}", { city = outcome.city, period = outcome.period }))
    if outcome.goal == "gains" then
        add_gains(out, at, nodes[1].less_is_better, run.given.costs ~= nil)
    else
        add_plan(out, at)
        add_alternatives(out, at)
    end
    add_fixed(out, at)
    return out
end

return improve_page
