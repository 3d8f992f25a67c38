-- attempts: a set of 60 000 bytes, tried at every place
-- level: body
-- expect: limit
-- max-seconds: 2
return (("b"):rep(200000)):find("[" .. ("a"):rep(60000) .. "]") or 0
