-- What a collection workbook works out for itself on a hidden sheet: which questions arise (asked_if), and
-- which rules of the package are broken (rules.lua). The column Check tells both.
--
-- Every figure that a condition or a rule reads has a line there: the figure as the engine takes it and its
-- state, which is what formulas of expressions read. Conditions and rules over records have no formula here:
-- such a question is always asked, such a rule is left to check and score.

local hm = require "hundredmark"
local cells = require "report.cells"
local figure_formulas = require "report.figure_formulas"
local rule_formulas = require "report.rule_formulas"
local rule_words = require "report.rule_words"
local say = require("report.language").of("report.collection_logic")

local collection_logic = {}

local ERRORS <const>, FIGURES <const> = 2, 9    -- rows: the first error, the first figure
local MOST_IN_ONE <const> = 30    -- rules that one cell looks through: calls in calls have a limit of 64

local HEADINGS <const> = { "Figure", "Figure", "State", "Last time", "Its state", "Asked", "Says" }
local FIGURE <const>, EARLIER <const>, ASKED <const>, SAYS <const> = 2, 4, 6, 7    -- states stand behind
local RULE_HEADINGS <const> = { "Rule", "Left", "State", "Right", "State", "Broken", "Says" }
local LEFT <const>, RIGHT <const>, BROKEN <const>, MESSAGE <const> = 2, 4, 6, 7

-- Names in formulas ------------------------------------------------------------------------------

