-- Why a part of an index cannot be compared, of rows of the table compare, and why two scores cannot be.

local say = require("report.language").of("report.scope_words")

local scope_words = {}

local REASONS <const> = { "break", "one_side", "moved", "no_node", "no_score" }
local WORDS <const> = { ["break"] = say.later "what a declared break keeps from being compared",
    one_side = say.later "what only one of the two has", moved = say.later "what stands at another place in the two",
    no_node = say.later "what cannot be taken apart, as a step looks at nodes that only one of the two has",
    no_score = say.later "what cannot be taken apart, as nothing between the two scores has a score" }

-- Adds the reasons that a note names ("break;one_side") to `found`, a set.
function scope_words.gather(found, note)
    for reason in note:gmatch "[^;]+" do
        found[reason] = true
    end
end

-- The reasons of such a set, in words.
function scope_words.of(found)
    local list = {}
    for _, reason in ipairs(REASONS) do
        list[#list + 1] = found[reason] and say(WORDS[reason]) or nil
    end
    return list
end

-- Is some of it of the scope, and not all a difference that cannot be taken apart?
function scope_words.names_nodes(found)
    return found["break"] or found.one_side or found.moved
end

-- Is it a declared break that keeps two scores from being compared, by the note of their difference?
function scope_words.is_break(note)
    return note == "break"
end

return scope_words
