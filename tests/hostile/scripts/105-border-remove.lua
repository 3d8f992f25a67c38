-- attempts: the same border: remove at 1
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
local t = {}
for i = 62, 0, -1 do t[1 << i] = i end
return table.remove(t, 1)
