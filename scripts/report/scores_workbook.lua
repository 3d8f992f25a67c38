-- Scores as a workbook in which they are live: every score is a formula over figures and weights that
-- can be changed. What cells hold besides, until a spreadsheet computes anew, is the engine's own.
--
--   scores_workbook.obstacle(run)         why there can be no such workbook, in a line; nil: there can
--   scores_workbook.write(run, workbook, premises)  writes it into a new workbook of hundredmark.program
--
-- `run`: { package =, dataset =, scores =, chosen = numbers of units }

local hm = require "hundredmark"
local classes = require "report.scores_workbook_classes"
local figures = require "report.scores_workbook_figures"
local frame = require "report.scores_workbook_frame"
local groups = require "report.scores_workbook_groups"
local issues = require "report.scores_workbook_issues"
local nodes = require "report.scores_workbook_nodes"
local ranking = require "report.scores_workbook_ranking"
local records = require "report.scores_workbook_records"
local steps = require "report.scores_workbook_steps"
local summary = require "report.scores_workbook_summary"
local weights = require "report.scores_workbook_weights"

local say = require("report.language").of "report.scores_workbook"

local scores_workbook = {}

-- LibreOffice takes 24 s of processor time to open 318,000 formulas (300 cities at 79 nodes).
local MOST_FORMULAS <const> = 400000
local MOST_UNITS <const> = 2000

-- How many formulas there are, nearly: of each unit five a node, five a child, two an input.
local function count_formulas(run)
    return #run.chosen * (10 * #run.package:nodes() + 2 * #run.package:inputs())
end

-- Two inputs whose names are one to spreadsheets.
local function same_names(package)
    local seen = {}
    for _, input in ipairs(package:inputs()) do
        local folded = hm.formula_name(input.name):lower()
        if seen[folded] then
            return seen[folded], input.name
        end
        seen[folded] = input.name
    end
end

-- Do all that are chosen lie in one edition? A sheet has one list of nodes, and one weight a node.
local function are_of_one_edition(run)
    local first
    for _, unit in ipairs(run.chosen) do
        local number, day = 0, hm.period(run.units[unit].period).first
        for i, edition in ipairs(run.package:editions()) do
            number = (edition.from == "" or hm.period(edition.from).first <= day) and i or number
        end
        first = first or number
        if number ~= first then
            return false
        end
    end
    return true
end

function scores_workbook.obstacle(run)
    local count, first, second = count_formulas(run), same_names(run.package)
    if #run.chosen > MOST_UNITS then
        return say("{n} cities and periods are columns of its sheets, which are made for at most {most}",
            { n = #run.chosen, most = MOST_UNITS })
    elseif count > MOST_FORMULAS then
        return say("{n} cities and periods at {nodes} nodes are about {count} formulas, of at most {most}",
            { n = #run.chosen, nodes = #run.package:nodes(), count = count, most = MOST_FORMULAS })
    elseif run.chosen[1] and #run.package:nodes(run.units[run.chosen[1]].period) == 0 then
        return say("nothing of the package holds in {period}", { period = run.units[run.chosen[1]].period })
    elseif not are_of_one_edition(run) then
        return say "the periods are of several editions of the package, and its sheets of one: choose with --period"
    elseif first then
        return say("the inputs {first} and {second} have one name to spreadsheets, which know no capitals",
            { first = first, second = second })
    end
end

function scores_workbook.write(run, workbook, premises)
    local book = frame.new(run, workbook)
    book.premises = premises
    figures.look(book)
    nodes.look(book)
    summary.write(book)
    nodes.new_sheet(book, "Scores")
    figures.write_entered(book)
    weights.write(book)
    ranking.write(book)
    ranking.write_heat_map(book)
    issues.write(book)
    for _, name in ipairs { "Values", "Coverage", "Applicable", "Status" } do
        nodes.new_sheet(book, name)
    end
    local of_classes = classes.has(book) and nodes.new_sheet(book, "Class")
    groups.write(book)
    steps.write(book)
    records.write(book, figures.write_checked(book))
    nodes.write(book)
    if of_classes then
        classes.write(book, of_classes)
    end
end

return scores_workbook
