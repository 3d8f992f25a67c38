-- attempts: a replacement function that never returns
-- level: body
-- expect: limit
-- max-seconds: 2
return (("x"):gsub(".", function() while true do end end))
