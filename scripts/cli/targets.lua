-- Which tables a command writes, and to which files: --table, --output FILE and --output DIR/.
--
-- A command that writes tables names them in its descriptor (commands.lua).

local hm_program = require "hundredmark.program"
local files = require "cli.files"
local formats = require "cli.formats"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.targets"

local targets = {}

-- The folder that --output names, "a/" as it was given; nil where it names a file or nothing.
function targets.folder(given)
    return given.output and given.output:match("^.*/$")
end

-- Are tables of the command asked for as such, and not its own page?
function targets.names_tables(given, command)
    return command.tables and (#(given.table or {}) > 0 or given.wide
        or targets.folder(given) ~= nil)
end

local function join(...)
    local joined = {}
    for _, list in ipairs { ... } do
        table.move(list, 1, #list, #joined + 1, joined)
    end
    return joined
end

-- The names of all tables of a command, the main one first.
function targets.known(command)
    return join(command.tables, command.folder_tables or {}, command.more_tables or {})
end

local function check_name(name, command)
    local known = targets.known(command)
    for _, one in ipairs(known) do
        if one == name then
            return
        end
    end
    stop.usage(say("--table: {command} has no table '{name}', only {names}{hint}", { command = command.name,
        name = name, names = table.concat(known, ", "), hint = suggest.nearest(name, known) }))
end

-- Those of --table, each once, in the order of the descriptor, and the set of them.
local function named(given, command)
    local names, seen = {}, {}
    for _, name in ipairs(given.table or {}) do
        check_name(name, command)
        seen[name] = true
    end
    for _, name in ipairs(targets.known(command)) do
        names[#names + 1] = seen[name] and name or nil
    end
    return names, seen
end

-- What is written where --table names none.
local function unnamed(command, folder, writer)
    if writer and writer.whole and command.run_tables then
        return command.run_tables
    elseif folder then
        return join(command.tables, command.folder_tables or {})
    end
    local holds_several = writer and not writer.rows_alone and not writer.wide
    return holds_several and command.tables or { command.tables[1] }
end

-- The names of the tables to write.
function targets.tables(given, command, format)
    local folder, writer = targets.folder(given), formats.writer(format)
    if folder and not command.tables then
        stop.usage("%s: %s is a folder, and %s writes one file", command.option or "--output",
            folder, command.name)
    elseif not command.tables then
        return {}
    end
    local names, seen = named(given, command)
    if given.wide and writer and writer.whole then
        stop.usage("--wide: %s has a view of that, called wide", format)
    elseif #names == 0 then
        return unnamed(command, folder, writer)
    elseif given.wide and not seen[command.tables[1]] then
        stop.usage("--wide: only table %s has a wide form, and --table leaves it out",
            command.tables[1])
    elseif #names > 1 and not folder and writer and (writer.rows_alone or writer.wide) then
        stop.usage("--table: %s holds one table; name one, or write a file each: --output DIR/",
            format)
    end
    return names
end

-- The file beside a csv file that says which types its columns have.
function targets.types_path(path)
    return (path:match("^(.*)%.[^./]*$") or path) .. ".csvt"
end

-- Does such a file stand there already? It is about what was written before.
function targets.has_types(path)
    return files.kind(targets.types_path(path)) == "file"
end

-- The file of a table in a folder.
function targets.path_in(folder, name, format)
    return folder .. name .. formats.suffix(format)
end

-- The tables beside which the types of their columns are written, a set of names: in csv a wide one, and
-- all where there are types already, which would be wrong then.
function targets.typed(given, command, names, format)
    local folder, typed = targets.folder(given), {}
    for _, name in ipairs(format == "csv" and given.output and names or {}) do
        local path = folder and targets.path_in(folder, name, format) or given.output
        typed[name] = given.wide and name == command.tables[1] or targets.has_types(path) or nil
    end
    return typed
end

-- All files that are written for --output.
function targets.paths(given, names, typed, format)
    local folder, paths = targets.folder(given), {}
    if not folder and given.output then
        return { given.output, typed[names[1]] and targets.types_path(given.output) }
    end
    for _, name in ipairs(folder and names or {}) do
        local path = targets.path_in(folder, name, format)
        paths[#paths + 1] = path
        paths[#paths + 1] = typed[name] and targets.types_path(path) or nil
    end
    return paths
end

-- Ends the command where types stand beside rows whose columns nobody here knows.
function targets.refuse_types(path)
    if path and targets.has_types(path) then
        stop.usage("--output: %s says which types the columns of %s had: remove it first, or name "
            .. "another file", targets.types_path(path), path)
    end
end

-- How the path can be written, before any work: "file" or "direct"; and of a file what all paths to
-- it have in common.
function targets.check(path)
    local kind, found = hm_program.check_output(path)
    if not kind then
        local hint = files.kind(path) == "folder" and say "; for a file a table end it with /" or ""
        stop.with(stop.OUTPUT, say("cannot write {path}: {reason}", { path = path, reason = found .. hint }))
    end
    return kind, found
end

-- The same of several files, which must not be one by links.
local function check_each(paths)
    local seen = {}
    for _, path in ipairs(paths) do
        local _, found = targets.check(path)
        if found and seen[found] then
            stop.usage("--output: %s and %s are one file", seen[found], path)
        end
        seen[found or path] = path
    end
end

-- The same of a folder, which need not be there: what it is to be made in can be written.
local function check_folder(folder, paths)
    local wanted = folder:match("^(.-)/+$")
    wanted = wanted == "" and "/" or wanted
    local there, missing = wanted, nil
    while not files.kind(there) do
        there, missing = files.folder_above(there), there
    end
    if files.kind(there) ~= "folder" then
        stop.with(stop.OUTPUT, say("cannot write {path}: {folder} is no folder", { path = folder, folder = there }))
    end
    check_each(missing and { missing } or paths)
end

-- Before any work: what cannot be written is told now. nil for standard output, else "file" or
-- "direct", or "folder".
function targets.check_all(given)
    local folder = targets.folder(given)
    if folder then
        check_folder(folder, given.targets)
        return "folder"
    end
    local kind = given.output and targets.check(given.output)
    if kind == "file" then
        check_each(given.targets)
    end
    return kind
end

return targets
