-- What --help prints: for the program, and for each command from its descriptor.

local formats = require "cli.formats"
local options = require "cli.options"
local targets = require "cli.targets"
local text = require "report.text"

local help = {}

local WIDTH <const> = 80

local EXITS <const> = {
    [0] = "fine",
    [1] = "scored, but cells were rejected or a measure failed (--strict: or any warning)",
    [2] = "wrong usage: an unknown command, option, city, period or code",
    [3] = "data that cannot be read",
    [4] = "a package or script error",
    [5] = "the output cannot be written",
    [6] = "out of memory, or too many files are open",
    [130] = "interrupted (Ctrl-C)",
    [143] = "asked to end (SIGTERM)",
}

-- What may happen to any command.
local ALWAYS <const> = { 6, 130, 143 }

local function hang(lines, first, words, margin)
    local label = text.pad(first, margin)
    if text.width(first) >= margin then
        lines[#lines + 1] = first
        label = (" "):rep(margin)
    end
    for _, line in ipairs(text.wrap(words, WIDTH - margin)) do
        lines[#lines + 1] = (label .. line):gsub("%s+$", "")
        label = (" "):rep(margin)
    end
end

local function paragraph(lines, words)
    lines[#lines + 1] = ""
    for _, line in ipairs(text.wrap(words, WIDTH)) do
        lines[#lines + 1] = line
    end
end

local function usage_of(command)
    local parts = { "usage: hundredmark", command.name, "[OPTION...]" }
    for _, argument in ipairs(command.arguments or {}) do
        local many = argument.args == "+" or argument.args == "*"
        local is_optional = argument.args == "?" or argument.args == "*"
        local word = argument.name .. (many and "..." or "")
        parts[#parts + 1] = is_optional and "[" .. word .. "]" or word
    end
    return table.concat(parts, " ")
end

local function output_help(command)
    if #command.formats == 1 then
        return "write to FILE"
    end
    local suffixes = {}
    for i, format in ipairs(command.formats) do
        suffixes[i] = formats.suffix(format)
    end
    return ("write to FILE; its suffix (%s) tells the format%s"):format(
        table.concat(suffixes, " "), command.tables and ". DIR/: to a folder, a file a table" or "")
end

-- Those of its formats that hold several tables.
local function several(command)
    local holds = {}
    for _, format in ipairs(formats.list(formats.SEVERAL)) do
        holds[format] = true
    end
    local names = {}
    for _, format in ipairs(command.formats) do
        names[#names + 1] = holds[format] and format or nil
    end
    return table.concat(names, ", ")
end

local function table_help(command)
    local known = targets.known(command)
    if #known == 1 then
        return ("write this table: %s, which is the only one"):format(known[1])
    end
    return ("write this table: %s (the main one), %s. May be repeated where the format holds several "
        .. "(%s), or with DIR/"):format(known[1], table.concat(known, ", ", 2), several(command))
end

local function format_help(command)
    local default = command.format_words or command.default_format
        or "table on a terminal and csv elsewhere"
    return ("one of %s; %s by default"):format(table.concat(command.formats, ", "), default)
end

-- The help of options for which it depends on the command.
local COMPUTED <const> = { format = format_help, output = output_help, table = table_help }

local function option_label(option)
    local short, long = option.flags:match("^(%-%a) (%S+)$")
    local label = short and short .. ", " .. long or "    " .. option.flags
    return "  " .. label .. (option.value and " " .. option.value or "")
end

local function add_options(lines, command)
    lines[#lines + 1] = ""
    lines[#lines + 1] = "Options"
    for _, option in ipairs(options.of(command)) do
        local own = command.option_help and command.option_help[option.name]
        hang(lines, option_label(option), own or option.help or COMPUTED[option.name](command), 28)
    end
end

local function add_exits(lines, command)
    lines[#lines + 1] = ""
    lines[#lines + 1] = "Exit codes"
    for _, exits in ipairs { command.exits, ALWAYS } do
        for _, exit in ipairs(exits) do
            hang(lines, "  " .. exit, command.exit_words and command.exit_words[exit]
                or EXITS[exit], 7)
        end
    end
end

local function add_examples(lines, command)
    lines[#lines + 1] = ""
    lines[#lines + 1] = #command.examples == 1 and "Example" or "Examples"
    for _, example in ipairs(command.examples) do
        lines[#lines + 1] = "  hundredmark " .. example
    end
end

-- The help of one command.
function help.command(command)
    local lines = { usage_of(command) }
    paragraph(lines, command.about)
    if command.arguments then
        lines[#lines + 1] = ""
        for _, argument in ipairs(command.arguments) do
            hang(lines, "  " .. argument.name, argument.help, 28)
        end
    end
    add_options(lines, command)
    add_examples(lines, command)
    add_exits(lines, command)
    return table.concat(lines, "\n") .. "\n"
end

-- The help of the program.
function help.program(commands)
    local lines = { "usage: hundredmark COMMAND [OPTION...] [ARGUMENT...]" }
    paragraph(lines, "Gives cities marks out of a hundred from their raw figures, by the "
        .. "indicators of a package, and says how each mark comes about.")
    lines[#lines + 1] = ""
    lines[#lines + 1] = "Commands"
    for _, command in ipairs(commands) do
        hang(lines, "  " .. command.name, command.summary, 18)
    end
    paragraph(lines, "'hundredmark COMMAND --help' says more of a command, 'hundredmark --version' "
        .. "which version this is.")
    add_examples(lines, { examples = { "score examples/cities/port-lumen",
        "explain \"Port Lumen\" L1.8.2 examples/cities/port-lumen" } })
    add_exits(lines, { exits = { 0, 1, 2, 3, 4, 5 } })
    return table.concat(lines, "\n") .. "\n"
end

return help
