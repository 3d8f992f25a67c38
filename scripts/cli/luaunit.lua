-- The tests that a package has written for itself: tests/*.lua, for LuaUnit. They are ordinary,
-- trusted Lua and run in this process, with the module `hundredmark` and, as arguments of the file,
-- the open package and its folder:
--
--   local lu, package, folder = require "luaunit", ...
--   function TestHarbour.test_berths() ... end
--
-- A last line that starts LuaUnit, which such files often have, does nothing here.

local files = require "cli.files"
local stop = require "cli.stop"

local luaunit = {}

local EXIT <const> = {}    -- raised in place of ending the process
local PLACES <const> = "/usr/local/share/lua/5.4/?.lua;/usr/share/lua/5.4/?.lua"

local function find_library()
    local path = (os.getenv("LUA_PATH_5_4") or os.getenv("LUA_PATH") or "") .. ";" .. PLACES
    local found = package.searchpath("luaunit", (path:gsub(";;", ";")))
    if not found then
        stop.with(stop.PACKAGE, "--luaunit: LuaUnit is not installed (Debian: lua-unit), nor in "
            .. "LUA_PATH")
    end
    return found
end

-- LuaUnit itself replaces os.exit when it is loaded; nothing of that is to stay.
local function load_library()
    local exit = os.exit
    local chunk, err = loadfile(find_library(), "t")
    if not chunk then
        stop.with(stop.PACKAGE, "--luaunit: %s", err)
    end
    local library = chunk("luaunit")
    os.exit = exit
    function library.LuaUnit.run()
        return 0
    end
    package.loaded.luaunit = library
    return library
end

-- What a file may name: everything, but its own globals are its own, and it cannot end the process.
local function environment()
    local own_os = setmetatable({ exit = function()
        error(EXIT, 0)
    end }, { __index = os })
    return setmetatable({ os = own_os }, { __index = _G })
end

local function keep_exit(value)
    return value == EXIT and EXIT or tostring(value)
end

-- The tests of one file: a sorted list of { name, table or function }; nil and what went wrong.
local function tests_in(path, opened, folder)
    local env = environment()
    local chunk, err = loadfile(path, "t", env)
    if not chunk then
        return nil, err
    end
    local done, value = xpcall(chunk, keep_exit, opened, folder)
    if not done and value ~= EXIT then
        return nil, value
    end
    local tests = {}
    for name, test in pairs(env) do
        if type(name) == "string" and name:lower():find("^test") then
            tests[#tests + 1] = { name, test }
        end
    end
    table.sort(tests, function(a, b)
        return a[1] < b[1]
    end)
    return tests
end

local function add_results(results, path, library, tests)
    local runner = library.LuaUnit.new()
    runner:setOutputType("nil")
    runner:runSuiteByInstances(tests, "--quiet")
    local place = "^" .. path:gsub("%p", "%%%0") .. ":(%d+): "
    for _, node in ipairs(runner.result.allTests) do
        local message = node:isNotSuccess() and not node:isSkipped() and node.msg or nil
        results[#results + 1] = { group = files.last_name(path), name = node.testName, file = path,
            line = message and math.tointeger(tonumber(message:match(place))),
            wrong = { message and message:gsub(place, "") or nil } }
    end
end

-- Runs all; results as report/test_results.lua takes them.
function luaunit.run(opened, folder)
    local library, results, exit = load_library(), {}, os.exit
    files.walk(files.join(folder, "tests"), function(path, found)
        if found.kind ~= "file" or not path:find("%.lua$") then
            return
        end
        local tests, err = tests_in(path, opened, folder)
        if tests then
            add_results(results, path, library, tests)
        else
            results[#results + 1] = { group = files.last_name(path), name = "loads", file = path,
                wrong = { err } }
        end
    end)
    os.exit = exit
    return results
end

return luaunit
