-- lazy "a.b": module a.b, loaded when a field of it is first read. For what most runs of a command
-- do not need.

return function(name)
    return setmetatable({}, { __index = function(module, field)
        local value = require(name)[field]
        module[field] = value
        return value
    end })
end
