-- The work of the measure that `bench function` calls, without an engine around it: seconds a call.

local runs, CALLS <const> = tonumber(arg[1]), 1000000
local measure = function(v) return v.a + v.b end

for _ = 1, runs do
    local v, sum, start = { a = 20.5, b = 11 }, 0, os.clock()
    for _ = 1, CALLS do
        sum = sum + measure(v)
    end
    print("lua-call", ("%.12f"):format((os.clock() - start) / CALLS))
end
