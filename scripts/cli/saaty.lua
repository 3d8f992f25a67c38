-- Weights from judgements in pairs, and how much these contradict each other: Saaty, "The Analytic
-- Hierarchy Process" (1980).

local saaty = {}

-- The consistency index of matrices filled at random, by their size.
local RANDOM <const> = { 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59 }

local STEPS <const>, NEAR <const> = 10000, 1e-15

local function multiplied(matrix, weights)
    local result, sum = {}, 0
    for i, row in ipairs(matrix) do
        result[i] = 0
        for k, weight in ipairs(weights) do
            result[i] = result[i] + row[k] * weight
        end
        sum = sum + result[i]
    end
    for i in ipairs(result) do
        result[i] = result[i] / sum
    end
    return result, sum
end

-- The first eigenvector of a matrix of positive numbers, 1 in all, and its eigenvalue.
local function first_of(matrix)
    local weights, value = {}, nil
    for i in ipairs(matrix) do
        weights[i] = 1 / #matrix
    end
    for _ = 1, STEPS do
        local before, far = weights, 0
        weights, value = multiplied(matrix, weights)
        for i, weight in ipairs(weights) do
            far = math.max(far, math.abs(weight - before[i]))
        end
        if far < NEAR then
            break
        end
    end
    return weights, value
end

-- `matrix[i][k]`: how many times as important i is as k; its other half is 1 by that. Weights, and
-- { lambda, index, ratio }: the eigenvalue, the consistency index, and that by the one of chance, nil
-- for more than there are numbers of.
function saaty.weights(matrix)
    local size = #matrix
    local weights, lambda = first_of(matrix)
    local index = size > 2 and math.max(0, (lambda - size) / (size - 1)) or 0
    local random = RANDOM[size]
    return weights, { lambda = lambda, index = index,
        ratio = random and (random > 0 and index / random or 0) or nil }
end

-- The judgements of several together: the geometric mean of each.
function saaty.together(matrices)
    local all = {}
    for i in ipairs(matrices[1]) do
        all[i] = {}
        for k in ipairs(matrices[1]) do
            local sum = 0
            for _, matrix in ipairs(matrices) do
                sum = sum + math.log(matrix[i][k])
            end
            all[i][k] = math.exp(sum / #matrices)
        end
    end
    return all
end

return saaty
