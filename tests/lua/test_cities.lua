-- Files of cities: what they say is kept, and those that are not ranked change nothing for the others.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function package()
    return support.need(hm.open_package(support.path "../cli/data/scaled"))
end

local function with_file(text, use)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    local results = table.pack(use(path))
    os.remove(path)
    return table.unpack(results, 1, results.n)
end

local function dataset_of(observations, cities)
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("figures.csv", observations))
    if cities then
        with_file(cities, function(path)
            support.need(dataset:read_cities(path))
        end)
    end
    support.need(dataset:finish())
    return dataset
end

local FIGURES <const> = "city,period,waiting\nAston,2025,2\nBerrow,2025,4\n'=All,2025,40\n"

function tests.test_columns_and_ranked()
    local dataset = dataset_of(FIGURES,
        "name;city;RANKED;lat\nA town; Aston ;;1,5\n;\"Berrow\";TRUE;\nAll of them;'=All;No;\n")
    lu.assertEquals(dataset:city_columns(), { "name", "lat" })
    lu.assertEquals(dataset:city(1), { name = "A town", lat = "1,5", ranked = true })
    lu.assertEquals(dataset:city(2), { ranked = true })
    lu.assertEquals(dataset:city(3), { name = "All of them", ranked = false })
    lu.assertEquals(dataset:issues(), {})
    lu.assertEquals(#dataset:files(), 2)
end

function tests.test_a_data_set_without_cities()
    local dataset = dataset_of(FIGURES)
    lu.assertEquals(dataset:city_columns(), {})
    lu.assertEquals(dataset:city(1), { ranked = true })
end

-- Two files: the first that says something of a city is kept; columns of both.
function tests.test_two_files()
    local dataset = support.need(hm.new_dataset())
    for _, text in ipairs { "city,region\nAston,North\n", "city,ranked,name\nAston,no,A\nBerrow,no,B\n" } do
        with_file(text, function(path)
            support.need(dataset:read_cities(path))
        end)
    end
    support.need(dataset:read_text("figures.csv", FIGURES))
    support.need(dataset:finish())
    lu.assertEquals(dataset:city(1), { region = "North", ranked = true })
    lu.assertEquals(dataset:city(2), { name = "B", ranked = false })
    lu.assertEquals(support.column(dataset:issues(), "code"), { "city_twice" })
end

function tests.test_empty_and_finished()
    local dataset = support.need(hm.new_dataset())
    with_file("city,ranked\n", function(path)
        support.need(dataset:read_cities(path))
    end)
    with_file("", function(path)
        support.assert_fails({ code = "data" }, dataset:read_cities(path))
    end)
    support.need(dataset:finish())
    lu.assertEquals(support.column(dataset:issues(), "code"), { "empty_file" })
    support.assert_fails({ code = "argument" }, dataset:read_cities("x.csv"))
end

-- Random figures; some cities are not ranked. The others must come out, row by row, as they do in
-- data without those; and they have no rank.
local function compare(seed)
    math.randomseed(seed)
    local all, ranked, cities, is_ranked = {}, {}, {}, {}
    for i = 1, math.random(3, 30) do
        local city, takes_part = "C" .. i, math.random() < 0.7
        is_ranked[city] = takes_part
        cities[#cities + 1] = ("%s,%s\n"):format(city, takes_part and "yes" or "no")
        for _, period in ipairs { "2024", "2025" } do
            local row = ("%s,%s,%s\n"):format(city, period,
                math.random() < 0.1 and "NR" or ("%.1f"):format(math.random(0, 60) / 4))
            all[#all + 1] = row
            ranked[#ranked + 1] = takes_part and row or nil
        end
    end
    local header = "city,period,waiting\n"
    local whole = dataset_of(header .. table.concat(all), "city,ranked\n" .. table.concat(cities))
    local part = dataset_of(header .. table.concat(ranked))
    local scores = support.need(hm.score(package(), whole))
    local expected = support.need(hm.score(package(), part))
    local at = 0
    for unit, place in ipairs(whole:units()) do
        at = at + (is_ranked[place.city] and 1 or 0)
        for number, row in ipairs(scores:rows(unit)) do
            if is_ranked[place.city] then
                lu.assertEquals(row, expected:rows(at)[number], "seed " .. seed)
            else
                lu.assertNil(row.rank)
                lu.assertTrue(row.unranked)
            end
        end
    end
    lu.assertEquals(at, part:unit_count())
end

function tests.test_the_unranked_change_nothing_for_the_others()
    for seed = 1, 30 do
        compare(seed)
    end
end

function tests.test_ranking_of_rows()
    local rows = "city,period,code,depth,score,coverage,applicable,rank\n"
        .. "A,2025,index,0,10,1,1,\nB,2025,index,0,30,1,1,\nC,2025,index,0,20,1,1,\n"
    local ranking = support.need(hm.ranking())
    support.need(ranking:read_memory("rows.csv", rows))
    with_file("city,ranked\nB,no\nD,no\n", function(path)
        support.need(ranking:read_cities(path))
    end)
    support.need(ranking:finish())
    local ranks = {}
    for _, row in ipairs(ranking:rows("index")) do
        ranks[row.city] = row.rank or "none"
    end
    lu.assertEquals(ranks, { A = 2, B = "none", C = 1 })
    lu.assertEquals(support.column(ranking:issues(), "code"), { "unknown_city" })
end

support.run("cities", tests)
