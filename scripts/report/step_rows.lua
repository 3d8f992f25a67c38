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
    local is_said = input.improve and input.improve.step or input.min and input.max
    return is_measured and from == 0 and not is_said
end

-- Is it a step to speak of? `inputs`: by their names.
function step_rows.can_be_told(row, inputs)
    local input = inputs[row.input]
    return not input or not is_guessed(input, tonumber(row.from))
end

return step_rows
