-- Why figures give no number, as the engine says it of a formula (core/expr/causes.c), in the language of the run: "b is
-- 0". What is computed stays as it is written.

local forms = require "report.forms"
local language = require "report.language"

local say = language.of("report.cause_words")

local cause_words = {}

local NUMBER <const> = "(%-?[%d.]+e?[%d+-]*)"

-- The longer ones first: shorter ones would take their beginning for a formula.
local FORMS <const> = {
    { "^(.+) is too large to be computed over all rows$", say.later "{a} is too large to be computed over all rows" },
    { "^(.+) is too large to be computed$", say.later "{a} is too large to be computed" },
    { "^(.+) is " .. NUMBER .. ", and the whole that it is a part of, (.+), is 0$",
        say.later "{a} is {b}, and the whole that it is a part of, {c}, is 0", numbers = "b" },
    { "^(.+) is " .. NUMBER .. ", which has no power below 0$",
        say.later "{a} is {b}, which has no power below 0", numbers = "b" },
    { "^(.+) is " .. NUMBER .. ", which has no power that is not a whole number$",
        say.later "{a} is {b}, which has no power that is not a whole number", numbers = "b" },
    { "^(.+) is " .. NUMBER .. ", which has no square root$", say.later "{a} is {b}, which has no square root", numbers = "b" },
    { "^(.+) is " .. NUMBER .. ", which has no logarithm$", say.later "{a} is {b}, which has no logarithm", numbers = "b" },
    { "^(.+) is " .. NUMBER .. ", expected a share above 0 and below 1$",
        say.later "{a} is {b}, expected a share above 0 and below 1", numbers = "b" },
    { "^(.+) has one figure that applies, expected two or more$",
        say.later "{a} has one figure that applies, expected two or more" },
    { "^(.+), which counts as not reported$", say.later "{a}, which counts as not reported" },
    { "^(.+) cannot be compared with the period before: a break lies between$",
        say.later "{a} cannot be compared with the period before: a break lies between" },
    { "^the figure of (.+) in the period before was rejected$",
        say.later "the figure of {a} in the period before was rejected" },
    { "^(.+) did not apply in the period before$", say.later "{a} did not apply in the period before" },
    { "^(.+) is not reported for the (%d+) periods before, beyond which lies a break$",
        say.later "{a} is not reported for the {b} periods before, beyond which lies a break" },
    { "^(.+) is not reported for the (%d+) periods before$",
        say.later "{a} is not reported for the {b} periods before" },
    { "^(.+) is not reported for the period before, beyond which lies a break$",
        say.later "{a} is not reported for the period before, beyond which lies a break" },
    { "^(.+) is not reported for the period before$", say.later "{a} is not reported for the period before" },
    { "^(.+) does not apply in this period$", say.later "{a} does not apply in this period" },
    { "^(.+) can be compared in (1) period since a break, expected at least (%d+)$",
        say.later "{a} can be compared in {b} period since a break, expected at least {c}" },
    { "^(.+) can be compared in (%d+) periods since a break, expected at least (%d+)$",
        say.later "{a} can be compared in {b} periods since a break, expected at least {c}" },
    { "^(.+) has a value in (%d+) of this period and the (%d+) before, expected at least (%d+)$",
        say.later "{a} has a value in {b} of this period and the {c} before, expected at least {d}" },
    { "^(.+) was rejected in this period or one of the (%d+) before$",
        say.later "{a} was rejected in this period or one of the {b} before" },
    { "^no value of the parameter (.+) holds yet in this period$",
        say.later "no value of the parameter {a} holds yet in this period" },
    { "^the value of (.+) is undefined$", say.later "the value of {a} is undefined" },
    { "^the score of (.+) is undefined$", say.later "the score of {a} is undefined" },
    { "^(.+) was rejected$", say.later "{a} was rejected" },
    { "^(.+) does not apply$", say.later "{a} does not apply" },
    { "^(.+) is not reported$", say.later "{a} is not reported" },
    { "^(.+) has no value$", say.later "{a} has no value" },
    { "^(.+) has no score$", say.later "{a} has no score" },
    { "^(.+) is " .. NUMBER .. "$", say.later "{a} is {b}", numbers = "b" },
}

-- What of the engine's a form holds, in English: for the test that none is missing.
function cause_words.forms()
    local list = { say.later "in row {row} {cause}" }
    for i, form in ipairs(FORMS) do
        list[i + 1] = form[2]
    end
    return list
end

function cause_words.say(cause)
    local row, rest = cause:match "^in row (%d+) (.+)$"
    local said = forms.say(say, FORMS, rest or cause) or rest or cause
    return row and say("in row {row} {cause}", { row = row, cause = said }) or said
end

return cause_words
