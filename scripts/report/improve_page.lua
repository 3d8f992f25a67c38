-- The page of `improve`: what one step of each figure brings, or the plan for a goal.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local improve_page = {}

local GAINS_SHOWN <const> = 20

local function show(number, decimals)
    return number and hm.fixed(number, decimals or 2) or numbers.NONE
end

-- With its sign, "+1.50"; what is less than that shows as a small number.
local function points(number)
    if number ~= 0 and math.abs(number) < 0.005 then
        return (number > 0 and "+" or "-") .. "<0.01"
    end
    return (number > 0 and "+" or "") .. show(number)
end

local function cost(number)
    return number and hm.number(tonumber(("%.4g"):format(number))) or numbers.NONE
end

local UNIT <const> = 8    -- characters of a unit of measure beside its figures; longer ones stand with their names

local function is_short(unit)
    return utf8.len(unit) <= UNIT
end

local function figure(row, text)
    local unit = row.unit or ""
    return unit ~= "" and is_short(unit) and numbers.figure(text) .. " " .. unit or numbers.figure(text)
end

local function named(row, labels)
    local unit, label = row.unit or "", labels[row.input] or row.input
    return is_short(unit) and label or ("%s (%s)"):format(label, unit)
end

local COLUMNS <const> = { { title = "indicator" }, { title = "figure", least = 16, wrap = true },
    { title = "from", side = "right" }, { title = "to", side = "right" }, { title = "cost", side = "right" },
    { title = "points", side = "right" } }

local function line_of(row, labels)
    return { row.code, named(row, labels), figure(row, row.from), figure(row, row.to), cost(row.cost),
        points(row.points) }
end

-- Is something said of what figures cost?
local function has_costs(run)
    local is_said = run.given.costs ~= nil
    for _, input in ipairs(run.package:inputs()) do
        is_said = is_said or input.improve and input.improve.cost ~= nil
    end
    return is_said
end

