-- The sheet of a workbook of scores in which weights and thresholds are changed: siblings stand
-- together.

local frame = require "report.scores_workbook_frame"
local method_words = require "report.method_words"

local say = require("report.language").of("report.scores_workbook")

local weights = {}

local HEADINGS <const> = { { say.later "Code", 12 }, { say.later "Name", 46 }, { say.later "Group", 12 }, { say.later "Weight", 10 },
    { say.later "Share", 10 }, { "", 40 } }

-- What a policy says beside methods: name, words, value.
local function thresholds(policy)
    return {
        { "policy.min_coverage", say "Coverage that a group needs to have a score", policy.min_coverage },
        { "policy.rank_coverage", say "Coverage that a score needs to be ranked", policy.rank_if.coverage },
        { "policy.rank_applicable", say "Part that must apply for a score to be ranked",
            policy.rank_if.applicable },
    }
end

local function write_threshold(book, sheet, row, threshold)
    sheet:write(row, 2, threshold[2])
    sheet:write(row, 4, threshold[3], book.looks.input)
    book:define(threshold[1], ("%s!$D$%d"):format(frame.place "Weights", row))
end

-- Shares are among those whose scores the method goes over.
function weights.has_share(node)
    return node.parent ~= "" and not (node.deducts or node.adds or node.scored == false)
end

local function remark_of(child)
    if child.scored == false then
        return say "it is shown, and counts nowhere"
    end
    return child.adds and say "its score is added; the weight counts for coverage alone"
        or say "its score is taken off; the weight counts for coverage alone"
end

local function write_child(book, sheet, child, row)
    local key, parent = book:key(child.code), book:key(child.parent)
    sheet:write(row, 1, child.code)
    sheet:write(row, 2, child.name)
    sheet:write(row, 3, child.parent, book.looks.faint)
    sheet:write(row, 4, child.weight, book.looks.input)
    book:define("weight." .. key, ("%s!$D$%d"):format(frame.place "Weights", row))
    if not weights.has_share(child) then
        sheet:write(row, 6, remark_of(child), book.looks.faint)
    else
        sheet:formula(row, 5, ("=IF(SUM(shared.%s)>0,D%d/SUM(shared.%s),0)"):format(parent, row,
            parent), book.looks.share, child.share)
        book:define("share." .. key, ("%s!$E$%d"):format(frame.place "Weights", row))
        if child.weighed_by then
            sheet:write(row, 6, say("from the data, by {method}", { method = method_words.name(child.weighed_by) }), book.looks.faint)
        end
    end
end

-- Those whose points go on or off stand behind the others, and last what only is shown: so those that
-- count at all are one range, and those with shares another.
local function place_of(child)
    return weights.has_share(child) and 1 or child.scored ~= false and 2 or 3
end

local function in_order(book, node)
    local list = {}
    for place = 1, 3 do
        for _, code in ipairs(node.children) do
            local child = book.nodes[book.row_of[code] - frame.FIRST_ROW + 1]
            list[#list + 1] = place_of(child) == place and child or nil
        end
    end
    return list
end

local function define_ranges(book, node, children, row)
    local last, last_shared = row, row
    for i, child in ipairs(children) do
        last = place_of(child) < 3 and row + i - 1 or last
        last_shared = place_of(child) == 1 and row + i - 1 or last_shared
    end
    local key, place = book:key(node.code), frame.place "Weights"
    book:define("weights." .. key, ("%s!$D$%d:$D$%d"):format(place, row, last))
    book:define("shared." .. key, ("%s!$D$%d:$D$%d"):format(place, row, last_shared))
end

function weights.write(book)
    local sheet = book.workbook:add_sheet(frame.sheet_name "Weights")
    for i, heading in ipairs(HEADINGS) do
        sheet:columns(i, i, heading[2])
        sheet:write(1, i, say(heading[1]), book.looks.heading)
    end
    sheet:freeze(2, 1)
    sheet:page { paper = frame.A4, wide = 1, tall = 0, repeat_rows = { 1, 1 } }
    local row = 2
    for _, threshold in ipairs(thresholds(book.run.package:info().policy)) do
        write_threshold(book, sheet, row, threshold)
        row = row + 1
    end
    for _, node in ipairs(book.nodes) do
        if node.kind == "group" and #node.children > 0 then
            local children = in_order(book, node)
            row = row + 1
            sheet:write(row, 1, node.code, book.looks.group)
            sheet:write(row, 2, node.name, book.looks.group)
            row = row + 1
            define_ranges(book, node, children, row)
            for i, child in ipairs(children) do
                write_child(book, sheet, child, row + i - 1)
            end
            row = row + #children
        end
    end
end

return weights
