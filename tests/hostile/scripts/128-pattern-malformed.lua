-- attempts: patterns that end too soon, each caught
-- level: body
-- expect: harmless
-- value: 0
-- max-seconds: 2
for _, p in ipairs { "%", "[", "[^", "[%", "[]", "%b", "%bx", "%f", "%fx", "(", "(()", "%1", "(%1)", "[a-", "[]" } do
  if pcall(string.find, "abc", p) then return 666 end
end
return 0
