-- What the tests with other people's tools share: running command lines, and files of their own.
--
--   lua5.4 tests/tools/test_NAME.lua PROGRAM FOLDER
--
-- PROGRAM is the hundredmark to test, FOLDER one for what is written, which is emptied first. A test
-- runs in the folder of the sources.

local lu = require "luaunit"

local support = { program = assert(arg[1], "which program?"), folder = assert(arg[2], "which folder?") }

assert(os.execute(("rm -rf '%s' && mkdir -p '%s'"):format(support.folder, support.folder)))

-- Runs the functions of `tests` whose names begin with "test", and ends the process.
function support.run(name, tests)
    arg = { [0] = arg[0], table.unpack(arg, 3) }
    os.exit(lu.LuaUnit.new():runSuiteByInstances { { name, tests } } == 0, true)
end

function support.path(name)
    return support.folder .. "/" .. name
end

function support.write(name, text)
    local file <close> = assert(io.open(support.path(name), "wb"))
    assert(file:write(text))
    return support.path(name)
end

function support.read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read("a")
end

-- The command line for a shell: `hundredmark` and $PROGRAM stand for the program, $TMP for the folder.
local function written_out(command)
    return (command:gsub("%f[%w$]hundredmark%f[ ]", function()
        return "'" .. support.program .. "'"
    end):gsub("%$PROGRAM", function()
        return "'" .. support.program .. "'"
    end):gsub("%$TMP", (support.folder:gsub("%%", "%%%%"))))
end

-- What a command line prints, both ways, and its exit code.
function support.try(command)
    local pipe = assert(io.popen("{ " .. written_out(command) .. "\n} 2>&1", "r"))
    local text = pipe:read("a")
    local _, _, code = pipe:close()
    return text, code
end

-- The same of one that must end with 0.
function support.ask(command)
    local text, code = support.try(command)
    lu.assertEquals(code, 0, command .. "\n" .. text)
    return text
end

-- The lines of a text.
function support.lines(text)
    local list = {}
    for line in text:gmatch("[^\n]+") do
        list[#list + 1] = line
    end
    return list
end

return support
