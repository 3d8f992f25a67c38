-- The sheet of classes in a workbook of scores: live where the bounds are numbers.

local frame = require "report.scores_workbook_frame"

local classes = {}

local MOST_TEXT <const> = 255    -- characters of a text in a formula
local ROOM <const> = 1e-9        -- at a bound, as the engine has it
local TESTS <const> = { at_least = "%s>=%.17g", over = "%s>%.17g", at_most = "%s<=%.17g", below = "%s<%.17g" }
local ABOVE <const> = { over = true, at_most = true }

function classes.has(book)
    for _, node in ipairs(book.nodes) do
        if node.classes then
            return true
        end
    end
    return false
end

local function test_of(class, figure)
    local room = ROOM * math.max(1, math.abs(class.bound))
    return TESTS[class.rule]:format(figure, class.bound + (ABOVE[class.rule] and room or -room))
end

local function text_of(word)
    return '"' .. word:gsub('"', '""') .. '"'
end

-- Nil where a bound goes by the period, or a text is too long for a formula.
local function formula_of(node, score, figure)
    local formula = '""'
    for i = #node.classes, 1, -1 do
        local class = node.classes[i]
        if class.parameter or utf8.len(class.class) > MOST_TEXT then
            return nil
        end
        local word = text_of(class.class)
        formula = class.rule and ("IF(%s,%s,%s)"):format(test_of(class, figure), word, formula) or word
    end
    return ("IF(ISNUMBER(%s),%s,\"\")"):format(score, formula)
end

local function has_value(node)
    return node.kind == "indicator" or node.scale or node.measure
end

-- Behind nodes.write, which names the rows of scores and values.
function classes.write(book, sheet)
    for i, node in ipairs(book.nodes) do
        local row, key = book.row_of[node.code], book:key(node.code)
        local by_value = node.classes and node.classes.of == "value"
        local figure = (by_value and "value." or "score.") .. key
        local formula = node.classes and (not by_value or has_value(node))
            and formula_of(node, "score." .. key, figure)
        for k, unit in ipairs(node.classes and book.units or {}) do
            local class = unit.rows[i].class or ""
            if formula then
                sheet:formula(row, frame.column_of(k), "=" .. formula, nil, class)
            else
                sheet:write(row, frame.column_of(k), class, book.looks.fixed)
            end
        end
    end
end

return classes
