-- attempts: an order function that always says yes
-- level: body
-- expect: harmless
-- value: 5000
-- max-seconds: 2
local t = {}
for i = 1, 5000 do t[i] = i end
table.sort(t, function() return true end)
return #t
