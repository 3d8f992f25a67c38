-- attempts: an endless loop of goto
-- level: body
-- expect: limit
-- max-seconds: 2
::again:: goto again
