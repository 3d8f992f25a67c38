-- attempts: 200 nested optional items, each a level of C recursion
-- level: body
-- expect: runtime|limit|harmless
-- value: 0
-- max-seconds: 2
return (("a"):rep(1000)):find(("a?"):rep(500) .. "b") or 0
