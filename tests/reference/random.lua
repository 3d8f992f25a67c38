-- Random numbers of our own (splitmix64), so that a seed means the same data everywhere.

local random = {}
random.__index = random

function random.new(seed)
    return setmetatable({ state = seed * 0x2545F4914F6CDD1D }, random)
end

-- A number in [0, 1).
function random:unit()
    self.state = self.state + 0x9E3779B97F4A7C15
    local z = self.state
    z = (z ~ (z >> 30)) * 0xBF58476D1CE4E5B9
    z = (z ~ (z >> 27)) * 0x94D049BB133111EB
    return ((z ~ (z >> 31)) >> 11) / 2.0 ^ 53
end

function random:chance(p)
    return self:unit() < p
end

function random:whole(low, high)
    return low + math.floor(self:unit() * (high - low + 1))
end

function random:pick(list)
    return list[self:whole(1, #list)]
end

function random:shuffle(list)
    for i = #list, 2, -1 do
        local j = self:whole(1, i)
        list[i], list[j] = list[j], list[i]
    end
end

return random
