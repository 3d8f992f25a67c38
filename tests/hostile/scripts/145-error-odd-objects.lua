-- attempts: errors that are no texts
-- level: body
-- expect: harmless|runtime
-- max-seconds: 2
for _, object in ipairs { 1, true, {}, false, error, 1.5 } do pcall(error, object) end
error({ code = "x" })
