-- Why the engine refuses to do what it is asked for, or to read data at all, in the language of the run.

local file_refusals = require "report.file_refusals"
local forms = require "report.forms"
local language = require "report.language"
local study_refusals = require "report.study_refusals"

local say = language.of("report.refusal_words")
local of <const> = forms.of

local refusal_words = {}

local FORMS <const> = {
    { "^(%l+) takes at least (%d+) ranked cities and periods, and there is (1)$",
        say.later "{a} takes at least {b} ranked cities and periods, and there is {c}" },
    { "^(%l+) takes at least (%d+) ranked cities and periods, and there are (%d+)$",
        say.later "{a} takes at least {b} ranked cities and periods, and there are {c}" },
    -- targets, and what would raise the index
    of(say.later "a target of {a}: no such node"),
    of(say.later "a target of {a} is {b}, and its score lies between {c} and {d}", "bcd"),
    of(say.later "a target of {a} for {b}: expected a period of the form of {c}, and after it"),
    of(say.later "a target of {a} is no number"),
    of(say.later "two targets of {a}"),
    of(say.later "the target {a} is out of range: the index lies between {b} and {c}", "abc"),
    of(say.later "{a} has no score in {b}: the measure of {c} failed, and what figures would bring cannot be told"),
    of(say.later("{a} has no score in {b}: too little is reported for one, and what figures would bring cannot "
        .. "be told")),
    of(say.later "{a} has no score to be passed"),
    of(say.later "a city cannot pass itself"),
    of(say.later "{a}: a cost is a number from 0"),
    of(say.later "{a}: a step is a number above 0"),
    of(say.later "{a}: a step of a count is a whole number"),
    of(say.later "{a}: step, low and high go with numbers: count, amount, number and grade"),
    of(say.later "{a}: low is above high"),
    of(say.later "{a}: what is fixed has neither step nor cost"),
    of(say.later "{a}: it is said twice what it takes to change it"),
    -- what is compared
    of(say.later "the data have nothing of {a}, only of {b}"),
    of(say.later "the data have nothing of {a}"),
    of(say.later "the data have no city {a}"),
    of(say.later "no city \"{a}\" in the data"),
    { "^no city '(.*)' in the data$", say.later "no city \"{a}\" in the data" },
    { "^no period '(.*)' in the data$", say.later "no period \"{a}\" in the data" },
    of(say.later "no row has the code \"{a}\""),
    of(say.later "the data hold nothing for these cities in these periods"),
    of(say.later("found {a} inputs and {b} units with hardly a figure for each, expected a table: are the "
        .. "columns of the data swapped?")),
    of(say.later "{a} is compared with itself: expected two periods"),
    of(say.later "{a} is compared with itself: expected two cities"),
    of(say.later "the data have no period before {a} to compare it with"),
    of(say.later "there are no periods to compare"),
    of(say.later "from {a} to {b} is no course: expected periods of one form, the baseline first"),
    -- weights
    of(say.later "the weights of the children of {a} would all be 0"),
    of(say.later "the weight of {a} must be 0, or a number from 1e-9 to 1e9"),
    of(say.later "the weight of {a} follows from the data: {b} weighs its children by {c}"),
    of(say.later "parameter {a} is a weight, which must be 0, or a number from 1e-9 to 1e9"),
    of(say.later "the package has no parameter \"{a}\""),
    of(say.later "parameter {a} must be a finite number"),
    of(say.later "no input \"{a}\" in the package"),
    -- what is learnt from cities
    of(say.later "the cities have no column \"{a}\", by which the package groups them: a file of cities has it"),
    of(say.later("node {a} is not the one that the fit was learnt from: what it is measured or made of, its "
        .. "scale or its direction differ")),
    of(say.later("node {a} is not the same in all of the fits: what it is measured or made of, its scale or its "
        .. "direction differ")),
    of(say.later "what the fit has of node {a} was learnt with other fits of the phases before than it has now"),
    of(say.later "the fit has nothing of node {a} yet: phase {b} is to be learnt"),
    of(say.later "the fit has nothing of node {a} in period {b}, group {c}"),
    of(say.later "the fit has nothing of node {a} in period {b}"),
    of(say.later "the fit has nothing of node {a}"),
    -- limits
    { "^([%l ]+) of ([%l ]+): more than ([%d.e+-]+) seconds$", say.later "{a} of {b}: more than {c} seconds",
        numbers = "c" },
    { "^([%l ]+) of ([%l ]+): more than ([%d.e+-]+)$", say.later "{a} of {b}: more than {c}", numbers = "c" },
    { "^(%l+): more than ([%d.e+-]+)$", say.later "{a}: more than {b}", numbers = "b" },
    of(say.later "out of memory"),
    of(say.later "the package cannot be scored yet: group {a} has no indicator below it"),
}

-- What JSON has and wants, and what has limits.
local PARTS <const> = {}
for _, text in ipairs { say.later "the end of the data", say.later "a colon", say.later "a comma or ]",
    say.later "a comma or }", say.later "a digit after the decimal point", say.later "a digit of the exponent",
    say.later "a digit", say.later "a member's name or }", say.later "a member's name", say.later "a value",
    say.later "an escape that JSON has", say.later "no control character in a string (write an escape)",
    say.later "no digit after a leading 0", say.later "no more than 64 levels",
    say.later "the closing quote of a string", say.later "true or false", say.later "processor time",
    say.later "steps", say.later "the run", say.later "loading" } do
    PARTS[text] = true
end

local function part(text)
    return PARTS[text] and say(text) or text
end

-- What stands behind a header that is none.
local TAILS <const> = {
    of(say.later "; column \"{a}\""),
    of(say.later "; line {a} looks like the header: say where it stands"),
    of(say.later "; row {a} looks like the header: say where it stands"),
}

local function header(message)
    local found, expected, tail = message:match "^found the columns (.-); expected ([^;]*)(.*)$"
    if not found then
        return nil
    end
    local one, all = expected:match "^(.*) or (.*) and one column an input$"
    return say("found the columns {found}; expected {expected}", { found = found, expected = one
        and say("{one} or {all} and one column an input", { one = one, all = all }) or expected })
        .. (tail ~= "" and forms.say(say, TAILS, tail) or tail)
end

local function whole(message)
    return forms.say(say, FORMS, message, part) or study_refusals.say(message) or file_refusals.say(message, part)
        or header(message)
end

-- Many end in the name that may have been meant.
function refusal_words.say(message)
    local rest, name = message:match '^(.*): did you mean "([^"]*)"%?$'
    local said = rest and whole(rest)
    return said and say("{refusal}: did you mean \"{name}\"?", { refusal = said, name = name }) or whole(message)
        or message
end

return refusal_words
