-- attempts: ends the function it is put into and opens another
-- level: body
-- expect: load|refused
-- max-seconds: 2
return 0 end) (function(v) return 666
