-- attempts: repeats nothing 2^62 times: a C loop without memory or hook
-- level: body
-- expect: harmless
-- value: 0
-- max-seconds: 2
return #(("")):rep(1 << 62)
