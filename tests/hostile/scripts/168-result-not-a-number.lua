-- attempts: returns not a number
-- level: body
-- expect: invalid
-- max-seconds: 2
return 0 / 0
