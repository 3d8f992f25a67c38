-- Steps of nodes in a workbook of scores: what they learnt of all cities is fixed, and stands in a
-- sheet of its own; what they make of a value with it is live.

local frame = require "report.scores_workbook_frame"
local method_words = require "report.method_words"

local language = require "report.language"
local say = language.of("report.scores_workbook")

local steps = {}

local HEADINGS <const> = { { say.later "Code", 12 }, { say.later "Name", 46 }, { say.later "Scale", 12 }, { say.later "What it learnt", 18 } }

-- By method: what it learnt, of what scores:scaling() tells, and the score.
local METHODS <const> = {
    minmax = { learnt = { "worst", "best" },
        formula = "100*($value-$worst)/($best-$worst)" },
    zscore = { learnt = { "mean", "deviation" },
        formula = "%.15g+%.15g*($value-$mean)/$deviation",
        lower = "%.15g+%.15g*($mean-$value)/$deviation" },
}

-- Have the steps of a node, if it has some, a formula? A scale alone has, between its own ends.
function steps.can(node)
    return not node.transform and (not node.steps or #node.steps == 1 and METHODS[node.scale] ~= nil)
        and not (node.scale_to or node.low or node.high)
end

local NAMES <const> = { impute = say.later "impute {method}", treat = say.later "treat {method}",
    scale = say.later "scale {method}" }

-- The steps of a node, "impute mean, scale minmax".
function steps.names(node)
    local names = {}
    for i, step in ipairs(node.steps or {}) do
        names[i] = say(NAMES[step.step], { method = method_words.name(step.method) })
    end
    names[#names + 1] = node.transform and say "transform" or nil
    return language.list(names)
end

function steps.formula(book, node)
    local method, key = METHODS[node.scale], book:key(node.code)
    local names = { value = "value." .. key }
    for _, learnt in ipairs(method.learnt) do
        names[learnt] = learnt .. "." .. key
    end
    local form = node.direction == "lower" and method.lower or method.formula
    local parameters = node.parameters or {}
    return frame.fill(form:format(parameters.mean or 0, parameters.spread or 0), names)
end

-- Where no score is possible, what was learnt leads to none: all cities are alike, or there is one.
local function figure(scaling, learnt)
    if scaling and scaling.possible then
        return scaling[learnt]
    end
    return 0
end

local function write_row(book, sheet, node, learnt, row)
    sheet:write(row, 1, node.code)
    sheet:write(row, 2, node.name)
    sheet:write(row, 3, node.scale)
    sheet:write(row, 4, learnt)
    for k, unit in ipairs(book.units) do
        local scaling = book.run.scores:scaling(unit.number, node.code)
        sheet:write(row, frame.column_of(k), figure(scaling, learnt), book.looks.fixed)
    end
    book:define_row(learnt .. "." .. book:key(node.code), "Learnt", row)
end

-- Writes the sheet if some node needs it.
function steps.write(book)
    local sheet, row = nil, frame.FIRST_ROW
    for _, node in ipairs(book.nodes) do
        for _, learnt in ipairs(node.scale and METHODS[node.scale]
            and METHODS[node.scale].learnt or {}) do
            sheet = sheet or book:sheet("Learnt", HEADINGS)
            write_row(book, sheet, node, learnt, row)
            row = row + 1
        end
    end
end

return steps
