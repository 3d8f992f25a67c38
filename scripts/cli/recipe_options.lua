-- A recipe from the options of a command line: a table of the same shape as its JSON, and that JSON.
--
-- A column is its name, or #3 its number.

local json = require "report.json"
local stop = require "cli.stop"

local recipe_options = {}

local function column(s)
    local number = s:match("^#(%d+)$")
    return number and math.tointeger(tonumber(number)) or s
end

local function columns(list)
    local found = {}
    for i, s in ipairs(list) do
        local key, as = s:match("^(.-)=(.+)$")
        found[i] = key and { column = column(key), as = as } or column(s)
    end
    return found
end

-- What the options say of one part, or nil.
local function part(given, name)
    local from, fixed = given[name .. "_column"], given[name .. "_fixed"]
    local names, pattern = given[name .. "_columns"], given[name .. "_pattern"]
    if type(from) == "table" then
        from = #from > 0 and (#from == 1 and column(from[1]) or columns(from)) or nil
    elseif from then
        from = column(from)
    end
    if from then
        return { column = from }
    elseif fixed then
        return { fixed = fixed }
    elseif names and #names > 0 then
        return { columns = columns(names) }
    end
    return pattern and { pattern = pattern } or nil
end

local PARTS <const> = { "city", "period", "input", "value", "status", "quality", "verified",
    "source", "note" }

-- rename.input["Einwohner"] = "population" from "Einwohner=population", which may begin with the name
-- of another part: "city:HH=Hamburg".
local function renamings(list, rename)
    local seen = {}
    for _, s in ipairs(list or {}) do
        local from, to = s:match("^(.-)=(.*)$")
        local name, rest = from:match("^(%l+):(.+)$")
        local known
        for _, one in ipairs(PARTS) do
            known = known or one == name
        end
        name, from = known and name or "input", known and rest or from
        rename[name], seen[name] = rename[name] or {}, seen[name] or {}
        if seen[name][from] then
            stop.usage("--rename: %s '%s' is renamed twice", name, from)
        end
        rename[name][from], seen[name][from] = to, true
    end
    return rename
end

local FORMS <const> = {
    { "^(.-)!~(.*)$", "not_like" }, { "^(.-)!=(.*)$", "is_not" },
    { "^(.-)~(.*)$", "like" }, { "^(.-)=(.*)$", "is" },
}

