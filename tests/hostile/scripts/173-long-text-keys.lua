-- attempts: long texts as keys: each is hashed over its whole length
-- level: body
-- expect: limit|runtime
-- max-seconds: 5
local s, t, n = ("x"):rep(30000), {}, 0
while true do n = n + 1 t[1] = nil local k = s .. n % 10 t[k] = n end
