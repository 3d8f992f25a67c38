-- Calls on a session. Each is given the session, what belongs to it, and its own arguments.

local engine_words = require "report.engine_words"
local objects = require "javascript.objects"
local rows = require "javascript.rows"

local session = {}

-- The warning of a figure that was taken but is odd, or nothing.
function session.set(open, _, input, figure)
    local done, odd = open:set(input, figure)
    if not done then
        objects.fail { code = odd.code, message = engine_words.figure(odd.message) }
    end
    return odd and engine_words.figure(odd)
end

function session.set_weight(open, _, code, weight)
    objects.insist(open:set_weight(code, weight))
end

function session.reset(open)
    objects.insist(open:reset())
end

function session.rebind(open, _, unit)
    objects.insist(open:rebind(unit))
end

function session.refit(open)
    objects.insist(open:refit())
end

function session.score(open)
    objects.insist(open:score())
end

function session.issues(open)
    return objects.insist(open:issues())
end

function session.rows(open, _, depth)
    return rows.of(open:rows(depth))
end

function session.row(open, _, code)
    return rows.of { open:row(code) }
end

return session
