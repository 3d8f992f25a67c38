-- attempts: plain find of a needle that almost fits everywhere: n times m
-- level: body
-- expect: limit
-- max-seconds: 2
return (("a"):rep(500000)):find(("a"):rep(250000) .. "b", 1, true) or 0
