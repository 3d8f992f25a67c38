-- Statuses, flags and kinds in words for people.

local hm = require "hundredmark"
local numbers = require "report.numbers"

local words = {}

words.status = {
    scored = "scored", not_reported = "not reported", not_applicable = "not applicable",
    undefined = "undefined", invalid = "rejected", failed = "failed",
    insufficient = "insufficient", observed = "observed",
}

-- What colour a status or a flag is shown in.
words.paint = {
    not_reported = "doubt", undefined = "doubt", insufficient = "doubt", invalid = "bad",
    failed = "bad",
}

local FLAGS <const> = {
    capped = "capped", floored = "floored", imputed = "imputed",
    older_period = "older period", part_exceeds_whole = "part above whole",
    rests_on_rejected = "rests on rejected", treated = "treated", unverified = "unverified",
}

local FLAG_MEANINGS <const> = {
    capped = "capped: the value is above the range, the score is held at its upper end",
    floored = "floored: the value is below the range, the score is held at its lower end",
    imputed = "imputed: it rests on a figure that was estimated in place of one missing",
    older_period = "older period: it rests on a figure of an older period than is meant",
    part_exceeds_whole = "part above whole: a figure is greater than the whole it is a part of",
    rests_on_rejected = "rests on rejected: a figure that it needs was rejected, or a measure failed",
    treated = "treated: an outlier among the values was pulled in",
    unverified = "unverified: it rests on a figure that is said not to be verified",
}

