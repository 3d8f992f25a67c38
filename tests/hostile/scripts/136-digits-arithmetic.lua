-- attempts: arithmetic on a text of a million digits
-- level: body
-- expect: limit|runtime|invalid
-- max-seconds: 2
local s, n = ("9"):rep(1000000), 0
while true do n = n + s end
