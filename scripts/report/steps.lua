-- The steps of a node but for its scale, in words: what was put in place of a value that is missing, what
-- was pulled in, and what a group's children are weighed by.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"
local words = require "report.words"

local steps = {}

local plain <const> = numbers.plain

local LISTS <const> = { impute = hm.imputers, treat = hm.treatments, weigh = hm.weightings }

local function about(step)
    for _, method in ipairs(LISTS[step.step]()) do
        if method.name == step.method then
            return method.about
        end
    end
end

-- " (low 5, high 95)", as the package gives them.
local function parameters(step)
    local list = {}
    for name, value in pairs(step.parameters) do
        list[#list + 1] = ("%s %s"):format(name, parameter_words.number(
            type(value) == "number" and plain(value) or value, step.sources and step.sources[name]))
    end
    table.sort(list)
    return #list > 0 and (" (%s)"):format(table.concat(list, ", ")) or ""
end

-- Over which cities and periods a step learns, where that is not all of the unit's own period.
local function among(step)
    return (step.by and (", over the cities that have the same %s"):format(step.by) or "")
        .. (step.over and (", over %s"):format(step.over == "all" and "all periods"
            or (step.over:gsub(";", ", "))) or "")
end

-- A node's step of a kind ("impute", "treat", "scale", "weigh"); nil where it has none.
function steps.of(node, kind)
    if kind == "weigh" then
        return node.weigh
    end
    for _, step in ipairs(node.steps or {}) do
        if step.step == kind then
            return step
        end
    end
    return nil
end

-- What it does, for the facts of a node; nil where it has none.
function steps.words(node, kind)
    local step = steps.of(node, kind)
    return step and ("%s%s: %s%s"):format(step.method, parameters(step), about(step), among(step))
end

-- "12 cities of 2025 (region North)"
local function cities(account, period)
    return words.learnt_from(account.count, account.over, period)
        .. (account.by and account.group ~= "" and (" (%s %s)"):format(account.by, account.group) or "")
end

-- Why nothing was learnt, with how many there were.
local function obstacle_of(account, period)
    return account.obstacle .. (account.count > 0 and (" (%s)"):format(cities(account, period)) or "")
end

-- A break beyond which nothing is looked for.
local function say_break(account)
    local periods = account.comparable
    if not periods then
        return ""
    elseif periods == 0 then
        return " A break lies between this period and the one before: nothing is taken from there."
    end
    return (" Beyond the %s before lies a break: nothing is taken from there."):format(
        periods == 1 and "period" or ("%d periods"):format(periods))
end

local function say_imputed(account, period)
    if account.older_period then
        return ("Not reported: %s is the value of an earlier period."):format(plain(account.after))
    elseif account.imputed then
        return account.count > 0 and ("Not reported: %s in its place, by %s, learnt from %s."):format(
                plain(account.after), account.method, cities(account, period))
            or ("Not reported: %s in its place, by %s."):format(plain(account.after), account.method)
    elseif not account.before then
        return ("Nothing could be put in its place by %s%s.%s"):format(account.method,
            account.obstacle and ": " .. obstacle_of(account, period) or "", say_break(account))
    end
    return ("Reported: %s stays as it is."):format(plain(account.before))
end

local function say_treated(account, period)
    local bounds = account.low and account.high and (" The bounds are %s and %s, learnt from %s."):format(
        plain(account.low), plain(account.high), cities(account, period)) or ""
    if account.obstacle then
        return ("Not possible by %s: %s."):format(account.method, obstacle_of(account, period))
    elseif not account.before then
        return "No value to be treated."
    elseif account.before == account.after then
        return ("%s stays as it is.%s"):format(plain(account.before), bounds)
    end
    return ("%s becomes %s%s.%s"):format(plain(account.before), plain(account.after),
        account.treated and ", pulled in" or "", bounds)
end

local function say_weighed(account, period)
    if account.obstacle then
        return ("Equal weights, as %s finds none: %s."):format(account.method, obstacle_of(account, period))
    end
    return ("Weights by %s, learnt from %s."):format(account.method, cities(account, period))
end

local function say_transformed(account)
    if not account.before then
        return "No value to be transformed."
    elseif not account.after then
        return ("x is %s, of which it makes no number."):format(plain(account.before))
    end
    return ("x is %s, which becomes %s."):format(plain(account.before), plain(account.after))
end

local SAY <const> = { impute = say_imputed, treat = say_treated, weigh = say_weighed }
local HEADINGS <const> = { impute = "Imputed", treat = "Treated", weigh = "Weighed" }

-- What they did with the value at hand, for a page of explain: those before the scale.
function steps.add(out, facts)
    for _, account in ipairs(facts.steps or {}) do
        if SAY[account.step] then
            out:heading(2, HEADINGS[account.step]):paragraph(SAY[account.step](account, facts.period))
        end
    end
end

-- And what became of the score in the end.
function steps.add_transform(out, facts)
    local account = facts.node.transform and facts.steps[#facts.steps]
    if account then
        out:heading(2, "Transformed"):formula(facts.node.transform):paragraph(say_transformed(account))
    end
end

return steps
