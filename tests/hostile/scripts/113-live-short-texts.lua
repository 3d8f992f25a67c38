-- attempts: more live short texts than the table of texts may hold in one block
-- level: body
-- expect: limit
-- max-seconds: 2
local all, n = {}, 0
while true do
  local part = {}
  for i = 1, 1000 do n = n + 1 part[i] = "text " .. n end
  all[#all + 1] = part
end
