-- The report of many cities: that its page says what the engine says, for few and for many, and where there is little
-- to say.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local cjson = require "cjson"

package.preload["hundredmark.program"] = function()    -- what only the program knows
    return { is_terminal = function() return false end, cancel_on_interrupt = function() end, clock = os.clock,
        read_json = function(text) return cjson.decode(text) end }
end

local audit_charts = require "report.audit_charts"
local cities_charts = require "report.cities_charts"
local cities_page = require "report.cities_page"
local hm = require "hundredmark"
local language = require "report.language"
local lu = require "luaunit"
local open_words = require "report.open_words"
local page = require "report.page"
local report_cities = require "cli.report_cities"
local stop = require "cli.stop"
local support = require "support"
local themes = require "cli.themes"

local tests = {}

local FLAT <const> = { ["package.lua"] = [[return package { name = "flat", version = "1", api = 1, title = "Flat",
    nodes = { { "index", "Index" }, { "a", "North", parent = "index" }, { "b", "South", parent = "index" },
    { "c", "East", parent = "index" } } }]] }

for _, code in ipairs { "a", "b", "c" } do
    FLAT[code .. "/" .. code:upper() .. "1.lua"] = ([[return indicator { code = "%s1", parent = "%s", name = "%s <b>",
        about = "It is what was said.", inputs = { number { "%s1", "What was said", min = 0, max = 100 } },
        measure = input.%s1 }]]):format(code:upper(), code, code:upper(), code, code)
end

-- What a command has of data: `files` of the package as in FLAT, `text` the data, `cities` what is said of them.
local function run_of(text, cities, package)
    local opened = package or support.need(hm.open_package("flat", { files = FLAT }))
    local dataset = support.need(hm.new_dataset())
    support.need(text:find "\n" and dataset:read_text("d.csv", text) or dataset:read(text))
    local path = os.tmpname()
    if cities then
        local file <close> = assert(io.open(path, "wb"))
        file:write(cities)
        file:close()
        support.need(dataset:read_cities(path))
    end
    os.remove(path)
    support.need(dataset:finish())
    return { package = opened, info = opened:info(), dataset = dataset, scores = support.scores(opened, dataset),
        units = dataset:units(), whole = true }
end

local function page_of(run, given)
    local facts = report_cities.of(run, given or {})
    return cities_page.page(facts):html(), facts
end

local function row(city, period, ...)
    return table.concat({ city, period, ... }, ",") .. "\n"
end

local HEAD <const> = "city,period,a1,b1,c1\n"
local THREE <const> = HEAD .. row("Alba", 2024, 10, 20, 30) .. row("Brio", 2024, 50, 50, 50)
    .. row("Alba", 2025, 90, 80, 70) .. row("Brio", 2025, 60, 50, 40) .. row("Cori", 2025, 30, 20, "NR")

local function assert_has(html, part)
    lu.assertTrue(html:find(part, 1, true) ~= nil, part)
end

-- A theme that nobody has a score of has no axes over the periods.
function tests.test_themes_without_scores_have_no_course()
    local rows = HEAD
    for _, city in ipairs { "Alba", "Brio" } do
        rows = rows .. row(city, 2024, 10, 20, "NR") .. row(city, 2025, 30, 40, "NR")
    end
    local periods = page_of(run_of(rows)):match '<h2 id="periods">.-<h2'
    assert_has(periods, ">North</title>")
    assert_has(periods, ">Index</title>")
    lu.assertNil(periods:find(">East</title>", 1, true))
end

-- Codes that are words head columns by their names; others stand above the table with theirs.
function tests.test_heads_of_all_cities_are_known()
    local html = page_of(run_of(THREE)):match '<h2 id="cities">.*'
    assert_has(html, '>North</th>')
    lu.assertNil(html:find(">a</th>", 1, true))
    lu.assertNil(html:find("North,", 1, true))
    local files = {}
    for name, text in pairs(FLAT) do
        files[name] = text:gsub('"([abc])"', function(code) return '"L' .. code .. '"' end)
    end
    local package = support.need(hm.open_package("flat", { files = files }))
    html = page_of(run_of(THREE, nil, package)):match '<h2 id="cities">.*'
    assert_has(html, "La North, Lb South, Lc East.")
    assert_has(html, ' title="North">La</th>')
