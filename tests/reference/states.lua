-- The states of a value, and how they combine.

local states = {}

local GRAVITY <const> = {
    observed = 0, undefined = 1, not_applicable = 2, not_reported = 3, invalid = 4, failed = 5,
}

function states.graver(a, b)
    return GRAVITY[a] >= GRAVITY[b] and a or b
end

-- Whether a node in this state belongs to what its group is about.
function states.applies(state)
    return state ~= "not_applicable" and state ~= "undefined"
end

-- The state of a part's share of its whole: nothing of nothing says nothing, something of nothing
-- cannot be.
function states.of_share(part, whole)
    if whole ~= 0 then
        return "observed"
    end
    return part > 0 and "invalid" or "undefined"
end

return states
