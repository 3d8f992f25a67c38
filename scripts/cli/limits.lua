-- What the library says of a limit that a script ran into names the limit and its value; here the
-- program adds the option that sets it.

local limits = {}

-- In each message at most one is found.
local OPTIONS <const> = {
    { "%f[%w]steps: more than [%d.e+]+$", "--script-steps" },
    { "%f[%w]seconds: more than [%d.e+-]+$", "--script-time" },
    { "%f[%w]memory: more than [%d.e+]+ bytes$", "--script-memory" },
    { "%f[%w]memory: a text of more than [%d.e+]+ bytes$", "--script-string" },
    { "%f[%w]memory: a table or call stack of more than [%d.e+]+ bytes in one block$",
        "--script-block" },
    { "%f[%w]processor time of the run: more than [%d.e+-]+ seconds$", "--run-time" },
    { "%f[%w]steps of the run: more than [%d.e+]+$", "--run-steps" },
    { "%f[%w]processor time of loading: more than [%d.e+-]+ seconds$", "--load-time" },
    { "%f[%w]steps of loading: more than [%d.e+]+$", "--load-steps" },
    { "has %d+ bytes, more than %d+$", "--script-source" },
    { "%f[%w]not called again: it ran into its limits for other cities$",
        "--script-steps, --script-memory, --script-time" },
}

-- `message`, with the option behind it where it tells of a limit.
function limits.name_option(message)
    for _, one in ipairs(OPTIONS) do
        if message:find(one[1]) then
            return ("%s (%s)"):format(message, one[2])
        end
    end
    return message
end

-- Does `message` tell that all of loading was too much? Then trying again takes as long.
function limits.ends_loading(message)
    return message:find(" of loading: more than [%d.e+-]+") ~= nil
end

return limits
