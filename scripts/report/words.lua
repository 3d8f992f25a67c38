-- Statuses, flags and kinds in words for people.

local hm = require "hundredmark"
local city_names = require "report.city_names"
local language = require "report.language"
local method_words = require "report.method_words"
local numbers = require "report.numbers"

local say = language.of("report.words")

local words = {}

local STATUS <const> = {
    scored = say.later "scored", not_reported = say.later "not reported",
    not_applicable = say.later "not applicable", undefined = say.later "undefined",
    invalid = say.later "rejected", failed = say.later "failed", insufficient = say.later "insufficient",
    observed = say.later "observed",
}

words.status = setmetatable({}, { __index = function(_, status)
    return STATUS[status] and say(STATUS[status])
end })

-- What colour a status or a flag is shown in.
words.paint = {
    not_reported = "doubt", undefined = "doubt", insufficient = "doubt", invalid = "bad",
    failed = "bad",
}

local FLAGS <const> = {
    capped = say.later "capped", floored = say.later "floored", imputed = say.later "imputed",
    older_period = say.later "older period", part_exceeds_whole = say.later "part above whole",
    rests_on_rejected = say.later "rests on rejected", treated = say.later "treated",
    unverified = say.later "unverified",
}

local FLAG_MEANINGS <const> = {
    capped = say.later "capped: the value is above the range, the score is held at its upper end",
    floored = say.later "floored: the value is below the range, the score is held at its lower end",
    imputed = say.later "imputed: it rests on a figure that was estimated in place of one missing",
    older_period = say.later "older period: it rests on a figure of an older period than is meant",
    part_exceeds_whole = say.later "part above whole: a figure is greater than the whole it is a part of",
    rests_on_rejected = say.later "rests on rejected: a figure that it needs was rejected, or a measure failed",
    treated = say.later "treated: an outlier among the values was pulled in",
    unverified = say.later "unverified: it rests on a figure that is said not to be verified",
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
        list[i] = FLAGS[flag] and say(FLAGS[flag]) or flag
    end
    return language.list(list)
end

-- A sentence for each flag.
function words.flag_meanings(flags)
    local list = words.flag_list(flags)
    for i, flag in ipairs(list) do
        list[i] = FLAG_MEANINGS[flag] and say(FLAG_MEANINGS[flag]) or flag
    end
    return list
end

-- "median (weighted median)": a method of a kind by its name and what it is; behind the name may stand what is said of
-- its parameters, "power, p = 0.5".
local function with_about(kind, name)
    local about, method = method_words.about(kind, name:match "^[^,]*"), method_words.said(name)
    return about and say("{method} ({about})", { method = method, about = about }) or method
end

-- A method of aggregation, so.
function words.method(name)
    return with_about("aggregate", name)
end

-- A node's share among its siblings; "by pca" where it follows from the data; "× 2" of one that a sum takes times 2.
function words.share(node)
    return node.weighed_by and say("by {method}", { method = method_words.name(node.weighed_by) }) or node.summed and "× " .. numbers.plain(node.weight)
        or numbers.percent_fixed(node.share)
end

-- "25.0 % of its siblings"
function words.weight(node)
    return node.weighed_by and say("from the data, by {method}", { method = method_words.name(node.weighed_by) })
        or node.summed and say("{share} in the sum of {parent}", { share = words.share(node), parent = node.parent })
        or say("{share} of its siblings", { share = words.share(node) })
end

-- How a group comes to its value.
function words.aggregation(node)
    return node.measure and say "a measure of its own" or words.method(node.aggregate_said)
end

-- A scale over cities, likewise.
function words.scale(name)
    return with_about("scale", name)
end

-- Of a row of scores: its status if it has no score, and its flags.
function words.remarks(row)
    local parts = {}
    if row.status ~= "scored" then
        parts[1] = words.status[row.status] or row.status
    end
    local flags = words.flags(row.flags)
    parts[#parts + 1] = flags ~= "" and flags or nil
    return language.list(parts)
end

-- What of a node has to rest on data and to apply for it to be ranked.
function words.rank_if(least)
    return say("where {coverage} by weight rests on data and {applicable} applies",
        { coverage = numbers.percent_fine(least.coverage), applicable = numbers.percent_fine(least.applicable) })
end

function words.not_ranked(least)
    return say("none: it is given where {coverage} by weight rests on data and {applicable} applies",
        { coverage = numbers.percent_fine(least.coverage), applicable = numbers.percent_fine(least.applicable) })
end

-- Under a table: what the brackets mean, where some of these rows have them.
function words.brackets(rows, policy)
    local unranked = false
    for _, row in ipairs(rows) do
        if row.score and not row.unranked and not numbers.is_ranked(row, policy) then
            return say("In brackets: not ranked, which needs that {coverage} by weight rests on reported data and "
                .. "{applicable} applies.", { coverage = numbers.percent_fine(policy.rank_if.coverage),
                applicable = numbers.percent_fine(policy.rank_if.applicable) })
        end
        unranked = unranked or row.score and row.unranked
    end
    return unranked and say "In brackets: not ranked, as the file of cities says." or nil
end

-- Under the title of a page: that less of the index is better, where that is so.
function words.add_direction(out, root)
    if root.less_is_better then
        out:paragraph(say "Less is better.")
    end
end

local NAMED <const> = 12    -- nodes of which less is better, by their names

-- Of which of several nodes that is so, in a sentence; nil where of none.
function words.directions(nodes)
    local least = {}
    for _, node in ipairs(nodes) do
        least[#least + 1] = node.less_is_better and words.label(node) or nil
    end
    return #least > 0 and (#least == #nodes and say "Less is better."
        or say("Less is better in: {nodes}.", { nodes = city_names.list(least, NAMED) })) or nil
end

function words.add_directions(out, nodes)
    local told = words.directions(nodes)
    if told then
        out:paragraph(told)
    end
end

-- "2 of 7 in 2025"; nil where there is nobody to be compared with.
function words.rank(facts)
    if facts.row.unranked then
        return say "none: the file of cities keeps this one out of ranks"
    end
    if facts.row.score and not numbers.is_ranked(facts.row, facts.info.policy) then
        return words.not_ranked(facts.info.policy.rank_if)
    end
    if not facts.row.rank or facts.ranked < 2 then
        return nil
    end
    local fields = { rank = facts.row.rank, n = facts.ranked, period = facts.period }
    return facts.node.less_is_better and say("{rank} of {n} in {period}, the least first", fields)
        or say("{rank} of {n} in {period}", fields)
end

-- An input's kind as people are asked for it: "whole number 0 to 3", "yes/no".
local KINDS <const> = {
    count = say.later "whole number", amount = say.later "number", number = say.later "number",
    grade = say.later "grade from 0 to 1", records = say.later "records", text = say.later "text",
    datetime = say.later "date or date-time", duration = say.later "duration, such as P30D or PT4H",
}

local HAS_BOUNDS <const> = { count = true, amount = true, number = true }

local function bounded(input, kind)
    local low = input.min or (input.kind ~= "number" and 0 or nil)
    if not HAS_BOUNDS[input.kind] then
        return kind
    elseif low and input.max then
        return say("{kind} {low} to {high}", { kind = kind, low = numbers.plain(low), high = numbers.plain(input.max) })
    elseif input.max then
        return say("{kind} at most {high}", { kind = kind, high = numbers.plain(input.max) })
    end
    return low and say("{kind} from {low}", { kind = kind, low = numbers.plain(low) }) or kind
end

local function kind_alone(input)
    if input.many then
        return say("one or more of: {options}, with | between them; or none", { options = language.list(input.options) })
    elseif input.kind == "choice" then
        return say("one of: {options}", { options = language.list(input.said_options or input.options or {}) })
    elseif input.kind == "flag" then
        return language.word "yes" .. "/" .. language.word "no"
    end
    return bounded(input, KINDS[input.kind] and say(KINDS[input.kind]) or input.kind)
end

function words.kind(input)
    return input.may_be_na and say("{kind}, or NA", { kind = kind_alone(input) }) or kind_alone(input)
end

-- What it takes to change a figure; nil where the package says nothing.
function words.improve(input)
    local improve = input.improve
    if not improve then
        return nil
    elseif improve.fixed then
        return say "fixed: nobody can change it"
    end
    local step = improve.step and language.number(hm.number(improve.step))
    local cost = improve.cost and language.number(hm.number(improve.cost))
    return step and cost and say("changes in steps of {step}, each at a cost of {cost}", { step = step, cost = cost })
        or step and say("changes in steps of {step}", { step = step })
        or cost and say("changes, each at a cost of {cost}", { cost = cost }) or say "changes"
end

-- A node by code and name.
function words.node(node)
    return node.code .. " " .. node.name
end

local LONGEST <const> = 8    -- letters of codes that are no words

-- Is the node's code one that people know it by? Codes that are words say no more than the name does.
function words.is_coded(node)
    return (node.depth > 0 or node.alone) and #node.code <= LONGEST and node.code:find "[%u%d]" ~= nil and not node.code:find "_"
end

-- A node in a report.
function words.label(node)
    return words.is_coded(node) and ("%s %s"):format(node.code, node.name) or node.name
end

-- "all periods", or "2024, 2025": the periods that a step learns over.
function words.over(periods)
    local list = {}
    for period in periods:gmatch "[^;]+" do
        list[#list + 1] = period
    end
    return periods == "all" and say "all periods" or language.list(list)
end

-- "12 cities of 2025", "38 cities and periods (all periods)": how many were learnt from; `over`: the periods, where
-- these are not the unit's own.
function words.learnt_from(count, over, period)
    if over == "all" or over and over:find(";", 1, true) then
        return say.count(count, "{n} city and period ({periods})", "{n} cities and periods ({periods})",
            { periods = words.over(over) })
    end
    return say.count(count, "{n} city of {period}", "{n} cities of {period}", { period = over or period })
end

-- Where the function stands that is the measure of an indicator, or one of its `measures`.
function words.function_at(indicator, measure)
    local line = measure.measure_line
    return say("A function: see {file}, line {line}.", { file = indicator.file,
        line = line and line > 0 and line or indicator.line })
end

return words
