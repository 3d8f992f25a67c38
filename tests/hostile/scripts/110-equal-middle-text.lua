-- attempts: equality of different texts with equal bytes, again and again
-- level: body
-- expect: limit
-- max-seconds: 5
local a, b = ("x"):rep(32000), ("x"):rep(16000) .. ("x"):rep(16000)
local n = 0
while true do if a == b then n = n + 1 end end
