-- pack indicator: one more indicator in a package's folder, which passes its tests.

local hm = require "hundredmark"
local files = require "cli.files"
local output = require "cli.output"
local packages = require "cli.packages"
local scaffold = require "report.scaffold"
local stop = require "cli.stop"
local stub = require "report.stub"
local text_of = require "report.text"
local suggest = require "cli.suggest"

-- Nodes by code and the codes of groups, as far as the package can be opened at all.
local function look_into(folder)
    local package = hm.open_package(folder, packages.options {})
    local nodes, groups, taken = {}, {}, {}
    for _, node in ipairs(package and package:nodes() or {}) do
        nodes[node.code] = node
        groups[#groups + 1] = node.kind == "group" and node.code or nil
    end
    for _, input in ipairs(package and package:inputs() or {}) do
        taken[input.name] = true
    end
    return { nodes = nodes, groups = groups, taken = taken, is_open = package ~= nil }
end

local function refuse_taken(code, known)
    local node = known.nodes[code]
    if node then
        stop.usage("%s is taken already: %s at %s:%d", code, node.name, node.file, node.line)
    end
end

-- The group that the indicator belongs to: the one given, else L7 for L7.1.
local function parent_of(given, known)
    local parent = given.parent or given.code:match("^(.+)[%.%-_/][^%.%-_/]*$")
    if not parent then
        stop.usage("no group can be told from the code %s: name one with --parent%s", given.code,
            suggest.nearest(given.code, known.groups))
    end
    local node = known.nodes[parent]
    if known.is_open and not node then
        stop.usage("no group '%s' for %s%s%s", parent, given.code,
            given.parent and "" or ": name one with --parent",
            suggest.nearest(parent, known.groups))
    elseif node and node.kind ~= "group" then
        stop.usage("%s is an indicator: nothing can stand below it", parent)
    end
    return parent
end

-- Beside its siblings where these have a folder of the group's name.
local function path_of(folder, code)
    local name = code:gsub("[^%w%.%-_]", "_") .. ".lua"
    local group = code:match("^(%w+)%.")
    if group and files.kind(files.join(folder, group)) == "folder" then
        name = group .. "/" .. name
    end
    return name
end

-- The package as it will be, opened from memory so that nothing is written in vain.
local function try(folder, path, source, messages)
    local texts = files.of_package(folder)
    texts[path] = source
    local options = packages.options {}
    table.insert(options.search, 1, files.folder_above(folder))
    options.files = texts
    local package, err, issues = hm.open_package(folder, options)
    if not package then
        packages.fail(folder, err, issues, messages)
    end
    return package
end

local function pack_indicator(given, messages)
    local out = output.new(given, require "cli.pack_indicator")
    local folder = given.package_folder or "."
    if files.kind(files.join(folder, "package.lua")) ~= "file"
        and files.kind(files.join(folder, "package.json")) ~= "file" then
        stop.usage("%s has no package.lua: name the package's folder with --package",
            folder == "." and "this folder" or folder)
    end
    local known = look_into(folder)
    refuse_taken(given.code, known)
    local path = path_of(folder, given.code)
    if files.kind(files.join(folder, path)) then
        stop.usage("%s is there already", files.join(folder, path))
    end
    local source = scaffold.indicator { code = given.code, parent = parent_of(given, known),
        name = given.indicator_name or "Share of places that have it", taken = known.taken }
    local package = try(folder, path, source, messages)
    files.write(files.join(folder, path), source)
    local definitions = files.join(folder, ".hundredmark/hundredmark.lua")
    if files.kind(definitions) == "file" then
        files.write(definitions, stub.text(package:inputs()))
    end
    out:write(text_of.clean(files.join(folder, path)) .. "\n")
    out:finish()
    return messages:exit()
end

return {
    name = "pack indicator",
    summary = "add an indicator to a package of yours",
    about = "Adds a script with an indicator that passes its tests, to be changed to what is "
        .. "wanted, and prints its path. A code that is taken is refused.",
    arguments = { { name = "CODE", target = "code", help = "the indicator's code, such as L7.2" } },
    options = { "package_folder", "parent", "indicator_name" },
    formats = { "table" },
    default_format = "table",
    examples = { "pack indicator L7.2 -p my-city",
        "pack indicator L7.2 --parent L7 --name \"Quays with shore power\" -p my-city" },
    exits = { 0, 2, 4, 5 },
    run = pack_indicator,
}
