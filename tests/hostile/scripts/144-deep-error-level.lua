-- attempts: error with a level of 2^31, and -2^63
-- level: body
-- expect: runtime
-- max-seconds: 2
pcall(error, "x", math.mininteger) error("x", 1 << 31)
