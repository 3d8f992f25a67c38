-- attempts: finds out whether the order of keys depends on addresses
-- level: body
-- expect: harmless
-- value: 0
-- max-seconds: 2
local t, s = {}, ""
for i = 1, 200 do t["key" .. i] = i end
for k in pairs(t) do s = s .. k .. "," end
local sorted = {}
for i = 1, 200 do sorted[i] = "key" .. i end
table.sort(sorted)
if s ~= table.concat(sorted, ",") .. "," then return 666 end
return 0
