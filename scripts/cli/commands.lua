-- The commands, in the order in which help lists them. A command is a file of its own, loaded when
-- it is asked for ("pack new" is pack_new.lua), that ends in a descriptor:
--
--   name, summary, about      what it is called and does: in a few words, and in full
--   arguments                 list of { name =, target =, args = nil | "+" | "?", help = }
--   options                   names from options.lua; -q -v --color --help come by themselves
--   option_help               what help says of these, by their names, where that is the command's own
--   uses_package              it opens a package: adds --package and the limits of scripts
--   names_packages            its arguments are packages
--   runs_measures             it scores with it: adds the limits of a run
--   formats, default_format   what --format may be, and what it is otherwise (nil: table on a
--                             terminal, csv elsewhere)
--   format_words              that, in words, where it is neither
--   tables                    names of the tables it writes, the main one first, which is what formats
--                             that hold one table get; the others get all of them. Adds --table,
--                             --format, --output and the options of csv, unless it has one format
--                             alone
--   folder_tables             further ones, which --output DIR/ writes, too
--   run_tables                all that there is to say of a run, which formats get that hold such a
--                             whole (program_writers.lua); named in one of these lists, too
--   relations                 the module that says how these are linked, to a database: see cli.score_relations
--   more_tables               further ones, which are written only where --table names them
--   examples, exits           command lines without the program's name; possible exit codes
--   run(given, messages)      does it and returns the exit code; may end early through stop.lua

local hm = require "hundredmark"

local commands = {}

commands.names = {
    "score", "rank", "check", "explain", "compare", "uncertainty", "sensitivity", "audit", "improve", "report", "app",
    "tree", "describe",
    "template", "import", "repl", "fit merge",
    "pack new", "pack indicator", "pack check", "pack test", "pack diff", "pack translate",
    "pack import", "pack export",
}

-- The engine's analyses are commands without a file of their own (analysis.lua makes them of what the
-- engine says), behind `explain`.
local analyses = {}

local function add_analyses(place)
    for i, analysis in ipairs(hm.analyses()) do
        analyses[analysis.name] = analysis
        table.insert(commands.names, place + i, analysis.name)
    end
end

for i, name in ipairs(commands.names) do
    if name == "explain" then
        add_analyses(i)
        break
    end
end

-- The descriptor of a command; `name` is one of the names.
function commands.named(name)
    return analyses[name] and require("cli.analysis").command(analyses[name])
        or require("cli." .. name:gsub(" ", "_"))
end

-- The descriptors of all commands, in their order.
function commands.all()
    local all = {}
    for i, name in ipairs(commands.names) do
        all[i] = commands.named(name)
    end
    return all
end

return commands
