-- attempts: gmatch that never finds anything, in polynomial time
-- level: body
-- expect: limit
-- max-seconds: 2
for _ in (("a"):rep(5000)):gmatch(".-.-.-b") do end
return 0
