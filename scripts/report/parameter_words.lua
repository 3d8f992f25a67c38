-- The parameters of a package, for people.

local hm = require "hundredmark"

local language = require "report.language"

local say = language.of("report.parameter_words")

local parameter_words = {}

-- A number of a package, with the decimal sign of the language.
local function shown(number)
    return language.number(hm.number(number))
end

-- "30 000 from 2024; 20 000 before", the unit of measure behind each.
function parameter_words.values(parameter)
    local unit = parameter.unit ~= "" and " " .. parameter.unit or ""
    if parameter.set then
        return say("{value}, as it is set", { value = shown(parameter.set) .. unit })
    end
    local said = {}
    for i, value in ipairs(parameter.values) do
        local number = shown(value.value) .. unit
        said[i] = value.from ~= "" and say("{value} from {period}", { value = number, period = value.from }) or number
    end
    return language.clauses(said)
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
    out:heading(2, say "Parameters", "parameters")
    out:table({ { title = "parameter" }, { title = "value", least = 10, wrap = true },
        { title = "reference", least = 10, wrap = true } }, lines)
end

local READ_BY <const> = { measure = say.later "the measure", transform = say.later "the transformation",
    weight = say.later "the weight", classes = say.later "the classes", steps = say.later "the steps",
    method = say.later "the method" }

local function readers_of(parameter)
    local readers = {}
    for i, part in ipairs(parameter.of) do
        readers[i] = READ_BY[part] and say(READ_BY[part]) or part
    end
    return language.list(readers)
end

local function holds(parameter)
    return parameter.set and say "as it is set" or parameter.from == "" and say "from the beginning"
        or parameter.from and say("from {period}", { period = parameter.from }) or say "not yet"
end

local function value_of(parameter)
    local unit = parameter.unit ~= "" and " " .. parameter.unit or ""
    return parameter.value and shown(parameter.value) .. unit or say "none"
end

-- The section of a page of explain that shows what a node reads of them, as scores:parameters gives it.
function parameter_words.add_read(out, parameters)
    local lines = {}
    for i, parameter in ipairs(parameters or {}) do
        lines[i] = { "param." .. parameter.name, value_of(parameter), holds(parameter), readers_of(parameter),
            parameter.reference }
    end
    if #lines == 0 then
        return
    end
    out:heading(2, say "Parameters")
    out:table({ { title = "parameter" }, { title = "value", side = "right" }, { title = "holds" },
        { title = "read by", least = 10, wrap = true }, { title = "reference", least = 10, wrap = true } }, lines)
end

-- One that the classes of a node go by and that has no value yet; nil where all have one.
function parameter_words.lacking(parameters)
    for _, parameter in ipairs(parameters or {}) do
        local is_bound = false
        for _, part in ipairs(parameter.of) do
            is_bound = is_bound or part == "classes"
        end
        if is_bound and not parameter.value then
            return "param." .. parameter.name
        end
    end
    return nil
end

return parameter_words
