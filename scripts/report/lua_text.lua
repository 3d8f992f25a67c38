-- Writing Lua source: texts in quotes, comments, names.

local lua_text = {}

local ESCAPES <const> = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\0"] = "\\0",
    ["\\"] = "\\\\", ['"'] = '\\"' }

function lua_text.quote(s)
    return '"' .. s:gsub('[%c\\"]', function(c)
        return ESCAPES[c] or ("\\x%02x"):format(c:byte())
    end) .. '"'
end

-- As much of `s` as a name of Lua can hold, in small letters: "L7.1" is l7_1.
function lua_text.name_of(s)
    local name = s:lower():gsub("[^%w]+", "_"):gsub("^_+", ""):gsub("_+$", "")
    return name:find("^%a") and name or "i_" .. name
end

return lua_text
