-- attempts: the same with texts too short to be thought long, twenty comparisons a turn
-- level: body
-- expect: limit
-- max-seconds: 5
local a, b = ("\0"):rep(32600) .. "a", ("\0"):rep(32600) .. "b"
local n = 0
while true do
  n = a < b and b > a and a < b and b > a and a < b and b > a and a < b and b > a and a < b
    and b > a and a < b and b > a and a < b and b > a and a < b and b > a and a < b and b > a
end
