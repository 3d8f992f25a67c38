-- The sheet of a workbook of scores that says what was wrong with the data when they were scored.

local column_words = require "report.column_words"
local frame = require "report.scores_workbook_frame"

local say = require("report.language").of "report.scores_workbook_issues"

local issues = {}

local SEVERITIES <const> = { rejected = say.later "rejected", warning = say.later "warning" }

local WIDTHS <const> = { severity = 12, code = 24, message = 80, file = 30, expected = 30 }

function issues.write(book)
    local sheet = book.workbook:add_sheet(frame.sheet_name "Issues")
    local made = assert(book.run.scores:table "issues")
    local columns, rows = made:columns(), assert(made:rows())
    for i, column in ipairs(columns) do
        sheet:columns(i, i, WIDTHS[column.name] or 14)
        sheet:write(1, i, column_words.title(column.name), book.looks.heading)
    end
    for r, row in ipairs(rows) do
        for i, column in ipairs(columns) do
            if row[column.name] ~= nil then
                sheet:write(r + 1, i, SEVERITIES[row[column.name]] and column.name == "severity"
                    and say(SEVERITIES[row.severity]) or row[column.name])
            end
        end
    end
    sheet:freeze(2, 1)
    sheet:page { landscape = true, paper = frame.A4, wide = 1, tall = 0, repeat_rows = { 1, 1 } }
    if #rows > 0 then
        sheet:filter(1, 1, #rows + 1, #columns)
    end
end

return issues
