-- GDAL reads what we write: the types of a wide table, its join to a map, and a map with scores.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = "examples/cities/port-lumen/observations.csv"
local MAP <const> = [==[{ "type": "FeatureCollection", "features": [
{ "type": "Feature", "properties": { "name": "Port Lumen" },
  "geometry": { "type": "Polygon", "coordinates": [[[8.5,54.25],[9,54.25],[9,54.75],[8.5,54.25]]] } }
] }]==]

local function map()
    return support.write("map.geojson", MAP)
end

function tests.test_reads_the_types_of_a_wide_table()
    support.ask(("hundredmark score %s -q --wide -o $TMP/wide.csv"):format(FIGURES))
    local found = support.ask "ogrinfo -so -al $TMP/wide.csv"
    lu.assertStrContains(found, "city: String")
    lu.assertStrContains(found, "period: String")
    lu.assertStrContains(found, "index: Real")
end

function tests.test_joins_it_to_a_map_in_one_step()
    support.ask(("hundredmark score %s -q --wide -o $TMP/joined.csv"):format(FIGURES))
    local file = map()
    local score = support.ask(("hundredmark score %s -q --depth 0 --format csv --no-header"):format(FIGURES))
        :match "^[^,]*,[^,]*,[^,]*,[^,]*,0,[^,]*,[^,]*,([^,]*),"
    support.ask(([[ogr2ogr -f GeoJSON $TMP/joined.geojson %s -sql "SELECT map.name, joined.index AS score
        FROM map LEFT JOIN '%s'.joined ON map.name = joined.city"]]):format(file, support.path "joined.csv"))
    local found = support.ask "ogrinfo -al -geom=NO $TMP/joined.geojson"
    lu.assertStrContains(found, "score (Real) = " .. score:sub(1, 8))
end

function tests.test_reads_a_map_with_scores()
    support.ask(("hundredmark score %s -q --boundaries %s --key name -o $TMP/scored.geojson"):format(FIGURES, map()))
    local found = support.ask "ogrinfo -al $TMP/scored.geojson"
    lu.assertStrContains(found, "POLYGON ((8.5 54.25,9.0 54.25,9.0 54.75,8.5 54.25))")
    lu.assertStrContains(found, "index (Real)")
end

support.run("TestGdal", tests)
