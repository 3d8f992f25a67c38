-- Names of cities in sentences, of those who share a rank above all.

local language = require "report.language"
local text = require "report.text"

local say = language.of("report.city_names")

local city_names = {}

local MOST <const> = 3    -- named in a sentence; of more the number

local function joined(names)
    return #names < 2 and (names[1] or "") or say("{list} and {last}", { last = names[#names],
        list = language.list(table.move(names, 1, #names - 1, 1, {})) })
end

-- "A", "A, B and C", "A, B and 3 more"; `most`: how many by their names, else MOST.
function city_names.list(names, most)
    local shown = {}
    for i = 1, math.min(#names, most or MOST) do
        shown[i] = text.clean(names[i])
    end
    local rest = #names - #shown
    return rest > 0 and say.count(rest, "{names} and {n} more", "{names} and {n} more",
        { names = language.list(shown) }) or joined(shown)
end

-- Of `rows`, each with a `rank` (or none), those with this one, in their order.
function city_names.of_rank(rows, rank)
    local list = {}
    for _, row in ipairs(rows) do
        list[#list + 1] = row.rank == rank and row or nil
    end
    return list
end

return city_names
