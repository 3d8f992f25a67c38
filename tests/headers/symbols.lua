-- Every name the libraries export begins with hm_, so that it meets no other's, and of a private Lua
-- the shared one exports none; the Lua module's entry is luaopen_*.
--
--   lua5.4 symbols.lua LIBRARY.a LIBRARY.so [MODULE.so]

-- Sanitizers mark every object with a name of their own.
local MARKS <const> = { "^__odr_asan", "^__asan", "^__ubsan" }

local function is_mark(name)
    for _, mark in ipairs(MARKS) do
        if name:find(mark) then
            return true
        end
    end
    return false
end

-- Calls `is_fine` for each name defined in `path`; returns how many are not fine.
local function check(options, path, is_fine)
    local pipe <close> = assert(io.popen(("nm %s --defined-only '%s'"):format(options, path)))
    local names, faults = 0, 0
    for line in pipe:lines() do
        local name = line:match("^%x+ %a (%S+)$")
        if name and not is_mark(name) then
            names = names + 1
            if not is_fine(name) then
                faults = faults + 1
                print(("%s: exports %s"):format(path, name))
            end
        end
    end
    if names == 0 then
        print(path .. ": nm found no names in it")
        faults = faults + 1
    end
    return faults
end

local function is_ours(name)
    return name:find("^hm_") ~= nil
end

assert(is_ours "hm_score" and not is_ours "score" and not is_ours "xhm_score")

local faults = check("-g", arg[1], is_ours) + check("-D", arg[2], function(name)
    return is_ours(name) and not name:find("^hm_private_")
end)
if arg[3] then
    faults = faults + check("-D", arg[3], function(name)
        return is_ours(name) or name:find("^luaopen_") ~= nil
    end)
end
-- lua_origin.c looks at every function of Lua's that the library takes from elsewhere, but for those
-- that it says it leaves out.
local function check_origin(library, source)
    local file <close> = assert(io.open(source))
    local text, missing = file:read("a"), 0
    local pipe <close> = assert(io.popen(("nm -D --undefined-only '%s'"):format(library)))
    for line in pipe:lines() do
        local name = line:match("%f[%w_](luaL?_[%w_]+)")
        if name and name ~= "lua_ident" and not text:find("OF(" .. name .. ")", 1, true) then
            missing = missing + 1
            print(("%s: does not look at %s"):format(source, name))
        end
    end
    return missing
end
faults = faults + check_origin(arg[2], "core/sandbox/origin.c")

os.exit(faults == 0)
