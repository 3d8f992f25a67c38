-- The sheets of a workbook of scores with a row a node: values, scores, coverage, what applies, and
-- status.

local frame = require "report.scores_workbook_frame"
local groups = require "report.scores_workbook_groups"
local steps = require "report.scores_workbook_steps"
local weights = require "report.scores_workbook_weights"

local say = require("report.language").of("report.scores_workbook")

local nodes = {}

local HEADINGS <const> = { { say.later "Code", 12 }, { say.later "Name", 58 }, { say.later "Share of its group", 18 }, { say.later "How", 12 } }

-- Figures of periods before stand in the sheet as the package and the inputs let them be read. A node with
-- breaks of its own reads others.
local function breaks_in(book, code)
    local indicator = book.run.package:indicator(code, book.period)
    for _, part in ipairs(indicator.breaks and indicator.expression or {}) do
        if part.op == "previous" then
            return true
        end
    end
    return false
end

-- Why the value of an indicator has no formula; nil where it has one. The formula comes besides.
local function formula_of(book, code)
    if breaks_in(book, code) then
        return say "it looks back, and its series breaks"
    end
    local formula, reason = book.run.package:formula(code, book:key(code), book.period)
    return formula and nil or reason, formula
end

-- Finds out what is live: book.formulas by code, book.fixed: a list of { node, reason }, and
-- is_fixed by code.
function nodes.look(book)
    book.formulas, book.fixed, book.is_fixed, book.score_is_fixed = {}, {}, {}, {}
    book.policy = book.run.package:info().policy
    for _, node in ipairs(book.nodes) do
        local reason
        if node.kind == "indicator" and node.reads then
            reason, book.is_fixed[node.code] = say "its measure reads other nodes", true
        elseif node.kind == "indicator" then
            reason, book.formulas[node.code] = formula_of(book, node.code)
            book.is_fixed[node.code] = reason ~= nil
            reason = reason and say("its measure: {reason}", { reason = reason })
        elseif not groups.can(book, node) then
            reason = node.measure and say "its measure reads other nodes"
                or groups.counts(book.policy) and say "the policy counts its children"
                or say("aggregate {method} has no formula", { method = node.aggregate })
            book.is_fixed[node.code] = true
        end
        local step = not steps.can(node) and say("{step} has no formula", { step = steps.names(node) })
        book.score_is_fixed[node.code] = step ~= false
        if reason or step then
            table.insert(book.fixed, { node = node, reason = reason or step })
        end
    end
end

local function write_labels(book, sheet, node, row)
    local is_group = node.kind == "group"
    local look = is_group and book.looks.group or book.looks.text
    sheet:write(row, 1, node.code, look)
    sheet:write(row, 2, ("  "):rep(node.depth) .. node.name, look)
end

local function result_of(value, status)
    return value or frame.ERRORS[status] or "#N/A"
end

-- A live cell, or a fixed one.
local function put(book, sheet, row, k, formula, result, look)
    if formula then
        sheet:formula(row, frame.column_of(k), "=" .. formula, look, result)
    elseif type(result) == "number" then
        sheet:write(row, frame.column_of(k), result, book.looks.fixed)
    else    -- a cell cannot hold an error, but a formula can
        sheet:formula(row, frame.column_of(k), "=" .. result, book.looks.fixed, result)
    end
end

local function names_of(book, code)
    local names = { key = book:key(code) }
    for _, noun in ipairs { "score", "value", "coverage", "applies", "status", "weight" } do
        names[noun] = noun .. "." .. names.key
    end
    return names
end

-- Half to the even digit: what ends in a half is rounded as twice its half.
local EVEN <const> = "IF(ROUND(ABS(%s)*1E%d-INT(ABS(%s)*1E%d),9)=0.5,2*ROUND((%s)*1E%d/2,0)/1E%d,ROUND(%s,%d))"

local function rounded(book, node, formula)
    local decimals = node.rounding
    if not decimals then
        return formula
    elseif book.policy.rounding_ties == "even" then
        return EVEN:format(formula, decimals, formula, decimals, formula, decimals, decimals, formula, decimals)
    end
    return ("ROUND(%s,%d)"):format(formula, decimals)
end

-- Held within its range, and rounded.
local function held(book, node, formula)
    local range = (node.kind == "indicator" or node.scale) and node.range
    if range then
        formula = ("MEDIAN(%.15g,%s,%.15g)"):format(range[1], formula, range[2])
    end
    return rounded(book, node, formula)
end

-- Where the policy gives a score to what is not reported, in place of the error that says so.
local function given(book, node, formula)
    local score = book.policy.not_reported
    if not score or node.kind == "group" or not weights.has_share(node) then
        return formula
    end
    return ("IF(ISNA(value.%s),%s,%s)"):format(book:key(node.code),
        held(book, node, ("%.15g"):format(score)), formula)
end

local function value_formula(book, node)
    if book.is_fixed[node.code] then
        return nil
    elseif node.kind == "indicator" then
        return book.formulas[node.code].formula
    end
    return groups.formula(book, node)
end

