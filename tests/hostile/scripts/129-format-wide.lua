-- attempts: the widest conversions, thousands of them in one call
-- level: body
-- expect: limit|runtime|harmless
-- max-seconds: 2
local format, numbers = ("%99.99f"):rep(2000), {}
for i = 1, 2000 do numbers[i] = -1.7976931348623157e308 end
for i = 1, 1000 do format:format(table.unpack(numbers)) end
return 0
