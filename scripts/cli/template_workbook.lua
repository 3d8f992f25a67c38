-- template -o FILE.xlsx: the collection sheet as a workbook, and what was reported last time beside the
-- cells to be filled in.

local collection_workbook = require "report.collection_workbook"
local data = require "cli.data"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local workbook_file = require "cli.workbook_file"

local template_workbook = {}

-- One city, one period: the workbook asks for both once.
local function refuse(given, out)
    for _, option in ipairs { "for_city", "for_period" } do
        if #(given[option] or {}) > 1 then
            stop.usage("--%s: a workbook is for one alone", option:sub(5))
        end
    end
    if given.records_sheet then
        stop.usage("--records: a workbook has all records")
    elseif out.kind == "folder" then
        stop.usage("--output %s: a workbook is one file: name that", out.path)
    end
end

-- The unit whose figures are shown: of the city that is given, or the only one; the last before the
-- period that is given, or the last of all.
local function unit_of_last_time(dataset, city, period)
    local units = dataset:units()
    local cities, is_known = data.distinct(units, "city")
    if city and not is_known[city] then
        stop.usage("--from: no city '%s' in the data%s", city, suggest.nearest(city, cities))
    elseif not city and #cities > 1 then
        stop.usage("--from: the data are of %d cities: --city names one", #cities)
    end
    local last
    for i, unit in ipairs(units) do
        local is_before = not period or unit.period < period
        if unit.city == (city or cities[1]) and is_before
            and (not last or unit.period > units[last].period) then
            last = i
        end
    end
    if not last then
        stop.usage("--from: the data hold nothing before %s", period)
    end
    return last, units[last]
end

local function last_time(given, package, messages)
    if not given.from then
        return nil
    end
    local what = setmetatable({ data = { given.from } }, { __index = given })
    local dataset = data.read(what, messages, package)
    local number, unit = unit_of_last_time(dataset, given.for_city[1], given.for_period[1])
    local figures = {}
    for _, input in ipairs(package:inputs()) do
        local observed = input.kind ~= "records" and dataset:observation(number, input.name)
        local text = observed and observed.text
        figures[input.name] = text and text ~= "" and (tonumber(text) or text) or nil
    end
    return { title = unit.period, figures = figures, city = unit.city }
end

function template_workbook.write(given, out, package, messages)
    refuse(given, out)
    local last = last_time(given, package, messages)
    local workbook, reason = workbook_file.new(collection_workbook.properties(package), function(new)
        collection_workbook.fill(new, package, { city = given.for_city[1] or last and last.city,
            period = given.for_period[1], last_time = last })
    end)
    if not workbook then
        out:fail(reason)
    end
    local book <close> = workbook
    out:binary(function(file)
        return book:write(file)
    end)
end

return template_workbook
