-- attempts: pcall of pcall of pcall
-- level: body
-- expect: runtime|harmless|limit
-- value: 0
-- max-seconds: 2
local ok, e = pcall(pcall, pcall, pcall, pcall, error, "x")
return ok and 0 or 1
