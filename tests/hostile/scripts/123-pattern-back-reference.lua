-- attempts: back-references over every split of a long text
-- level: body
-- expect: limit
-- max-seconds: 2
return (("a"):rep(100000)):find("(.-)(.-)%1%2b") or 0