function words.flag_list(flags)
    local list = {}
    for flag in (flags or ""):gmatch("[^;]+") do
        list[#list + 1] = flag
    end
    return list
end

-- "capped, part above whole"; "" for none.
function words.flags(flags)
    local list = words.flag_list(flags)
    for i, flag in ipairs(list) do
        list[i] = FLAGS[flag] or flag
    end
    return table.concat(list, ", ")
end

-- A sentence for each flag.
function words.flag_meanings(flags)
    local list = words.flag_list(flags)
    for i, flag in ipairs(list) do
        list[i] = FLAG_MEANINGS[flag] or flag
    end
    return list
end

-- "median (weighted median)": a method of `list`, as the engine's lists of them say what each is;
-- behind the name may stand what is said of its parameters, "power, p = 0.5".
local function with_about(list, name)
    for _, method in ipairs(list) do
        if method.name == name:match "^[^,]*" then
            return ("%s (%s)"):format(name, method.about)
        end
    end
    return name
end

-- A method of aggregation by its name and what it is.
function words.method(name)
    return with_about(hm.methods(), name)
end

-- A node's share among its siblings; "by pca" where it follows from the data; "× 2" of one that a sum takes times 2.
function words.share(node)
    return node.weighed_by and "by " .. node.weighed_by or node.summed and "× " .. numbers.plain(node.weight)
        or numbers.percent_fixed(node.share)
end

-- "25.0 % of its siblings"
function words.weight(node)
    return node.weighed_by and ("from the data, by %s"):format(node.weighed_by)
        or node.summed and ("%s in the sum of %s"):format(words.share(node), node.parent)
        or words.share(node) .. " of its siblings"
end

-- How a group comes to its value.
function words.aggregation(node)
    return node.measure and "a measure of its own" or words.method(node.aggregate_said)
end

-- A scale over cities, likewise.
function words.scale(name)
    return with_about(hm.scales(), name)
end

-- Of a row of scores: its status if it has no score, and its flags.
function words.remarks(row)
    local parts = {}
    if row.status ~= "scored" then
        parts[1] = words.status[row.status] or row.status
    end
    local flags = words.flags(row.flags)
    parts[#parts + 1] = flags ~= "" and flags or nil
    return table.concat(parts, ", ")
end

-- What of a node has to rest on data and to apply for it to be ranked.
function words.rank_if(least)
    return ("where %s by weight rests on data and %s applies"):format(
        numbers.percent_fine(least.coverage), numbers.percent_fine(least.applicable))
end

-- Under a table: what the brackets mean, where some of these rows have them.
function words.brackets(rows, policy)
    local unranked = false
    for _, row in ipairs(rows) do
        if row.score and not row.unranked and not numbers.is_ranked(row, policy) then
            return ("In brackets: not ranked, which needs that %s by weight rests on reported data and "
                .. "%s applies."):format(numbers.percent_fine(policy.rank_if.coverage),
                numbers.percent_fine(policy.rank_if.applicable))
        end
        unranked = unranked or row.score and row.unranked
    end
    return unranked and "In brackets: not ranked, as the file of cities says." or nil
end

-- "2 of 7 in 2025"; nil where there is nobody to be compared with.
function words.rank(facts)
    if facts.row.unranked then
        return "none: the file of cities keeps this one out of ranks"
    end
    if facts.row.score and not numbers.is_ranked(facts.row, facts.info.policy) then
        return "none: it is given " .. words.rank_if(facts.info.policy.rank_if)
    end
    if not facts.row.rank or facts.ranked < 2 then
        return nil
    end
    local is_least_first = facts.node.deducts or facts.node.direction == "lower" and not facts.node.scale
    return ("%d of %d in %s%s"):format(facts.row.rank, facts.ranked, facts.period,
        is_least_first and ", the least first" or "")
end

-- An input's kind as people are asked for it: "whole number 0 to 3", "yes/no".
local KINDS <const> = {
    count = "whole number", amount = "number", number = "number", flag = "yes/no",
    grade = "grade from 0 to 1", records = "records", text = "text", datetime = "date or date-time",
    duration = "duration, such as P30D or PT4H",
}

local HAS_BOUNDS <const> = { count = true, amount = true, number = true }

local function bounds(input)
    local low = input.min or (input.kind ~= "number" and 0 or nil)
    if not HAS_BOUNDS[input.kind] then
        return ""
    elseif low and input.max then
        return (" %s to %s"):format(numbers.plain(low), numbers.plain(input.max))
    elseif input.max then
        return " at most " .. numbers.plain(input.max)
    end
    return low and " from " .. numbers.plain(low) or ""
end

local function kind_alone(input)
    if input.many then
        return ("one or more of: %s, with | between them; or none"):format(table.concat(input.options, ", "))
    elseif input.kind == "choice" then
        return "one of: " .. table.concat(input.options or {}, ", ")
    end
    return (KINDS[input.kind] or input.kind) .. bounds(input)
end

function words.kind(input)
    return kind_alone(input) .. (input.may_be_na and ", or NA" or "")
end

-- What it takes to change a figure; nil where the package says nothing.
function words.improve(input)
    local improve = input.improve
    if not improve then
        return nil
    elseif improve.fixed then
        return "fixed: nobody can change it"
    end
    local step = improve.step and ("changes in steps of %s"):format(hm.number(improve.step)) or "changes"
    return improve.cost and ("%s, each at a cost of %s"):format(step, hm.number(improve.cost)) or step
end

-- A node by code and name.
function words.node(node)
    return node.code .. " " .. node.name
end

-- "12 cities of 2025", "38 cities and periods (all periods)": how many were learnt from; `over`: the periods, where
-- these are not the unit's own.
function words.learnt_from(count, over, period)
    if over == "all" or over and over:find(";", 1, true) then
        return ("%s (%s)"):format(numbers.of(count, "city and period", "cities and periods"),
            over == "all" and "all periods" or (over:gsub(";", ", ")))
    end
    return ("%s of %s"):format(numbers.of(count, "city", "cities"), over or period)
end

-- Where the function stands that is the measure of an indicator, or one of its `measures`.
function words.function_at(indicator, measure)
    local line = measure.measure_line
    return ("A function: see %s, line %d."):format(indicator.file, line and line > 0 and line or indicator.line)
end

return words
