-- Charts: where their marks stand, worked out by hand from the size of each drawing; and that whatever the figures are,
-- one city, all alike, none, no place is ever no number.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local bars = require "report.chart.bars"
local cities_pair = require "report.cities_pair"
local curve = require "report.chart.curve"
local drawing = require "report.drawing"
local heatmap = require "report.chart.heatmap"
local icicle = require "report.chart.icicle"
local lu = require "luaunit"
local map = require "report.chart.map"
local matrix = require "report.chart.matrix"
local multiples = require "report.chart.multiples"
local quantile = require "report.quantile"
local ranking = require "report.chart.ranking"
local scale = require "report.chart.scale"
local scatter = require "report.chart.scatter"
local strip = require "report.chart.strip"
local support = require "support"

local tests = {}

local MARKS <const> = { 0, 100 }

local function drawn(made)
    return table.concat(made.parts)
end

local function assert_has(made, part)
    lu.assertStrContains(drawn(made), part)
end

local function assert_numbers(made)
    local file = made:file()
    for _, word in ipairs { "nan", "inf", "nil" } do
        lu.assertNil(file:find("[^%a]" .. word .. "[^%a]"), file)
    end
end

-- Ranking ------------------------------------------------------------------------------------------

local function ranked(rows)
    return ranking.draw { title = "t", about = "a", range = MARKS, heads = { "score", "rank" }, rows = rows }
end

-- Names have 7.28 * 1.15 + 12 = 20.372 units, scores 64, ranks of three letters 3 * 7.28 * 1.15 + 12 = 37.116, so that
-- the scale goes from 121.488 to 786; the first row is at 24 + 26 / 2.
function tests.test_a_city_stands_where_its_score_is()
    local made = ranked { { name = "A", score = 50, shown = "50.0", words = "1st", low = 40, high = 60, from = 45,
        to = 70 } }
    assert_has(made, '<circle cx="453.7" cy="37" r="5" class="mark">')
    assert_has(made, '<rect x="387.3" y="30" width="132.9" height="14" class="possible"/>')
    assert_has(made, '<line x1="420.5" y1="37" x2="586.6" y2="37" class="spread"/>')
    assert_has(made, '>1st</text>')
end

-- On narrow screens the scale goes from 14 to 306, in rows of 46 below 24, 32 below their tops.
function tests.test_a_narrow_ranking_has_its_marks_below_the_names()
    local made = ranked({ { name = "A", score = 50, shown = "50.0", words = "1st", low = 40, high = 60 },
        { name = "B", score = 0, shown = "0.0", words = "2nd", is_apart = true } }).narrow
    lu.assertEquals(made.width, drawing.NARROW)
    assert_has(made, '<text x="0" y="41" class="plain">A</text>')
    assert_has(made, '<circle cx="160" cy="56" r="5" class="mark">')
    assert_has(made, '<rect x="130.8" y="49" width="58.4" height="14" class="possible"/>')
    assert_has(made, '<line x1="0" y1="70" x2="320" y2="70" class="tier"/>')
    assert_has(made, '<circle cx="14" cy="102" r="5" class="mark">')
end

-- There the words of a city go below its name where there is no room for all of both: no name is cut for them.
function tests.test_long_words_of_a_rank_go_below_the_name()
    local made = ranked({ { name = "Alderbrook", score = 50, shown = "50.0", words = "1st" },
        { name = "Brackley Sound", score = 5, shown = "5.0", words = "2nd to 14th, ranked in 50 %" } }).narrow
    assert_has(made, '<text x="268" y="41" class="soft" text-anchor="end">1st</text>')
    assert_has(made, '<text x="0" y="87" class="plain">Brackley Sound</text>')
    assert_has(made, '<text x="0" y="104" class="soft">2nd to 14th, ranked in 50 %</text>')
    assert_has(made, '<circle cx="28.6" cy="119" r="5" class="mark">')
    lu.assertEquals(made.height, 24 + 2 * 46 + 17 + 30)
end

