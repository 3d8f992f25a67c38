-- The parameters of a package, for people.

local hm = require "hundredmark"

local parameter_words = {}

-- "30 000 from 2024; 20 000 before", the unit of measure behind each.
function parameter_words.values(parameter)
    local unit = parameter.unit ~= "" and " " .. parameter.unit or ""
    if parameter.set then
        return hm.number(parameter.set) .. unit .. ", as it is set"
    end
    local said = {}
    for i, value in ipairs(parameter.values) do
        said[i] = hm.number(value.value) .. unit
            .. (value.from ~= "" and " from " .. value.from or "")
    end
    return table.concat(said, "; ")
end

-- A number of a step or a method, and the parameter that it is: "80 (param.target)".
function parameter_words.number(text, source)
    return source and ("%s (param.%s)"):format(text, source) or text
end

-- The section of a page that lists them; nothing where there are none.
function parameter_words.add(out, parameters)
    local lines = {}
    for i, parameter in ipairs(parameters) do
        lines[i] = { "param." .. parameter.name, parameter_words.values(parameter),
            parameter.reference }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, "Parameters", "parameters")
    out:table({ { title = "parameter" }, { title = "value", least = 10, wrap = true },
        { title = "reference", least = 10, wrap = true } }, lines)
end

return parameter_words
