-- attempts: tables as keys: their order would tell addresses
-- level: body
-- expect: runtime|refused
-- max-seconds: 2
local t, a, b = {}, {}, {}
t[a], t[b] = 1, 2
for _, i in pairs(t) do return i end
return 0
