local list = {}
for _, group in ipairs { "C", "W", "B" } do
    for _, name in ipairs { "a", "b" } do
        list[#list + 1] = indicator { code = group .. "." .. name, parent = group, name = name,
            inputs = { name }, measure = input[name] }
    end
end
return list
