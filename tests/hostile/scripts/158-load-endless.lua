-- attempts: never stops loading
-- level: chunk
-- expect: limit
-- max-seconds: 2
while true do end
