-- What the harbour's scripts share about calls of ships. `require "calls"` gives this table. It
-- works on expressions: the arithmetic is recorded here and done by the engine.
local calls = {}

-- A call is on time when the ship was moored no later than promised, give or take its allowance.
function calls.on_time(calls_of_ships)
    return le(calls_of_ships.moored_at - calls_of_ships.promised_at, calls_of_ships.allowance)
end

return calls
