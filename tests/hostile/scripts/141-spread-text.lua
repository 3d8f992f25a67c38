-- attempts: spreads a long text into as many values
-- level: body
-- expect: runtime|limit
-- max-seconds: 2
return select("#", (("x"):rep(500000)):byte(1, -1)) + select("#", utf8.codepoint(("x"):rep(500000), 1, -1))
