-- Calls on the engine as a whole.

local hm = require "hundredmark"
local catalogue = require "report.catalogue"
local language = require "report.language"
local objects = require "javascript.objects"
local translations = require "cli.translations"

local engine = {}

function engine.version()
    return hm.version
end

function engine.builtin_packages()
    return hm.builtin_packages()
end

-- From now on people are answered in this language, and figures may be; false where there is no catalogue of it.
function engine.speak(tag)
    local is_known = language.use(tag)
    hm.translate(tag ~= "en" and require("report.engine_words").say or nil)
    return is_known
end

-- The files of a package that is built in, by their paths; nil for no such package.
function engine.package_files(name)
    local prefix, files = "indicators/" .. name .. "/", nil
    for _, resource in ipairs(hm.resources(prefix)) do
        files = files or {}
        files[resource:sub(#prefix + 1)] = hm.resource(resource)
    end
    return files
end

function engine.number(text)
    return hm.number(text)
end

-- A number with so many decimals, as people read it.
function engine.fixed(number, decimals)
    return hm.fixed(number, decimals)
end

-- What the package says of the language that people are answered in: the one in memory before what it extends.
local function learn(info, files)
    local tags = language.fallbacks(language.tag())
    translations.learn(info)
    for i = #tags, 1, -1 do
        local text = files[("lang/%s.csv"):format(tags[i])]
        language.learn(text and catalogue.targets(catalogue.read(text))[translations.SELF] or {})
    end
end

-- `options`: as those of hm.open_package. Libraries, packages that it may extend, lie in /packages.
function engine.open_package(name, options)
    options = options or {}
    options.search = { "/packages" }
    options.language = language.tag()
    local package, err, issues = hm.open_package(name, options)
    if not package then
        err.issues = issues
        objects.fail(err)
    end
    learn(package:info(), options.files or {})
    return objects.keep(package, { options = options })
end

local function read(dataset, paths, options)
    for _, path in ipairs(paths) do
        objects.insist(dataset:read(path, options))
    end
end

-- `given`: { paths, records = { { name, path } }, cities = { path }, options }; paths of the virtual folder.
function engine.read_data(given)
    local dataset = objects.insist(hm.new_dataset { languages = language.of_data() })
    if given.keep_issues then
        dataset:keep_issues()
    end
    read(dataset, given.paths, given.options)
    for _, records in ipairs(given.records or {}) do
        objects.insist(dataset:read_records(records.name, records.path))
    end
    for _, path in ipairs(given.cities or {}) do
        objects.insist(dataset:read_cities(path))
    end
    objects.insist(dataset:finish())
    return objects.keep(dataset)
end

return engine
