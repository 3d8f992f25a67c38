-- attempts: turns a long text round and round
-- level: body
-- expect: limit
-- max-seconds: 2
local s = ("aB"):rep(500000)
while true do s = s:reverse():upper():lower():sub(1, -1) end
