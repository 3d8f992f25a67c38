-- Ending a command early: an error value that carries the exit code and one line of text. `main`
-- alone catches it. The numbers are what the program promises to its callers.

local language = require "report.language"

local say = language.of "cli.stop"

local Stop = {}
Stop.__index = Stop

local stop = {
    FINE = 0,
    PROBLEMS = 1,    -- done, but cells were rejected, or a check or test failed
    USAGE = 2,
    DATA = 3,        -- data that cannot be read
    PACKAGE = 4,     -- a package or script error
    OUTPUT = 5,
    MEMORY = 6,    -- it ran out, or too many files are open
    OUT_OF_ORDER = 70,    -- a mistake in the program itself
    INTERRUPTED = 130,
}

function Stop:__tostring()
    return self.message
end

-- Never returns. Without a message the program ends quietly.
function stop.with(exit, message, ...)
    if select("#", ...) > 0 then
        message = message:format(...)
    end
    error(setmetatable({ exit = exit, message = message }, Stop), 0)
end

function stop.usage(message, ...)
    stop.with(stop.USAGE, message, ...)
end

-- Errors of the module that say nothing of what a call was given: they are never anything else.
local APART <const> = { memory = stop.MEMORY, cancelled = stop.INTERRUPTED }

function stop.is_apart(err)
    return APART[err.code] ~= nil
end

-- What an error of the module says, in the language of the run; without its place.
function stop.words(err)
    return language.tag() == "en" and err.message or require("report.refusal_words").say(err.message)
end

-- `err` in the language of the run, with what it is in English beside it.
local function in_language(exit, err)
    local english = tostring(err)
    local message = english:sub(1, #english - #err.message) .. stop.words(err)
    error(setmetatable({ exit = exit, message = message, english = english }, Stop), 0)
end

-- `result`; where it is nil the command ends with `err`, which the module gave in its place.
function stop.insist(exit, result, err)
    if result == nil and err.code == "cancelled" then
        stop.with(stop.INTERRUPTED, say "interrupted")
    elseif result == nil then
        in_language(APART[err.code] or exit, err)
    end
    return result
end

function stop.is_stop(value)
    return getmetatable(value) == Stop
end

return stop
