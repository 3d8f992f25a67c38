-- attempts: select in a loop over thousands of values
-- level: body
-- expect: limit|harmless
-- max-seconds: 5
local function f(...) local n = 0 for i = 1, select("#", ...) do n = n + (select(i, ...)) end return n end
local t = {}
for i = 1, 7000 do t[i] = 1 end
local n = 0
for i = 1, 1000 do n = n + f(table.unpack(t)) end
return n
