-- The command line of one command. argparse takes it apart; the messages are ours, one line each,
-- with the nearest name.

local argparse = require "argparse"
local forms = require "report.forms"
local options = require "cli.options"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.parser"

local parser = {}

local function flags_of(command)
    local flags = {}
    for _, option in ipairs(options.of(command)) do
        for flag in option.flags:gmatch("%S+") do
            flags[#flags + 1] = flag
        end
    end
    return flags
end

local FORMS <const> = {
    forms.of(say.later "missing argument '{a}'"), forms.of(say.later "option '{a}' requires an argument"),
    forms.of(say.later "option '{a}' requires {b} arguments"), forms.of(say.later "option '{a}' must be used once"),
}

-- What argparse says, in our words: names in full, the nearest option, where to find help.
local function explain(command, message)
    local wrong = message:match("^unknown option '(.-)'")
    if wrong then
        message = say("unknown option '{option}' of {command}{hint}", { option = wrong, command = command.name,
            hint = suggest.nearest(wrong, flags_of(command)) })
    end
    message = message:gsub("\n.*", "")
    message = message == "too many arguments" and say("too many arguments for {command}", { command = command.name })
        or forms.say(say, FORMS, message) or message
    return say("{message} (see 'hundredmark {command} --help')", { message = message, command = command.name })
end

local function add_option(p, option)
    if not option.value then
        p:flag(option.flags):target(option.name)
        return
    end
    p:option(option.flags):target(option.name):args(option.args or 1)
        :count(option.many and "*" or "0-1"):overwrite(not option.once)
end

-- The words of a command line that may be options: "--city" of "--city=X", and whether there are
-- short ones, which may be joined ("-qv").
local function words_of(arguments)
    local long, any_short = {}, false
    for _, argument in ipairs(arguments) do
        local name = argument:match "^(%-%-[^=]*)"
        if name then
            long[name] = true
        else
            any_short = any_short or argument:sub(1, 1) == "-"
        end
    end
    return long, any_short
end

-- Making an option takes argparse longer than reading a small file of data, and a command has forty:
-- it is told of those alone that the command line may name; and of one, as without any it takes what
-- begins with "-" for an argument.
local function is_named(option, long, any_short)
    for flag in option.flags:gmatch "%S+" do
        if long[flag] or any_short and flag:sub(2, 2) ~= "-" then
            return true
        end
    end
    return false
end

local function build(command, arguments)
    local long, any_short = words_of(arguments)
    local p = argparse("hundredmark " .. command.name):add_help(false)
    for _, argument in ipairs(command.arguments or {}) do
        p:argument(argument.name):target(argument.target):args(argument.args or 1)
    end
    for _, option in ipairs(options.of(command)) do
        if is_named(option, long, any_short) or option.name == "quiet" then
            add_option(p, option)
        end
    end
    function p.error(_, message)
        stop.usage("%s", explain(command, message))
    end
    return p
end

local function read(option, s)
    if not option.read then
        return s
    end
    local value, expected, words = option.read(s)
    if value == nil then
        stop.usage(say("{option}: '{text}' is not {expected}{hint}", { option = option.flags:match("%S+$"), text = s,
            expected = expected, hint = words and suggest.nearest(s, words) or "" }))
    end
    return value
end

local function read_many(option, given)
    local values = {}
    for _, group in ipairs(given) do
        for _, s in ipairs(type(group) == "table" and group or { group }) do
            values[#values + 1] = read(option, s)
        end
    end
    return values
end

local function read_all(command, given)
    for _, option in ipairs(options.of(command)) do
        local value = given[option.name]
        if option.value and option.many then
            given[option.name] = read_many(option, value or {})
        elseif option.value and value ~= nil then
            given[option.name] = read(option, value)
        end
    end
    if given.output == "-" then
        given.output = nil    -- standard output, where results go anyway
    end
    return given
end

local function asks_for_help(arguments)
    for _, argument in ipairs(arguments) do
        if argument == "--" then
            return false
        elseif argument == "-h" or argument == "--help" then
            return true
        end
    end
    return false
end

-- "--target" "-1" are one: a number below 0 behind an option that takes something is no option.
local function join_numbers(command, arguments)
    local takes, joined = {}, {}
    for _, option in ipairs(options.of(command)) do
        for flag in option.flags:gmatch "%-%-%S+" do
            takes[flag] = option.value ~= nil
        end
    end
    for _, argument in ipairs(arguments) do
        if takes[joined[#joined]] and argument:find "^%-[%d.]" and tonumber(argument) then
            joined[#joined] = joined[#joined] .. "=" .. argument
        else
            joined[#joined + 1] = argument
        end
    end
    return joined
end

-- What was given, by name of option or target of argument: texts, numbers or true; lists for what
-- may be repeated. { help = true } alone when help was asked for.
function parser.parse(command, arguments)
    if asks_for_help(arguments) then
        return { help = true }
    end
    local joined = join_numbers(command, arguments)
    return read_all(command, build(command, joined):parse(joined))
end

return parser
