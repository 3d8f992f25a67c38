-- attempts: passes its arguments twice to itself
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
local function f(...) return f(1, ..., ...) end
local function g(...) local t = { ... } return g(1, 2, 3, 4, table.unpack(t)) end
pcall(f, 1)
return g(1)
