-- The part of an audit that says whether indicators belong together: findings in words, and what weights say beside
-- what they do.

local audit_charts = require "report.audit_charts"
local finding_words = require "report.finding_words"
local language = require "report.language"
local numbers = require "report.numbers"
local refusal_words = require "report.refusal_words"

local say = language.of("report.audit_coherence")

local audit_coherence = {}

local TOLD <const> = 3     -- findings of a kind

local COMPARABLE <const> = 3   -- scores of two, for a correlation

local ENOUGH <const> = 3   -- parts of a level, for their weights to say something

-- What matters more is told first.
local ORDER <const> = { few_cities = 1, conflict = 2, silent = 3, redundant = 4, misallocated = 5,
    several_dimensions = 6, weak_first_component = 7, low_alpha = 8, constant = 9 }

local function named(code, at)
    local name = at.names[code]
    return name and name ~= code and say("{name} ({code})", { name = name, code = code }) or code
end

-- The finding, of nodes as people call them.
local function in_words(finding, at)
    local group = finding_words.group(finding, at.parents)
    local words = finding_words.of({ code = named(finding.code, at), other = named(finding.other or "", at),
        finding = finding.finding, figure = finding.figure }, finding.other ~= group)
    return finding.code == group and say("{group}: {finding}", { group = named(group, at), finding = words }) or words
end

-- How much there is to a finding: of those of one kind, the higher the more.
local function weight(finding)
    local size = math.abs(finding.figure)
    return finding_words.kind(finding) == "silent" and -size or size
end

-- By kind, and of one kind those higher up in the tree first.
local function sort(rows, at)
    for i, row in ipairs(rows) do
        row.place = i
    end
    table.sort(rows, function(a, b)
        local x = { ORDER[finding_words.kind(a)], at.depths[a.code], -weight(a), a.place }
        local y = { ORDER[finding_words.kind(b)], at.depths[b.code], -weight(b), b.place }
        for i, number in ipairs(x) do
            if number ~= y[i] then
                return number < y[i]
            end
        end
        return false
    end)
end

local function add_findings(out, rows, at)
    if #rows == 0 then
        return out:paragraph(say "Nothing was found that speaks against it.")
    end
    sort(rows, at)
    local items, counts, left = {}, {}, 0
    for _, row in ipairs(rows) do
        local kind = finding_words.kind(row)
        counts[kind] = (counts[kind] or 0) + 1
        if counts[kind] <= TOLD then
            items[#items + 1] = in_words(row, at)
        else
            left = left + 1
        end
    end
    out:paragraph(say("What was found that is worth a look. r is near 1 where two rise together, near 0 where they have "
        .. "nothing to do with each other, and below 0 where one rises as the other falls."))
    if counts.low_alpha or counts.several_dimensions or counts.weak_first_component then
        out:paragraph(say("Alpha (Cronbach's) is 1 where the parts of a group all rise and fall as one, and 0 or less "
            .. "where they have nothing in common. Principal components are the ways in which parts go together: the first is "
            .. "what most of them share."))
    end
    out:list(items)
    if left > 0 then
        out:paragraph(say.count(left, "and {n} other of these kinds, in the table findings",
            "and {n} others of these kinds, in the table findings"))
    end
end

-- What stands by itself is at no level of the index.
local function is_of_index(code, at)
    while code and code ~= at.root do
        code = at.parents[code]
    end
    return code == at.root
end

-- The rows of the first level that has enough parts; else of the last one.
local function of_level(rows, at)
    local level, depth = {}, 0
    repeat
        local next_level = {}
        depth = depth + 1
        for _, row in ipairs(rows) do
            next_level[#next_level + 1] = at.depths[row.code] == depth and is_of_index(row.code, at) and row or nil
        end
        level = #next_level > 0 and next_level or level
    until #next_level == 0 or #next_level >= ENOUGH
    return level
end

-- Why nobody can say how much goes with a part in its group.
local function obstacle(row, pair, at)
    local names = { part = named(row.code, at), group = named(row.parent, at) }
    if pair.n == 0 then
        return say("no city has scores of both {part} and {group}", names)
    elseif pair.n >= COMPARABLE and not pair.pearson then
        return say("all cities that have scores of both {part} and {group} have the same score in one of them",
            names)
    end
    return say("fewer than ten cities have scores of both {part} and {group}", names)
end

-- Of each group that has no share of influence: the first of its parts that is an obstacle.
local function obstacles(rows, at)
    local pairs_of, list, is_told = {}, {}, {}
    for _, pair in ipairs(at.take "correlations":rows()) do
        pairs_of[pair.code .. "\0" .. pair.other] = pair
    end
    for _, row in ipairs(rows) do
        if not row.main_effect and not is_told[row.parent] then
            is_told[row.parent] = true
            list[#list + 1] = obstacle(row, pairs_of[row.code .. "\0" .. row.parent], at)
        end
    end
    return list
end

-- Of the parts of a level: what they should count for, and what they do.
local function add_influence(out, rows, at)
    local lines, any = {}, false
    rows = of_level(rows, at)
    audit_charts.add_correlations(out, rows, at)
    for i, row in ipairs(rows) do
        lines[i] = { at.names[row.code], at.names[row.parent], numbers.percent(row.weight),
            row.share and numbers.percent(row.share) or numbers.NONE }
        any = any or row.share ~= nil
    end
    local list = obstacles(rows, at)
    if not any then
        return at.leave_out(say "Weights beside influence", { message = language.clauses(list) })
    end
    out:paragraph(say("A weight says how much a part should count in its group; its influence, how much of what cities "
        .. "differ by there goes with it. Where the two are far apart, the weight does not say what it seems to."))
    audit_charts.add_influence(out, rows, at)
    out:table({ { said = say "part", least = 20, wrap = true, is_head = true },
        { title = "of", least = 12, wrap = true }, { title = "weight", side = "right" },
        { title = "influence", side = "right" } }, lines)
    if #list > 0 then
        out:paragraph(say("Where no influence is given: {reasons}.", { reasons = language.clauses(list) }))
    end
end

function audit_coherence.add(out, at)
    out:heading(2, say "Do the indicators belong together", "coherence")
    local findings, err = at.take "findings"
    if not findings then
        at.leave_out(say "Do the indicators belong together", err)
        return out:paragraph(say("This cannot be told of these data: {reason}.", { reason = refusal_words.say(err.message) }))
    end
    at.parents, at.depths = {}, {}
    for _, node in ipairs(at.nodes) do
        at.parents[node.code] = node.parent
        at.depths[node.code] = node.depth
    end
    if #at.periods > 1 then
        out:paragraph(say("This is of the cities of all periods together, and not of {period} alone.", { period = at.last }))
    end
    add_findings(out, findings:rows(), at)
    add_influence(out, at.take "influence":rows(), at)
end

return audit_coherence
