-- attempts: next as a loop: each step looks at every key
-- level: body
-- expect: limit|harmless
-- max-seconds: 5
local t, n = {}, 0
for i = 1, 16000 do t["k" .. i] = i end
for k in next, t do n = n + 1 end
return n
