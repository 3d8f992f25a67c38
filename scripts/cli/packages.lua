-- Finding and opening the package a command works with.

local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local language = require "report.language"
local overwrite = require "cli.overwrite"
local stop = require "cli.stop"
local translations = require "cli.translations"

local say = language.of("cli.packages")

local packages = {}

local STANDARD <const> = "iso-iec-30146"

local function add_folders(list, paths, below)
    for folder in (paths or ""):gmatch("[^:]+") do
        list[#list + 1] = folder .. below
    end
end

-- The folders of data that the XDG Base Directory Specification speaks of: relative ones are void.
local function add_data_folders(list, paths)
    for folder in (paths or ""):gmatch("[^:]+") do
        add_folders(list, folder:sub(1, 1) == "/" and folder or nil, "/hundredmark/packages")
    end
end

-- Where packages are looked for by name, first one first; those built in come after them.
function packages.folders()
    local list, home = {}, os.getenv("HOME")
    local data_home, data_dirs = os.getenv("XDG_DATA_HOME"), os.getenv("XDG_DATA_DIRS")
    if not data_home or data_home == "" then
        data_home = home and home ~= "" and home .. "/.local/share" or nil
    end
    if not data_dirs or data_dirs == "" then
        data_dirs = "/usr/local/share:/usr/share"
    end
    add_folders(list, os.getenv("HUNDREDMARK_PATH"), "")
    add_data_folders(list, data_home)
    add_data_folders(list, data_dirs)
    return list
end

-- Ends the command with what hm.open_package gave in place of a package.
function packages.fail(name, err, issues, messages)
    local has_places = not stop.is_apart(err) and issues and #issues > 0
        and (#issues > 1 or issues[1].file ~= "")
    if has_places then
        messages:package_errors(issues)
        stop.with(stop.PACKAGE, say("package {name} cannot be used", { name = name }))
    end
    stop.insist(stop.PACKAGE, nil, err)
end

-- The options of hm.open_package that a command line makes.
function packages.options(given)
    local settings = {}
    for _, setting in ipairs(given.set or {}) do
        if settings[setting.name] then
            stop.usage(say("--set: {name} is set twice, to {one} and {other}", { name = setting.name,
                one = hm.number(settings[setting.name]), other = hm.number(setting.value) }))
        end
        settings[setting.name] = setting.value
    end
    return {
        language = given.lang, settings = settings, with = given.with,
        search = packages.folders(), steps = given.script_steps, memory = given.script_memory,
        seconds = given.script_time, string_size = given.script_string,
        block_size = given.script_block, source_size = given.script_source,
        load_seconds = given.load_time, load_steps = given.load_steps,
    }
end

-- The name by which a package that is given as files, with `options`, extends a layer of an open one.
-- A package names no folders of the system: the one that holds the layer is searched first.
function packages.name_to_extend(layer, options)
    if layer.path == "" then
        return layer.name
    end
    local folder, last = layer.path:match("^(.-)/*([^/]*)/*$")
    if last == "" or last:sub(1, 1) == "." then
        folder, last = layer.path, "."
    elseif folder == "" then
        folder = layer.path:sub(1, 1) == "/" and "/" or "."
    end
    table.insert(options.search, 1, folder)
    return last
end

local function distinct(names)
    local list, seen = {}, {}
    for _, name in ipairs(names) do
        list[#list + 1] = not seen[name] and name or nil
        seen[name] = true
    end
    table.sort(list)
    return list
end

-- A language that neither the program nor the package has is a mistake.
local function speak(tag, info)
    local known = language.tags()
    table.move(info.languages, 1, #info.languages, #known + 1, known)
    for _, name in ipairs(language.fallbacks(tag)) do
        for _, one in ipairs(known) do
            if one == name then
                return translations.learn(info)
            end
        end
    end
    stop.usage(say("--lang: no language '{tag}': there is {tags}",
        { tag = tag, tags = table.concat(distinct(known), ", ") }))
end

-- Opens the package that was asked for, or else the standard, and says so with -v.
function packages.open(given, messages)
    local name = given.package or STANDARD
    local options = packages.options(given)
    options.cancel = interrupt.cancel()
    local package, err, issues = hm.open_package(name, options)
    if not package then
        packages.fail(name, err, issues, messages)
    end
    local info = package:info()
    overwrite.refuse_package(given, info)
    if not given.package then
        -- one that stands in the place of the built-in one is nothing to be silent about
        local tell = info.builtin and messages.tell or messages.say
        tell(messages, "no package given: using %s %s%s", info.name, info.version,
            info.builtin and "" or " from " .. info.path)
    end
    messages:tell("package %s %s from %s", info.name, info.version,
        info.builtin and "the program itself" or info.path)
    messages:issues(package:issues())
    if given.lang then
        speak(given.lang, info)
    end
    return package, info
end

return packages
