-- attempts: a repetition whose size overflows 64 bits
-- level: body
-- expect: limit|runtime
-- max-seconds: 2
return #("ab"):rep(1 << 63 - 1) + #("ab"):rep((1 << 62) + 1, "cd")
