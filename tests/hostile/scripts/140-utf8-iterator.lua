-- attempts: the iterator of utf8.codes called by hand on a text it was not made for
-- level: body
-- expect: limit|runtime|harmless
-- max-seconds: 5
local step = utf8.codes("x")
local s = "a" .. ("\x80"):rep(30000)
while true do pcall(step, s, 1) end
