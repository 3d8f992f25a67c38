-- attempts: adds to the libraries what the next script may find
-- level: body
-- expect: refused|harmless
-- value: 0
-- max-seconds: 2
pcall(function() math.poison = 666 end)
pcall(function() string.poison = function() return 666 end end)
pcall(function() _ENV.poison = 666 end)
local ok, found = pcall(function() return math.poison or poison or ("").poison() end)
return ok and found or 0
