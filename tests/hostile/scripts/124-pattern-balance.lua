-- attempts: %b from every place to the end
-- level: body
-- expect: limit
-- max-seconds: 2
return (("("):rep(300000)):find("%b()") or 0