-- "Sex=F|M", "Sex!=T", "Town~* (city)", "Town!~Total*"; the shortest name before a mark counts.
function recipe_options.condition(s)
    local found, shortest
    for _, form in ipairs(FORMS) do
        local name, texts = s:match(form[1])
        if name and name ~= "" and (not shortest or #name < shortest) then
            local list = {}
            for text in (texts .. "|"):gmatch("(.-)|") do
                list[#list + 1] = text
            end
            found, shortest = { column = column(name), [form[2]] = list }, #name
        end
    end
    return found
end

-- "sum", or "water=sum" of each input; nil where it is neither all along.
function recipe_options.ways(list)
    local ways
    for _, s in ipairs(list) do
        local input, way = s:match("^(.+)=(%l+)$")
        if not input then
            return #list == 1 and s or nil
        end
        ways = ways or {}
        ways[input] = way
    end
    return ways
end

local function roll_up(given, said)
    local by = given.roll_up_by
    return { to = given.roll_up or said.to, least = given.least or said.least,
        by = by and #by > 0 and recipe_options.ways(by) or said.by }
end

-- Adds to `mapping`, what stands under `hundredmark`, what the options say; true where they do.
local function map(given, mapping)
    local said = false
    for _, name in ipairs(PARTS) do
        local one = part(given, name)
        mapping[name], said = one or mapping[name], said or one ~= nil
    end
    if given.rename and #given.rename > 0 then
        mapping.rename, said = renamings(given.rename, mapping.rename or {}), true
    end
    for _, s in ipairs(given.filter or {}) do
        mapping.filter, said = mapping.filter or {}, true
        table.insert(mapping.filter, 1, recipe_options.condition(s))
    end
    if given.leave_out and #given.leave_out > 0 then
        mapping.leave_out, said = given.leave_out, true
    end
    if given.fill_down and #given.fill_down > 0 then
        mapping.fill_down, said = {}, true
        for i, s in ipairs(given.fill_down) do
            mapping.fill_down[i] = column(s)
        end
    end
    if given.power_of_ten then
        local power = given.power_of_ten
        mapping.unit, said = { power_of_ten = type(power) == "number" and power
            or { column = column(power) } }, true
    end
    if given.roll_up or given.least or given.roll_up_by and #given.roll_up_by > 0 then
        mapping.roll_up, said = roll_up(given, mapping.roll_up or {}), true
    end
    return said
end

local DIALECT <const> = { delimiter = "read_delimiter", quoteChar = "quote", commentChar = "comment",
    sheetName = "sheet" }

-- `base` (a table as from JSON, which is changed) with what the options say.
function recipe_options.recipe(given, base)
    local recipe = base or {}
    local dialect, mapping = recipe.dialect or {}, recipe.hundredmark or {}
    for word, name in pairs(DIALECT) do
        dialect[word] = given[name] or dialect[word]
    end
    if given.header == "none" then
        dialect.header, dialect.headerRows = false, nil
    elseif given.header then
        dialect.headerRows, dialect.header = given.header, nil
    end
    recipe.encoding = given.encoding or recipe.encoding
    if given.missing and #given.missing > 0 then
        recipe.schema = recipe.schema or {}
        recipe.schema.missingValues = given.missing
    end
    local said = map(given, mapping)
    for _, name in ipairs { "period_format", "skip_last" } do
        mapping[name], said = given[name] or mapping[name], said or given[name] ~= nil
    end
    for word, name in pairs { decimal = "read_decimal", group = "read_group" } do
        if given[name] and (said or given.save_recipe) then
            mapping[word], said = given[name], true
        end
    end
    recipe.dialect = next(dialect) and dialect or nil
    recipe.hundredmark = (said or recipe.hundredmark) and mapping or nil
    return recipe
end

-- --- as JSON ---

local ORDER <const> = { "name", "path", "encoding", "dialect", "schema", "hundredmark",
    "city", "period", "input", "value", "status", "quality", "verified", "source", "note",
    "column", "columns", "pattern", "fixed", "join", "as", "optional", "first", "is", "is_not", "like",
    "not_like", "rename", "filter", "fill_down", "leave_out", "period_format", "skip_last", "decimal", "group", "unit",
    "records", "roll_up", "to", "by", "least" }
local PLACE <const> = {}
for i, name in ipairs(ORDER) do
    PLACE[name] = i
end

local function goes_before(a, b)
    local x, y = PLACE[a] or #ORDER + 1, PLACE[b] or #ORDER + 1
    return x < y or x == y and a < b
end

local function as_json(value)
    if type(value) ~= "table" or value == json.NULL then
        return value
    elseif #value > 0 then
        local list = {}
        for i, element in ipairs(value) do
            list[i] = as_json(element)
        end
        return json.array(list)
    end
    local names, fields = {}, {}
    for name in pairs(value) do
        names[#names + 1] = name
    end
    table.sort(names, goes_before)
    for i, name in ipairs(names) do
        fields[i] = { name, as_json(value[name]) }
    end
    return json.object(fields)
end

-- The recipe as a resource, or as a datapackage.json with that resource.
function recipe_options.text(recipe)
    return json.document(as_json(recipe))
end

function recipe_options.package_text(recipe, path)
    local resource = { name = "observations", path = path }
    for name, value in pairs(recipe) do
        if name ~= "name" and name ~= "path" then
            resource[name] = value
        end
    end
    return json.document(as_json { name = "observations", resources = { resource } })
end

return recipe_options
