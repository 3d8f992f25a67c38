-- attempts: fills memory nearly to the limit with small live tables, then makes garbage: a full collection again and again
-- level: body
-- expect: limit|harmless
-- value: 1
-- max-seconds: 5
local live = {}
local function fill(parts, size)
  for i = 1, parts do
    local part = {}
    for j = 1, size do part[j] = { j } end
    live[#live + 1] = part
  end
end
fill(188, 1000)
fill(90, 10)
local t
for i = 1, 200000 do t = { i } end
return #t
