-- attempts: a replacement function that catches the limit
-- level: body
-- expect: limit
-- max-seconds: 2
local function spin() while true do end end
local s = (("x"):rep(1000)):gsub(".", function() pcall(spin) return "y" end)
return #s
