-- Cities and periods that have an index, or a rank, by the package, and none in some variations.

local language = require "report.language"

local variation_gaps = {}

local function names_of(rows, lacks)
    local names = {}
    for i, row in ipairs(rows) do
        names[#names + 1] = row.code == rows[1].code and lacks(row, i) and language.aside(row.city, row.period) or nil
    end
    return names
end

-- "A (2025)" of those without an index in some of `count` variations: `rows` of the table uncertainty, and `precise` of
-- precision, of the same.
function variation_gaps.unscored(rows, precise, count)
    return names_of(rows, function(row, i)
        return row.score and precise[i].replicates < count
    end)
end

-- Likewise of those without a rank.
function variation_gaps.unranked(rows, count)
    return names_of(rows, function(row)
        return row.rank and row.ranked < count
    end)
end

-- Do the rows of factors say that there are any?
function variation_gaps.any(factors)
    for _, row in ipairs(factors) do
        if row.unscored > 0 or row.unranked > 0 then
            return true
        end
    end
    return false
end

return variation_gaps
