-- Cities side by side in a workbook of scores: ranks by the whole, and the heat map.

local frame = require "report.scores_workbook_frame"

local say = require("report.language").of("report.scores_workbook")

local ranking = {}

local HEADINGS <const> = { { say.later "Rank", 8 }, { say.later "City", 26 }, { say.later "Period", 12 }, { say.later "Score", 10 },
    { say.later "Coverage", 10 }, { say.later "Applies", 10 }, { say.later "Can be ranked", 10 } }
local FIRST <const> = 2
local HEAT_DEPTH <const> = 2

local function write_headings(book, sheet, headings)
    for i, heading in ipairs(headings) do
        sheet:columns(i, i, heading[2])
        sheet:write(1, i, say(heading[1]), book.looks.heading)
    end
end

-- Units in the order of their ranks, period after period.
local function in_order(book)
    local list, periods = {}, {}
    for k, unit in ipairs(book.units) do
        periods[unit.period] = periods[unit.period] or k
        list[k] = { k = k, unit = unit, rank = unit.rows[1].rank or math.huge }
    end
    table.sort(list, function(a, b)
        local first, second = periods[a.unit.period], periods[b.unit.period]
        if first ~= second then
            return first < second
        elseif a.rank ~= b.rank then
            return a.rank < b.rank
        end
        return a.k < b.k
    end)
    return list
end

-- One that is better by no more than rounding shares the rank: the rule of the engine.
local RANK <const> = 'IF(G$row=1,1+SUMPRODUCT((C$$first:C$$last=C$row)*(G$$first:G$$last=1)'
    .. '*ISNUMBER(D$$first:D$$last)*(D$$first:D$$last$betterD$row$more0.000000001*MAX(1,ABS(D$row)))),"")'
local CAN <const> = 'IF(AND(ISNUMBER(D$row),E$row+0.000000001>=policy.rank_coverage,'
    .. 'F$row+0.000000001>=policy.rank_applicable),1,0)'

local function rank_form(row, last, less_is_better)
    local better, more = table.unpack(less_is_better and { "<", "-" } or { ">", "+" })
    return (RANK:gsub("%$better", better):gsub("%$more", more):gsub("%$%$first", "$" .. FIRST)
        :gsub("%$%$last", "$" .. last):gsub("%$row", tostring(row)))
end

local function write_unit(book, sheet, entry, row, last)
    local root_node = book.nodes[1]
    local less_is_better = root_node.less_is_better
    local unit, k = entry.unit, entry.k
    local root, node_row = unit.rows[1], frame.FIRST_ROW
    local names = { row = tostring(row), cell = frame.cell("Scores", node_row, k) }
    sheet:write(row, 2, unit.city)
    sheet:write(row, 3, unit.period)
    sheet:formula(row, 4, "=" .. frame.fill('IF(ISNUMBER($cell),$cell,"")', names), book.looks.score,
        root.score or "")
    sheet:formula(row, 5, "=" .. frame.cell("Coverage", node_row, k), book.looks.share, root.coverage)
    sheet:formula(row, 6, "=" .. frame.cell("Applicable", node_row, k), book.looks.share,
        root.applicable)
    if root.unranked then
        sheet:write(row, 7, 0, book.looks.fixed)
    else
        sheet:formula(row, 7, "=" .. frame.fill(CAN, names), book.looks.faint, root.rank and 1 or 0)
    end
    sheet:formula(row, 1, "=" .. rank_form(row, last, less_is_better), nil, root.rank or "")
end

function ranking.write(book)
    local sheet = book.workbook:add_sheet(frame.sheet_name "Ranking")
    write_headings(book, sheet, HEADINGS)
    sheet:freeze(FIRST, 1)
    local order = in_order(book)
    for i, entry in ipairs(order) do
        write_unit(book, sheet, entry, FIRST + i - 1, FIRST + #order - 1)
    end
    sheet:filter(1, 1, FIRST + #order - 1, #HEADINGS)
    sheet:page { paper = frame.A4, wide = 1, tall = 0, repeat_rows = { 1, 1 } }
end

local function nodes_shown(book)
    local list = {}
    for _, node in ipairs(book.nodes) do
        list[#list + 1] = node.depth <= HEAT_DEPTH and node or nil
    end
    return list
end

-- Of the line of names, in points: of a letter that stands upright, of what is around, and the most there is.
local LETTER <const>, MARGIN <const>, HEIGHT_MOST <const> = 7, 12, 400

function ranking.write_heat_map(book)
    local sheet, shown = book.workbook:add_sheet(frame.sheet_name "Heat map"), nodes_shown(book)
    local rotated = book.workbook:format { bold = true, background = "#E7EDF3", rotation = 90,
        vertical = "bottom" }
    write_headings(book, sheet, { { say.later "City", 26 }, { say.later "Period", 12 } })
    local longest = 0
    for i, node in ipairs(shown) do
        local text = node.code .. " " .. node.name
        sheet:write(1, 2 + i, text, rotated)
        longest = math.max(longest, utf8.len(text))
    end
    sheet:columns(3, 2 + #shown, 7)
    sheet:row(1, math.min(MARGIN + LETTER * longest, HEIGHT_MOST))
    sheet:freeze(FIRST, 3)
    for i, entry in ipairs(in_order(book)) do
        sheet:write(FIRST + i - 1, 1, entry.unit.city)
        sheet:write(FIRST + i - 1, 2, entry.unit.period)
        for c, node in ipairs(shown) do
            local row = book.row_of[node.code]
            local cell = frame.cell("Scores", row, entry.k)
            sheet:formula(FIRST + i - 1, 2 + c, ('=IF(ISNUMBER(%s),%s,"")'):format(cell, cell),
                book.looks.score, entry.unit.rows[row - frame.FIRST_ROW + 1].score or "")
        end
    end
    sheet:conditional(FIRST, 3, FIRST + #book.units - 1, 2 + #shown,
        { scale = { "#F8A79B", "#FFF3B0", "#8FCB9B" }, at = { 0, 50, 100 } })
    sheet:page { landscape = true, paper = frame.A4, wide = 1, tall = 0, repeat_rows = { 1, 1 } }
end

return ranking
