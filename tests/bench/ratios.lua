-- Prints what run.sh measured: medians, and the ratios that the aims are about.
--
--   lua5.4 ratios.lua RESULTS CITIES SMALL

local path, cities, small = arg[1], tonumber(arg[2]), tonumber(arg[3])

local seconds, memory = {}, {}
for line in io.lines(path) do
    local name, number, peak = line:match("^(%S+)%s+(%S+)%s*(%S*)")
    if tonumber(number) then
        seconds[name] = seconds[name] or {}
        table.insert(seconds[name], tonumber(number))
        memory[name] = tonumber(peak) or memory[name]
    end
end

local function median(name)
    local list = seconds[name]
    if not list then
        return nil
    end
    table.sort(list)
    local middle = (#list + 1) // 2
    return #list % 2 == 1 and list[middle] or (list[middle] + list[middle + 1]) / 2
end

local function show(value)
    return value >= 1 and ("%.2f s"):format(value) or value >= 1e-3 and ("%.1f ms"):format(value * 1e3)
        or value >= 1e-6 and ("%.1f us"):format(value * 1e6) or ("%.0f ns"):format(value * 1e9)
end

local function row(work, own, peer, aim, ratio)
    print(("| %s | %s | %s | %s | %s |"):format(work, own, peer, ratio, aim))
end

-- How many times as long the peer takes; `scale` where it had so many times as much to do.
local function compare(work, own, peer, name, aim, scale)
    local a, b = median(own), median(peer)
    if not a or not b then
        row(work, a and show(a) or "-", name .. ": left out", aim, "-")
        return
    end
    b = b * (scale or 1)
    row(work, show(a), name .. " " .. show(b), aim, ("%.1f"):format(b / a))
end

local function rate(work, own, size, aim)
    local a = median(own)
    row(work, show(a), "", aim, ("%.0f MB/s"):format(median(size) / a / 1e6))
end

local function peak(work, name, cells, aim)
    row(work, ("%.0f MB"):format(memory[name] * 1024 / 1e6), "9 bytes a cell", aim,
        ("%.2f"):format(memory[name] * 1024 / (9 * median(cells))))
end

-- Peak memory of whole processes.
local function peaks(own, peer, name)
    if memory[own] and memory[peer] then
        row("", ("%.0f MB"):format(memory[own] * 1024 / 1e6),
            ("%s %.0f MB"):format(name, memory[peer] * 1024 / 1e6), "",
            ("%.1f"):format(memory[peer] / memory[own]))
    end
end

print("| work | hundredmark | peer | ratio | aim |\n|---|---|---|---|---|")
compare("start to finish", "start", "import-pandas", "import pandas", ">= 30, <= 10 ms")
compare("evaluate, aggregate", "score", "loop", "C loop", ">= 0.5")
compare("", "score", "loop-kept", "C loop, its memory kept", ">= 0.5")
compare("", "score", "numpy", "NumPy", ">= 5")
compare("", "score", "pandas", "pandas", ">= 15")
compare("", "score", "lua", "plain Lua", "", cities / small)
compare("two threads", "score-2", "score", "one thread", ">= 1.7")
compare("the same with ranks", "rank", "loop-rank", "C loop", ">= 0.5")
compare("", "rank", "loop-rank-kept", "C loop, its memory kept", ">= 0.5")
compare("", "rank", "numpy-rank", "NumPy", ">= 5")
compare("", "rank", "pandas-rank", "pandas", ">= 15")
compare("two threads", "rank-2", "rank", "one thread", ">= 1.7")
compare("read wide", "read", "pandas-read", "pandas", ">= 6")
compare("", "read", "duckdb-read", "DuckDB", ">= 10")
rate("", "read", "size-wide", ">= 500 MB/s")
rate("one processor", "read-alone", "size-wide", "")
rate("flags as words", "read-words", "size-words", "")
peak("peak memory", "memory-wide", "cells-wide", "<= 1.6")
compare("read long", "read-long", "pandas-long", "pandas", ">= 6")
peak("peak memory", "memory-long", "cells-long", "<= 1.6")
compare("end to end", "end", "pandas-end", "pandas", ">= 20")
compare("", "end", "duckdb-end", "DuckDB", ">= 10")
peaks("end", "pandas-end", "pandas")
peaks("end", "duckdb-end", "DuckDB")
compare("write all rows", "write", "pandas-write", "pandas (fewer columns)", ">= 8", cities / small)
-- What the engine does for a unit anyway is measured with an expression in the function's place.
local anyway, own = median("function-none"), median("lua-call")
row("Lua function, a call", show(median("function")),
    ("its own work %s + the engine's %s"):format(show(own), show(anyway)), "<= 100 ns",
    show(median("function") - own - anyway) .. " more")
row("one change in a session", show(median("session")), "", "<= 20 us", "")
for _, part in ipairs { 1000, 100, 10, 1 } do
    local a = median(part == 1 and "score" or "score-of-" .. part)
    row(("a city, of %d"):format(cities // part), show(a / (cities // part)), "", "the same", "")
end
