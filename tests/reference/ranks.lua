-- Order among numbers of which those that differ by rounding alone are one.
--
--   ranks.ties(numbers)  a list of ties, the greatest first: { first =, count =, members = { i } }
--                        where `first` is the rank that all members share

local ranks = {}

local ROOM <const> = 1e-9

function ranks.ties(numbers)
    local order = {}
    for i = 1, #numbers do
        order[i] = i
    end
    table.sort(order, function(a, b) return numbers[a] > numbers[b] end)
    local ties, tie, best = {}, nil, nil
    for position, i in ipairs(order) do
        local x = numbers[i]
        if not tie or best - x > ROOM * math.max(1, math.abs(best)) then
            tie, best = { first = position, members = {} }, x
            ties[#ties + 1] = tie
        end
        table.insert(tie.members, i)
    end
    return ties
end

return ranks
