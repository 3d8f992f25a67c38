-- Methods of aggregation. Each takes a list of { score =, weight = } with weights above zero.

local means = {}

local function total_weight(list)
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight
    end
    return sum
end

local function extremes(list)
    local least, most = math.huge, -math.huge
    for _, c in ipairs(list) do
        least, most = math.min(least, c.score), math.max(most, c.score)
    end
    return least, most
end

-- No mean leaves the range of what it is a mean of, whatever rounding does on the way; so a mean of
-- equal scores is that very score.
local function held(list, mean)
    local least, most = extremes(list)
    return math.max(least, math.min(most, mean))
end

function means.arithmetic(list)
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight * c.score
    end
    return held(list, sum / total_weight(list))
end

function means.geometric(list)
    if extremes(list) == 0 then
        return 0
    end
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight * math.log(c.score)
    end
    return held(list, math.exp(sum / total_weight(list)))
end

function means.harmonic(list)
    if extremes(list) == 0 then
        return 0
    end
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight / c.score
    end
    return held(list, total_weight(list) / sum)
end

function means.minimum(list)
    return (extremes(list))
end

function means.maximum(list)
    return select(2, extremes(list))
end

-- The score at which half of the weight is reached; where half falls exactly between two scores,
-- the middle of the two.
function means.median(list)
    local sorted = table.move(list, 1, #list, 1, {})
    table.sort(sorted, function(a, b) return a.score < b.score end)
    local half, sum = total_weight(list) / 2, 0
    for i, c in ipairs(sorted) do
        sum = sum + c.weight
        if math.abs(sum - half) <= 1e-12 * half and sorted[i + 1] then
            return (c.score + sorted[i + 1].score) / 2
        elseif sum > half then
            return c.score
        end
    end
    return sorted[#sorted].score
end

return means
