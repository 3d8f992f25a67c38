-- attempts: 16 384 keys that all fall into one chain, then remove one and insert one: a rehash of the whole chain each time
-- level: body
-- expect: limit
-- max-seconds: 5
local m, t = 16383, {}
for i = 1, 16384 do t[i * m + (1 << 40) * m] = true end
local i = 1
while true do
  t[i * m + (1 << 40) * m] = nil
  t[(i + 16384) * m + (1 << 40) * m] = true
  i = i + 1
end
