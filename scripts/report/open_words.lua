-- What missing figures leave open of ranks, in words: rows of the table bounds, or cities with its columns.

local language = require "report.language"

local say = language.of "report.open_words"

local open_words = {}

local NAMED <const> = 5    -- nodes in a sentence

-- "3 to 6", "4": where it could be.
function open_words.rank(row)
    if not row.rank_best then
        return row.low and say "not ranked" or "?"
    end
    return row.rank_best == row.rank_worst and tostring(row.rank_best)
        or say("{from} to {to}", { from = row.rank_best, to = row.rank_worst })
end

local function key_of(row)
    return row.city .. "\0" .. (row.period or "")
end

-- Of stakes whose marks may be anything: the names of their nodes, each once, and the set of units that have some.
local function unbounded(stakes, names)
    local list, seen, units = {}, {}, {}
    for _, row in ipairs(stakes) do
        if not row.low then
            local name = names[row.code] or row.code
            list[#list + 1] = not seen[name] and name or nil
            seen[name], units[key_of(row)] = true, true
        end
    end
    if #list > NAMED then
        return { table.unpack(list, 1, NAMED), say.count(#list - NAMED, "{n} other", "{n} others") }, units
    end
    return list, units
end

-- What "?" stands for, and why, in sentences, where rows of the index (with `low`, where that can be told) or stakes
-- show some: rows of the tables bounds and stakes. `names`: of nodes, by their codes.
function open_words.unknown(rows, stakes, names)
    local told, list, units = {}, unbounded(stakes, names)
    local has_rows, has_points = false, false
    for _, row in ipairs(rows) do
        has_rows = has_rows or not row.low and not units[key_of(row)]
    end
    for _, row in ipairs(stakes) do
        has_points = has_points or row.low and not row.points and not units[key_of(row)]
    end
    told[1] = #list > 0 and say("?: that cannot be told where a missing figure may be any number, as nothing bounds it and its "
        .. "mark has no range: {nodes}.", { nodes = language.clauses(list) }) or nil
    told[#told + 1] = has_rows and say("?: that cannot be told where what is missing goes into comparisons or steps of groups, "
        .. "or there would be no score.") or nil
    told[#told + 1] = has_points and say("? points: that cannot be told of what other nodes read, or of what stands below a "
        .. "group with a measure, steps or comparisons.") or nil
    return told
end

-- Why scores are outside of what they could be, in a sentence; nil where no row shows one.
local function outside(rows)
    for _, row in ipairs(rows) do
        if row.score and row.low and (row.score < row.low or row.score > row.high) then
            return say("A score may lie outside: it leaves out what is missing, which may only be better, or only worse, than "
                .. "the rest that it rests on; it leaves out groups of which too little is reported, which would count if all "
                .. "were there; or it rests on what was put in place of a figure and that no figure gives.")
        end
    end
    return nil
end

-- That steps stand as they were learnt, where some of these nodes have steps; else nil.
function open_words.as_learnt(nodes)
    for _, node in ipairs(nodes) do
        if node.steps or node.weighed_by then
            return say("Scales, and what else was learnt from these cities, are taken as they stand: with other figures they "
                .. "would be learnt anew, and other cities could move, too.")
        end
    end
    return nil
end

-- Why ranks that could be are among more cities than have a rank, in a sentence; nil where no row shows that any are.
-- `rows` of any periods.
function open_words.more_than_ranked(rows)
    local ranked, last, has_others = {}, {}, false
    for _, row in ipairs(rows) do
        local period = row.period or ""
        ranked[period] = (ranked[period] or 0) + (row.rank and 1 or 0)
        last[period] = math.max(last[period] or 0, row.rank_worst or 0)
        has_others = has_others or not row.rank and row.rank_worst ~= nil
    end
    for period, count in pairs(ranked) do
        has_others = has_others or last[period] > count
    end
    return has_others and say("Ranks that could be are among all cities, those without a rank as well: if their "
        .. "missing figures were there, they would have one.") or nil
end

-- All that there is to say below a table of rows of the index: `stakes` of the same, `names` and `nodes` of the package.
function open_words.notes(rows, stakes, names, nodes)
    local told = open_words.unknown(rows, stakes, names)
    told[#told + 1] = open_words.more_than_ranked(rows)
    told[#told + 1] = open_words.as_learnt(nodes)
    told[#told + 1] = outside(rows)
    return told
end

return open_words
