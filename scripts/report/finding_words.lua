-- What a finding of `coherence` says, in words.

local hm = require "hundredmark"
local numbers = require "report.numbers"

local finding_words = {}

local function show(number, decimals)
    return hm.fixed(number, decimals)
end

-- What a finding says, by its name; `pair`: it is of two children, and not of a child and its group.
local WORDS <const> = {
    redundant = function(f, pair)
        return pair and ("%s and %s say nearly the same (r = %s)"):format(f.code, f.other, show(f.figure, 2))
            or ("%s alone says nearly all that %s does (r = %s)"):format(f.code, f.other, show(f.figure, 2))
    end,
    silent = function(f, pair)
        return (pair and "%s and %s have little to do with each other (r = %s)"
            or "%s is hardly heard in %s (r = %s)"):format(f.code, f.other, show(f.figure, 2))
    end,
    conflict = function(f, pair)
        return (pair and "%s and %s work against each other (r = %s)" or "%s works against %s (r = %s)")
            :format(f.code, f.other, show(f.figure, 2))
    end,
    misallocated = function(f)
        return ("%s goes better with %s (r = %s) than with its own group"):format(f.code, f.other,
            show(f.figure, 2))
    end,
    constant = function(f)
        return ("%s is the same everywhere, in all %s that have it"):format(f.code,
            numbers.of(math.tointeger(f.figure), "city and period", "cities and periods"))
    end,
    low_alpha = function(f)
        return ("its children do not rise and fall together as parts of one thing would (alpha = %s)"):format(
            show(f.figure, 3))
    end,
    several_dimensions = function(f)
        return ("its children go %d ways of their own (principal components)"):format(f.figure)
    end,
    weak_first_component = function(f)
        return ("what its children have in common is only %s of what they tell (first principal component)"):format(
            show(100 * f.figure, 0) .. " %")
    end,
    few_units = function(f)
        if f.figure == 0 then
            return "no city and period has all its children"
        end
        return ("only %s, too few to say much"):format(numbers.of(math.tointeger(f.figure),
            "city and period has all its children", "cities and periods have all its children"))
    end,
}

-- In words; `pair`: it is of two children, and not of a child and its group.
function finding_words.of(finding, pair)
    return WORDS[finding.finding](finding, pair)
end

-- Findings about a child; the others are about a group.
local OF_CHILDREN <const> = { redundant = true, silent = true, conflict = true, misallocated = true, constant = true }

-- The group that a finding belongs to.
function finding_words.group(finding, parents)
    return OF_CHILDREN[finding.finding] and parents[finding.code] or finding.code
end

return finding_words
