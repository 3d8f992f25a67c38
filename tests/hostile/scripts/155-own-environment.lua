-- attempts: keeps state in an upvalue: puts its own environment in place of the given one
-- level: body
-- expect: harmless|refused
-- value: 0
-- note: nothing can forbid it: the host must see it in the same row twice, or start the chunk afresh
-- max-seconds: 2
local real = pcall
_ENV = { poison = 666 }
return real and 0 or 1
