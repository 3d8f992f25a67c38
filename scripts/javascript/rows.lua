-- Rows of scores on their way to JavaScript: each a list, in the order of `fields`, so that names are not
-- sent with every row.

local FIELDS <const> = { "city", "period", "code", "parent", "depth", "name", "value", "score", "weight",
    "contribution", "coverage", "applicable", "rank", "status", "flags", "class", "unranked", "reason" }

local rows = {}

-- `names`: which fields of the row.
function rows.list(row, names)
    local list = { n = #names }
    for i, name in ipairs(names) do
        list[i] = row[name]
    end
    return list
end

-- { fields, rows } of rows of scores or of a session; nil for none.
function rows.of(found)
    local lists = { n = #found }
    for i, row in ipairs(found) do
        lists[i] = rows.list(row, FIELDS)
    end
    return { fields = FIELDS, rows = lists }
end

-- { name, columns, rows } of a table of the module.
function rows.of_table(made)
    local names, columns, lists = {}, made:columns(), { n = made:count() }
    for i, column in ipairs(columns) do
        names[i] = column.name
    end
    for i, row in ipairs(made:rows()) do
        lists[i] = rows.list(row, names)
    end
    return { name = made:name(), columns = columns, fields = names, rows = lists }
end

return rows
