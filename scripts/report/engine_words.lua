-- What the engine says of data, in the language of the run: for hm.translate. Its texts are the sources of
-- the context "engine", with their places: found "{found}", expected {expected}{advice}{nearest}.

local forms = require "report.forms"
local language = require "report.language"
local method_words = require "report.method_words"
local script_words = require "report.script_words"

local say = language.of "engine"

local engine_words = {}

-- Names and codes of data are among what is said: those of other contexts are none of them.
local function known(text)
    return language.known("engine", text)
end

-- Steps and their methods, and what they learn from.
local FORMS <const> = {
    { "^impute by ([%l_]+)$", say.later "impute by {a}" },
    { "^treat by ([%l_]+)$", say.later "treat by {a}" },
    { "^scale by ([%l_]+)$", say.later "scale by {a}" },
    { "^weigh by ([%l_]+)$", say.later "weigh by {a}" },
    { "^there are too few values: (%d+), at least (%d+) are needed$",
        say.later "there are too few values: {a}, at least {b} are needed" },
}

local NUMBER <const> = "[%d.eE+-]+"

-- "a whole number of at least 0, at least 5, at most 12", of a figure that has bounds of its own.
local function bounded(text)
    local kind, bounds = text:match "^(.-)(, at [lm][eo][as][st].*)$"
    if not kind or not known(kind) then
        return text
    end
    local low, high = bounds:match("^, at least (" .. NUMBER .. ")"), bounds:match(", at most (" .. NUMBER .. ")$")
    local said = known(kind)
    said = low and say("{kind}, at least {low}", { kind = said, low = language.number(low) }) or said
    return high and say("{kind}, at most {high}", { kind = said, high = language.number(high) }) or said
end

-- 'one of "none", "at the door"': the answers stay as they are.
local function choice(text)
    local options = text:match "^one of (\".*)$"
    return options and say("one of {options}", { options = options }) or nil
end

-- '"170"': a figure or a name that is said of another.
local function quoted(text)
    local inner = text:match '^"([^"]*)"$'
    return inner and say("\"{text}\"", { text = inner }) or nil
end

function engine_words.say(text)
    return known(text) or quoted(text) or choice(text) or forms.say(say, FORMS, text, method_words.name) or script_words.say(text)
        or bounded(text)
end

-- "yes or no: write yes or no", with what to do about it.
local function advised(text)
    local expected, advice = text:match "^(.-): (.*)$"
    if not expected or say(expected) == expected then
        return engine_words.say(text)
    end
    return say(expected) .. say ": " .. say(advice)
end

local function filled(words, fields)
    return (words:gsub("{(%l+)}", fields))
end

-- What is said of one figure that is filled in: why it is refused, or doubtful. Others stay as they are.
function engine_words.figure(message)
    local name, rest = message:match '^input "([^"]*)": (.*)$'
    local found, expected = (rest or ""):match '^found "(.*)", expected (.*)$'
    local figure = say("input \"{name}\": ", { name = name })
    if found then
        return say("{figure}found \"{found}\", expected {expected}",
            { figure = figure, found = found, expected = advised(expected) })
    end
    local changed, name_of, why = (rest or ""):match '^found "(.*)", which is read as (.-): (it .*)$'
    local words = changed and known('{figure}found "{found}", which is read as {name}: ' .. why)
        or rest and known("{figure}" .. rest)
    if words then
        return filled(words, { figure = figure, found = changed, name = name_of })
    end
    local doubtful, side, limit = (rest or ""):match '^found "(.*)", which is (%l+) (.*): doubtful$'
    if side == "above" then
        return say("{figure}found \"{found}\", which is above {name}: doubtful",
            { figure = figure, found = doubtful, name = limit })
    elseif side == "below" then
        return say("{figure}found \"{found}\", which is below {name}: doubtful",
            { figure = figure, found = doubtful, name = limit })
    end
    return message
end

return engine_words