end

function tests.test_facts()
    local facts = report_cities.of(run_of(THREE), {})
    lu.assertEquals(support.column(facts.cities, "name"), { "Alba", "Brio", "Cori" })
    lu.assertEquals(support.column(facts.cities, "score"), { 80, 50, 25 })
    lu.assertEquals(facts.period, "2025")
    lu.assertEquals(support.column(facts.themes, "code"), { "a", "b", "c" })
    lu.assertEquals(facts.column "c", { 70, 40, false })
    lu.assertEquals(facts.series "a", { Alba = { 10, 90 }, Brio = { 50, 60 }, Cori = { false, 30 } })
    lu.assertEquals(facts.status(facts.cities[3], "C1"), "not_reported")
    lu.assertEquals({ facts.cities[3].low, facts.cities[3].high }, { 50 / 3, 50 })
    lu.assertEquals({ facts.cities[1].rank_q05, facts.cities[1].tier }, { 1, 1 })
end

-- What stands by itself, and what is below it, is shown behind the index and told apart from it.
function tests.test_what_stands_beside_the_index()
    local files = { ["package.lua"] = [[return package { name = "beside", version = "1", api = 1, title = "Beside",
        nodes = { { "index", "Index" }, { "a", "North", parent = "index" }, { "G1", "Apart", parent = false,
        direction = "lower" } } }]],
        ["d.lua"] = [[return indicator { code = "D1", parent = "G1", name = "Below it", inputs = { number { "d", min = 0,
            max = 100 } }, measure = input.d }]], ["a.lua"] = FLAT["a/A1.lua"] }
    local html, facts = page_of(run_of("city,period,a,d\nAlba,2024,10,20\nAlba,2025,90,30\nBrio,2024,50,7\n"
        .. "Brio,2025,60,70\n", nil, support.need(hm.open_package("beside", { files = files }))), { pair = { "a", "G1" } })
    lu.assertEquals(support.column(facts.nodes, "code"), { "index", "a", "A1" })
    lu.assertEquals(support.column(facts.beside, "code"), { "G1", "D1" })
    lu.assertEquals(facts.pair[2].code, "G1")
    local told = 0
    for _ in html:gmatch "Beside the index, and no part of it: G1 Apart%." do
        told = told + 1
    end
    lu.assertEquals(told, 3)
    lu.assertStrContains(html:match '<table id="heat%-map".-</table>', 'data-code="D1" data-score="70"')
    lu.assertStrContains(html:match '<table id="all%-cities".-</table>', 'data-code="G1" data-score="30"')
    local course = html:match '<h2 id="periods">.-<h2'
    lu.assertStrContains(course, "Beside the index, and no part of it: G1 Apart. Less is better.")
    local file = require("report.cities_periods").draw(facts):file()
    lu.assertStrContains(file, "no part of it: G1 Apart.")
    lu.assertStrContains(file, "Less is better.")
end

function tests.test_an_earlier_period()
    local facts = report_cities.of(run_of(THREE), { period = { "2024" } })
    lu.assertEquals(support.column(facts.cities, "name"), { "Brio", "Alba" })
end

