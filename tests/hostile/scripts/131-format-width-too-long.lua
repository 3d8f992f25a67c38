-- attempts: a width of nine digits, a length modifier, an unfinished conversion
-- level: body
-- expect: harmless
-- value: 0
-- max-seconds: 2
if pcall(string.format, "%999999999d", 1) or pcall(string.format, "%ld", 1) or pcall(string.format, "%")
  or pcall(string.format, "%.1000f", 1) or pcall(string.format, "%n", 1) or pcall(string.format, "%p", {}) then return 666 end
return 0