function tests.test_tiers_are_parted()
    local made = ranked { { name = "A", score = 2, shown = "2" },
        { name = "B", score = 1, shown = "1", is_apart = true } }
    assert_has(made, '<line x1="0" y1="50" x2="800" y2="50" class="tier"/>')
end

function tests.test_a_city_without_a_score_has_no_mark()
    local made = ranked { { name = "A", shown = "–", words = "no score" } }
    lu.assertNil(drawn(made):find("<circle", 1, true))
    assert_numbers(made)
end

-- What missing figures leave is seen even where it is a point; where that is the score itself, they leave nothing.
function tests.test_bounds_that_meet_have_a_width()
    local made = ranked { { name = "A", score = 10, shown = "0", low = 0, high = 0 } }
    assert_has(made, 'width="4" height="14" class="possible"')
    made = ranked { { name = "A", score = 10, shown = "0", low = 10, high = 10 } }
    lu.assertNil(drawn(made):find("possible", 1, true))
end

local KEYS <const> = { { "mark", "score" }, { "possible", "missing" }, { "spread", "varied" }, { "across", "tiers" } }

local function keys_of(rows)
    local classes = {}
    for i, key in ipairs(ranking.draw { title = "t", about = "a", range = MARKS, heads = { "score", "rank" },
        rows = rows, keys = KEYS }.keys) do
        classes[i] = key[1]
    end
    return table.concat(classes, " ")
end

function tests.test_keys_are_of_marks_that_there_are()
    lu.assertEquals(keys_of { { name = "A", score = 50, shown = "50", low = 50, high = 50, from = 50, to = 50 } },
        "mark")
    lu.assertEquals(keys_of { { name = "A", score = 50, shown = "50", low = 40, high = 60 } }, "mark possible")
    lu.assertEquals(keys_of { { name = "A", score = 50, shown = "50", from = 40, to = 60 },
        { name = "B", score = 1, shown = "1", is_apart = true } }, "mark spread across")
end

-- A file has no page around it: its keys stand below the drawing, in rows 22 high.
-- Notes are sentences below the keys, in lines no wider than the drawing; pages have them beside it.
function tests.test_a_file_has_its_notes()
    local made = drawing.new { width = 100, height = 40, title = "t", about = "a" }
    made:rect(0, 0, 9, 9, "bar")
    made:explain { { "bar", "Bars" } }
    local plain = made:file()
    made:tell { "Size: weight.", "A sentence that takes two lines & more." }
    local file = made:file()
    lu.assertStrContains(plain, 'viewBox="0 0 100 62"')
    lu.assertStrContains(file, 'viewBox="0 0 100 ' .. 40 + 22 + 4 * 16 + 8 .. '"')
    lu.assertStrContains(file, '<text x="0" y="78" class="soft small">Size: weight.</text>')
    lu.assertStrContains(file, '<text x="0" y="126" class="soft small">&amp; more.</text></svg>')
    lu.assertStrContains(file, "&amp;")
    lu.assertNil(made:inline("x"):find("Size", 1, true))
end

function tests.test_a_file_has_its_keys()
    local made = drawing.new { width = 200, height = 50, title = "t", about = "a" }
    made:circle(1, 1, 1, "mark")
    made:rect(0, 0, 1, 1, "inner")
    made:explain { { "mark", "the score of a city <1>" }, { "inner", "whatever the missing figures are" } }
    local file = made:file()
    lu.assertStrContains(file, 'viewBox="0 0 200 94"')
    lu.assertStrContains(file, '<g transform="translate(0 54)"><circle')
    lu.assertStrContains(file, '<g transform="translate(0 76)"><rect')
    lu.assertStrContains(file, "the score of a city &lt;1&gt;</text>")
end

