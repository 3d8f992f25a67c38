-- attempts: tonumber of long texts in base 36
-- level: body
-- expect: limit
-- max-seconds: 2
local s, n = ("z"):rep(1000000), 0
while true do n = n + (tonumber(s, 36) or 0) end
