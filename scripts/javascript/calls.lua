-- How JavaScript calls the engine: a request names a function of one of the modules below, the object that
-- it is called on and its arguments; what it returns, or the error that ended it, is the reply.

local language = require "report.language"
local objects = require "javascript.objects"
local refusal_words = require "report.refusal_words"
local stop = require "cli.stop"

local MODULES <const> = { "package", "data", "scores", "session" }

local calls = { ["engine.close"] = objects.close }
for name, call in pairs(require "javascript.engine") do
    calls["engine." .. name] = call
end
for _, module in ipairs(MODULES) do
    for name, call in pairs(require("javascript." .. module)) do
        calls[module .. "." .. name] = function(number, ...)
            local object, more = objects.get(number)
            return call(object, more, ...)
        end
    end
end

-- JSON's null is nil, in lists at the end alone.
local function without_nulls(value)
    if type(value) == "userdata" then
        return nil
    elseif type(value) == "table" then
        for key, element in pairs(value) do
            value[key] = without_nulls(element)
        end
    end
    return value
end

local function count(list)
    local most = 0
    for i in pairs(list) do
        most = math.max(most, i)
    end
    return most
end

local function run(request)
    local call = calls[request.call]
    if not call then
        objects.misuse("no call '%s'", tostring(request.call))
    end
    local most = count(request.with or {})
    local with = without_nulls(request.with or {})
    if request.on then
        return call(request.on, table.unpack(with, 1, most))
    end
    return call(table.unpack(with, 1, most))
end

-- Wrong types and closed objects raise in the module; all else that raises is a mistake of ours.
local function explain(raised)
    local err = objects.failure(raised)
    if err then
        return err
    elseif raised == "not enough memory" then
        return { code = "memory", message = "out of memory" }
    end
    local reason = stop.is_stop(raised) and raised.message or tostring(raised)
    return { code = "argument", message = reason:gsub("^bad argument #%d+ to '[^']*' %((.*)%)$", "%1") }
end

local FIELDS <const> = { "code", "message", "file", "line", "column", "issues" }

-- For people `message` is in their language, and `text`, which has its place, too.
local function error_of(err)
    local said = {}
    for _, name in ipairs(FIELDS) do
        said[name] = err[name]
    end
    local text = getmetatable(err) and tostring(err) or err.message
    said.message = language.tag() == "en" and err.message or refusal_words.say(err.message)
    said.text = text:sub(1, #text - #err.message) .. said.message
    return { error = said }
end

return function(request)
    local done, value = xpcall(run, explain, request)
    if not done then
        return error_of(value)
    end
    return { done = true, value = value }
end
