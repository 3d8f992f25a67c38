-- Prints what json.sh measured: each form of JSON beside the CSV of the same figures.
--
--   lua5.4 json_ratios.lua TIMES COUNTS

local pairs_of = {
    { "NDJSON, an object a city", "wide.ndjson", "wide.csv" },
    { "NDJSON, an object a figure", "long.ndjson", "long.csv" },
    { "JSON, an array of objects", "long.json", "long.csv" },
}

-- The median of the seconds computed, which end a line of `timed`.
local function medians(path)
    local seconds = {}
    for line in io.lines(path) do
        local name, computed = line:match("^(%S+).-(%S+)$")
        seconds[name] = seconds[name] or {}
        table.insert(seconds[name], tonumber(computed))
    end
    local medians = {}
    for name, list in pairs(seconds) do
        table.sort(list)
        medians[name] = list[(#list + 1) // 2]
    end
    return medians
end

local function counts(path)
    local of = {}
    for line in io.lines(path) do
        local name, count = line:match("^(%S+) (%d+)$")
        if name then
            of[name] = tonumber(count)
        end
    end
    return of
end

local computed, instructions = medians(arg[1]), counts(arg[2])
print("| the same figures as | computed | CSV | ratio | instructions | CSV | ratio | aim |")
print("|---|---:|---:|---:|---:|---:|---:|---|")
for _, each in ipairs(pairs_of) do
    local name, json, csv = table.unpack(each)
    local a, b = instructions[json], instructions[csv]
    print(("| %s | %.0f ms | %.0f ms | %.1f | %s | %s | %s | <= 4 |"):format(name, computed[json] * 1e3,
        computed[csv] * 1e3, computed[json] / computed[csv], a and ("%.0f M"):format(a / 1e6) or "-",
        b and ("%.0f M"):format(b / 1e6) or "-", a and ("%.1f"):format(a / b) or "-"))
end
