-- attempts: returns nothing
-- level: body
-- expect: invalid
-- max-seconds: 2
local unused = v.a
