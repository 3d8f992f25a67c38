-- pack new: a folder with a package that works.

local hm_program = require "hundredmark.program"
local files = require "cli.files"
local output = require "cli.output"
local packages = require "cli.packages"
local scaffold = require "report.scaffold"
local stop = require "cli.stop"
local stub = require "report.stub"
local text_of = require "report.text"

local function refuse_unless_empty(folder)
    local kind = files.kind(folder)
    if kind and kind ~= "folder" then
        stop.usage("%s is there already, and is no folder", folder)
    elseif kind and #(hm_program.names_in(folder) or { "?" }) > 0 then
        stop.usage("%s is not empty: a new package needs a new or an empty folder", folder)
    end
end

-- "/a/b" from a path relative to where we are.
local function absolute(path)
    local here = os.getenv("PWD") or ""
    return path:sub(1, 1) == "/" and path or files.join(here, path)
end

local function last_name(folder)
    return files.last_name(folder) or files.last_name(os.getenv("PWD") or "") or "my-package"
end

-- How a package in `folder` names the base: a name as it is; a folder as it is seen from where the
-- new package's folder is, which is where the engine looks.
local function name_from(folder, base)
    local is_beside = not base:find("/", 1, true) and files.folder_above(folder) == "."
    if base:sub(1, 1) == "/" or is_beside then
        return base
    elseif files.kind(base) ~= "folder" then
        return base
    elseif folder:sub(1, 1) == "/" or folder:find("..", 1, true) then
        return absolute(base)
    end
    local up = ""
    for name in files.folder_above(folder):gmatch("[^/]+") do
        up = name == "." and up or up .. "../"
    end
    return up .. base
end

-- A code for a group of its own: behind L1 to L6, L7, beside the last of them.
local function next_group(nodes)
    local most, prefix, parent = 0, nil, nodes[1].code
    for _, node in ipairs(nodes) do
        local letters, number = node.code:match("^(%a+)(%d+)$")
        if node.kind == "group" and letters and #number < 6 and tonumber(number) > most then
            most, prefix, parent = tonumber(number), letters, node.parent
        end
    end
    return prefix and ("%s%d"):format(prefix, most + 1) or "LOCAL", parent ~= "" and parent
        or nodes[1].code
end

local function plan(given, messages)
    local name = last_name(given.folder)
    local wanted = { name = name, folder = given.folder, group = "A",
        title = name:sub(1, 1):upper() .. name:sub(2):gsub("[-_]", " ") }
    if given.extends then
        local package, info = packages.open({ package = given.extends }, messages)
        if info.name == name and info.builtin then
            stop.usage("a package cannot have the name of the one that it extends: %s", name)
        end
        local nodes, taken = package:nodes(), {}
        for _, input in ipairs(package:inputs()) do
            taken[input.name] = true
        end
        local group, parent = next_group(nodes)
        wanted.group = group
        wanted.extends = { name = name_from(given.folder, given.extends), parent = parent,
            taken = taken }
    end
    wanted.code, wanted.next_code = wanted.group .. ".1", wanted.group .. ".2"
    wanted.script = wanted.code .. ".lua"
    return wanted
end

local function pack_new(given, messages)
    local out = output.new(given, require "cli.pack_new")
    refuse_unless_empty(given.folder)
    local texts = scaffold.package(plan(given, messages))
    local paths = {}
    for path, text in pairs(texts) do
        files.write(files.join(given.folder, path), text)
        paths[#paths + 1] = path
    end
    local package = packages.open({ package = given.folder }, messages)
    files.write(files.join(given.folder, ".hundredmark/hundredmark.lua"),
        stub.text(package:inputs()))
    files.write(files.join(given.folder, ".luarc.json"), stub.settings())
    table.move({ ".hundredmark/hundredmark.lua", ".luarc.json" }, 1, 2, #paths + 1, paths)
    table.sort(paths)
    for _, path in ipairs(paths) do
        out:write(text_of.clean(files.join(given.folder, path)) .. "\n")
    end
    out:finish()
    messages:say("try: hundredmark pack test %s", given.folder)
    return messages:exit()
end

return {
    name = "pack new",
    summary = "make a package of your own",
    about = "Makes a folder with a package that works: package.lua, one commented indicator with "
        .. "its tests, a README, and definitions for editors with the Lua Language Server. With "
        .. "--extends it stands on another package and adds a group to it. Prints the files made. "
        .. "A folder that is not empty is left alone.",
    arguments = { { name = "DIR", target = "folder",
        help = "the folder to make; its name is the package's" } },
    options = { "extends" },
    formats = { "table" },
    default_format = "table",
    examples = { "pack new my-city", "pack new my-city --extends iso-iec-30146" },
    exits = { 0, 2, 4, 5 },
    run = pack_new,
}
