-- The themes of an index: the nodes that are spoken of first, in the report of one city and in that of many.
--
-- The rule: only what counts in the index, so nothing that stands alone, is not scored or has no weight, nor what is
-- below such a node. Of the levels below the root that have groups the first with three nodes or more; where none has
-- so many, that of them with the most. Where there are no groups at all, the first level: the indicators.

local themes = {}

local LEAST <const> = 3

local function counts(node, counted)
    local has_part = node.deducts or node.adds or node.weight ~= 0
    return not node.alone and node.scored ~= false and has_part and (node.depth == 0 or counted[node.parent])
end

-- By depth those that count; of a level whether it `has_groups`.
local function levels_of(nodes)
    local levels, counted = {}, {}
    for _, node in ipairs(nodes) do
        counted[node.code] = counts(node, counted)
        if counted[node.code] and node.depth > 0 then
            local level = levels[node.depth] or {}
            level[#level + 1] = node
            level.has_groups = level.has_groups or node.kind == "group"
            levels[node.depth] = level
        end
    end
    return levels
end

-- `nodes`: as package:nodes() gives them, a parent before its children.
function themes.of(nodes)
    local levels, most = levels_of(nodes), nil
    for _, level in ipairs(levels) do
        if level.has_groups and (not most or #most < LEAST and #level > #most) then
            most = level
        end
    end
    return table.move(most or levels[1] or {}, 1, #(most or levels[1] or {}), 1, {})
end

return themes
