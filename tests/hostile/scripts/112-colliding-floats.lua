-- attempts: the same with floats
-- level: body
-- expect: limit
-- max-seconds: 2
local t, n = {}, 0
while true do
  n = n + 1
  t[n * 2.0 ^ 60] = n
end
