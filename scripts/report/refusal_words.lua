-- Why an analysis cannot be made of these data, as the engine says it, in the language of the run.

local forms = require "report.forms"
local language = require "report.language"

local say = language.of("report.refusal_words")

local refusal_words = {}

local FORMS <const> = {
    { "^(%l+) takes at least (%d+) ranked cities and periods, and there is (1)$",
        say.later "{a} takes at least {b} ranked cities and periods, and there is {c}" },
    { "^(%l+) takes at least (%d+) ranked cities and periods, and there are (%d+)$",
        say.later "{a} takes at least {b} ranked cities and periods, and there are {c}" },
    { "^target \"(.*)\": the city has no score in the only variation$",
        say.later "target \"{a}\": the city has no score in the only variation" },
    { "^target \"(.*)\": the city has no score in (%d+) of (%d+) variations$",
        say.later "target \"{a}\": the city has no score in {b} of {c} variations" },
    { "^target \"(.*)\": the city has no rank in the only variation$",
        say.later "target \"{a}\": the city has no rank in the only variation" },
    { "^target \"(.*)\": the city has no rank in (%d+) of (%d+) variations$",
        say.later "target \"{a}\": the city has no rank in {b} of {c} variations" },
    { "^target \"(.*)\": no city is ranked in the only variation$",
        say.later "target \"{a}\": no city is ranked in the only variation" },
    { "^target \"(.*)\": no city is ranked in (%d+) of (%d+) variations$",
        say.later "target \"{a}\": no city is ranked in {b} of {c} variations" },
    { "^Shapley effects are of at most (%d+) factors, of which one may be drawn %(weights, figures or gaps%), and of "
        .. "at most (%d+) combinations of the alternatives$",
        say.later("Shapley effects are of at most {a} factors, of which one may be drawn (weights, figures or gaps), "
            .. "and of at most {b} combinations of the alternatives") },
    { "^at most (%d+) cities of a period can be ranked against each other in replicates, and there are (%d+)$",
        say.later "at most {a} cities of a period can be ranked against each other in replicates, and there are {b}" },
    { "^study: there is nothing in the package that varies by itself: say what may vary in a study %(study%.lua%)$",
        say.later "nothing in the package varies by itself; a study (study.lua) says what may" },
}

function refusal_words.say(message)
    return forms.say(say, FORMS, message) or message
end

return refusal_words
