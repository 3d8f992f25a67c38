-- Scores on a map: the features of --boundaries, each with the row of its city in its properties.

local hm_program = require "hundredmark.program"
local messages = require "cli.messages"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local geojson_writer = {}

local SHOWN <const> = 5    -- names in a message

function geojson_writer.missing()
    return nil
end

-- What the command line lacks, before any work.
function geojson_writer.refuse(given)
    if not given.boundaries then
        stop.usage("geojson: the map is missing: --boundaries FILE, with the features of the cities")
    elseif not given.key then
        stop.usage("geojson: --key NAME: which property of the features in %s holds the name of the "
            .. "city, as the data have it", given.boundaries)
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
            stop.usage("geojson: a feature has the scores of one period, and the data have %s: choose "
                .. "one with --period", names_of(periods))
        end
        seen[row.city] = true
    end
    return cities
end

local function tell(given, cities, joined)
    local say, without = messages.new(given), {}
    for i, city in ipairs(cities) do
        without[#without + 1] = not joined.matched[i] and city or nil
    end
    if #without > 0 then
        say:say("no feature of %s has %s: %s", given.boundaries, #without == 1 and "this city"
            or ("these %d cities"):format(#without), names_of(without))
    end
    if #joined.unmatched > 0 then
        say:say("the data have no such %s of %s: %s", #joined.unmatched == 1 and "city"
            or ("%d cities"):format(#joined.unmatched), given.boundaries, names_of(joined.unmatched))
    end
    if joined.keyless > 0 then
        say:say("%d of the features of %s have no property '%s'", joined.keyless, given.boundaries,
            given.key)
    end
end

-- The map is read once before anything is written: what is wrong with it costs no half a map.
function geojson_writer.write(tables, options)
    local given, made = options.given, tables[1]
    local cities = cities_of(made)
    local joined = stop.insist(stop.DATA,
        hm_program.join_geojson(given.boundaries, given.key, made))
    if joined.features > 0 and joined.keyless == joined.features then
        stop.usage("--key %s: no feature of %s has such a property; the first one has %s%s", given.key,
            given.boundaries, names_of(joined.first), suggest.nearest(given.key, joined.first))
    end
    local done, reason = hm_program.join_geojson(given.boundaries, given.key, made, options.file)
    if not done then
        return nil, tostring(reason)
    end
    tell(given, cities, joined)
    return true
end

return geojson_writer
