-- attempts: a table whose length is 2^62 by its border alone, without a metatable: insert at 1
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
local t = {}
for i = 62, 0, -1 do t[1 << i] = i end
table.insert(t, 1, 0)
return 0
