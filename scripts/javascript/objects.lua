-- What JavaScript holds on to, by number, and what a call can end with.

local objects = {}

local kept, last = {}, 0

-- A number for the object, which stays until JavaScript lets it go. `more`: what else belongs to it.
function objects.keep(object, more)
    last = last + 1
    kept[last] = { object = object, more = more or {} }
    return last
end

local Failure = {}

-- Ends the call with an error of the module's, or { code, message }; never returns.
function objects.fail(err)
    error(setmetatable({ err = err }, Failure), 0)
end

function objects.misuse(message, ...)
    objects.fail { code = "argument", message = message:format(...) }
end

-- `value`; where there is none the call ends with the error in its place.
function objects.insist(value, err)
    if value == nil then
        objects.fail(err)
    end
    return value
end

-- The error that a call was ended with; nil for what is none.
function objects.failure(value)
    return getmetatable(value) == Failure and value.err or nil
end

-- What was kept by this number, and what belongs to it.
function objects.get(number)
    local entry = kept[number]
    if not entry then
        objects.misuse("it is closed")
    end
    return entry.object, entry.more
end

-- What somebody else still uses is given back when that is gone.
function objects.close(number)
    local entry = kept[number]
    kept[number] = nil
    if entry then
        entry.object:close()
    end
    return true
end

return objects
