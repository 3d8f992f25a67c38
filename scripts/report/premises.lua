-- What results rest on beside the package and the data: options that make scores others than the same command has
-- without them, in sentences. Who is handed a page has not seen the command.

local hm = require "hundredmark"
local language = require "report.language"

local say = language.of("report.premises")

local premises = {}

local function settings(list)
    local told = {}
    for i, setting in ipairs(list) do
        told[i] = ("%s = %s"):format(setting.name, language.number(hm.number(setting.value)))
    end
    return language.clauses(told)
end

-- Of options whose value is a list, none is given where it is empty.
local function some(list)
    return list and #list > 0 and list or nil
end

-- Where packages are compared, only one side has what is laid over it.
local function is_one_side(given, command)
    return command.name == "compare" and (given.other_package or not given.other_data)
end

local function add_package(told, given, command)
    local one_side = is_one_side(given, command)
    local with, set = some(given.with), some(given.set)
    local fields = { files = with and language.list(with), settings = set and settings(set) }
    if with then
        told[#told + 1] = one_side and say("Laid over the package, of this score and not of the other: {files}.", fields)
            or say("Laid over the package: {files}.", fields)
    end
    if set then
        told[#told + 1] = one_side and say("Parameters set by hand, of this score and not of the other: {settings}.", fields)
            or say("Parameters set by hand: {settings}.", fields)
    end
end

local function add_fit(told, given)
    if given.fit then
        told[#told + 1] = say("What steps learn from cities is as {file} has it, and not learnt from these data.",
            { file = given.fit })
    end
    if given.other_fit then
        told[#told + 1] = say("Of the other score it is as {file} has it.", { file = given.other_fit })
    end
end

-- `given`: the options of a command line; `command`: its descriptor (cli/commands.lua).
function premises.of(given, command)
    local told = {}
    add_package(told, given, command)
    add_fit(told, given)
    if some(given.cities) then
        told[#told + 1] = say("What is said of cities, such as which of them are ranked, is as {files} has it.",
            { files = language.list(given.cities) })
    end
    if given.verified_only then
        told[#told + 1] = say "Figures that are said not to be verified count as not reported."
    end
    if command.of_all and some(given.city) then
        told[#told + 1] = say("Of these cities alone: {cities}.", { cities = language.clauses(given.city) })
    end
    if command.of_all and some(given.period) then
        told[#told + 1] = say("Of these periods alone: {periods}.", { periods = language.list(given.period) })
    end
    if some(given.threshold) then
        told[#told + 1] = say("Judged by other thresholds than usual: {settings}.", { settings = settings(given.threshold) })
    end
    return told
end

-- Puts such sentences on a page, below its title; on each of several that are parts of one.
function premises.add(page, told)
    if #told == 0 then
        return
    end
    for _, block in ipairs(page) do
        if block.kind == "part" then
            premises.add(block.contents, told)
        end
    end
    page:note_below_title(language.sentences(told))
end

return premises
