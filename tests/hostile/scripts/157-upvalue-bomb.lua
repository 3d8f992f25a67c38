-- attempts: a long text kept from call to call: the next row pays for it
-- level: chunk
-- expect: limit|harmless
-- max-seconds: 5
local kept
return function(v)
  kept = kept or ("\0"):rep(1000000)
  local other, n = ("\0"):rep(1000000), 0
  while true do if kept <= other then n = n + 1 end end
end
