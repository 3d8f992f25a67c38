-- attempts: a table in a table in a table
-- level: body
-- expect: limit
-- max-seconds: 2
local t = {}
while true do t = { t } end
