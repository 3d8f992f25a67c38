-- attempts: sorts thousands of long texts that differ in their last byte: one C call
-- level: body
-- expect: limit
-- max-seconds: 2
local t, text = {}, ("x"):rep(30000)
for i = 1, 100 do t[i] = text .. i end
for i = 101, 20000 do t[i] = t[i % 100 + 1] end
table.sort(t)
return 0
