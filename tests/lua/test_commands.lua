-- The descriptors of the commands.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

package.path = support.folder .. "/../../scripts/?.lua;" .. package.path
package.preload["hundredmark.program"] = function()    -- what only the program knows
    return {}
end

local commands = require "cli.commands"
local targets = require "cli.targets"

local tests = {}

-- The rows with their ranks are the table that score writes, and so is a fit of parts. Inputs of score
-- are written into databases, and elsewhere where they are named; observations and cities, too, which import makes
-- of other files. What check and coherence find is about different things, and called so for both.
local SHARED <const> = { scores = { score = true, rank = true },
    fits = { score = true, ["fit merge"] = true }, inputs = { score = true, describe = true },
    findings = { check = true, coherence = true }, observations = { score = true, import = true }, cities = { score = true, import = true } }

-- Its tables but the main one are those of other commands, byte by byte (tests/cli/audit.lua).
local GATHERING <const> = "audit"

local function own_tables(command)
    local known = command.tables and targets.known(command) or {}
    return command.name == GATHERING and { known[1] } or known
end

-- Several commands may write into one folder, a file a table.
function tests.test_no_two_tables_have_one_name()
    local writer, count = {}, 0
    for _, command in ipairs(commands.all()) do
        for _, name in ipairs(own_tables(command)) do
            local shared = SHARED[name] or {}
            lu.assertTrue(not writer[name] or shared[command.name] and shared[writer[name]],
                ("%s and %s write a table '%s'"):format(command.name, writer[name], name))
            writer[name], count = command.name, count + 1
        end
    end
    lu.assertTrue(count > 20)
    for i, name in ipairs(commands.named(GATHERING).tables) do
        lu.assertNotNil(writer[name], name)
        lu.assertEquals(writer[name] == GATHERING, i == 1)
    end
end

function tests.test_tables_go_out_in_the_same_ways()
    local options = require "cli.options"
    for _, command in ipairs(commands.all()) do
        local has = {}
        for _, option in ipairs(options.of(command)) do
            has[option.name] = true
        end
        for _, name in ipairs(command.tables and #command.formats > 1 and options.TABLES or {}) do
            lu.assertTrue(has[name], command.name .. " --" .. name)
        end
    end
end

support.run("TestCommands", tests)
