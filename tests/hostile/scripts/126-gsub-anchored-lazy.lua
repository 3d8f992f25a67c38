-- attempts: gsub with a lazy item: quadratic
-- level: body
-- expect: limit
-- max-seconds: 2
return select(2, (("a"):rep(50000)):gsub("a.-b", ""))
