-- attempts: the order function changes the table it sorts
-- level: body
-- expect: harmless|runtime|limit
-- value: 0
-- max-seconds: 2
local t = {}
for i = 1, 2000 do t[i] = i * 7 % 1999 end
table.sort(t, function(a, b) t[a] = nil t[#t + 1] = b return a < b end)
return 0