-- Sheets of paper part a long ranking: of 25 cities three drawings, with an axis and heads each, on one scale.
function tests.test_a_long_ranking_is_several_drawings_on_paper()
    local rows = {}
    for i = 1, 25 do
        rows[i] = { name = ("city %d;"):format(i), score = 100 - i, shown = "x" }
    end
    lu.assertNil(ranked(table.move(rows, 1, 24, 1, {})).paper)
    local made = ranked(rows)
    lu.assertEquals(#made.paper, 3)
    local all = {}
    for i, part in ipairs(made.paper) do
        lu.assertTrue(part.height < made.height / 2)
        assert_has(part, ">100</text>")
        all[i] = drawn(part)
    end
    all = table.concat(all)
    for i = 1, 25 do
        local _, count = all:gsub(("city %d;"):format(i), "")
        lu.assertEquals(count, 2, i)    -- its name, and what its mark is called
    end
    local place = drawn(made):match '<circle cx="([%d.]+)" cy="[%d.]+" r="5" class="mark"><title>city 25;'
    lu.assertEquals(all:match '<circle cx="([%d.]+)" cy="[%d.]+" r="5" class="mark"><title>city 25;', place)
end

function tests.test_names_are_escaped_and_cut()
    local made = ranked { { name = "<A&B>", score = 1, shown = "1" },
        { name = ("long "):rep(40), score = 1, shown = "1" } }
    assert_has(made, ">&lt;A&amp;B&gt;</text>")
    lu.assertNil(drawn(made):gsub("<title>.-</title>", ""):find(("long "):rep(30), 1, true))
    assert_has(made, "<title>" .. ("long "):rep(39))    -- the whole, where one points at it
end

-- Scores from 0 to 1 that could go to 100: the axis ends 4 % above the highest, so that 0.5 is at 0.5 / 1.04 of it.
function tests.test_an_axis_ends_where_scores_do()
    lu.assertEquals({ scale.span_of_many(MARKS, { 0.5, 1 }) }, { 0, 1.04 })
    lu.assertEquals({ scale.span_of_many(MARKS, { 85, 92 }) }, MARKS)
    lu.assertEquals({ scale.span_of_many(MARKS, { 0, 0 }) }, MARKS)
    lu.assertEquals({ scale.span_of_many(MARKS, {}) }, MARKS)
    lu.assertEquals({ scale.span_of_many({ -100, 100 }, { 0, 1 }) }, { -100, 100 })
    lu.assertEquals({ scale.span(MARKS, { 0.5, 1 }) }, MARKS)
    lu.assertEquals(scale.words(-0.5, 1), "−0.5")
end

-- One mark says where it stands, and nothing of how far apart two places are.
function tests.test_an_axis_has_two_marks_at_least()
    for _, span in ipairs { { 41, 49 }, { 61, 99 }, { 0.98, 1.6 }, { -1, 1 }, { 11, 19.9 }, { 0, 100 } } do
        for count = 1, 5 do
            local ticks = scale.ticks(span[1], span[2], count)
            lu.assertTrue(#ticks >= 2 and ticks[1] >= span[1] - 1e-9 and ticks[#ticks] <= span[2] + 1e-9)
        end
    end
end

-- From ten thousand on; and there is room for what the marks are called.
function tests.test_thousands_of_an_axis_are_parted()
    lu.assertEquals(scale.words(9999, 0), "9999")
    lu.assertEquals(scale.words(10000, 0), "10,000")
    lu.assertEquals(scale.words(-1234567.5, 1), "−1,234,567.5")
    lu.assertEquals(scale.left(34, 0, 100, 5, 5), 34)
    lu.assertAlmostEquals(scale.left(34, 0, 2e6, 2, 5), 9 * 11 * 0.56 * 1.25 + 5, 1e-9)    -- 1,000,000
end

-- All in one line ----------------------------------------------------------------------------------

function tests.test_a_curve_goes_from_the_first_to_the_last()
    local made = curve.draw { title = "t", about = "a", range = MARKS, axis = "rank", rows = { { score = 100 },
        { score = 0, low = 0, high = 50 } } }
    assert_has(made, '<polyline points="46,12 790,260" class="chosen"/>')
    assert_has(made, '<polygon points="46,12 790,136 790,260 46,12" class="inner"/>')
    assert_has(made.narrow, '<polyline points="34,12 310,180" class="chosen"/>')
end

-- Of 900 cities each place but the first and the last has two or three: the mean of their scores, and beside it what is
-- open of the one of which most is.
function tests.test_a_curve_of_many_has_450_places()
    local rows = {}
    for i = 1, 900 do
        rows[i] = { score = i % 2 == 0 and 40 or 60, low = i == 1 and 0 or nil, high = 60 }
    end
    local made = curve.draw { title = "t", about = "a", range = MARKS, axis = "rank", rows = rows }
    local _, places = drawn(made):match('points="([^"]*)" class="chosen"'):gsub(",", "")
    lu.assertEquals(places, 450)
    assert_has(made, '<polyline points="46,111.2 47.2,136 ')    -- the first alone, then ranks 2 and 3: a score of 50
    assert_has(made, ' 790,160.8" class="chosen"/>')
    assert_has(made, '46,260" class="inner"')
    assert_has(made, '<polygon points="46,111.2 47.2,86.4 ')    -- 60, and 50 + 20, as 40 may be 60
    for i = 1, 900 do
        rows[i].low, rows[i].high = rows[i].score, rows[i].score
    end
    made = curve.draw { title = "t", about = "a", range = MARKS, axis = "rank", rows = rows }
    lu.assertNil(drawn(made):find("inner", 1, true))    -- scores of a place that differ leave nothing open
    assert_has(made, '<text x="46" y="278" class="soft small" text-anchor="middle">1</text>')
    assert_has(made, '<text x="790" y="278" class="soft small" text-anchor="end">900</text>')
    _, places = drawn(made.narrow):match('points="([^"]*)" class="chosen"'):gsub(",", "")
    lu.assertEquals(places, 150)
end

-- Distributions ------------------------------------------------------------------------------------

function tests.test_a_strip_counts()
    local counts, most = strip.count({ 0, 49.9, 50, 50.1, 100 }, 0, 100)
    lu.assertEquals({ counts[1], counts[12], counts[13], counts[24], most }, { 1, 1, 2, 1, 2 })
    assert_has(strip.draw { scores = { 0, 100 }, median = 50, range = MARKS },
        '<line x1="120" y1="0" x2="120" y2="26" class="median"/>')
end

function tests.test_a_strip_of_one_value()
    assert_numbers(strip.draw { scores = { 7, 7 }, median = 7 })
end

-- Over periods -------------------------------------------------------------------------------------

local function over_periods(chosen, others, bands)
    return multiples.draw { title = "t", about = "a", range = MARKS, periods = { "2019", "2021", "2029" },
        days = { 0, 2, 10 }, chosen = chosen, others = others or {}, bands = bands }
end

-- Days from 38 to 296, scores from 172 up to 34: periods stand apart as the days between them.
function tests.test_periods_stand_where_they_begin()
    assert_has(over_periods { { name = "A", scores = { 0, 50, 100 } } },
        '<polyline points="38,172 89.6,103 296,34" class="chosen"/>')
end

function tests.test_a_gap_parts_a_line()
    local made = over_periods { { name = "A", scores = { 0, false, 100 } } }
    lu.assertNil(drawn(made):find("<polyline", 1, true))
    assert_has(made, '<circle cx="38" cy="172" r="2" class="chosen"/>')
    assert_has(made, '<circle cx="296" cy="34" r="2" class="chosen"/>')
end

function tests.test_names_at_the_ends_stand_apart()
    local made = over_periods { { name = "A", scores = { 0, 0, 50 } }, { name = "B", scores = { 0, 0, 50 } } }
    assert_has(made, '<text x="307" y="107" class="small">A</text>')
    assert_has(made, '<text x="307" y="121" class="small">B</text>')
end

function tests.test_bands_of_quantiles()
    local list = { { 0, 0, 0 }, { 25, 25, 25 }, { 50, 50, 50 }, { 75, 75, 75 }, { 100, 100, 100 } }
    local made = over_periods({}, nil, list)
    assert_has(made, '<polygon points="38,34 89.6,34 296,34 296,172 89.6,172 38,172" class="band"/>')
    assert_has(made, '<polyline points="38,103 89.6,103 296,103" class="trend"/>')
end

function tests.test_a_period_alone()
    assert_numbers(multiples.draw { title = "t", about = "a", periods = { "2019" }, days = { 5 },
        others = { { false } }, chosen = { { name = "A", scores = { 5 } }, { name = "B", scores = { false } } } })
end

-- Two scores ---------------------------------------------------------------------------------------

local function clouded(points)
    return scatter.draw { title = "t", about = "a", across = "X", up = "Y", range_x = MARKS, range_y = MARKS,
        points = points }
end

function tests.test_a_dot_stands_where_both_scores_are()
    local made = clouded { { name = "A", x = 50, y = 25, shown_x = "50.0", shown_y = "25.0" } }
    assert_has(made, '<circle cx="336" cy="353.5" r="4.5" class="dot"><title>A: 50.0, 25.0</title></circle>')
    assert_has(made, '<text x="344" y="357.5" class="small">A</text>')
end

function tests.test_names_that_would_stand_on_others_are_left_out()
    local points = {}
    for i = 1, 9 do
        points[i] = { name = "Same place", x = 50, y = 50, shown_x = "", shown_y = "" }
    end
    local _, count = drawn(clouded(points)):gsub(">Same place<", "")
    lu.assertEquals(count, 4)    -- right, left, above and below
end

function tests.test_a_crowd_is_counted()
    local points = {}
    for i = 1, 1001 do
        points[i] = { name = "c" .. i, x = i == 1 and 0 or 99, y = 99, shown_x = "", shown_y = "" }
    end
    local made = clouded(points)
    lu.assertNil(drawn(made):find("<circle", 1, true))
    assert_has(made, 'class="shade9"><title>1000</title>')
    assert_has(made, 'class="shade0"><title>1</title>')    -- the root of 1 / 1000 is 0.03
end

-- r of (1, 1), (2, 3), (3, 2): the deviations are -1 0 1 and -1 1 0, so 1 / sqrt(2 * 2).
function tests.test_correlation()
    local r, n = cities_pair.correlation({ 1, 2, false, 3 }, { 1, 3, 9, 2 })
    lu.assertAlmostEquals(r, 0.5, 1e-12)
    lu.assertEquals(n, 3)
    lu.assertNil(cities_pair.correlation({ 1, 1, 1 }, { 1, 2, 3 }))
    lu.assertNil(cities_pair.correlation({}, {}))
    lu.assertEquals(cities_pair.correlation({ 0.1, 0.2, 0.3 }, { -1, -2, -3 }), -1)
end

function tests.test_quantiles()
    lu.assertEquals(quantile({ 1, 2, 3, 4 }, 0.5), 2.5)
    lu.assertEquals(quantile({ 1, 2, 3, 4 }, 0.25), 1.75)
    lu.assertEquals(quantile({ 7 }, 0.9), 7)
end

-- Maps ---------------------------------------------------------------------------------------------

local function square(west, south, east, north)
    return { west, south, east, south, east, north, west, north, west, south }
end

-- At 60 degrees north a degree east is half as long as one north: 4 by 2 degrees are a square, 696 units wide.
function tests.test_degrees_east_are_as_long_as_in_the_middle()
    local shape = { name = "A", rings = { square(0, 59, 4, 61) }, points = {}, score = 95, shown = "95.0" }
    local made = map.draw { title = "t", about = "a", range = MARKS, shapes = { shape }, has_hints = true }
    assert_has(made, 'd="M12 708L708 708L708 12L12 12L12 708Z" class="shade9 border"><title>A: 95.0</title>')
    lu.assertAlmostEquals(made.height, 720, 1e-6)
end

function tests.test_what_nobody_would_see_is_not_drawn()
    local near = { 0, 0, 0.00001, 0, 1, 0, 1, 1, 0, 1, 0, 0 }
    local made = map.draw { title = "t", about = "a", range = MARKS, shapes = {
        { name = "A", rings = { near, square(0.5, 0.5, 0.5001, 0.5001) }, points = {}, is_known = true },
        { name = "B", rings = { square(0.2, 0.2, 0.2001, 0.2001) }, points = {} } } }
    local _, corners = drawn(made):match('d="([^"]*)" class="none border"'):gsub("[ML]", "")
    lu.assertEquals(corners, 5)
    assert_has(made, 'width="1" height="1" class="track"/>')
end

function tests.test_places_alone()
    local made = map.draw { title = "t", about = "a", range = MARKS, shapes = {
        { name = "A", rings = {}, points = { { 7, 51 } }, score = 5, shown = "5.0" } } }
    assert_has(made, 'r="5" class="shade0 place"/>')
    assert_numbers(made)
end

-- The whole hierarchy ------------------------------------------------------------------------------

local function node(code, share, children)
    return { code = code, title = code .. " name", score = 50, shown = "50.0", short = "50", range = MARKS,
        share = share, href = "#" .. code, children = children or {} }
end

-- One half of the index, and two quarters of it, the second of 40 nodes: rows and then columns, 2 units apart.
local function hierarchy()
    local many = {}
    for i = 1, 40 do
        many[i] = node("B" .. i, 1 / 40)
    end
    return icicle.draw { title = "t", about = "a", nodes = { node("A", 0.5), node("B", 0.25), node("C", 0.25, many) } }
end

function tests.test_an_icicle_has_a_row_a_level()
    local made = hierarchy()
    lu.assertEquals(made.height, 70)
    assert_has(made, '<rect x="0" y="0" width="478" height="68" class="shade5"/>')
    assert_has(made, '<rect x="720" y="0" width="238" height="34" class="shade5"/>')
    assert_has(made, '<rect x="720" y="36" width="4" height="32" class="shade5"/>')
end

-- 42 nodes at the end have 14 units each: a half is 294 high, one of 40 in a quarter 3.7, too low for a finger.
function tests.test_a_narrow_icicle_has_a_column_a_level()
    local made = hierarchy().narrow
    lu.assertEquals({ made.width, made.height }, { 320, 588 })
    assert_has(made, '<rect x="0" y="0" width="320" height="293" class="shade5"/>')
    assert_has(made, '<rect x="0" y="441" width="159" height="146" class="shade5"/>')
    assert_has(made, '<a href="#C" tabindex="-1"><title>B1 name: 50.0</title><rect x="161" y="441" width="159"')
    lu.assertNil(drawn(made):find('href="#B1"', 1, true))
    assert_has(made, '>A name</text>')
end

-- A word that is wider than its column is not broken: the code stands for it.
function tests.test_long_words_are_not_broken()
    local long = node("X", 1)
    long.title = ("l"):rep(80)
    local made = icicle.draw { title = "t", about = "a", nodes = { long } }
    assert_has(made.narrow, ">X</text>")
    assert_numbers(made.narrow)
end

-- Squares and bars ---------------------------------------------------------------------------------

function tests.test_a_matrix_has_each_pair_once()
    local made = matrix.draw { title = "t", about = "a", names = { "One", "Two" }, codes = { "1", "2" },
        at = function(i, j)
            lu.assertEquals({ i, j }, { 2, 1 })
            return -0.55
        end }
    assert_has(made, 'class="below2"><title>Two, One: −0.55</title>')
    assert_has(made, ">−0.55</text>")
end

-- Where rows are codes alone nobody knows what they are: names stand on phones, too, as far as numbers leave room.
function tests.test_a_matrix_has_names_on_phones()
    local names, codes = {}, {}
    for i = 1, 8 do
        names[i], codes[i] = ("L%d Citizen service"):format(i), "L" .. i
    end
    local made = matrix.draw { title = "t", about = "a", names = names, codes = codes, at = function() return 0.5 end }
    assert_has(made, ">L1 Citizen service</text>")
    assert_has(made, ">L8</text>")
    assert_has(made.narrow, "<title>L1 Citizen service</title>L1 Cit")
    assert_has(made.narrow, ">0.50</text>")
end

-- The axis ends at 50 %, the longest bar rounded up to tens: names have 7.28 + 12, bars from there to 670; on narrow
-- screens bars go from 6 to 190, 31 below the top of their row.
function tests.test_bars_are_as_long_as_their_shares()
    local made = bars.draw { title = "t", about = "a",
        rows = { { name = "A", wide = 0.45, narrow = 0.25, shown = "" } } }
    assert_has(made, '<rect x="19.3" y="11" width="585.6" height="18" class="possible"/>')
    assert_has(made, '<rect x="19.3" y="16" width="325.4" height="8" class="bar"/>')
    assert_has(made.narrow, '<rect x="6" y="28" width="165.6" height="18" class="possible"/>')
    assert_numbers(bars.draw { title = "t", about = "a", rows = { { name = "A", shown = "–" } } })
    assert_numbers(bars.draw { title = "t", about = "a",
        rows = { { name = "A", wide = 0, narrow = 0, shown = "0 %" } } })
end

function tests.test_a_heat_map_has_a_square_a_city_and_row()
    local made = heatmap.draw { title = "t", about = "a", cities = { { name = "P" }, { name = "Q" } },
        rows = { { node = "x", is_theme = true }, { node = "y" } }, name = tostring, cell = function(row, n)
            return row.node == "y" and n == 2 and "none" or "shade" .. n, "on_low", row.node .. n
        end }
    assert_has(made, '<rect x="394" y="26" width="73" height="19" class="shade1"/>')
    assert_has(made, '<rect x="468" y="46" width="73" height="19" class="none"/>')
    assert_has(made, ">y2</text>")
end

-- Eight cities or more have narrow columns: the letters of a Chinese name stand below each other, the last 6 units
-- above the squares, which begin at 50; the middle of the eighth column is at 394 + 7.5 * 30.
function tests.test_wide_letters_stand_upright()
    local cities = {}
    for i = 1, 8 do
        cities[i] = { name = i == 8 and "上海" or "City" }
    end
    local made = heatmap.draw { title = "t", about = "a", cities = cities, rows = {}, name = tostring }
    assert_has(made, '<text x="619" y="31" class="small strong" text-anchor="middle">上</text>')
    assert_has(made, '<text x="619" y="44" class="small strong" text-anchor="middle">海</text>')
    assert_has(made, 'rotate(-90)" class="small strong">City</text>')
end

-- Names of cities have the room that the longest needs, up to 260 units, and turn where one does not fit its column;
-- what is cut ends so, and says the whole. Names of rows go on in further lines.
function tests.test_a_heat_map_has_room_for_names()
    local long, indicator = ("Llanfair "):rep(9), ("a rather long name of an indicator "):rep(5)
    local function made(name)
        return heatmap.draw { title = "t", about = "a", cities = { { name = "A" }, { name = name } },
            rows = { { node = indicator } }, name = tostring, cell = function() return "shade1", "on_low", "1" end }
    end
    local one = made "B"
    lu.assertEquals(one.height, 26 + 20 + 3 * 14)
    for word in indicator:gmatch "%a+" do
        assert_has(one, word)
    end
    lu.assertNil(drawn(one):find("…", 1, true))
    lu.assertNil(drawn(one):find("rotate", 1, true))
    local turned = made "Sankt Johann am Tauern"    -- 22 letters of 6.16 * 1.2 units
    lu.assertEquals(turned.height, 163 + 10 + 20 + 3 * 14)
    assert_has(turned, ">Sankt Johann am Tauern</text>")
    local cut = made(long)
    lu.assertEquals(cut.height, 260 + 10 + 20 + 3 * 14)
    assert_has(cut, '<title>' .. long:sub(1, -2))
    assert_has(cut, "…</text>")
end

function tests.test_turned_words()
    local made = drawing.new { width = 1, height = 1, title = "t", about = "a" }
    made:turned(5, 7.25, "<x>", "plain")
    assert_has(made, '<text transform="translate(5 7.2) rotate(-90)" class="plain">&lt;x&gt;</text>')
end

support.run("charts", tests)