-- Every score on the page that has a code and a city is the engine's to the last digit.
-- Of a group below which nothing is reported there are no figures; of one whose figures are refused, or too few, there are.
function tests.test_groups_that_nobody_reported()
    local files = { ["package.lua"] = [[return package { name = "wide", version = "1", api = 1,
        policy = { min_coverage = 0.6 }, nodes = { { "index", "Index" }, { "a", "North", parent = "index" },
        { "b", "South", parent = "index" }, { "aa", "Inner", parent = "a" } } }]] }
    for code, parent in pairs { A1 = "aa", A2 = "aa", B1 = "b", B2 = "b" } do
        files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "%s", name = "%s", inputs = { number { "%s",
            may_be_na = true } }, measure = input.%s }]]):format(code, parent, code, code:lower(), code:lower())
    end
    local facts = report_cities.of(run_of("city,period,a1,a2,b1,b2\nAlba,2025,,,1,2\nBrio,2025,,NA,1,\nCori,2025,NA,NA,x,\n"
        .. "Dora,2025,1,,,\n", nil, support.need(hm.open_package("wide", { files = files }))), {})
    local found = {}
    for _, city in ipairs(facts.cities) do
        found[city.name] = { facts.status(city, "a"), facts.status(city, "aa"), facts.status(city, "b") }
    end
    lu.assertEquals(found, { Alba = { "not_reported", "not_reported", "scored" },
        Brio = { "not_reported", "not_reported", "insufficient" },
        Cori = { "not_applicable", "not_applicable", "insufficient" },
        Dora = { "insufficient", "insufficient", "not_reported" } })
end

function tests.test_the_heat_map_has_the_scores()
    local run = run_of("examples/study", nil, support.need(hm.open_package "iso-iec-30146"))
    local html, facts = page_of(run)
    local map, seen = html:match '<table id="heat%-map".-</table>', 0
    for line in map:match("<tbody[^>]*>(.*)</tbody>"):gmatch "<tr[^>]*>(.-)</tr>" do
        local n = 0
        for tag in line:gmatch "<td([^>]*)>" do
            n = n + 1
            local code, score = tag:match 'data%-code="([^"]*)"', tag:match 'data%-score="([^"]*)"'
            local wanted = run.scores:row(facts.cities[n].unit, code).score
            lu.assertEquals(score, wanted and hm.number(wanted))
            seen = seen + 1
        end
        lu.assertEquals(n, 7)
    end
    lu.assertEquals(seen, 7 * (6 + 52))
end

-- Phones cut names that are long, so that the whole of one stands where one points at it; and figures are as small as the
-- longest needs, 100 here.
function tests.test_the_heat_map_has_whole_names_and_room()
    local map = page_of(run_of(THREE)):match '<table id="heat%-map".-</table>'
    for _, name in ipairs { "Alba", "Brio", "Cori" } do
        assert_has(map, ('title="%s"><span>%s</span>'):format(name, name))
    end
    assert_has(map, "--letters:3")
end

function tests.test_the_ranking_says_both_uncertainties()
    local html = page_of(run_of(THREE))
    assert_has(html, "whatever the missing figures are")
    assert_has(html, "90\u{A0}% of 1,024 variations")
    assert_has(html, "3 cities in 2025, all of them scored and ranked by Flat (1).")
    assert_has(html, "A1 A &lt;b&gt;")
end

function tests.test_one_city()
    local html = page_of(run_of(HEAD .. row("Alba", 2025, 90, 80, 70)))
    assert_has(html, "1 city in 2025, scored by Flat (1).")
    assert_has(html, "This cannot be shown: no two themes have scores in three cities that differ.")
end

function tests.test_all_alike()
    local html = page_of(run_of(HEAD .. row("A", 2025, 5, 5, 5) .. row("B", 2025, 5, 5, 5) .. row("C", 2025, 5, 5, 5)))
    lu.assertNil(html:find '"%-?nan"')
    assert_has(html, "No line can be drawn between cities: all are in one tier.")
end

function tests.test_none_is_scored()
    local html = page_of(run_of(HEAD .. row("A", 2025, "NR", "NR", "NR") .. row("B", 2025, "NR", "NR", "NR")))
    assert_has(html, "There is no ranking: no city has a score.")
    assert_has(html, "2 cities in 2025, of which 0 have a score and 0 a rank by Flat (1).")
    html = page_of(run_of(THREE .. row("Dale", 2026, "NR", "NR", "NR")))
    assert_has(html, "No city has a score of Index in 2026, so none stands out.")
    assert_has(html, "All cities are grey.")
end

