-- attempts: fills memory with closures
-- level: body
-- expect: limit
-- max-seconds: 2
local t = {}
while true do
  local i = #t
  local part = {}
  for j = 1, 1000 do part[j] = function() return i + j end end
  t[i + 1] = part
end
