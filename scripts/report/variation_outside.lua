-- Cities whose score or rank by the package lies outside of where these are in most variations.

local city_names = require "report.city_names"
local numbers = require "report.numbers"

local say = require("report.language").of("report.variation_outside")

local variation_outside = {}

-- Outside as far as it is shown.
local function leaves(value, low, high, shown)
    return value and low and (value < low and shown(value) ~= shown(low) or value > high and shown(value) ~= shown(high))
end

-- Of ranked rows; where scales vary only ranks are looked at. A sentence, or nil where there are none.
function variation_outside.told(rows, digits, has_scales)
    local function place(number)
        return numbers.short(number, 0)
    end
    local function mark(number)
        return numbers.mark(number, digits)
    end
    local names = {}
    for _, row in ipairs(rows) do
        names[#names + 1] = row.rank and (leaves(row.rank, row.rank_q05, row.rank_q95, place)
            or not has_scales and leaves(row.score, row.score_q05, row.score_q95, mark)) and row.city or nil
    end
    return #names > 0 and say.count(#names,
        "By the package itself {n} city stands outside of where it is in 90 % of variations: the choices of the package are "
        .. "at one end of those that vary here ({cities}).",
        "By the package itself {n} cities stand outside of where they are in 90 % of variations: the choices of the package "
        .. "are at one end of those that vary here ({cities}).", { cities = city_names.list(names) }) or nil
end

return variation_outside
