-- What is doubtful in how a package treats what does not apply. It is left out of the score, so that
-- an input for which NA counts has to say when it may be given.

local na_findings = {}

-- Does a text tell when NA is right? "NA where the city has no port", "does not apply to islands".
local function tells_of_na(words)
    return words:find("%f[%w]NA%f[%W]") ~= nil or words:find("not apply", 1, true) ~= nil
        or words:find("not applicable", 1, true) ~= nil
end

local function is_told(package, input)
    if tells_of_na(input.label) then
        return true
    end
    for _, code in ipairs(input.indicators) do
        if tells_of_na(package:indicator(code).about) then
            return true
        end
    end
    return false
end

-- Does the package itself declare the input, and not one that it extends?
function na_findings.is_own(package, input)
    local folder = package:info().layers[1].file:match("^(.*/)") or ""
    return input.file:sub(1, #folder) == folder
end

local function add_untold(list, package)
    for _, input in ipairs(package:inputs()) do
        if input.may_be_na and na_findings.is_own(package, input)
            and not is_told(package, input) then
            list[#list + 1] = { file = input.file, line = input.line, message = (
                "input \"%s\" may be NA, and neither its label nor the about of an indicator that "
                .. "uses it says when, such as \"NA where the city has no port\""):format(input.name) }
        end
    end
end

local function add_refused(list, indicator, inputs)
    for number, test in ipairs(indicator.tests) do
        for _, values in ipairs { test.values, test.previous } do
            for _, value in ipairs(values) do
                local input = inputs[value.name]
                if value.text == "NA" and input and not (input.may_be_na or input.asked_if) then
                    list[#list + 1] = { file = indicator.file, line = indicator.line, message = (
                        "%s test %d: NA of \"%s\" is taken as not reported, since the input does not "
                        .. "say may_be_na = true"):format(indicator.code, number, value.name) }
                end
            end
        end
    end
end

-- A list of { file, line, message }; `indicators` are the package's own.
function na_findings.of(package, indicators)
    local list, inputs = {}, {}
    for _, input in ipairs(package:inputs()) do
        inputs[input.name] = input
    end
    add_untold(list, package)
    for _, indicator in ipairs(indicators) do
        add_refused(list, indicator, inputs)
    end
    return list
end

return na_findings