-- What stands at a place in a formula, and whether it is a name for a figure.
local function piece_at(formula, at)
    local text = formula:match('^"[^"]*"', at) or formula:match("^%d[%d.]*[eE][+-]?%d+", at)
    local name = not text and formula:match("^[%a_][%w_.]*", at)
    if name then
        local is_call = formula:sub(at + #name, at + #name) == "("
        return name, not (is_call or name == "TRUE" or name == "FALSE")
    end
    return text or formula:sub(at, at), false
end

-- A formula with places for its names, and whether one of them is to be filled in; nil where `place_of` has
-- none for one of them.
local function placed(formula, place_of)
    local parts, at, changes = {}, 1, false
    while at <= #formula do
        local piece, is_name = piece_at(formula, at)
        local place, may_change = piece, false
        if is_name then
            place, may_change = place_of(piece)
        end
        if not place then
            return nil
        end
        parts[#parts + 1] = place
        changes = changes or may_change == true
        at = at + #piece
    end
    return table.concat(parts), changes
end

local function both_placed(side, place_of)
    local formula, changes = placed(side.formula, place_of)
    local state = placed(side.state, place_of)
    return formula and state and { formula = formula, state = state, changes = changes } or nil
end

local function at(logic, row, column)
    return cells.sheet(logic.sheet) .. cells.fixed(row, column)
end

-- "previous3.berths" of the latest of three periods; the figures of last time are some periods back.
local function earlier_place(logic, name)
    local state = name:match("^state%.(.+)$")
    local within, figure = (state or name):match("^previous(%d*)%.(.+)$")
    local line = figure and logic.lines[figure]
    local back = logic.last_time and logic.last_time.back
    if not line or not line.earlier or not back or back > (tonumber(within) or 1) then
        return nil
    end
    return at(logic, line.row, state and EARLIER + 1 or EARLIER)
end

-- The function that gives places for names.
local function places_of(logic)
    return function(name)
        if name == "state.errors" then
            return cells.sheet(logic.sheet) .. cells.range(ERRORS, 1, ERRORS + 4, 1)
        end
        local figure = name:match("^state%.(.+)$")
        local line = logic.lines[figure or name]
        if line and line.cell then
            return at(logic, line.row, figure and FIGURE + 1 or FIGURE), true
        end
        return earlier_place(logic, name)
    end
end

-- What there is to work out ----------------------------------------------------------------------

-- A line for an input, after those that its condition reads.
local function add_line(logic, plan, name)
    local key = hm.formula_name(name)
    if logic.lines[key] then
        return
    end
    local input, asked = plan.inputs[name], plan.asked[name]
    for _, other in ipairs(input.asked_if_inputs or {}) do
        add_line(logic, plan, other)
    end
    local line = { input = input, cell = asked and asked.fixed, earlier = asked and asked.earlier,
        row = FIGURES + #logic.list, rules = {} }
    logic.lines[key] = line
    logic.list[#logic.list + 1] = line
end

local function add_condition(logic, package, line)
    local condition = line.input.asked_if and package:asked_formula(line.input.name)
    line.condition = condition and both_placed(condition, logic.place_of)
    logic.has_conditions = logic.has_conditions or line.condition ~= nil
end

local function is_told(rule)
    for _, expression in ipairs { rule.left_expression, rule.right_expression } do
        for _, node in ipairs(expression) do
            if node.within and node.within > 1 and rule.missing == "count" then
                return false    -- older figures than those of last time may be there
            end
        end
    end
    return true
end

local function add_rule(logic, package, rule)
    local sides = is_told(rule) and package:rule_formulas(rule.id)
    local left = sides and both_placed(sides.left, logic.place_of)
    local right = sides and both_placed(sides.right, logic.place_of)
    if not (left and right) then
        return
    end
    local one = { rule = rule, left = left, right = right }
    logic.rules[#logic.rules + 1] = one
    for _, name in ipairs(rule.inputs) do
        local line = logic.lines[hm.formula_name(name)]
        line.rules[#line.rules + 1] = one
    end
end

-- All that the workbook works out for itself; nil where there is nothing. `plan` has its places; `sheet`: the
-- name of the hidden sheet.
function collection_logic.of(package, plan, sheet, last_time)
    local logic = { sheet = sheet, last_time = last_time, lines = {}, list = {}, rules = {} }
    logic.place_of = places_of(logic)
    local rules = package:rules()
    for _, input in ipairs(package:inputs()) do
        if input.asked_if then
            add_line(logic, plan, input.name)
        end
    end
    for _, rule in ipairs(rules) do
        for _, name in ipairs(rule.inputs) do
            add_line(logic, plan, name)
        end
    end
    for _, line in ipairs(logic.list) do
        add_condition(logic, package, line)
    end
    for _, rule in ipairs(rules) do
        add_rule(logic, package, rule)
    end
    for i, one in ipairs(logic.rules) do
        one.row = FIGURES + #logic.list + 2 + i
    end
    return #logic.list > 0 and logic or nil
end

-- The cell that says whether an input is asked; nil: it is always asked, as far as the workbook can tell.
function collection_logic.asked(logic, input)
    local line = logic and logic.lines[hm.formula_name(input.name)]
    return line and line.condition and at(logic, line.row, ASKED) or nil
end

-- The cell that says which rule is broken, "" where none is; nil: no rule looks at the input.
function collection_logic.says(logic, input)
    local line = logic and logic.lines[hm.formula_name(input.name)]
    return line and #line.rules > 0 and at(logic, line.row, SAYS) or nil
end

-- The sheet --------------------------------------------------------------------------------------

local function fill(form, names)
    return (form:gsub("%$(%w+)", names):gsub("state%.errors", names.errors))
end

-- What formulas of a figure give, for programs that do not work it out themselves: nothing is filled in yet;
-- of last time there is a text or a number.
local function results_of(input, figure)
    if figure == nil then
        return figure_formulas.ERROR_TEXTS[3], 3
    elseif input.kind == "flag" then
        return figure_formulas.meaning(tostring(figure)) == "yes" and 1 or 0, 0
    end
    return figure, 0
end

local function write_figure(logic, sheet, line, cell, column, figure)
    local names = { cell = cell, state = at(logic, line.row, column + 1),
        errors = logic.place_of "state.errors", asked = at(logic, line.row, ASKED) }
    local asks = column == FIGURE and line.condition ~= nil
    local result, state = results_of(line.input, figure)
    sheet:formula(line.row, column, "=" .. fill(figure_formulas.figure(line.input), names), nil, result)
    sheet:formula(line.row, column + 1, "=" .. fill(figure_formulas.state(line.input, asks), names), nil, state)
end

-- The first message of the broken ones among rules from number `first` on; it goes on in the next cell.
local function says_formula(logic, line, first, column)
    local last = math.min(first + MOST_IN_ONE - 1, #line.rules)
    local formula = last < #line.rules and at(logic, line.row, column + 1) or '""'
    for i = last, first, -1 do
        local row = line.rules[i].row
        formula = ("IF(%s,%s,%s)"):format(at(logic, row, BROKEN), at(logic, row, MESSAGE), formula)
    end
    return "=" .. formula
end

local function write_line(logic, sheet, line)
    sheet:write(line.row, 1, line.input.name)
    if line.condition then
        sheet:formula(line.row, ASKED, "=" .. figure_formulas.asked(line.condition), nil, 1)
    end
    if line.cell then
        write_figure(logic, sheet, line, line.cell, FIGURE, nil)
    end
    if line.earlier then
        write_figure(logic, sheet, line, line.earlier, EARLIER, logic.last_time.figures[line.input.name])
    end
    for first = 1, #line.rules, MOST_IN_ONE do
        local column = SAYS + first // MOST_IN_ONE
        sheet:formula(line.row, column, says_formula(logic, line, first, column), nil, "")
    end
end

-- "ok, but breaks rule "parts": ships + boats <= vessels", of one that is a warning.
local function message_of(rule)
    local fields = { rule = rule.id, about = rule.about ~= "" and rule.about or rule_words.of(rule) }
    return rule.severity == "error" and say('breaks rule "{rule}": {about}', fields)
        or say('ok, but breaks rule "{rule}": {about}', fields)
end

-- Programs work out anew what depends on a cell that is filled in, and nothing else: a side that does not is
-- written into the formula that it is compared in. Gives the places of the side and its state.
local function write_side(logic, sheet, row, column, side)
    if not side.changes then
        return ("(%s)"):format(side.formula), ("(%s)"):format(side.state)
    end
    sheet:formula(row, column, "=" .. side.formula, nil, figure_formulas.ERROR_TEXTS[3])
    sheet:formula(row, column + 1, "=" .. side.state, nil, 3)
    return at(logic, row, column), at(logic, row, column + 1)
end

local function write_rule(logic, sheet, one)
    local rule, row, places = one.rule, one.row, {}
    sheet:write(row, 1, rule.id)
    places.left, places.leftState = write_side(logic, sheet, row, LEFT, one.left)
    places.right, places.rightState = write_side(logic, sheet, row, RIGHT, one.right)
    sheet:formula(row, BROKEN, "=" .. rule_formulas.broken(rule, places), nil, 0)
    sheet:write(row, MESSAGE, message_of(rule))
end

local function write_headings(sheet, row, headings)
    for i, heading in ipairs(headings) do
        sheet:write(row, i, heading)
    end
end

function collection_logic.write(logic, sheet)
    sheet:write(1, 1, say "What the column Check works with")
    for i, formula in ipairs(figure_formulas.ERRORS) do
        sheet:formula(ERRORS + i - 1, 1, "=" .. formula, nil, figure_formulas.ERROR_TEXTS[i])
    end
    write_headings(sheet, FIGURES - 1, HEADINGS)
    for _, line in ipairs(logic.list) do
        write_line(logic, sheet, line)
    end
    write_headings(sheet, FIGURES + #logic.list + 2, RULE_HEADINGS)
    for _, one in ipairs(logic.rules) do
        write_rule(logic, sheet, one)
    end
    sheet:columns(1, SAYS, 24)
    sheet:hide()
    sheet:protect {}
end

return collection_logic
