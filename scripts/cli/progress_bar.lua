-- A progress bar on standard error: on a terminal alone, and only once the work has taken a while.

local program = require "hundredmark.program"

local progress_bar = {}

local PATIENCE <const> = 1       -- seconds of work before it is shown
local WIDTH <const> = 40

-- A function of how much is done, and of all; and one that takes the bar away.
function progress_bar.new(given, word)
    if given.quiet or not program.is_terminal("stderr") then
        return nil, function() end
    end
    local begun, shown = os.time(), false
    local function show(done, all)
        if os.time() - begun < PATIENCE then
            return
        end
        shown = true
        local full = done * WIDTH // math.max(all, 1)
        io.stderr:write(("\r%s [%s%s] %d of %d"):format(word, ("="):rep(full), (" "):rep(WIDTH - full), done, all))
        io.stderr:flush()
    end
    return show, function()
        if shown then
            io.stderr:write("\r\27[K")
        end
    end
end

return progress_bar