local function score_formula(book, node, names)
    if book.score_is_fixed[node.code] or node.kind == "group" and book.is_fixed[node.code] then
        return nil
    elseif node.scale then
        return given(book, node, held(book, node, steps.formula(book, node)))
    elseif node.kind == "indicator" then
        return given(book, node, held(book, node, names.value))
    end
    return held(book, node, groups.formula(book, node))
end

local STATUS_OF_INDICATOR <const> = 'IF(ISNUMBER($score),"scored",CHOOSE(ERROR.TYPE($score),'
    .. '"invalid","undefined","invalid","invalid","invalid","not_applicable","not_reported"))'
local STATUS_OF_GROUP <const> = 'IF(ISNUMBER($score),"scored",IF(SUM(applying.$key)=0,'
    .. '"not_applicable","insufficient"))'
local STATUS_OF_SCALED_GROUP <const> = 'IF(ISNUMBER($score),"scored",IF(SUM(applying.$key)=0,'
    .. '"not_applicable",IF(ISNUMBER($value),"undefined","insufficient")))'

local function status_formula(book, node, names)
    if node.measure then
        return nil
    end
    if node.kind == "group" then
        return frame.fill(node.scale and STATUS_OF_SCALED_GROUP or STATUS_OF_GROUP, names)
    end
    return not book.is_fixed[node.code] and frame.fill(STATUS_OF_INDICATOR, names) or nil
end

-- Of an indicator that reads nodes it is theirs, which is fixed like its value.
local function coverage_formula(node, names)
    if node.kind == "indicator" and node.reads then
        return nil
    end
    if node.kind == "group" then
        return frame.fill("IF(SUM(applying.$key)>0,SUM(covered.$key)/SUM(applying.$key),0)", names)
    end
    return frame.fill("IF(ISNUMBER($value),1,0)", names)
end

local function applies_formula(node, names)
    if node.kind == "indicator" then
        return frame.fill('IF(OR($status="not_applicable",$status="undefined"),0,1)', names)
    end
    local share = "IF(SUM(weights.$key)>0,SUM(applied.$key)/SUM(weights.$key),0)"
    return frame.fill(node.scale and 'IF($status="undefined",0,' .. share .. ")" or share, names)
end

local function how(book, node)
    if book.score_is_fixed[node.code] or book.is_fixed[node.code] then
        return "fixed"
    end
    return node.scale and "live, scale fixed" or "live"
end

local function write_node(book, sheets, node, row)
    local names, key = names_of(book, node.code), book:key(node.code)
    for _, sheet in pairs(sheets) do
        write_labels(book, sheet, node, row)
    end
    if weights.has_share(node) then
        sheets.Scores:formula(row, 3, "=share." .. key, book.looks.share, node.share)
    end
    sheets.Scores:write(row, 4, how(book, node), book.looks.faint)
    local formulas = { value_formula(book, node), score_formula(book, node, names),
        coverage_formula(node, names), applies_formula(node, names),
        status_formula(book, node, names) }
    if book.score_is_fixed[node.code] then    -- and with it why there is none
        formulas[3], formulas[4], formulas[5] = nil, nil, nil
    end
    local has_value = node.kind == "indicator" or node.scale or node.measure or node.transform
    local look = node.kind == "group" and book.looks.group_score or book.looks.score
    for k, unit in ipairs(book.units) do
        local scored = unit.rows[row - frame.FIRST_ROW + 1]
        if has_value then
            put(book, sheets.Values, row, k, formulas[1], result_of(scored.value, scored.status),
                book.looks.number)
        end
        put(book, sheets.Scores, row, k, formulas[2], result_of(scored.score, scored.status), look)
        if formulas[3] then
            sheets.Coverage:formula(row, frame.column_of(k), "=" .. formulas[3], book.looks.share,
                scored.coverage)
        else
            sheets.Coverage:write(row, frame.column_of(k), scored.coverage, book.looks.share)
        end
        if formulas[4] then
            sheets.Applicable:formula(row, frame.column_of(k), "=" .. formulas[4], book.looks.share,
                scored.applicable)
        else
            sheets.Applicable:write(row, frame.column_of(k), scored.applicable, book.looks.share)
        end
        if formulas[5] then
            sheets.Status:formula(row, frame.column_of(k), "=" .. formulas[5], nil, scored.status)
        else
            sheets.Status:write(row, frame.column_of(k), scored.status, book.looks.fixed)
        end
    end
end

-- The sheets come in the order in which they are made: scores first, the others after what people
-- look at.
function nodes.new_sheet(book, name)
    local sheet = book:sheet(name, HEADINGS)
    book.sheets = book.sheets or {}
    book.sheets[name] = sheet
    book:fade_errors(sheet, frame.FIRST_ROW + #book.nodes - 1)
    return sheet
end

function nodes.write(book)
    local rows <const> = { Scores = "score", Values = "value", Coverage = "coverage",
        Applicable = "applies", Status = "status" }
    for _, node in ipairs(book.nodes) do
        local row = book.row_of[node.code]
        for sheet, noun in pairs(rows) do
            if noun ~= "value" or node.kind == "indicator" or node.scale or node.measure then
                book:define_row(noun .. "." .. book:key(node.code), sheet, row)
            end
        end
        write_node(book, book.sheets, node, row)
    end
end

return nodes
