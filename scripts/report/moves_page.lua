-- What moved since the last run, for people.

local language = require "report.language"
local numbers = require "report.numbers"
local page = require "report.page"
local words = require "report.words"

local say = language.of("report.moves_page")

local moves_page = {}

local MOST_LINES <const> = 60

local function mark(row, digits)
    if not row then
        return numbers.NONE
    elseif row.score then
        return numbers.fine(row.score, digits)
    end
    return words.status[row.status] or row.status
end

local function change(move, digits)
    local before, after = move.before, move.after
    if not before or not after then
        return after and say "new" or say "gone"
    elseif before.score and after.score then
        local by = after.score - before.score
        return by == 0 and words.flags(after.flags) or (by > 0 and "+" or "") .. numbers.fine(by, digits)
    end
    return ""
end

-- `changed`: paths of the files that did; `moves`: see cli/watch.lua; `several` cities or periods;
-- `digits`: the decimals of nodes, by code.
function moves_page.page(changed, moves, several, digits)
    local out, lines = page.new(), {}
    out:paragraph(say("changed: {files}", { files = language.list(changed) }))
    for i = 1, math.min(#moves, MOST_LINES) do
        local move = moves[i]
        local row = move.after or move.before
        local line = { (" "):rep(row.depth) .. row.code, row.name, mark(move.before, digits[row.code]),
            mark(move.after, digits[row.code]), change(move, digits[row.code]) }
        lines[i] = several and { row.city, row.period, table.unpack(line) } or line
    end
    if #moves == 0 then
        return out:paragraph(say "no mark moved")
    end
    local columns = { { title = "code" }, { title = "name", least = 16 },
        { title = "before", side = "right" }, { title = "after", side = "right" },
        { title = "change", side = "right" } }
    if several then
        columns = { { title = "city", least = 8 }, { title = "period" }, table.unpack(columns) }
    end
    out:table(columns, lines)
    if #moves > MOST_LINES then
        out:paragraph(say("... and {n} more", { n = #moves - MOST_LINES }))
    end
    return out
end

return moves_page
