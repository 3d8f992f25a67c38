-- The columns of a table in a line, as hm.table takes them:
--
--   columns "code name depth:integer weight:number"
--
-- A column without a type holds texts.

return function(line)
    local list = {}
    for name, type in line:gmatch("([^%s:]+):?(%a*)") do
        list[#list + 1] = { name = name, type = type ~= "" and type or nil }
    end
    return list
end
