-- Figures that are answers, as people read them in the language of the run.

local language = require "report.language"

local answer_words = {}

local function option(input, text)
    for i, name in ipairs(input.options or {}) do
        if name == text then
            return input.said_options and input.said_options[i] or text
        end
    end
    return text
end

-- Of an input (its `kind`, and of a choice its options) what a figure says; nil of a number.
function answer_words.of(input, text)
    if input.kind == "flag" then
        return language.word(text)
    elseif input.kind == "choice" then
        return option(input, text)
    end
    return nil
end

return answer_words
