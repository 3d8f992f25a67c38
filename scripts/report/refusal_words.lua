-- Why the engine refuses to do what it is asked for, or to read data at all, in the language of the run.

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
    { "^target \"(.*)\": the data have no city \"(.*)\": did you mean \"(.*)\"%?$",
        say.later "target \"{a}\": the data have no city \"{b}\": did you mean \"{c}\"?" },
    { "^target \"(.*)\": the data have no city \"(.*)\" in (.*): did you mean \"(.*)\"%?$",
        say.later "target \"{a}\": the data have no city \"{b}\" in {c}: did you mean \"{d}\"?" },
    { "^target \"(.*)\": the data have no city \"(.*)\" in (.*)$",
        say.later "target \"{a}\": the data have no city \"{b}\" in {c}" },
    { "^target \"(.*)\": the data have no city \"(.*)\"$", say.later "target \"{a}\": the data have no city \"{b}\"" },
    { "^target \"(.*)\": a period has no more than (%d+) cities, which are all among the first (%d+)$",
        say.later "target \"{a}\": a period has no more than {b} cities, which are all among the first {c}" },
    { "^no target \"(.*)\", only shift, score:CITY, rank:CITY and top:K, such as top:10$",
        say.later "no target \"{a}\", only shift, score:CITY, rank:CITY and top:K, such as top:10" },
    { "^Shapley effects are of at most (%d+) factors, of which one may be drawn %(weights, figures or gaps%), and of "
        .. "at most (%d+) combinations of the alternatives$",
        say.later("Shapley effects are of at most {a} factors, of which one may be drawn (weights, figures or gaps), "
            .. "and of at most {b} combinations of the alternatives") },
    { "^at most (%d+) cities of a period can be ranked against each other in replicates, and there are (%d+)$",
        say.later "at most {a} cities of a period can be ranked against each other in replicates, and there are {b}" },
    { "^study: there is nothing in the package that varies by itself: say what may vary in a study %(study%.lua%)$",
        say.later "nothing in the package varies by itself; a study (study.lua) says what may" },
    -- what would raise the index
    { "^the target (.*) is out of range: the index lies between (.*) and (.*)$",
        say.later "the target {a} is out of range: the index lies between {b} and {c}" },
    { "^(.*) has no score in (.*): the measure of (.*) failed, and what figures would bring cannot be told$",
        say.later "{a} has no score in {b}: the measure of {c} failed, and what figures would bring cannot be told" },
    { "^(.*) has no score in (.*): too little is reported for one, and what figures would bring cannot be told$",
        say.later "{a} has no score in {b}: too little is reported for one, and what figures would bring cannot be told" },
    { "^(.*) has no score to be passed$", say.later "{a} has no score to be passed" },
    -- what is compared
    { "^the data have nothing of (.*), only of (.*)$", say.later "the data have nothing of {a}, only of {b}" },
    { "^the data have nothing of (.*)$", say.later "the data have nothing of {a}" },
    { '^the data have no city (.*): did you mean "(.*)"%?$',
        say.later "the data have no city {a}: did you mean \"{b}\"?" },
    { "^the data have no city (.*)$", say.later "the data have no city {a}" },
    { "^(.*) is compared with itself: expected two periods$",
        say.later "{a} is compared with itself: expected two periods" },
    { "^(.*) is compared with itself: expected two cities$",
        say.later "{a} is compared with itself: expected two cities" },
    { "^the data have no period before (.*) to compare it with$",
        say.later "the data have no period before {a} to compare it with" },
    { "^there are no periods to compare$", say.later "there are no periods to compare" },
    { "^from (.*) to (.*) is no course: expected periods of one form, the baseline first$",
        say.later "from {a} to {b} is no course: expected periods of one form, the baseline first" },
    -- weights
    { "^the weights of the children of (.*) would all be 0$",
        say.later "the weights of the children of {a} would all be 0" },
    { "^the weight of (.*) must be 0, or a number from 1e%-9 to 1e9$",
        say.later "the weight of {a} must be 0, or a number from 1e-9 to 1e9" },
    { "^the weight of (.*) follows from the data: (.*) weighs its children by (.*)$",
        say.later "the weight of {a} follows from the data: {b} weighs its children by {c}" },
    -- limits
    { "^([%l ]+) of ([%l ]+): more than ([%d.e+-]+) seconds$", say.later "{a} of {b}: more than {c} seconds" },
    { "^([%l ]+) of ([%l ]+): more than ([%d.e+-]+)$", say.later "{a} of {b}: more than {c}" },
    { "^(%l+): more than ([%d.e+-]+)$", say.later "{a}: more than {b}" },
    { "^out of memory$", say.later "out of memory" },
    { "^the package cannot be scored yet: group (.*) has no indicator below it$",
        say.later "the package cannot be scored yet: group {a} has no indicator below it" },
    -- files of data
    { "^the file is empty, expected a header line$", say.later "the file is empty, expected a header line" },
    { "^column `(.*)` stands twice$", say.later "column \"{a}\" stands twice" },
    { "^found a quote that is never closed in the header$",
        say.later "found a quote that is never closed in the header" },
    { "^found bytes that are no UTF%-8 in a column's name, expected UTF%-8 text: save the file so, or say what its "
        .. "encoding is$", say.later("found bytes that are no UTF-8 in a column's name, expected UTF-8 text: save the "
        .. "file so, or say what its encoding is") },
    { "^found no data, expected observations%.csv, observations%.json, a CSV file of records or a datapackage%.json$",
        say.later("found no data, expected observations.csv, observations.json, a CSV file of records or a "
            .. "datapackage.json") },
    { "^JSON: found byte 0x(%x+), expected valid UTF%-8$", say.later "JSON: found byte 0x{a}, expected valid UTF-8" },
    { "^JSON: found (.*), expected (.*)$", say.later "JSON: found {a}, expected {b}" },
    { "^JSON: expected (.*)$", say.later "JSON: expected {a}" },
    { "^expected an array of observations, or an object with `observations` and `records`$",
        say.later "expected an array of observations, or an object with \"observations\" and \"records\"" },
    { "^expected `observations` to be an array$", say.later "expected \"observations\" to be an array" },
    { "^expected `records` to be an object of arrays$", say.later "expected \"records\" to be an object of arrays" },
    { "^expected an array of rows$", say.later "expected an array of rows" },
    { "^found an object without `observations` or `records`, expected one of them or an array of observations$",
        say.later("found an object without \"observations\" or \"records\", expected one of them or an array of "
            .. "observations") },
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
    return PARTS[text] and say(text) or forms.number(text)
end

-- What stands behind a header that is none.
local TAILS <const> = {
    { '^; column "(.*)": did you mean "(.*)"%?$', say.later "; column \"{a}\": did you mean \"{b}\"?" },
    { "^; line (%d+) looks like the header: say where it stands$",
        say.later "; line {a} looks like the header: say where it stands" },
    { "^; row (%d+) looks like the header: say where it stands$",
        say.later "; row {a} looks like the header: say where it stands" },
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

function refusal_words.say(message)
    return forms.say(say, FORMS, message, part) or header(message) or message
end

return refusal_words
