-- The nearest name to one that does not exist, as the end of a message.

local hm = require "hundredmark"

local say = require("report.language").of "engine"

local suggest = {}

-- `: did you mean "NAME"?`, as the messages of the engine end.
function suggest.named(name)
    return say(": did you mean \"{name}\"?", { name = name })
end

-- The same of the nearest of several, or "" when none is near.
function suggest.nearest(wanted, names)
    local nearest = hm.nearest(wanted, names)
    return nearest and suggest.named(nearest) or ""
end

return suggest
