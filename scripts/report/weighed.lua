-- Weights that follow from the data, on the nodes that have them.

local weighed = {}

local function count_siblings(nodes, parent)
    local count = 0
    for _, node in ipairs(nodes) do
        count = count + (node.parent == parent and node.weighed_by and 1 or 0)
    end
    return count
end

-- `nodes` as package:nodes() gives them; `row_of` gives a row of scores by its code. Shares say all, but
-- of a sum: there weights are 1 on the average.
function weighed.settle(nodes, row_of)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
        if node.weighed_by then
            local is_summed = by_code[node.parent].aggregate == "sum"
            node.share = row_of(node.code).weight
            node.weight = node.share * (is_summed and count_siblings(nodes, node.parent) or 1)
        end
    end
end

return weighed
