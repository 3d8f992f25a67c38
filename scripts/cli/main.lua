-- The program's commands: takes the arguments, finds the command, runs it, and returns the exit
-- code. Nothing below this file ends the process.

local hm = require "hundredmark"
local commands = require "cli.commands"
local language = require "report.language"
local limits = require "cli.limits"
local messages = require "cli.messages"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local OUT_OF_MEMORY <const> = "not enough memory"    -- what Lua raises, as it stands
local PROGRAM_FLAGS <const> = { "--help", "--version", "-h", "-V" }

local function print_out(words)
    local done, reason, number = io.stdout:write(words)
    if done then
        done, reason, number = io.stdout:flush()
    end
    if not done and number ~= 32 then
        stop.with(stop.OUTPUT, "cannot write standard output: %s", reason)
    end
    return stop.FINE
end

-- The set of the names, and those of two words by their first.
local function index()
    local known, first_words = {}, {}
    for _, name in ipairs(commands.names) do
        known[name] = true
        local first = name:match("^(%S+) ")
        if first then
            first_words[first] = first_words[first] or {}
            table.insert(first_words[first], name)
        end
    end
    return known, first_words
end

-- An option that stands where the command should.
local function refuse_option(flag)
    for _, option in ipairs(require("cli.options").list) do
        for known in option.flags:gmatch("%S+") do
            if flag == known or flag:match("^(%-%-[^=]+)=") == known then
                stop.usage("option '%s' belongs after the command: hundredmark COMMAND %s", known,
                    known)
            end
        end
    end
    stop.usage("unknown option '%s'%s (see 'hundredmark --help')", flag,
        suggest.nearest(flag, PROGRAM_FLAGS))
end

-- The command that the arguments name, and those that are left for it.
local function find(arguments)
    local known, first_words = index()
    local word, rest = arguments[1], 2
    if first_words[word] then
        rest = 3
        if not arguments[2] or arguments[2]:sub(1, 1) == "-" then
            stop.usage("%s what? There is: %s", word, table.concat(first_words[word], ", "))
        end
        word = word .. " " .. arguments[2]
    end
    if not known[word] then
        stop.usage("unknown command '%s'%s (see 'hundredmark --help')", word,
            suggest.nearest(word, commands.names))
    end
    return commands.named(word), table.move(arguments, rest, #arguments, 1, {})
end

-- "help" alone, or before or after the name of a command.
local function run_help(arguments)
    local help = require "cli.help"
    if #arguments < 2 then
        return print_out(help.program(commands.all()))
    end
    return print_out(help.command((find(table.move(arguments, 2, #arguments, 1, {})))))
end

-- The language of the run; which ones a package has is known once it is open (packages.lua).
local function speak(command, given)
    local is_known = not given.lang or language.use(given.lang)
    if given.lang and language.tag() ~= "en" then
        hm.translate(require("report.engine_words").say)
    end
    if not is_known and not (command.uses_package or command.names_packages) then
        stop.usage("--lang: no language '%s': there is %s", given.lang, table.concat(language.tags(), ", "))
    end
end

-- The language that a command line asks for, in which it is told what is wrong with the rest of it; English where the
-- program has none such.
local function language_in(arguments)
    local tag
    for i, word in ipairs(arguments) do
        tag = word:match "^%-%-lang=(.+)$" or word == "--lang" and arguments[i + 1] or tag
    end
    return language.is_built_in(tag) and tag or "en"
end

local function run(arguments)
    local first = arguments[1]
    if not first then
        stop.usage("a command is missing: score, check, explain, ... (see 'hundredmark --help')")
    elseif first == "--version" or first == "-V" then
        return print_out("hundredmark " .. hm.version .. "\n")
    elseif first == "help" or first == "--help" or first == "-h" then
        return run_help(arguments)
    elseif first:sub(1, 1) == "-" then
        refuse_option(first)
    end
    local command, rest = find(arguments)
    language.use(language_in(rest))
    local given = require("cli.parser").parse(command, rest)
    if given.help then
        return print_out(require("cli.help").command(command))
    end
    limits.open(command, given)
    speak(command, given)
    return command.run(given, messages.new(given))
end

local function catch(value)
    if stop.is_stop(value) or value == OUT_OF_MEMORY then
        return value
    end
    return debug.traceback("internal error: " .. tostring(value), 2)
end

return function(arguments)
    local done, result = xpcall(run, catch, arguments)
    if done then
        return result
    elseif stop.is_stop(result) then
        if result.message then
            messages.fail(result.message, result.english)
        end
        return result.exit
    elseif result == OUT_OF_MEMORY then
        messages.fail("out of memory")
        return stop.MEMORY
    end
    for line in ("hundredmark: " .. result):gmatch("[^\n]+") do
        messages.plain(line)
    end
    return stop.OUT_OF_ORDER
end
