-- What the sheets of a workbook of scores share: a column a city and period, which is the same in all
-- of them, so that a name can stand for "this row, in the column where I am used"; names; looks.

local weighed = require "report.weighed"

local say = require("report.language").of("report.scores_workbook")

local frame = {}
frame.__index = frame

frame.FIRST_COLUMN = 5    -- of the units; before it stand code, name and what else is said of a row
frame.FIRST_ROW = 3       -- below city and period

frame.A4 = 9              -- as workbooks number kinds of paper

local LETTERS <const> = 26
local PAGE_COLUMNS <const> = 10    -- of units beside the names of rows, which can still be read in print
local NAME_MOST <const> = 200    -- characters of a name, of which spreadsheets take 255

-- "A", "Z", "AA"
function frame.letters(column)
    local text = ""
    while column > 0 do
        local digit = (column - 1) % LETTERS
        text = string.char(65 + digit) .. text
        column = (column - 1) // LETTERS
    end
    return text
end

function frame.column_of(unit)
    return frame.FIRST_COLUMN + unit - 1
end

-- On so many pages beside each other a sheet with so many columns is printed.
function frame.pages_of(columns)
    return math.max(1, math.ceil(columns / PAGE_COLUMNS))
end

-- The sheets, as the language of the run calls them; modules go by the English names.
local SHEETS <const> = { Summary = say.later "Summary", Scores = say.later "Scores", Figures = say.later "Figures",
    Weights = say.later "Weights", Ranking = say.later "Ranking", ["Heat map"] = say.later "Heat map",
    Issues = say.later "Issues", Values = say.later "Values", Coverage = say.later "Coverage",
    Applicable = say.later "Applicable", Status = say.later "Status", Class = say.later "Class",
    Groups = say.later "Groups", Learnt = say.later "Learnt", Checked = say.later "Checked" }

function frame.sheet_name(sheet)
    return say(SHEETS[sheet])
end

-- The same as formulas have it: in quotes where it is more than a word.
function frame.place(sheet)
    local name = frame.sheet_name(sheet)
    return name:find "^%a+$" and name or ("'%s'"):format(name:gsub("'", "''"))
end

-- The cell of a unit: "Scores!F7".
function frame.cell(sheet, row, unit)
    return ("%s!%s%d"):format(frame.place(sheet), frame.letters(frame.column_of(unit)), row)
end

local LOOKS <const> = {
    title = { bold = true, size = 16 },
    heading = { bold = true, background = "#E7EDF3", bottom = "thin", wrap = true, vertical = "top" },
    group = { bold = true },
    text = { vertical = "top" },
    wrapped = { wrap = true, vertical = "top" },
    faint = { color = "#7A7A7A" },
    score = { number = "0.0", align = "right" },
    group_score = { number = "0.0", bold = true, align = "right" },
    number = { number = "General", align = "right" },
    share = { number = "0.0%", align = "right" },
    input = { background = "#FFF6CC", border = "hair", border_color = "#C9B458", align = "right" },
    fixed = { number = "0.0", italic = true, background = "#ECECEC", align = "right" },
    error = { align = "left" },
    absent = { color = "#A6A6A6" },
    link = { color = "#1A5FB4", underline = true },
}

-- How cells look, by the names above.
local function looks_of(workbook)
    return setmetatable({}, { __index = function(looks, name)
        looks[name] = workbook:format(LOOKS[name])
        return looks[name]
    end })
end

-- `run`: as scores_workbook.lua takes it.
function frame.new(run, workbook)
    local self = setmetatable({ run = run, workbook = workbook, looks = looks_of(workbook),
        taken = {}, keys = {}, units = {}, row_of = {} }, frame)
    local all = run.dataset:units()
    self.period = run.chosen[1] and all[run.chosen[1]].period
    self.nodes = run.package:nodes(self.period)
    for k, number in ipairs(run.chosen) do
        self.units[k] = { number = number, city = all[number].city, period = all[number].period,
            rows = run.scores:rows(number) }
    end
    for i, node in ipairs(self.nodes) do
        self.row_of[node.code] = frame.FIRST_ROW + i - 1
    end
    if self.units[1] then
        weighed.settle(self.nodes, function(code)
            return self.units[1].rows[self.row_of[code] - frame.FIRST_ROW + 1]
        end)
    end
    return self
end

-- A sheet with a column a unit. `headings`: of the columns before, each { text, width }, said here.
function frame:sheet(name, headings)
    local sheet = self.workbook:add_sheet(frame.sheet_name(name))
    for i, heading in ipairs(headings) do
        sheet:columns(i, i, heading[2])
        sheet:write(1, i, say(heading[1]), self.looks.heading)
        sheet:write(2, i, nil, self.looks.heading)
    end
    for k, unit in ipairs(self.units) do
        sheet:write(1, frame.column_of(k), unit.city, self.looks.heading)
        sheet:write(2, frame.column_of(k), unit.period, self.looks.heading)
    end
    sheet:columns(frame.FIRST_COLUMN, frame.column_of(#self.units), 13)
    sheet:freeze(frame.FIRST_ROW, frame.FIRST_COLUMN)
    sheet:page { landscape = true, paper = frame.A4, wide = frame.pages_of(#self.units), tall = 0,
        repeat_rows = { 1, 2 }, repeat_columns = { 1, frame.FIRST_COLUMN - 1 } }
    return sheet
end

-- What cells of errors look like in a part of a sheet: they say that there is nothing.
function frame:fade_errors(sheet, last_row)
    local first = frame.letters(frame.FIRST_COLUMN) .. frame.FIRST_ROW
    sheet:conditional(frame.FIRST_ROW, frame.FIRST_COLUMN, last_row, frame.column_of(#self.units),
        { formula = ("=ISERROR(%s)"):format(first), format = self.looks.absent })
end

-- A name for a place. Spreadsheets know no difference between capitals and small letters.
function frame:define(name, place)
    local folded = name:lower()
    assert(not self.taken[folded], name)
    self.taken[folded] = true
    self.workbook:define_name(name, "=" .. place)
end

-- The same for the row of a sheet, in the column of the unit.
function frame:define_row(name, sheet, row, last_row)
    local place = ("%s!A$%d"):format(frame.place(sheet), row)
    self:define(name, last_row and ("%s:A$%d"):format(place, last_row) or place)
end

-- What stands for a code in names: what is no letter of theirs is left out, and no two are the same.
function frame:key(code)
    local key = self.keys[code]
    if not key then
        local plain = code:gsub("[^%w_.]", "_"):sub(1, NAME_MOST)
        key = plain
        for i = 2, math.huge do
            if not self.taken["." .. key:lower()] then
                break
            end
            key = plain .. "_" .. i
        end
        self.taken["." .. key:lower()] = true
        self.keys[code] = key
    end
    return key
end

-- Fills a formula: $X is replaced by what `names` has under X.
function frame.fill(form, names)
    return (form:gsub("%$(%w+)", names))
end

-- The error that stands for a status, and its number among those of states.
frame.ERRORS = { undefined = "#DIV/0!", not_applicable = "#NUM!", not_reported = "#N/A",
    invalid = "#VALUE!", failed = "#VALUE!", insufficient = "#N/A" }
frame.STATES = { observed = 0, undefined = 1, not_applicable = 2, not_reported = 3, invalid = 4,
    failed = 5 }

return frame
