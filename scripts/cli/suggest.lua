-- The nearest name to one that does not exist, as the end of a message.

local hm = require "hundredmark"

local suggest = {}

-- "; did you mean 'NAME'?", or "" when no name is near.
function suggest.nearest(wanted, names)
    local nearest = hm.nearest(wanted, names)
    return nearest and ("; did you mean '%s'?"):format(nearest) or ""
end

return suggest
