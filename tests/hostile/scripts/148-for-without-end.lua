-- attempts: numeric loops without an end
-- level: body
-- expect: limit
-- max-seconds: 2
for i = 1, math.huge do end return 1
