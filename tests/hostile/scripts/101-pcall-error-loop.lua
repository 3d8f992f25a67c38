-- attempts: catches an error in every step: each costs C time that no instruction counts
-- level: body
-- expect: limit
-- max-seconds: 2
while true do pcall(error, "x") end
