-- attempts: format doubles its own result
-- level: body
-- expect: limit
-- max-seconds: 2
local s = "x"
while true do s = ("%s%s"):format(s, s) end
