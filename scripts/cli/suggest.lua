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

-- Which column of a header may have been meant for one that is missing, as the end of a message; "" for none. `known`:
-- those that it may have.
function suggest.column(missing, header, known)
    for _, name in ipairs(header) do
        if hm.nearest(name, known) == missing then
            return say("; column \"{name}\"", { name = name }) .. suggest.named(missing)
        end
    end
    return ""
end

return suggest
