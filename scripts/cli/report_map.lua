-- Where the cities are: outlines of --boundaries (GeoJSON, RFC 7946), or the columns lat and lon of --cities.

local files = require "cli.files"
local geojson_writer = require "cli.geojson_writer"
local hm_program = require "hundredmark.program"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.report_map"

local report_map = {}

-- How to the lists of positions of a geometry, by its type: rings of areas, or points.
local as_shape = {}

local function ring_of(positions)
    local points = {}
    for _, position in ipairs(positions) do
        points[#points + 1], points[#points + 2] = position[1], position[2]
    end
    return points
end

function as_shape.Polygon(shape, coordinates)
    for _, ring in ipairs(coordinates) do
        shape.rings[#shape.rings + 1] = ring_of(ring)
    end
end

function as_shape.MultiPolygon(shape, coordinates)
    for _, polygon in ipairs(coordinates) do
        as_shape.Polygon(shape, polygon)
    end
end

function as_shape.Point(shape, coordinates)
    shape.points[#shape.points + 1] = { coordinates[1], coordinates[2] }
end

function as_shape.MultiPoint(shape, coordinates)
    for _, position in ipairs(coordinates) do
        as_shape.Point(shape, position)
    end
end

local function add_geometry(shape, geometry)
    if type(geometry) ~= "table" then
        return
    elseif geometry.type == "GeometryCollection" then
        for _, part in ipairs(geometry.geometries or {}) do
            add_geometry(shape, part)
        end
    elseif as_shape[geometry.type] and type(geometry.coordinates) == "table" then
        as_shape[geometry.type](shape, geometry.coordinates)
    end
end

-- What the map knows each city by.
local function cities_by_key(run, facts, column)
    local by_key = {}
    for _, city in ipairs(facts.cities) do
        local key = column == "city" and city.name or run.dataset:city(city.unit)[column]
        if type(key) == "string" and by_key[key] then
            stop.with(stop.DATA, say("--key: {one} and {other} have the same {column}, '{key}': a feature cannot be "
                .. "both", { one = by_key[key].name, other = city.name, column = column, key = key }))
        elseif type(key) == "string" then
            by_key[key] = city
        end
    end
    return by_key
end

local function read_features(path)
    local map = hm_program.read_json(files.need(path), true)
    if type(map) ~= "table" or map.type ~= "FeatureCollection" or type(map.features) ~= "table" then
        stop.with(stop.DATA, "%s: %s", path, say "expected GeoJSON with a FeatureCollection")
    end
    return map.features
end

local function name_of(properties, property)
    local value = type(properties) == "table" and properties[property]
    return (type(value) == "string" or math.type(value) == "integer") and tostring(value)
        or type(value) == "number" and ("%.14g"):format(value) or nil
end

-- No feature has such a property: which the first one has.
local function refuse_key(given, property, features)
    local names = {}
    for name in pairs(features[1] and features[1].properties or {}) do
        names[#names + 1] = name
    end
    table.sort(names)
    stop.usage(say("--key {key}: no feature of {file} has such a property; the first one has {names}{hint}",
        { key = property, file = given.boundaries, names = table.concat(names, ", "),
            hint = suggest.nearest(property, names) }))
end

local function of_boundaries(run, given, facts)
    if not given.key then
        stop.usage(say("--boundaries: --key NAME: which property of the features in {file} holds the city",
            { file = given.boundaries }))
    end
    local property, column = geojson_writer.read_key(given, run.dataset)
    local by_key, features = cities_by_key(run, facts, column), read_features(given.boundaries)
    local shapes, keyed = {}, false
    for _, feature in ipairs(features) do
        local name = name_of(feature.properties, property)
        local shape = { name = name, city = name and by_key[name], rings = {}, points = {} }
        keyed = keyed or name ~= nil
        add_geometry(shape, feature.geometry)
        shapes[#shapes + 1] = (#shape.rings > 0 or #shape.points > 0) and shape or nil
    end
    return keyed and shapes or refuse_key(given, property, features)
end

local function of_coordinates(run, facts)
    local shapes = {}
    for _, city in ipairs(facts.cities) do
        local about = run.dataset:city(city.unit)
        local lat, lon = tonumber(about.lat), tonumber(about.lon)
        shapes[#shapes + 1] = lat and lon and { name = city.name, city = city, rings = {}, points = { { lon, lat } } }
            or nil
    end
    return shapes
end

local function has_coordinates(run)
    local has = {}
    for _, column in ipairs(run.dataset:city_columns()) do
        has[column] = true
    end
    return has.lat and has.lon
end

-- A list of { name, city (one of facts.cities, or nil), rings = { { lon, lat, lon, lat, ... } },
-- points = { { lon, lat } } }; nil where nothing says where cities are.
function report_map.of(run, given, facts)
    local shapes = given.boundaries and of_boundaries(run, given, facts)
        or has_coordinates(run) and of_coordinates(run, facts)
    return shapes and #shapes > 0 and shapes or nil
end

return report_map
