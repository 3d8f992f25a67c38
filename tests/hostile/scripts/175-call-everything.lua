-- attempts: every function with every odd argument
-- level: body
-- expect: harmless|invalid
-- max-seconds: 2
local odd = { 0, -1, 1, 1.5, 70000, -70000, math.huge, -math.huge, 0 / 0, "", "%", "x", ("x"):rep(1000),
  {}, { 1, 2, 3 }, true, false, pcall, function() return 1 end }
local names = { math = { "abs", "ceil", "floor", "fmod", "log", "max", "modf", "tointeger", "ult", "type" },
  string = { "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "reverse", "sub", "upper" },
  table = { "concat", "insert", "pack", "remove", "sort", "unpack" },
  utf8 = { "char", "codepoint", "codes", "len", "offset" } }
local libraries = { math = math, string = string, table = table, utf8 = utf8 }
for library, list in pairs(names) do
  for _, name in ipairs(list) do
    local f = libraries[library][name]
    for _, a in ipairs(odd) do
      pcall(f)
      pcall(f, a)
      for _, b in ipairs(odd) do
        pcall(f, a, b)
        pcall(f, a, b, a, b)
      end
    end
  end
end
return 0
