-- The commands, in the order in which help lists them. A command is a file of its own that ends in
-- a descriptor:
--
--   name, summary, about      what it is called and does: in a few words, and in full
--   arguments                 list of { name =, target =, args = nil | "+" | "?", help = }
--   options                   names from options.lua; -q -v --color --help come by themselves
--   uses_package              it opens a package: adds --package and the limits of scripts
--   formats, default_format   what --format may be, and what it is otherwise (nil: table on a
--                             terminal, csv elsewhere)
--   format_words              that, in words, where it is neither
--   examples, exits           command lines without the program's name; possible exit codes
--   run(given, messages)      does it and returns the exit code; may end early through stop.lua

local NAMES <const> = { "score", "rank", "check", "explain", "tree", "describe", "template",
    "repl", "pack_new", "pack_indicator", "pack_check", "pack_test", "pack_diff" }

local commands = {}
for i, name in ipairs(NAMES) do
    commands[i] = require("cli." .. name)
end

return commands
