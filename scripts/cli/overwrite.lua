-- No file that a command reads is written over: it is told by what it is, not by its name, so that
-- links and other ways of writing a path count, too.

local hm_program = require "hundredmark.program"
local files = require "cli.files"
local stop = require "cli.stop"

local overwrite = {}

-- Options that name a file to be written, beside --output.
overwrite.OPTIONS = { "manifest", "issues", "save_fit", "save_recipe", "replicates" }

-- What is written: each a path and the option that it comes from.
local function written(given)
    local list = {}
    for _, path in ipairs(given.targets or { given.output }) do
        list[#list + 1] = { path, "--output" }
    end
    for _, name in ipairs(overwrite.OPTIONS) do
        list[#list + 1] = given[name] and { given[name], "--" .. name:gsub("_", "-") } or nil
    end
    return list
end

-- Ends the command when one of `paths` ("-" and "<stdin>": standard input), which are read, is a
-- file that it is to write.
function overwrite.refuse(given, paths)
    for _, one in ipairs(written(given)) do
        local target, option = table.unpack(one)
        local identity = hm_program.identity(target)
        for _, path in ipairs(identity and paths or {}) do
            path = path == "<stdin>" and "-" or path
            if hm_program.identity(path) == identity then
                local as = path == "-" and "standard input" or path
                stop.usage("%s: %s is read by this command%s and will not be written over",
                    option, target, as == target and "" or " (as " .. as .. ")")
            end
        end
    end
end

-- The same of what the command line itself names; before anything is read.
function overwrite.refuse_given(given)
    local paths = { table.unpack(given.data or {}) }
    for _, path in ipairs(given.data or {}) do
        paths[#paths + 1] = files.join(path, "datapackage.json")
    end
    for _, records in ipairs(given.records or {}) do
        paths[#paths + 1] = records.file
    end
    table.move(given.with or {}, 1, #(given.with or {}), #paths + 1, paths)
    paths[#paths + 1] = given.fit
    paths[#paths + 1] = given.boundaries
    paths[#paths + 1] = given.recipe
    table.move(given.cities or {}, 1, #(given.cities or {}), #paths + 1, paths)
    table.move(given.manifests or {}, 1, #(given.manifests or {}), #paths + 1, paths)
    overwrite.refuse(given, paths)
end

-- Ends the command when a folder that is read as data is to take its tables: they would be read with
-- the data the next time. `folder` may be nil.
function overwrite.refuse_read_folder(given, folder)
    local target = folder and hm_program.look_at(folder)
    for _, path in ipairs(target and given.data or {}) do
        local read = hm_program.look_at(path)
        if read and read.identity == target.identity then
            stop.usage("--output: %s is a folder of data that this command reads; name another",
                folder)
        end
    end
    for _, name in ipairs(target and { "observations.csv", "observations.json" } or {}) do
        if files.kind(files.join(folder, name)) then
            stop.usage("--output: %s is a folder of data (it has %s), and would be read with these "
                .. "tables; name another", folder, name)
        end
    end
end

-- The same of data that were read, and of the files of a package.
function overwrite.refuse_data(given, dataset)
    local paths = {}
    for i, file in ipairs(dataset:files()) do
        paths[i] = file.name
    end
    overwrite.refuse(given, paths)
end

function overwrite.refuse_package(given, info)
    local paths = {}
    for _, layer in ipairs(info.layers) do
        table.move(layer.files, 1, #layer.files, #paths + 1, paths)
    end
    overwrite.refuse(given, paths)
end

-- The same of a folder with a package that may be too broken to say which files it has.
function overwrite.refuse_folder(given, folder)
    local paths = {}
    for path in pairs(files.kind(folder) == "folder" and files.of_package(folder) or {}) do
        paths[#paths + 1] = files.join(folder, path)
    end
    overwrite.refuse(given, paths)
end

return overwrite
