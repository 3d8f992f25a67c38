-- Ctrl-C while the engine is at work: what looks at the object here ends in order, with the exit code of
-- an interrupt (stop.insist); all else ends a second later.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local stop = require "cli.stop"

local interrupt = {}

local cancel

-- What calls of the engine are to look at, from the first time that somebody asks for it.
function interrupt.cancel()
    if not cancel then
        cancel = stop.insist(stop.MEMORY, hm.cancel())
        hm_program.cancel_on_interrupt(cancel)
    end
    return cancel
end

-- From now on Ctrl-C ends the program at once: nothing looks at the object any more.
function interrupt.forget()
    hm_program.cancel_on_interrupt(nil)
end

-- From now on Ctrl-C ends what the engine does, and the program goes on.
function interrupt.survive()
    hm_program.survive_interrupts()
    return interrupt.cancel()
end

-- What was interrupted is over: the next call is as if nothing had been.
function interrupt.forgive()
    interrupt.cancel():reset()
    hm_program.forgive_interrupt()
end

return interrupt
