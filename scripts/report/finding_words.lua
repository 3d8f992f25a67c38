-- What a finding of `coherence` says, in words.

local numbers = require "report.numbers"

local say = require("report.language").of("report.finding_words")

local finding_words = {}

-- Of two children, and of a child and its group.
local PAIRS <const> = {
    redundant = say.later "{code} and {other} say nearly the same (r = {figure})",
    silent = say.later "{code} and {other} have little to do with each other (r = {figure})",
    conflict = say.later "{code} and {other} work against each other (r = {figure})",
}
local WITHIN <const> = {
    redundant = say.later "{code} alone says nearly all that {other} does (r = {figure})",
    silent = say.later "{code} is hardly heard in {other} (r = {figure})",
    conflict = say.later "{code} works against {other} (r = {figure})",
}

-- Correlations nearer to 0 than this, on either side of it, are of two that have little to do with each other.
local NOTABLE <const> = 0.3

local function r(figure)
    return numbers.mark(figure, 2)
end

local function of_two(f, pair)
    return say((pair and PAIRS or WITHIN)[finding_words.kind(f)], { code = f.code, other = f.other, figure = r(f.figure) })
end

-- What a finding says, by its name; `pair`: it is of two children, and not of a child and its group.
local WORDS <const> = {
    redundant = of_two,
    silent = of_two,
    conflict = of_two,
    misallocated = function(f)
        return say("{code} goes better with {other} (r = {figure}) than with its own group", { code = f.code,
            other = f.other, figure = r(f.figure) })
    end,
    constant = function(f)
        return say.count(math.tointeger(f.figure), "{code} is the same everywhere, in all {n} city and period that have it",
            "{code} is the same everywhere, in all {n} cities and periods that have it", { code = f.code })
    end,
    low_alpha = function(f)
        return say("its children do not rise and fall together as parts of one thing would (alpha = {figure})",
            { figure = numbers.mark(f.figure, 3) })
    end,
    several_dimensions = function(f)
        return say("its children go {n} ways of their own (principal components)", { n = ("%d"):format(f.figure) })
    end,
    weak_first_component = function(f)
        return say("what its children have in common is only {share} % of what they tell (first principal component)",
            { share = numbers.mark(100 * f.figure, 0) })
    end,
    few_cities = function(f)
        if f.figure == 0 then
            return say "no city has all its children"
        end
        return say.count(math.tointeger(f.figure),
            "only {n} city has all its children, too few to say much",
            "only {n} cities have all its children, too few to say much")
    end,
}

-- What it is called to people: below 0 by little is no conflict.
function finding_words.kind(finding)
    local is_slight = finding.finding == "conflict" and finding.figure > -NOTABLE
    return is_slight and "silent" or finding.finding
end

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
