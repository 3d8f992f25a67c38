-- attempts: pcall inside pcall, 180 deep, around an endless loop
-- level: body
-- expect: limit
-- max-seconds: 2
local function nest(depth) if depth == 0 then while true do end end return pcall(nest, depth - 1) end
nest(180)
return 1
