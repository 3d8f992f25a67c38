-- Colour for people with a terminal. It marks what words say already, never anything alone.

local paint = {}

local CODES <const> = {
    title = "1",    -- bold
    bad = "31",     -- red
    doubt = "33",   -- yellow
}

local function plain(_, words)
    return words
end

local function colour(name, words)
    local code = CODES[name]
    if not code or not words:find("%S") then
        return words
    end
    return ("\27[%sm%s\27[0m"):format(code, words)
end

-- A function (name of a colour or nil, words) -> words.
function paint.painter(is_wanted)
    return is_wanted and colour or plain
end

return paint
