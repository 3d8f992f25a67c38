-- How the files of a command line are to be read, where they do not show it by themselves: options
-- and recipes, as dataset:read takes them.

local files = require "cli.files"
local hm_program = require "hundredmark.program"
local json = require "report.json"
local lazy = require "cli.lazy"
local stop = require "cli.stop"
local suggest = require "cli.suggest"
local recipe_options = lazy "cli.recipe_options"
local recipe_places = lazy "cli.recipe_places"

local reading = {}

-- Recipes that come with the program, in the order in which they are listed.
reading.NAMES = { "sdmx-csv", "eurostat", "open-sdg", "world-bank", "coinr", "ngsi-ld" }

function reading.named(name)
    return require("recipes." .. name:gsub("-", "_"))
end

local function is_name(text)
    for _, name in ipairs(reading.NAMES) do
        if name == text then
            return true
        end
    end
    return false
end

-- null is json.NULL, as our own writer knows it.
local function without_null(value)
    if type(value) == "userdata" then
        return json.NULL
    elseif type(value) == "table" then
        for name, element in pairs(value) do
            value[name] = without_null(element)
        end
    end
    return value
end

-- The resource in a recipe's file, which is one itself, or a datapackage.json with one; nil where it
-- is neither, which reading the file by it says better.
local function resource_in(text)
    local found = hm_program.read_json(text, true)
    local resources = found and found.resources
    local one = type(resources) == "table" and #resources == 1 and resources[1]
    if resources ~= nil and type(one) ~= "table" then
        return nil
    end
    return without_null(one or found)
end

-- The recipe for the file `path`, by its name or its file: its table, its text where it stands in a file, and what else is
-- known of it.
function reading.recipe(given, path)
    local wanted = given.recipe
    if not wanted then
        return nil
    elseif is_name(wanted) then
        local ready = reading.named(wanted)
        return ready.recipe(given, path), nil, ready
    end
    local text = files.read(wanted)
    if not text then
        stop.usage("--recipe: there is no file %s, and no recipe of that name%s", wanted,
            suggest.nearest(wanted, reading.NAMES))
    end
    return resource_in(text) or {}, text
end

-- What only options say, not recipes.
local function own_options(given, ready)
    local options = { decimal = given.read_decimal, group = given.read_group }
    for name, value in pairs(ready and ready.options or {}) do
        options[name] = options[name] or value
    end
    return options
end

-- The options of dataset:read, nil where nothing is said, and the recipe as a table.
function reading.options(given, path)
    local base, text, ready = reading.recipe(given, path)
    local options = own_options(given, ready)
    local plain = recipe_options.recipe(given, {})
    if text and not next(plain) then
        options.recipe, options.recipe_name = text, given.recipe    -- its own lines in messages
        return options, base
    end
    local recipe = recipe_options.recipe(given, base)
    if next(recipe) then
        options.recipe = recipe_options.text(recipe)
        options.recipe_name = recipe_places.NAME
        recipe_places.open(given, options.recipe)
    end
    return next(options) and options or nil, recipe
end

-- A part that is missing, in the words of the options that say it; nil where none is.
local function with_options(message)
    if message:find("roll_up to say", 1, true) then
        return "what is rolled up? Say --roll-up and --roll-up-by"
    end
    local part = message:match("^nothing says which column is the (%l+)")
    return part and ("nothing says which column is the %s: see --%s-column%s"):format(part, part,
        part == "value" and "" or " and --" .. part .. "-fixed")
end

-- What is wrong with a recipe that stands in no file, in which option it is.
local function explain(err)
    local missing = with_options(err.message)
    if missing then
        return missing
    end
    local place, option = recipe_places.at(err.line)
    return (place and place .. ": " or "") .. err.message
        .. (option and not err.message:find("?$") and "; say otherwise with " .. option or "")
end

-- Reads `path` into the data set as the options say, and returns the recipe as a table.
function reading.read(dataset, path, given)
    local options, recipe = reading.options(given, path)
    local done, err = dataset:read(path, options)
    if done == nil and err.file == recipe_places.NAME then
        stop.with(stop.DATA, "%s: %s", path, explain(err))
    end
    stop.insist(stop.DATA, done, err)
    return recipe
end

return reading