-- What is left out, by the reason.
local function add_fixed(out, found)
    local counts, reasons = {}, {}
    for _, row in ipairs(found.decisions:rows()) do
        if not row.changes then
            reasons[#reasons + 1] = not counts[row.why] and row.why or nil
            counts[row.why] = (counts[row.why] or 0) + 1
        end
    end
    local items = {}
    for i, reason in ipairs(reasons) do
        items[i] = ("%s: %s"):format(numbers.of(counts[reason], "figure", "figures"), reason)
    end
    if #items > 0 then
        out:paragraph("As they are stay (the table decisions says which):")
        out:list(items)
    end
end

local function add_gains(out, found, labels, is_least_first)
    local lines, rows, sign = {}, found.improve:rows(), is_least_first and -1 or 1
    for i = 1, math.min(#rows, GAINS_SHOWN) do
        if sign * rows[i].points > 0 then
            lines[#lines + 1] = line_of(rows[i], labels)
        end
    end
    out:paragraph(is_least_first and "What one step of each figure would take off the index, of which less is better, "
        .. "everything else as it is. This is arithmetic, not advice."
        or "What one step of each figure would add to the index, everything else as it is. This is arithmetic, not advice.")
    out:table(COLUMNS, lines)
    local rest = 0
    for i = #lines + 1, #rows do
        rest = rest + (sign * rows[i].points > 0 and 1 or 0)
    end
    if rest > 0 then
        out:paragraph(("and %s with less (--format csv has all)"):format(numbers.of(rest, "other", "others")))
    end
end

local function goal_words(outcome, other)
    if outcome.goal == "budget" then
        return ("With a budget of %s"):format(cost(outcome.wanted))
    elseif outcome.goal == "pass" then
        return ("To be ahead of %s with its score of %s"):format(other, show(outcome.wanted))
    end
    return ("To reach %s"):format(show(outcome.wanted))
end

-- How sure it is that there is nothing better.
local function proof_words(outcome)
    if outcome.proof == "proved best" then
        return outcome.goal == "budget" and "No plan within the budget leads further: proved best."
            or "No plan costs less: proved best."
    elseif outcome.gap then
        local gap = outcome.gap < 0.0001 and "less than 0.0001" or hm.number(tonumber(("%.2g"):format(outcome.gap)))
        return ("Found: %s from the best there is."):format(outcome.goal == "budget"
            and ("at most %s points"):format(gap) or ("at most a cost of %s"):format(gap))
    end
    return "Found: nobody has shown that there is nothing better."
end

local function add_answer(out, outcome, count, other)
    local goal = goal_words(outcome, other)
    if count == 0 and outcome.reached and outcome.goal ~= "budget" then
        out:paragraph(("%s nothing has to change: the score is %s."):format(goal, show(outcome.score)))
    elseif not outcome.reached and outcome.proof ~= "proved best" then
        out:paragraph(("%s: no plan was found that does, and nobody has shown that there is none. The best that was "
            .. "found leads to %s%s"):format(goal, show(outcome.highest),
            count > 0 and ", at these figures:" or "."))
    elseif not outcome.reached then
        out:paragraph(("%s: not to be reached. With all that can change at its best the score would be %s%s")
            :format(goal, show(outcome.highest), count > 0 and ", at these figures:" or "."))
    else
        out:paragraph(("%s: %s, at a cost of %s, from %s to %s. %s This is arithmetic, not advice."):format(
            goal, numbers.of(count, "figure changes", "figures change"), cost(outcome.cost),
            show(outcome.score), show(outcome.planned), proof_words(outcome)))
    end
end

local function add_plan(out, found, labels, run)
    local outcome, rows, lines = found.outcome:rows()[1], found.improve:rows(), {}
    add_answer(out, outcome, #rows, run.given.pass)
    local columns = table.move(COLUMNS, 1, #COLUMNS, 1, {})
    columns[#columns + 1] = { title = "score", side = "right" }
    for i, row in ipairs(rows) do
        lines[i] = line_of(row, labels)
        table.insert(lines[i], show(outcome.score + row.cumulated))
    end
    if #lines > 0 then
        out:table(columns, lines)
    end
    if not has_costs(run) and #lines > 0 then
        out:paragraph("Cost: nothing is said of costs, so that all the way from a figure to its bound counts as 1.")
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

local function alternative_words(row, labels)
    return row.alternative == "fewest" and "with the fewest indicators"
        or "without a change of: " .. short(labels[row.without] or row.without)
end

local function add_alternatives(out, found, labels)
    local lines, rows = {}, found.alternatives:rows()
    local goal = found.outcome:rows()[1].goal
    for i, row in ipairs(rows) do
        local is_there = row.reached and row.proof ~= "none"
        lines[i] = { alternative_words(row, labels), is_there and tostring(row.indicators) or numbers.NONE,
            is_there and tostring(row.inputs) or numbers.NONE, is_there and cost(row.cost) or numbers.NONE,
            is_there and show(row.score) or (goal == "budget" and show(row.score) or "not reached") }
    end
    if #lines > 0 then
        out:heading(2, "Other plans")
        out:table({ { title = "plan", least = 20, wrap = true }, { title = "indicators", side = "right" },
            { title = "figures", side = "right" }, { title = "cost", side = "right" },
            { title = "score", side = "right" } }, lines)
    end
end

-- `found` is of hm.improve, `run` of cli.data.
function improve_page.page(found, run)
    local out, labels = page.new(), {}
    local outcome = found.outcome:rows()[1]
    for _, input in ipairs(run.package:inputs()) do
        labels[input.name] = input.label ~= "" and input.label or input.name
    end
    out:heading(1, ("What it would take: %s, %s"):format(outcome.city, outcome.period))
    if outcome.goal == "gains" then
        add_gains(out, found, labels, words.is_least_first(run.package:nodes(outcome.period)[1]))
    else
        add_plan(out, found, labels, run)
        add_alternatives(out, found, labels)
    end
    add_fixed(out, found)
    return out
end

return improve_page
