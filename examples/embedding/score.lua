-- Scores a city against ISO/IEC 30146 and prints its index and its three lowest indicators: score.c
-- in Lua. The module comes with hundredmark; plain lua5.4 finds it where the package put it.
--
--     lua5.4 score.lua DATA        a CSV or JSON file, or a folder with observations.csv

local hm = require "hundredmark"

-- Every call gives its result, or nil and an error that prints as file:line: message.
local function need(value, err)
    if not value then
        io.stderr:write("score.lua: ", tostring(err), "\n")
        os.exit(1)
    end
    return value
end

local package = need(hm.open_package "iso-iec-30146")
local data = need(hm.new_dataset())
need(data:read(arg[1] or "-"))
need(data:finish())
local scores = need(hm.score(package, data))

local indicators = {}
for _, row in ipairs(scores:rows(1)) do
    if row.value and row.score then -- only indicators have a value
        indicators[#indicators + 1] = row
    end
end
table.sort(indicators, function(a, b)
    return a.score < b.score
end)

local index = scores:row(1, "index")
if index.score then
    print(("%s %s: %.1f"):format(index.city, index.period, index.score))
    for i = 1, math.min(3, #indicators) do
        local row = indicators[i]
        print(("%6.1f  %s %s"):format(row.score, row.code, row.name))
    end
end
