-- attempts: the same border: concat, sort and unpack, each caught
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
local t = {}
for i = 62, 0, -1 do t[1 << i] = i end
pcall(table.unpack, t)
pcall(table.concat, t, "", math.mininteger, math.maxinteger)
pcall(table.sort, t)
return 0
