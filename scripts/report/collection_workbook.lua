-- The workbook in which a city fills in its figures: a sheet to start with, a sheet a theme, a sheet a
-- records table, and a hidden one that says what it is made for.
--
-- A program that reads it goes by the hidden sheet, whose first cell is MARK, and by the hidden row of
-- each sheet that names its columns; people may rename sheets and move them. What the cells say that are
-- not to be filled in stands in a hidden sheet, too, so that it can tell what somebody has changed.

local hm = require "hundredmark"
local cells = require "report.cells"
local collection_figures = require "report.collection_figures"
local collection_form = require "report.collection_form"
local collection_logic = require "report.collection_logic"
local collection_plan = require "report.collection_plan"
local collection_records = require "report.collection_records"
local collection_start = require "report.collection_start"
local collection_styles = require "report.collection_styles"

local say = require("report.language").of("report.collection_workbook")

local collection_workbook = {}

local MARK <const>, VERSION <const> = "hundredmark collection workbook", 1
local HIDDEN <const>, CHECKS <const>, FORM <const> = "hundredmark", "Checks", "Form"
local FIRST_LIST <const> = 4    -- the column

-- What cells are chosen from: a column of the hidden sheet for each list.
local Lists = {}
Lists.__index = Lists

-- The cells of a list.
function Lists:of(options)
    local key = table.concat(options, "\1")
    if not self.places[key] then
        self.count = self.count + 1
        local column = FIRST_LIST + self.count - 1
        for row, option in ipairs(options) do
            self.sheet:write(row, column, option)
        end
        self.places[key] = cells.sheet(HIDDEN) .. cells.range(1, column, #options, column)
    end
    return self.places[key]
end

local function write_hidden(book, sheet)
    local info = book.info
    local headings = collection_figures.headings()
    for row, pair in ipairs { { MARK, VERSION }, { "package", info.name }, { "version", info.version },
        { "title", info.title }, { "heading label", headings.label }, { "heading value", headings.value } } do
        sheet:write(row, 1, pair[1])
        sheet:write(row, 2, pair[2])
    end
    sheet:columns(1, 2, 34)
    sheet:hide()
    sheet:protect {}
end

-- Pages say whose figures they hold; & begins a code there.
local function page_header(info)
    local title = info.title ~= "" and info.title or info.name
    return "&L" .. (title:sub(1, 100):gsub("&", "&&"))
end

local function count_of(plan)
    local count = 0
    for _, theme in ipairs(plan.themes) do
        count = count + (theme.count or 0)
    end
    return count
end

local function plan_of(book, package)
    local period = book.period and hm.period(book.period) and book.period
    book.plan = collection_plan.of(package, { book.start, HIDDEN, CHECKS, FORM }, period)
    book.count = count_of(book.plan)
    book.records_of = {}
    collection_figures.place(book)
    for _, records in ipairs(book.plan.records) do
        collection_records.place(records)
        book.records_of[records.input.name] = records
    end
    book.logic = collection_logic.of(package, book.plan, CHECKS, book.last_time)
end

-- Makes all sheets, in the order in which they stand; what is written into those that people see is
-- kept for the form.
local function add_sheets(book, workbook)
    local start = collection_form.keep(workbook:add_sheet(book.start))
    book.seen = { start }
    for _, list in ipairs { book.plan.themes, book.plan.records } do
        for _, one in ipairs(list) do
            one.made = collection_form.keep(workbook:add_sheet(one.sheet))
            table.insert(book.seen, one.made)
        end
    end
    return start, workbook:add_sheet(HIDDEN), workbook:add_sheet(FORM),
        book.logic and workbook:add_sheet(CHECKS)
end

-- What a workbook says of itself.
function collection_workbook.properties(package)
    local info = package:info()
    return { title = say("Collection sheet of {package} {version}", { package = info.name, version = info.version }),
        subject = info.title, keywords = "hundredmark" }
end

-- Fills a new workbook. `options`: city, period (texts, or nil); last_time, { title, figures by the
-- input's name, back }, what stands beside the cells to be filled in (or nil); back: how many periods before
-- the workbook's it was, nil where that is not known.
function collection_workbook.fill(workbook, package, options)
    local info = package:info()
    local book = { workbook = workbook, info = info, city = options.city, period = options.period,
        last_time = options.last_time, start = say "Start", styles = collection_styles.of(workbook),
        page_header = page_header(info) }
    plan_of(book, package)
    local start, hidden, form, logic = add_sheets(book, workbook)
    book.lists = setmetatable({ sheet = hidden, places = {}, count = 0 }, Lists)
    for _, theme in ipairs(book.plan.themes) do
        collection_figures.write(book, theme)
    end
    for _, records in ipairs(book.plan.records) do
        collection_records.write(book, records)
    end
    write_hidden(book, hidden)
    if logic then
        collection_logic.write(book.logic, logic)
    end
    collection_start.write(book, start)
    collection_form.write(form, book.seen)
end

return collection_workbook
