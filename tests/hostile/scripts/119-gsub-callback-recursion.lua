-- attempts: gsub calls gsub calls gsub: C stack
-- level: body
-- expect: runtime|limit
-- max-seconds: 2
local function f(s) return (s:gsub(".", f)) end
return #f("ab")
