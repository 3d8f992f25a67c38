-- What missing figures leave open of ranks, in words: rows of the table bounds, or cities with its columns.

local say = require("report.language").of "report.open_words"

local open_words = {}

-- "3 to 6", "4": where it could be.
function open_words.rank(row)
    if not row.rank_best then
        return row.low and say "not ranked" or "?"
    end
    return row.rank_best == row.rank_worst and tostring(row.rank_best)
        or say("{from} to {to}", { from = row.rank_best, to = row.rank_worst })
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

return open_words
