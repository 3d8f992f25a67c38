-- The first sheet of a workbook of scores: what it is, what to change, what is live and what is not.

local hm = require "hundredmark"
local classes = require "report.scores_workbook_classes"
local figure_formulas = require "report.figure_formulas"
local frame = require "report.scores_workbook_frame"

local summary = {}

local MOST_SHOWN <const> = 30    -- units
local TWO_LINES <const> = 30     -- points

local CONTENTS <const> = {
    { "Scores", "every node in every city and period" },
    { "Figures", "what was reported; the yellow cells can be changed" },
    { "Weights", "weights and thresholds; the yellow cells can be changed" },
    { "Ranking", "cities of a period by the whole" },
    { "Heat map", "the upper levels, side by side" },
    { "Issues", "what was wrong with the data when they were scored" },
    { "Values", "what measures yield, before ranges and scales" },
    { "Coverage", "the part, by weight, that rests on reported figures" },
    { "Applicable", "the part, by weight, that applies at all" },
    { "Status", "why there is no score" },
    { "Groups", "how the scores of children become their group's" },
    { "Checked", "the figures as formulas read them: checked, with their state" },
}

-- The errors, in the order of states.
local ERRORS <const> = {
    { "undefined", "the figures are there but yield no number, such as 0 of 0" },
    { "not applicable", "the question does not arise" },
    { "not reported", "a figure is missing; or too little of a group is reported" },
    { "rejected", "a figure cannot be: not a number, below 0, above its whole of 0" },
    { "failed", "the script of the measure failed" },
}

local function write_title(book, sheet)
    local info = book.run.package:info()
    sheet:columns(1, 1, 22)
    sheet:columns(2, 2, 76)
    sheet:columns(3, 5, 14)
    sheet:hide_grid()
    sheet:write(1, 1, info.title, book.looks.title)
    sheet:write(2, 1, ("%s %s, scored by hundredmark %s"):format(info.name, info.version, hm.version),
        book.looks.faint)
    return 4
end

local function count_live(book)
    local fixed = 0
    for _, node in ipairs(book.nodes) do
        fixed = fixed + (book.is_fixed[node.code] and 1 or book.score_is_fixed[node.code] and 1 or 0)
    end
    return #book.nodes - fixed, fixed
end

local function write_how(book, sheet, row)
    local live, fixed = count_live(book)
    sheet:write(row, 1, "What is live", book.looks.heading)
    sheet:write(row, 2, ("%d of %d nodes are formulas over the sheets Figures and Weights: change a yellow "
        .. "cell, and all that rests on it follows."):format(live, live + fixed), book.looks.wrapped)
    sheet:row(row, TWO_LINES)
    sheet:row(row + 1, TWO_LINES)
    sheet:write(row + 1, 1, "What to type", book.looks.heading)
    sheet:write(row + 1, 2, "A number, yes or no, NR where nothing is reported (an empty cell is the "
        .. "same), NA where the question does not arise and may not.", book.looks.wrapped)
    return row + 3
end

local function write_fixed(book, sheet, row)
    sheet:write(row, 1, "What is fixed", book.looks.heading)
    sheet:write(row, 2, #book.fixed == 0 and "Rows of records can be changed, but none added. All else "
        .. "is live." or "These keep the values they were scored with (grey, in italics), and so do "
        .. "records' numbers of rows, and what scales learnt of all cities:", book.looks.wrapped)
    sheet:row(row, TWO_LINES)
    row = row + 1
    for _, entry in ipairs(book.fixed) do
        sheet:write(row, 1, entry.node.code)
        sheet:write(row, 2, ("%s: %s"):format(entry.node.name, entry.reason))
        row = row + 1
    end
    return row + 1
end

local function write_contents(book, sheet, row)
    sheet:write(row, 1, "Sheet", book.looks.heading)
    sheet:write(row, 2, "What it shows", book.looks.heading)
    local contents = table.move(CONTENTS, 1, #CONTENTS, 1, {})
    contents[#contents + 1] = classes.has(book) and { "Class", "the class that a score, or value, is in" } or nil
    for i, entry in ipairs(contents) do
        sheet:url(row + i, 1, ("internal:'%s'!A1"):format(entry[1]), book.looks.link, entry[1])
        sheet:write(row + i, 2, entry[2])
    end
    return row + #contents + 2
end

local function write_errors(book, sheet, row)
    sheet:write(row, 1, "Instead of a number", book.looks.heading)
    sheet:write(row, 2, "What it means", book.looks.heading)
    for i, entry in ipairs(ERRORS) do
        sheet:formula(row + i, 1, "=" .. figure_formulas.ERRORS[i], book.looks.error,
            figure_formulas.ERROR_TEXTS[i])
        sheet:write(row + i, 2, ("%s: %s"):format(entry[1], entry[2]))
    end
    book:define("state.errors", ("Summary!$A$%d:$A$%d"):format(row + 1, row + #ERRORS))
    return row + #ERRORS + 2
end

local function write_scores(book, sheet, row)
    for i, text in ipairs { "City", "Period and index", "Score", "Coverage", "Status" } do
        sheet:write(row, i, text, book.looks.heading)
    end
    local shown = math.min(#book.units, MOST_SHOWN)
    for k = 1, shown do
        local unit, root = book.units[k], book.units[k].rows[1]
        local error_text = frame.ERRORS[root.status]
        sheet:write(row + k, 1, unit.city)
        sheet:write(row + k, 2, ("%s: %s"):format(unit.period, root.name))
        sheet:formula(row + k, 3, "=" .. frame.cell("Scores", frame.FIRST_ROW, k),
            book.looks.group_score, root.score or error_text)
        sheet:formula(row + k, 4, "=" .. frame.cell("Coverage", frame.FIRST_ROW, k),
            book.looks.share, root.coverage)
        sheet:formula(row + k, 5, "=" .. frame.cell("Status", frame.FIRST_ROW, k), nil, root.status)
    end
    if shown < #book.units then
        sheet:write(row + shown + 1, 1, ("and %d more: see Ranking"):format(#book.units - shown),
            book.looks.faint)
    end
    return row + shown + 3
end

function summary.write(book)
    local sheet = book.workbook:add_sheet "Summary"
    local row = write_title(book, sheet)
    row = write_scores(book, sheet, row)
    row = write_how(book, sheet, row)
    row = write_fixed(book, sheet, row)
    row = write_contents(book, sheet, row)
    write_errors(book, sheet, row)
    sheet:page { paper = frame.A4, wide = 1, tall = 0 }
end

return summary
