-- Files and folders of a package, as the commands make and look at them.

local hm_program = require "hundredmark.program"
local stop = require "cli.stop"

local say = require("report.language").of "cli.files"

local files = {}

-- "a/b" from "a" and "b"; "b" from "." and "b".
function files.join(folder, name)
    if folder == "" or folder == "." then
        return name
    end
    return folder:gsub("/+$", "") .. "/" .. name
end

-- The last name of a path, nil where there is none that means anything ("." or "/").
function files.last_name(path)
    local name = path:gsub("/+$", ""):match("([^/]+)$")
    return name ~= "." and name ~= ".." and name or nil
end

-- The folder that holds `path`; "." for a bare name. ".." leads out of what ends in "." or "..".
function files.folder_above(path)
    local plain = path:gsub("/+$", "")
    if ("/" .. plain):find("/%.%.?$") then
        return plain .. "/.."
    end
    local folder = plain:match("^(.*)/[^/]*$")
    return folder == "" and "/" or folder or "."
end

function files.kind(path)
    local found = hm_program.look_at(path)
    return found and found.kind
end

-- Its bytes, or the first `most`; nil where it cannot be read.
function files.read(path, most)
    local file <close> = io.open(path, "rb")
    return file and file:read(most or "a")
end

-- Its bytes; it ends the command where it cannot be read, in the engine's words.
function files.need(path)
    local file <close>, reason = io.open(path, "rb")
    local text = file and file:read "a"
    if not text then
        local kind = files.kind(path)
        stop.with(stop.DATA, "%s: %s", path, kind == "folder" and say "is a folder, not a file"
            or not kind and say "no such file"
            or say("cannot be read: {reason}", { reason = (reason or say "it is no file"):gsub("^.*: ", "") }))
    end
    return text
end

-- Makes a folder and those above it that are missing.
function files.make_folder(path)
    if files.kind(path) == "folder" then
        return
    end
    local above = files.folder_above(path)
    if above ~= path and not files.kind(above) then
        files.make_folder(above)
    end
    local made, reason = hm_program.make_folder(path)
    if not made then
        stop.with(stop.OUTPUT, say("cannot make a folder: {reason}", { reason = reason }))
    end
end

-- Whole or not there.
function files.write(path, text)
    files.make_folder(files.folder_above(path))
    local file, reason = hm_program.open_output(path)
    local done = file
    if file then
        done, reason = file:write(text)
    end
    if done then
        done, reason = hm_program.keep_output(file)
    end
    if not done then
        stop.with(stop.OUTPUT, say("cannot write {path}: {reason}", { path = path, reason = reason }))
    end
end

-- Calls visit(path, found) for everything at or below `path` that is not hidden, in the order of
-- the names.
local function walk(path, visit, depth)
    local found = hm_program.look_at(path)
    if not found then
        return
    end
    visit(path, found)
    local names = found.kind == "folder" and depth > 0 and hm_program.names_in(path) or {}
    table.sort(names)
    for _, name in ipairs(names) do
        if name:sub(1, 1) ~= "." then
            walk(files.join(path, name), visit, depth - 1)
        end
    end
end

function files.walk(path, visit)
    walk(path, visit, 16)
end

-- How the engine shows a file of the package in a folder.
function files.shown(folder, path)
    return folder:gsub("/+$", "") .. "/" .. path
end

-- The files that make up the package in a folder: { [path within it] = text }.
function files.of_package(folder)
    local texts = {}
    local prefix = folder == "." and 0 or #folder:gsub("/+$", "") + 1
    files.walk(folder, function(path, found)
        local within = path:sub(prefix + 1)
        local is_table = within == "indicators.csv" or within == "parameters.csv"
            or within == "weights.csv"
            or within:find("^weights%-[^/]*%.csv$")
        if found.kind == "file" and (within:find("%.lua$") or within == "package.json" or is_table) then
            texts[within] = files.read(path)
        end
    end)
    return texts
end

return files
