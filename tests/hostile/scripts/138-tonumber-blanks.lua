-- attempts: tonumber of a million blanks
-- level: body
-- expect: limit
-- max-seconds: 2
local s = (" "):rep(1000000)
while true do tonumber(s) end