-- The last is who has the last rank: not Cori, who has a score alone; and those who share a rank are named together.
function tests.test_the_last_has_a_rank()
    local html = page_of(run_of(THREE, "city,ranked\nCori,no\n"))
    assert_has(html, "Alba is first with 80.0. Last of those shown is Brio with 50.0. 1 city has no rank.")
    assert_has(html, "To be seen among the others: Alba and Brio.")
    html = page_of(run_of(THREE, "city,ranked\nAlba,no\nBrio,no\nCori,no\n"))
    assert_has(html, "No city is ranked. All figures are in the table.")
    assert_has(html, "The lines are those of all 3 cities: Alba, Brio and Cori.")
    lu.assertNil(html:find("are grey", 1, true))    -- there are no others
end

function tests.test_who_share_a_rank()
    local rows = { HEAD }
    for i, name in ipairs { "Alba", "Brio", "Cori", "Dale", "Esk", "Fern" } do
        local x = i <= 5 and 90 or 10
        rows[#rows + 1] = row(name, 2024, 5, 5, 5) .. row(name, 2025, x, x, x)
    end
    local html = page_of(run_of(table.concat(rows)))
    assert_has(html, "Alba, Brio, Cori and 2 more are first with 90.0 each. Last of those shown is Fern with 10.0. All")
    assert_has(html, "To be seen among the others: Alba, Cori and Fern.")
    html = page_of(run_of(table.concat(rows), nil, nil), { period = { "2024" } })
    assert_has(html, "Alba, Brio, Cori and 3 more are first with 5.00 each. All figures")
end

-- Above 60 cities each node is shown by how its scores spread, and the table has a box to find cities in.
function tests.test_many_cities()
    local lines = { HEAD }
    for i = 1, 61 do
        lines[#lines + 1] = row("City " .. i, 2024, i, 10, 90) .. row("City " .. i, 2025, i, 20, 100 - i)
    end
    local html = page_of(run_of(table.concat(lines)))
    lu.assertNil(html:find("heat-map", 1, true))
    assert_has(html, 'id="distributions"')
    assert_has(html, 'data-filter="Find a city"')
    assert_has(html, 'class="band"')
    assert_has(html, "The first 30 of 61 cities; all are in the table below.")
    local _, rows = html:match('<table id="all%-cities".*'):gsub("<th scope=\"row\">", "")
    lu.assertEquals(rows, 61)
end

-- r of nine cities says nothing; a tenth makes it a sentence, of scores and not of what is good. r of i and -i * i for
-- i from 1 to 10 is -907.5 / sqrt(82.5 * 10510.5).
function tests.test_few_cities_have_no_correlation()
    local lines = { HEAD }
    for i = 1, 10 do
        lines[#lines + 1] = row("City " .. i, 2025, i * 9, i * 9, 100 - i * i)
    end
    local html = page_of(run_of(table.concat(lines, "", 1, 10)), { pair = { "a", "c" } })
    assert_has(html, "<p>North and East, of 9 cities that have both.</p>")
    lu.assertNil(html:find("(r = ", 1, true))
    html = page_of(run_of(table.concat(lines)), { pair = { "a", "c" } })
    assert_has(html, "Cities with a higher score in North tend to have a lower one in East (r = −0.97, 10 cities).")
end

-- A burden: less is better of all that counts in it, but for what says otherwise.
local LEAST <const> = { ["package.lua"] = [[return package { name = "least", version = "1", api = 1, title = "Least",
    nodes = { { "index", "Burden", direction = "lower" }, { "a", "Noise", parent = "index" },
    { "b", "Dust", parent = "index" } } }]] }
local OPEN <const> = { ["package.lua"] = [[return package { name = "open", version = "1", api = 1, title = "Open",
    policy = { range = false }, nodes = { { "index", "Balance" }, { "a", "North", parent = "index" },
    { "b", "Debt", parent = "index", direction = "lower" } } }]] }

for _, code in ipairs { "a", "b" } do
    for _, files in ipairs { LEAST, OPEN } do
        files[code .. ".lua"] = ([[return indicator { code = "%s1", parent = "%s", name = "%s", inputs = {
            number { "%s1", "What was said" } }, measure = input.%s1 }]]):format(code:upper(), code, code, code, code)
    end
end

function tests.test_where_less_is_better()
    local package = support.need(hm.open_package("least", { files = LEAST }))
    local html = page_of(run_of("city,period,a1,b1\nA,2025,10,20\nB,2025,50,60\n", nil, package))
    assert_has(html, "Less is better: the least score comes first.")
    assert_has(html, "A is first with 15.0. Last of those shown is B with 55.0. Less is better. All figures")
    assert_has(html, "score: less is better</li>")
    assert_has(html, "The more a cell stands out, the higher the score. Less is better. NR:")
end

-- Where scores have no ends each row has shades of its own, and those of which less is better are named.
function tests.test_shades_of_open_ranges()
    local package = support.need(hm.open_package("open", { files = OPEN }))
    local html, facts = page_of(run_of("city,period,a1,b1\nA,2025,-10,2000\nB,2025,50,6000\n", nil, package))
    assert_has(html, "In each row by itself: the more a cell stands out, the higher the score. "
        .. "Less is better in: Debt and B1 b. NR:")
    lu.assertNil(html:find("Less is better: the least", 1, true))
    assert_has(cities_charts[3].draw(facts):file(), "In each row by itself")
end

-- Each name of a list that is written from right to left stands by itself, or the list would be read from its end.
function tests.test_names_from_right_to_left()
    local rows = { HEAD }
    for i, name in ipairs { "القاهرة", "תל אביב", "Paris" } do
        rows[#rows + 1] = row(name, 2024, 50, 50, 50) .. row(name, 2025, 90 - i, 90, 90)
    end
    assert_has(page_of(run_of(table.concat(rows))), "all 3 cities: <bdi>القاهرة</bdi>, <bdi>תל אביב</bdi> and Paris.")
    assert_has(page.new():heading(1, "T"):paragraph("دمشق\" & <b> x"):html(), "<p><bdi>دمشق&quot;</bdi> &amp; &lt;b&gt; x</p>")
end

-- Brackets are those of each node: a theme of a city without a rank may have one, and the other way round.
function tests.test_brackets_of_themes()
    local html = page_of(run_of(THREE, "city,ranked\nBrio,no\n"))
    local line = html:match '<table id="all%-cities".*<bdi>Brio.-</tr>' or html:match 'Brio</th>.-</tr>'
    for _, cell in ipairs { ">(50.0)<", ">(60.0)<", ">(50.0)<", ">(40.0)<" } do
        assert_has(line, cell)
    end
    assert_has(html, ">In brackets: not ranked.")
    lu.assertNil(page_of(run_of(HEAD .. row("A", 2025, 1, 2, 3))):find("In brackets", 1, true))
end

-- Paper has room for twenty cities side by side: 41 are three tables of 14, 14 and 13.
function tests.test_a_heat_map_in_blocks()
    local lines = { HEAD }
    for i = 1, 41 do
        lines[#lines + 1] = row("City " .. i, 2025, i, i, i)
    end
    local html = page_of(run_of(table.concat(lines)))
    for _, words in ipairs { "1 to 14", "15 to 28", "29 to 41" } do
        assert_has(html, "<caption>Scores of each city by indicator: the cities " .. words .. " of 41</caption>")
    end
    assert_has(html, "<caption>Index of all cities in 2025</caption>")
end

-- Scores from 0 to 1 in a range to 100 have three decimals, and cells two.
function tests.test_scores_of_a_part_of_the_range()
    local html = page_of(run_of(HEAD .. row("A", 2025, 0.25, 0.5, 1) .. row("B", 2025, 0.125, 0.25, 0.5)))
    assert_has(html, 'data-code="a" data-score="0.25">0.250</td>')
    assert_has(html, 'data-code="A1" data-score="0.25">0.25</td>')
end

-- A city kept out of ranks has a score and no rank, and the page says why that may be.
function tests.test_why_a_city_has_no_rank()
    local html = page_of(run_of(THREE, "city,ranked\nBrio,no\n"))
    assert_has(html, "3 cities in 2025, of which 3 have a score and 2 a rank by Flat (1).")
    assert_has(html, "A city with a score has no rank where less than ")
end

local function codes_of(nodes)
    return support.column(themes.of(nodes), "code")
end

local function node(code, parent, depth, kind, more)
    local made = { code = code, parent = parent, depth = depth, kind = kind, weight = 1 }
    for field, value in pairs(more or {}) do
        made[field] = value
    end
    return made
end

function tests.test_themes_are_groups_where_there_are_groups()
    local nodes = { node("i", "", 0, "group"), node("g", "i", 1, "group"), node("g1", "g", 2, "indicator"),
        node("g2", "g", 2, "indicator"), node("h", "i", 1, "group"), node("h1", "h", 2, "indicator"),
        node("h2", "h", 2, "indicator") }
    lu.assertEquals(codes_of(nodes), { "g", "h" })
    lu.assertEquals(codes_of { nodes[1], node("a", "i", 1, "indicator"), node("b", "i", 1, "indicator") },
        { "a", "b" })
    lu.assertEquals(codes_of { nodes[1] }, {})
end

function tests.test_themes_count_in_the_index()
    local nodes = { node("i", "", 0, "group"), node("g", "i", 1, "group"), node("h", "i", 1, "group"),
        node("k", "i", 1, "group"), node("shown", "i", 1, "group", { scored = false }),
        node("alone", "i", 1, "group", { alone = true }), node("nothing", "i", 1, "group", { weight = 0 }),
        node("off", "i", 1, "indicator", { weight = 0, deducts = true }) }
    lu.assertEquals(codes_of(nodes), { "g", "h", "k", "off" })
end

-- As many as Brazil has municipalities, by the package built in: no page that a mail would refuse.
function tests.test_5570_cities()
    local pipe = assert(io.popen(arg[-1] .. " tests/pages/make_cities.lua examples/study 5570 7 1"))
    local text = pipe:read "a"
    pipe:close()
    local html, facts = page_of(run_of(text, nil, support.need(hm.open_package "iso-iec-30146")))
    lu.assertEquals(#facts.cities, 5570)
    lu.assertEquals(facts.no_variations, "many")
    lu.assertTrue(#html < 5e6, #html)
end

function tests.test_what_is_asked_for()
    local html = page_of(run_of(THREE), { highlight = { "Cori" }, pair = { "a", "B1" } })
    assert_has(html, "To be seen among the others: Cori.")
    assert_has(html, "Two scores against each other")
    local done, err = pcall(page_of, run_of(THREE), { highlight = { "Kori" } })
    lu.assertFalse(done)
    lu.assertEquals(err.exit, stop.USAGE)
    lu.assertEquals(err.message, "--highlight: no city 'Kori' in 2025: did you mean \"Cori\"?")
    done, err = pcall(page_of, run_of(THREE), { pair = { "a" } })
    lu.assertEquals({ done, err.message }, { false, "--nodes: two codes, not 1" })
end

local MAP <const> = [==[{ "type": "FeatureCollection", "features": [
    { "type": "Feature", "properties": { "id": "Alba" }, "geometry": { "type": "Polygon",
      "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]] } },
    { "type": "Feature", "properties": { "id": "Brio" }, "geometry": { "type": "MultiPolygon",
      "coordinates": [[[[1, 0], [2, 0], [2, 1], [1, 0]]], [[[3, 0], [4, 0], [4, 1], [3, 0]]]] } },
    { "type": "Feature", "properties": { "id": "Elsewhere" }, "geometry": { "type": "Point", "coordinates": [2, 2] } },
    { "type": "Feature", "properties": { "id": "Nowhere" }, "geometry": null } ] }]==]

local function with_map(given)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(MAP)
    file:close()
    given.boundaries = path
    local done, html, facts = pcall(page_of, run_of(THREE), given)
    os.remove(path)
    return done, html, facts
end

function tests.test_a_map()
    local _, html, facts = with_map { key = "id" }
    lu.assertEquals(#facts.map, 3)
    lu.assertEquals(#facts.map[2].rings, 2)
    assert_has(html, 'class="shade8 border"><title>Alba: 80.0</title>')
    assert_has(html, 'class="track place"')
    assert_has(html, "Not on the map: Cori.")
end

function tests.test_a_map_without_such_a_property()
    local done, err = with_map { key = "ID" }
    lu.assertFalse(done)
    lu.assertStrContains(err.message, "no feature of ")
    lu.assertStrContains(err.message, "the first one has id: did you mean \"id\"?")
end

function tests.test_places_of_cities()
    local _, facts = page_of(run_of(THREE, "city,lat,lon\nAlba,51,7\nBrio,52,8\nCori,,\n"))
    lu.assertEquals(facts.map[1].points, { { 7, 51 } })
    lu.assertEquals(#facts.map, 2)
end

-- Each chart by its name is a file, or there is a reason.
function tests.test_charts_by_name()
    local facts = report_cities.of(run_of(THREE), {})
    for _, chart in ipairs(cities_charts) do
        local drawn, reason = chart.draw(facts)
        lu.assertTrue(drawn and drawn:file():find "</svg>" ~= nil or type(reason) == "string", chart.name)
    end
end

-- r of A and B is 0.5 over Alba, Brio and Cori: (1, 1), (2, 3), (3, 2). Dale is kept out of ranks, and so of it.
function tests.test_the_matrix_of_an_audit()
    local run = run_of(HEAD .. row("Alba", 2025, 1, 1, 9) .. row("Brio", 2025, 2, 3, 9) .. row("Cori", 2025, 3, 2, 9)
        .. row("Dale", 2025, 99, 1, 2), "city,ranked\nDale,no\n")
    local at = { run = run, names = { a = "North", b = "South", c = "East" }, by_code = {} }
    for _, node in ipairs(run.package:nodes()) do
        at.by_code[node.code] = node
    end
    local out = page.new()
    audit_charts.add_correlations(out, { { code = "a" }, { code = "b" }, { code = "c" } }, at)
    local html = out:html()
    assert_has(html, "<title>South, North: 0.50</title>")
    assert_has(html, "<title>East, North: –</title>")
    assert_has(html, "Least alike are North and South, with r = 0.50.")
    lu.assertEquals(out:text(80), "\n")    -- the tables say it there
end

-- Heads that are names of the data are no words to be translated: "note" is "remarque" where it is the column of data.
function tests.test_names_of_cities_are_not_translated()
    language.use "fr"
    local html = page_of(run_of(HEAD .. row("note", 2025, 10, 20, 30) .. row("score", 2025, 1, 20, 40)))
    language.use "en"
    lu.assertNil(html:find("remarque", 1, true))
    assert_has(html, "<span>score</span></th>")
end

-- Why two that share place 3 are behind more than that once what is missing is there: another city, without a rank so far.
-- No city could be behind more than have a rank.
function tests.test_ranks_that_could_be()
    local files = setmetatable({ ["package.lua"] = FLAT["package.lua"]:gsub("nodes =", "policy = { min_coverage = 0.3 }, %0") },
        { __index = FLAT })
    for name, text in pairs(FLAT) do
        files[name] = files[name] or text
    end
    local package = support.need(hm.open_package("flat", { files = files }))
    local function notes_of(last)
        local _, facts = page_of(run_of(HEAD .. row("Alba", 2025, 90, 90, 90) .. row("Brio", 2025, 80, 80, 80)
            .. row("Cori", 2025, 10, 10, 10) .. row("Dole", 2025, 10, 10, 10) .. last, nil, package))
        local rows = {}
        for i, city in ipairs(facts.cities) do
            rows[i] = { city.rank, city.rank_best, city.rank_worst }
        end
        return open_words.more_than_ranked(facts.cities), rows
    end
    local note, rows = notes_of(row("Ende", 2025, 99, "NR", "NR"))
    lu.assertEquals({ rows[3], rows[5] }, { { 3, 4, 4 }, { nil, 1, 3 } })
    assert_has(note or "", "those without a rank as well")
    lu.assertNil((notes_of(row("Ende", 2025, 99, "NR", 9))))    -- it has a rank already
    lu.assertNil((notes_of(row("Ende", 2025, 99, 9, 9))))
end

support.run("report_cities", tests)
