-- Options of choices that no cell of data can have, or that a reader takes for another.

local na_findings = require "cli.na_findings"

local option_findings = {}

-- What a cell of these letters says before it is a choice, whatever their case.
local TAKEN <const> = { NR = "not reported", NA = "not applicable" }

-- How the option is like one before it; nil where it is like none.
local function likeness(options, number)
    local option = options[number]
    for i = 1, number - 1 do
        local other = options[i]
        if other == option then
            return "it stands twice"
        elseif tonumber(other) and tonumber(other) == tonumber(option) then
            return ("the same number as \"%s\""):format(other)
        elseif other:lower() == option:lower() then
            return ("it differs from \"%s\" by capitals alone"):format(other)
        end
    end
end

local function doubt_of(options, number)
    local option = options[number]
    local taken = TAKEN[option:upper()]
    if taken then
        return ("a cell \"%s\" means %s"):format(option, taken)
    elseif not option:find("%S") then
        return "a cell of blanks means not reported"
    elseif option:find("^%s") or option:find("%s$") then
        return "a cell of data loses the blanks around it"
    end
    return likeness(options, number)
end

local function add(list, input, name)
    for number in ipairs(input.options or {}) do
        local doubt = doubt_of(input.options, number)
        list[#list + 1] = doubt and { file = input.file, line = input.line, message = (
            "option \"%s\" of \"%s\": %s"):format(input.options[number], name, doubt) } or nil
    end
end

-- A list of { file, line, message }, of the inputs that the package itself declares.
function option_findings.of(package)
    local list = {}
    for _, input in ipairs(package:inputs()) do
        if na_findings.is_own(package, input) then
            add(list, input, input.name)
            for _, column in ipairs(input.columns or {}) do
                add(list, column, input.name .. "." .. column.name)
            end
        end
    end
    return list
end

return option_findings
