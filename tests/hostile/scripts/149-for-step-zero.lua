-- attempts: a loop with step 0
-- level: body
-- expect: runtime
-- max-seconds: 2
for i = 1, 10, 0 do end return 1
