-- attempts: compares texts of a million NUL bytes: Lua looks at each piece between two of them
-- level: body
-- expect: limit
-- max-seconds: 5
local a, b = ("\0"):rep(1000000) .. "a", ("\0"):rep(1000000) .. "b"
local n = 0
while true do if a < b then n = n + 1 end end
