local list = {}
for _, c in ipairs { "a", "b", "c", "d" } do
  list[#list + 1] = indicator { code = c, parent = "R", name = c, inputs = { number { "in_" .. c, c } }, measure = input["in_" .. c] }
end
return list
