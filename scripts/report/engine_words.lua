-- What the engine says of data, in the language of the run: for hm.translate. Its texts are the sources of
-- the context "engine", with their places: found "{found}", expected {expected}{advice}{nearest}.

local language = require "report.language"

local say = language.of "engine"

local engine_words = {}

local NUMBER <const> = "[%d.eE+-]+"

-- "a whole number of at least 0, at least 5, at most 12", of a figure that has bounds of its own.
local function bounded(text)
    local kind, bounds = text:match "^(.-)(, at [lm][eo][as][st].*)$"
    if not kind then
        return text
    end
    local low, high = bounds:match("^, at least (" .. NUMBER .. ")"), bounds:match(", at most (" .. NUMBER .. ")$")
    local said = say(kind)
    said = low and say("{kind}, at least {low}", { kind = said, low = language.number(low) }) or said
    return high and say("{kind}, at most {high}", { kind = said, high = language.number(high) }) or said
end

-- 'one of "none", "at the door"': the answers stay as they are.
local function choice(text)
    local options = text:match "^one of (\".*)$"
    return options and say("one of {options}", { options = options }) or nil
end

function engine_words.say(text)
    local said = say(text)
    return said ~= text and said or choice(text) or bounded(text)
end

return engine_words
