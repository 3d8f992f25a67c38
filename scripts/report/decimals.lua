-- How many decimals the scores of nodes have on pages: as many as tell them apart within what they can be.

local decimals = {}

local MARKS <const> = 1    -- of 0 to 100

local function for_span(span)
    return span <= 1.5 and 3 or span <= 15 and 2 or MARKS
end

local function union(nodes, by_code, field)
    local low, high
    for _, code in ipairs(nodes) do
        local child = by_code[code]
        if not (child.deducts or child.adds or child.scored == false) then
            local reach = field[code]
            if not reach then
                return nil
            end
            low = math.min(low or reach[1], reach[1])
            high = math.max(high or reach[2], reach[2])
        end
    end
    return low and { low, high }
end

local function within(reach, range)
    if not reach or not range then
        return reach or range or nil
    end
    local low, high = math.max(reach[1], range[1]), math.min(reach[2], range[2])
    return low < high and { low, high } or range
end

-- Methods whose results lie elsewhere than the scores that they are made of; false: their range says where.
local METHODS <const> = { wroclaw = { 0, 1 }, benefit_of_the_doubt = { 0, 1 }, sum = false, copeland = false,
    product = false }

-- What scales that go by deviations give, but for a few values.
local function around(mean, spread)
    return type(mean) == "number" and type(spread) == "number" and { mean - 4 * spread, mean + 4 * spread } or nil
end

local function reach_of_scale(node)
    local to = node.scale_to
    if to and type(to[1]) == "number" and type(to[2]) == "number" then
        return { math.min(to[1], to[2]), math.max(to[1], to[2]) }
    elseif node.scale == "zscore" then
        return around(node.parameters.mean, node.parameters.spread)
    end
    return nil
end

local function own_reach(node, by_code, reach)
    if node.transform then
        return nil
    elseif node.scale then
        return reach_of_scale(node)
    elseif node.measure then
        return nil
    elseif node.kind == "group" and METHODS[node.aggregate] == nil then
        return union(node.children, by_code, reach)
    end
    return METHODS[node.aggregate] or nil
end

-- By code, of nodes as package:nodes() gives them, a parent before its children; and between what scores lie, { low,
-- high }, where that is known.
function decimals.of(nodes)
    local by_code, reach, list = {}, {}, {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
    end
    for i = #nodes, 1, -1 do
        local node = nodes[i]
        reach[node.code] = within(own_reach(node, by_code, reach), node.range)
        local known = reach[node.code]
        list[node.code] = known and for_span(known[2] - known[1]) or MARKS
    end
    return list, reach
end

-- The highest of a node's scores above the lowest that they can be, and a tenth of what these can span.
local function lowest_tenth(node, column)
    local highest = 0
    for _, score in ipairs(node.range and column(node.code) or {}) do
        highest = math.max(highest, score and score - node.range[1] or 0)
    end
    return highest, node.range and (node.range[2] - node.range[1]) / 10 or 0
end

-- The same beside the scores that there are: where those of all nodes lie in the lowest tenth of what they could be
-- (marks from 0 to 1, that could go to 100), as many as tell these apart, and spans no wider than the highest of them
-- needs. One node that scores low says nothing: its scores are read beside those of the others. `column(code)`: all
-- scores of a node, false where there is none.
function decimals.of_scores(nodes, column)
    local list, spans = decimals.of(nodes)
    local highest, share = {}, 0
    for _, node in ipairs(nodes) do
        local reach, tenth = lowest_tenth(node, column)
        if reach > 0 and reach >= tenth then
            return list, spans
        end
        highest[node.code] = reach > 0 and reach or nil
        share = reach > 0 and math.max(share, reach / tenth / 10) or share
    end
    for _, node in ipairs(nodes) do
        local range, reach = node.range, highest[node.code]
        if reach then
            list[node.code] = math.max(list[node.code], for_span(reach))
            spans[node.code] = { range[1], range[1] + share * (range[2] - range[1]) }
        end
    end
    return list, spans
end

-- Where nothing is known of the nodes: by the scores themselves.
function decimals.of_rows(rows)
    local most = 0
    for _, row in ipairs(rows) do
        most = math.max(most, math.abs(row.score or 0))
    end
    return for_span(most)
end

return decimals
