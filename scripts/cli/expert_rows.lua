-- What experts say of the nodes of a package: a small table, read row by row, each wrong one told by
-- its line.

local small_tables = require "cli.small_tables"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.expert_rows"

local expert_rows = {}

local fail <const> = small_tables.fail

local function read_header(path, row, columns)
    local place = {}
    for i, name in ipairs(row) do
        place[name] = i
    end
    for _, name in ipairs(columns) do
        if not place[name] then
            fail(path, 1, say("column '{name}' is missing: it takes {names}{hint}",
                { name = name, names = table.concat(columns, ", "), hint = suggest.column(name, row, columns) }))
        end
    end
    return place
end

-- Children that count by their weight, by the code of their group, and all nodes by their codes.
function expert_rows.groups(package)
    local groups, nodes, codes = {}, {}, {}
    for _, node in ipairs(package:nodes()) do
        nodes[node.code], codes[#codes + 1] = node, node.code
        if node.parent and not node.deducts and not node.adds and node.scored ~= false then
            groups[node.parent] = groups[node.parent] or {}
            table.insert(groups[node.parent], node.code)
        end
    end
    return groups, nodes, codes
end

-- The rows of a file, each by the names of `columns`, with `line`; the first column is the expert.
function expert_rows.read(path, columns)
    local header, rows = small_tables.read(path)
    local place, list = read_header(path, header, columns), {}
    for i, cells in ipairs(rows) do
        list[i] = { line = cells.line }
        for _, name in ipairs(columns) do
            list[i][name] = cells[place[name]] or ""
        end
    end
    return list
end

-- The node of a code in a row; a wrong one ends the command.
function expert_rows.node(path, row, name, nodes, codes)
    local node = nodes[row[name]]
    if not node then
        fail(path, row.line, say("the package has no node '{code}'{hint}",
            { code = row[name], hint = suggest.nearest(row[name], codes) }))
    elseif not node.parent or node.deducts or node.adds or node.scored == false then
        fail(path, row.line, say("{code} has no weight among others", { code = row[name] }))
    end
    return node
end

return expert_rows
