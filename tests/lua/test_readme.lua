-- The programs in scripts/README.md run as they stand there.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local ROOT <const> = HERE .. "../../"

local tests = {}

-- The Lua blocks of a Markdown file.
local function programs(path)
    local file <close> = assert(io.open(path, "rb"))
    local list = {}
    for program in file:read("a"):gmatch("\n```lua\n(.-)\n```\n") do
        list[#list + 1] = program
    end
    return list
end

-- Runs `program` with globals of its own behind which the real ones stand.
local function run(program, globals)
    return assert(load(program, "=README.md", "t", setmetatable(globals, { __index = _G })))()
end

function tests.test_the_module_in_ten_lines()
    local lines = {}
    run(programs(ROOT .. "scripts/README.md")[1]:gsub('"examples/', '"' .. ROOT .. "examples/"), {
        print = function(...)
            lines[#lines + 1] = table.concat({ ... }, "\t")
        end,
    })
    lu.assertEquals(lines, { "Port Lumen\t2025\t63.4" })
end

function tests.test_the_commands_run_in_plain_lua()
    local path = os.tmpname()
    local exit
    run(programs(ROOT .. "scripts/README.md")[2]:gsub('"scripts/', '"' .. ROOT .. "scripts/"), {
        arg = { "tree", "--package", support.path "packages/mini", "--format", "csv", "-o", path },
        os = { exit = function(code)
            exit = code
        end },
    })
    local file <close> = assert(io.open(path, "rb"))
    local text = file:read("a")
    os.remove(path)
    lu.assertEquals(exit, 0)
    lu.assertStrContains(text, "\nS1,streets,2,indicator,Smart lamps,")
end

support.run("TestReadme", tests)
