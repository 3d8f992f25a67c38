-- Steps of figures, rows of the table improve: how their figures are said, and which of them can be told to people.

local answer_words = require "report.answer_words"
local numbers = require "report.numbers"

local step_rows = {}

-- The inputs of a package by their names.
function step_rows.inputs(package)
    local by_name = {}
    for _, input in ipairs(package:inputs()) do
        by_name[input.name] = input
    end
    return by_name
end

-- A figure of a row as people read it: an answer in the language, a number with its decimal sign.
function step_rows.figure(input, text)
    return input and answer_words.of(input, text) or numbers.figure(text)
end

-- Is the size of the step a guess? A step is a part of what a figure can be, or else of the figure, of which 0 has none.
local function is_guessed(input, from)
    local is_measured = input.kind == "amount" or input.kind == "number"
    local has_ends = input.max and (input.min or input.kind == "amount")    -- amounts are never below 0
    local is_said = input.improve and input.improve.step or has_ends
    return is_measured and from == 0 and not is_said
end

local function can_be_told(row, inputs)
    local input = inputs[row.input]
    return not input or not is_guessed(input, tonumber(row.from))
end

-- Decimals of points of an index whose scores have `decimals`: those of a sum of scores.
function step_rows.decimals(decimals)
    return (decimals or 1) + 1
end

-- Steps to speak of, the first that bring most: { rows, with_less, of_unknown_size }, these two how many others bring
-- something too small to be shown, or are steps of which nothing says how large they are.
-- `given`: inputs (by their names), decimals (of points), less_is_better (of the index less is better), knows_steps
-- (whoever is told has said how large they are).
function step_rows.gains(rows, given)
    local gains = { rows = {}, with_less = 0, of_unknown_size = 0 }
    local sign, least = given.less_is_better and -1 or 1, 0.5 * 10 ^ -given.decimals
    for _, row in ipairs(rows) do
        local gain = sign * row.points
        if gain > 0 and not given.knows_steps and not can_be_told(row, given.inputs) then
            gains.of_unknown_size = gains.of_unknown_size + 1
        elseif gain >= least then
            gains.rows[#gains.rows + 1] = row
        elseif gain > 0 then
            gains.with_less = gains.with_less + 1
        end
    end
    return gains
end

return step_rows
