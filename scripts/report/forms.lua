-- Texts that the engine makes of what it finds, in the language of the run: each is one of some forms, a pattern of Lua
-- and what is said with what it finds, in whose place {a}, {b} and so on stand. `numbers` of a form, "bc", says which of
-- these may have decimals: what looks like one elsewhere is a code, such as 1.1.

local language = require "report.language"

local forms = {}

local PLACES <const> = { "a", "b", "c", "d" }

-- A number with the decimal sign of the language; all else, such as names and formulas, stays.
function forms.number(text)
    return tonumber(text) and language.number(text) or text
end

-- The form of what the engine says in the very words of `text`, whatever stands at its places.
function forms.of(text, numbers)
    local pattern = text:gsub("[%^$()%%.%[%]*+%-?]", "%%%0"):gsub("{%l}", "(.*)")
    return { "^" .. pattern .. "$", text, numbers = numbers }
end

-- What `say` has for the text by the first of the `list` that it is; nil: by none. `value` makes what was found what
-- is said of it, where it is no number; nil: it stays.
function forms.say(say, list, text, value)
    for _, form in ipairs(list) do
        local found = { text:match(form[1]) }
        if found[1] then
            local fields = {}
            for i, one in ipairs(found) do
                local is_number = (form.numbers or ""):find(PLACES[i], 1, true)
                fields[PLACES[i]] = is_number and forms.number(one) or value and value(one) or one
            end
            return say(form[2], fields)
        end
    end
    return nil
end

return forms
