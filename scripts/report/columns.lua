-- The columns of a table in a line, as hm.table takes them:
--
--   columns "code name depth:integer weight:number"
--   columns("city period", MARKS, "note")     -- lines and lists, one behind the other
--
-- A column without a type holds texts. Names stand in such a line, not in what is made while the program runs, so that a
-- test finds those for which pages have no title (report/column_words.lua).

return function(...)
    local list = {}
    for _, part in ipairs { ... } do
        if type(part) == "string" then
            for name, type in part:gmatch("([^%s:]+):?(%a*)") do
                list[#list + 1] = { name = name, type = type ~= "" and type or nil }
            end
        else
            table.move(part, 1, #part, #list + 1, list)
        end
    end
    return list
end
