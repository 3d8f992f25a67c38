-- attempts: reaches for the methods of texts by every road
-- level: body
-- expect: harmless
-- value: 0
-- max-seconds: 2
pcall(function() (""). rep = 1 end)
pcall(function() ("")["rep"] = nil end)
if ("x"):rep(2) ~= "xx" then return 666 end
return 0
