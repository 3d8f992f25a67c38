-- app: a page with the engine itself in it.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local app_page = require "report.app_page"
local files = require "cli.files"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"

local say = require("report.language").of "cli.app"

local ENGINE <const> = "hundredmark.engine.js"

-- --- the engine ---

-- Where it is looked for: beside the folders that packages are looked for in.
local function engine_paths()
    local paths = {}
    for _, folder in ipairs(packages.folders()) do
        paths[#paths + 1] = folder:gsub("/packages$", "") .. "/" .. ENGINE
    end
    return paths
end

local function find_engine(given)
    if given.engine then
        return given.engine
    end
    for _, path in ipairs(engine_paths()) do
        if files.kind(path) == "file" then
            return path
        end
    end
    stop.with(stop.DATA, "the engine for pages is not installed: a build by 'cmake --preset wasm' makes it, "
        .. "'cmake --install build-wasm' puts it where it is found, and --engine names it where it is "
        .. "(build-wasm/page/%s)", ENGINE)
end

local function read_engine(given)
    local path = find_engine(given)
    local text = files.read(path)
    if not text then
        stop.with(stop.DATA, "%s: %s", path, say "no such file")
    end
    local version = text:match "^/%* hundredmark engine (%S+) %*/"
    if not version then
        stop.with(stop.DATA, "%s: is no engine for pages, expected the %s of a build by 'cmake --preset wasm'", path,
            ENGINE)
    elseif version ~= hm.version then
        stop.with(stop.DATA, "%s: is the engine of hundredmark %s, and this is %s: build it anew", path, version,
            hm.version)
    end
    return text
end

-- --- files ---

local function add_folder(found, folder, below, wanted)
    for _, name in ipairs(assert(hm_program.names_in(folder))) do
        local path, kind = files.join(folder, name), files.kind(files.join(folder, name))
        if kind == "folder" and name:sub(1, 1) ~= "." then
            add_folder(found, path, below .. name .. "/", wanted)
        elseif kind == "file" and wanted(name) then
            found[below .. name] = files.read(path)
        end
    end
    return found
end

local function is_of_package(name)
    return name:find "%.lua$" or name:find "%.csv$" or name:find "%.json$"
end

local function is_of_data(name)
    return name:find "%.csv$" or name:find "%.json$" or name:find "%.ndjson$" or name:find "%.jsonl$"
end

-- The files of a layer, by their paths.
local function files_of(layer)
    if layer.path ~= "" then
        return add_folder({}, layer.path, "", is_of_package)
    end
    local prefix, found = ("indicators/%s/"):format(layer.name), {}
    for _, name in ipairs(hm.resources(prefix)) do
        found[name:sub(#prefix + 1)] = hm.resource(name)
    end
    return found
end

-- What a layer is called where others extend it: the folder that it is in.
local function name_of(layer)
    return layer.path ~= "" and files.last_name(layer.path) or layer.name
end

local function data_of(given)
    local found = {}
    for _, path in ipairs(given.data or {}) do
        local kind, name = files.kind(path), files.last_name(path) or "data"
        if kind == "folder" then
            add_folder(found, path, name .. "/", is_of_data)
        elseif not is_of_data(path) then
            stop.usage(say("app: {file}: a page reads CSV, JSON and NDJSON; 'hundredmark import' makes CSV of "
                .. "workbooks", { file = path }))
        else
            found[name] = files.read(path) or stop.with(stop.DATA, "%s: %s", path, say "no such file")
        end
    end
    return found
end

local function reforms_of(given)
    local found = {}
    for i, path in ipairs(given.with or {}) do
        found[("%d-%s"):format(i, files.last_name(path))] = files.read(path)
    end
    return found
end

local function settings_of(given)
    local settings = {}
    for _, setting in ipairs(given.set or {}) do
        settings[setting.name] = setting.value
    end
    return settings
end

local function app(given, messages)
    local out = output.new(given, require "cli.app")
    local engine = read_engine(given)
    local _, info = packages.open(given, messages)
    local bases = {}
    for i = 2, #info.layers do
        bases[name_of(info.layers[i])] = not info.layers[i].builtin and files_of(info.layers[i]) or nil
    end
    out:write(app_page.document {
        engine = engine, name = name_of(info.layers[1]), title = info.title ~= "" and info.title or info.name,
        files = files_of(info.layers[1]), packages = bases, data = data_of(given), reforms = reforms_of(given),
        settings = settings_of(given),
    })
    out:finish()
    return messages:exit()
end

return {
    name = "app",
    summary = "make a page with the engine in it: fill in, what if, edit",
    about = "Writes one HTML file that is opened from the disk and needs nothing else. The scoring engine runs in it "
        .. "and nothing leaves it: figures are filled in with the checks and messages of this program, scores follow at "
        .. "once, weights are sliders, each score says how it came about, other cities of the data are beside it, "
        .. "next steps are worked out, and the package's scripts are edited with their worked examples running. "
        .. "Figures, a workbook of scores and the package are saved as files. Without DATA it begins with an empty "
        .. "sheet. The engine is that of a build for WebAssembly ('cmake --preset wasm').",
    arguments = { { name = "DATA", target = "data", args = "*",
        help = "CSV, JSON or NDJSON files, or folders of such with observations.csv" } },
    options = { "engine", "output", "strict" },
    uses_package = true,
    formats = { "html" },
    default_format = "html",
    format_words = "html",
    examples = {
        "app examples/cities/port-lumen -o app.html",
        "app -p my-index data.csv -o app.html --engine hundredmark.engine.js",
    },
    exits = { 0, 2, 3, 4, 5 },
    run = app,
}
