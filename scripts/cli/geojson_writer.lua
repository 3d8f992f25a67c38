-- Scores on a map: the features of --boundaries, each with the row of its city in its properties.

local hm_program = require "hundredmark.program"
local messages = require "cli.messages"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.geojson_writer"

local geojson_writer = {}

local SHOWN <const> = 5    -- names in a message

function geojson_writer.missing()
    return nil
end

-- What the command line lacks, before any work.
function geojson_writer.refuse(given)
    if not given.boundaries then
        stop.usage(say "geojson: the map is missing: --boundaries FILE, with the features of the cities")
    elseif not given.key then
        stop.usage(say("geojson: --key NAME: which property of the features in {file} holds the city, as the "
            .. "data have it, or what a column of --cities says of it", { file = given.boundaries }))
    end
end

-- "A, B, C and 2 more"
local function names_of(list)
    local shown = table.concat(list, ", ", 1, math.min(#list, SHOWN))
    return #list > SHOWN and ("%s and %d more"):format(shown, #list - SHOWN) or shown
end

-- Cities in the order of the rows; a city of two periods would be two rows of one feature.
local function cities_of(made)
    local cities, periods, seen, has_seen = {}, {}, {}, {}
    for i, row in ipairs(made:rows()) do
        cities[i] = row.city
        if not has_seen[row.period] then
            has_seen[row.period] = true
            periods[#periods + 1] = row.period
        end
        if seen[row.city] then
            stop.usage(say("geojson: a feature has the scores of one period, and the data have {periods}: choose "
                .. "one with --period", { periods = names_of(periods) }))
        end
        seen[row.city] = true
    end
    return cities
end

local function is_among(list, wanted)
    for _, one in ipairs(list) do
        if one == wanted then
            return true
        end
    end
    return false
end

-- --key PROPERTY=COLUMN: a property of the features, and the column of cities that has the same texts.
-- Without a column it is the one of this name, if cities have it, else the city itself.
function geojson_writer.read_key(given, dataset)
    local property, column = given.key:match "^(.+)=([^=]+)$"
    local known = dataset:city_columns()
    table.insert(known, 1, "city")
    if column and not is_among(known, column) then
        stop.usage(say("--key {key}: of cities no column '{column}' is known, only {names}{hint}", { key = given.key,
            column = column, names = table.concat(known, ", "), hint = suggest.nearest(column, known) }))
    end
    property = property or given.key
    return property, column or is_among(known, property) and property or "city"
end

-- What each city is known by to the map, in their order: a text, or false.
local function keys_of(cities, column, scored)
    local keys, owner = {}, {}
    for i, city in ipairs(cities) do
        local key = column == "city" and city or scored.dataset:city(scored.chosen[i])[column]
        key = type(key) == "string" and key    -- whether it is ranked is no key
        if key and owner[key] then
            stop.with(stop.DATA, say("geojson: {one} and {other} have the same {column}, '{key}': a feature cannot "
                .. "have the scores of both", { one = owner[key], other = city, column = column, key = key }))
        elseif key then
            owner[key] = city
        end
        keys[i] = key
    end
    return keys
end

-- Who has no partner: cities, features, and who has no key at all.
local function tell(given, property, column, cities, keys, joined)
    local say, without, unknown = messages.new(given), {}, {}
    for i, city in ipairs(cities) do
        local list = joined.matched[i] and {} or keys[i] and without or unknown
        list[#list + 1] = city ~= keys[i] and keys[i] and ("%s (%s)"):format(city, keys[i]) or city
    end
    if #without > 0 then
        say:say("no feature of %s has %s: %s", given.boundaries, #without == 1 and "this city"
            or ("these %d cities"):format(#without), names_of(without))
    end
    if #unknown > 0 then
        say:say("of %s nothing is said in the column '%s' of cities: %s", #unknown == 1 and "this city"
            or ("these %d cities"):format(#unknown), column, names_of(unknown))
    end
    if #joined.unmatched > 0 and column ~= "city" then
        say:say("no city of the data has the %s of %s of %s: %s", column, #joined.unmatched == 1
            and "this feature" or ("these %d features"):format(#joined.unmatched), given.boundaries,
            names_of(joined.unmatched))
    elseif #joined.unmatched > 0 then
        say:say("the data have no such %s of %s: %s", #joined.unmatched == 1 and "city"
            or ("%d cities"):format(#joined.unmatched), given.boundaries, names_of(joined.unmatched))
    end
    if joined.keyless > 0 then
        say:say("%d of the features of %s have no property '%s'", joined.keyless, given.boundaries,
            property)
    end
end

-- The map is read once before anything is written: what is wrong with it costs no half a map.
function geojson_writer.write(tables, options)
    local given, made = options.given, tables[1]
    local property, column = geojson_writer.read_key(given, options.scored.dataset)
    local cities = cities_of(made)
    local keys = keys_of(cities, column, options.scored)
    local joined = stop.insist(stop.DATA, hm_program.join_geojson(given.boundaries, property, made, keys))
    if joined.features > 0 and joined.keyless == joined.features then
        stop.usage(say("--key {key}: no feature of {file} has such a property; the first one has {names}{hint}",
            { key = property, file = given.boundaries, names = names_of(joined.first),
                hint = suggest.nearest(property, joined.first) }))
    end
    local done, reason = hm_program.join_geojson(given.boundaries, property, made, keys, options.file)
    if not done then
        return nil, tostring(reason)
    end
    tell(given, property, column, cities, keys, joined)
    return true
end

return geojson_writer
