-- attempts: a loop over a table that grows in it
-- level: body
-- expect: harmless|runtime|limit
-- value: 1
-- max-seconds: 2
local t, n = { 1 }, 0
for k in pairs(t) do t[k + 1] = 1 t["x" .. k] = 1 n = n + 1 end
return n
