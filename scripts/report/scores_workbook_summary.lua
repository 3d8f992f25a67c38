-- The first sheet of a workbook of scores: what it is, what to change, what is live and what is not.

local hm = require "hundredmark"
local classes = require "report.scores_workbook_classes"
local figure_formulas = require "report.figure_formulas"
local frame = require "report.scores_workbook_frame"

local language = require "report.language"

local say = language.of("report.scores_workbook")

local summary = {}

local MOST_SHOWN <const> = 30    -- units
local TWO_LINES <const> = 30     -- points

local CONTENTS <const> = {
    { "Scores", say.later "every node in every city and period" },
    { "Figures", say.later "what was reported; the yellow cells can be changed" },
    { "Weights", say.later "weights and thresholds; the yellow cells can be changed" },
    { "Ranking", say.later "cities of a period by the whole" },
    { "Heat map", say.later "the upper levels, side by side" },
    { "Issues", say.later "what was wrong with the data when they were scored" },
    { "Values", say.later "what measures yield, before ranges and scales" },
    { "Coverage", say.later "the part, by weight, that rests on reported figures" },
    { "Applicable", say.later "the part, by weight, that applies at all" },
    { "Status", say.later "why there is no score" },
    { "Groups", say.later "how the scores of children become their group's" },
    { "Checked", say.later "the figures as formulas read them: checked, with their state" },
}

-- The errors, in the order of states.
local ERRORS <const> = {
    say.later "undefined: the figures are there but yield no number, such as 0 of 0",
    say.later "not applicable: the question does not arise",
    say.later "not reported: a figure is missing; or too little of a group is reported",
    say.later "rejected: a figure cannot be: not a number, below 0, above its whole of 0",
    say.later "failed: the script of the measure failed",
}

local function write_title(book, sheet)
    local info = book.run.package:info()
    sheet:columns(1, 1, 22)
    sheet:columns(2, 2, 76)
    sheet:columns(3, 5, 14)
    sheet:hide_grid()
    sheet:write(1, 1, info.title, book.looks.title)
    sheet:write(2, 1, say("{package} {version}, scored by hundredmark {program}",
        { package = info.name, version = info.version, program = hm.version }),
        book.looks.faint)
    sheet:write(3, 1, language.sentences(book.premises), book.looks.faint)
    return #book.premises > 0 and 5 or 4
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
    sheet:write(row, 1, say "What is live", book.looks.heading)
    sheet:write(row, 2, say("{live} of {n} nodes are formulas over the sheets {figures} and {weights}: change a yellow "
        .. "cell, and all that rests on it follows.", { live = live, n = live + fixed,
        figures = frame.sheet_name "Figures", weights = frame.sheet_name "Weights" }), book.looks.wrapped)
    sheet:row(row, TWO_LINES)
    sheet:row(row + 1, TWO_LINES)
    sheet:write(row + 1, 1, say "What to type", book.looks.heading)
    sheet:write(row + 1, 2, say("A number, yes or no, NR where nothing is reported (an empty cell is the "
        .. "same), NA where the question does not arise and may not."), book.looks.wrapped)
    return row + 3
end

local function write_fixed(book, sheet, row)
    sheet:write(row, 1, say "What is fixed", book.looks.heading)
    sheet:write(row, 2, #book.fixed == 0 and say("Rows of records can be changed, but none added. All else "
        .. "is live.") or say("These keep the values they were scored with (grey, in italics), and so do "
        .. "records' numbers of rows, and what scales learnt of all cities:"), book.looks.wrapped)
    sheet:row(row, TWO_LINES)
    row = row + 1
    for _, entry in ipairs(book.fixed) do
        sheet:write(row, 1, entry.node.code)
        sheet:write(row, 2, say("{node}: {reason}", { node = entry.node.name, reason = entry.reason }))
        row = row + 1
    end
    return row + 1
end

local function write_contents(book, sheet, row)
    sheet:write(row, 1, say "Sheet", book.looks.heading)
    sheet:write(row, 2, say "What it shows", book.looks.heading)
    local contents = table.move(CONTENTS, 1, #CONTENTS, 1, {})
    contents[#contents + 1] = classes.has(book) and { "Class", say.later "the class that a score, or value, is in" } or nil
    for i, entry in ipairs(contents) do
        local name = frame.sheet_name(entry[1])
        sheet:url(row + i, 1, ("internal:'%s'!A1"):format(name), book.looks.link, name)
        sheet:write(row + i, 2, say(entry[2]))
    end
    return row + #contents + 2
end

local function write_errors(book, sheet, row)
    sheet:write(row, 1, say "Instead of a number", book.looks.heading)
    sheet:write(row, 2, say "What it means", book.looks.heading)
    for i, entry in ipairs(ERRORS) do
        sheet:formula(row + i, 1, "=" .. figure_formulas.ERRORS[i], book.looks.error,
            figure_formulas.ERROR_TEXTS[i])
        sheet:write(row + i, 2, say(entry))
    end
    book:define("state.errors", ("%s!$A$%d:$A$%d"):format(frame.place "Summary", row + 1, row + #ERRORS))
    return row + #ERRORS + 2
end

local function write_scores(book, sheet, row)
    for i, text in ipairs { say "City", say "Period and index", say "Score", say "Coverage", say "Status" } do
        sheet:write(row, i, text, book.looks.heading)
    end
    local shown = math.min(#book.units, MOST_SHOWN)
    for k = 1, shown do
        local unit, root = book.units[k], book.units[k].rows[1]
        local error_text = frame.ERRORS[root.status]
        sheet:write(row + k, 1, unit.city)
        sheet:write(row + k, 2, say("{period}: {index}", { period = unit.period, index = root.name }))
        sheet:formula(row + k, 3, "=" .. frame.cell("Scores", frame.FIRST_ROW, k),
            book.looks.group_score, root.score or error_text)
        sheet:formula(row + k, 4, "=" .. frame.cell("Coverage", frame.FIRST_ROW, k),
            book.looks.share, root.coverage)
        sheet:formula(row + k, 5, "=" .. frame.cell("Status", frame.FIRST_ROW, k), nil, root.status)
    end
    if shown < #book.units then
        sheet:write(row + shown + 1, 1, say("and {n} more: see {sheet}",
            { n = #book.units - shown, sheet = frame.sheet_name "Ranking" }),
            book.looks.faint)
    end
    return row + shown + 3
end

function summary.write(book)
    local sheet = book.workbook:add_sheet(frame.sheet_name "Summary")
    local row = write_title(book, sheet)
    row = write_scores(book, sheet, row)
    row = write_how(book, sheet, row)
    row = write_fixed(book, sheet, row)
    row = write_contents(book, sheet, row)
    write_errors(book, sheet, row)
    sheet:page { paper = frame.A4, wide = 1, tall = 0 }
end

return summary
