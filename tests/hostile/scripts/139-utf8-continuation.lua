-- attempts: a million continuation bytes through utf8
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
local s = ("\x80"):rep(1000000)
while true do
  pcall(utf8.len, s)
  pcall(utf8.offset, s, 2, 1000001)
  pcall(function() for _ in utf8.codes(s) do end end)
end
