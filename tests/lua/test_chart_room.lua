-- Charts have room for their words: these do not lie on each other, nor are they wider than what they stand in, however
-- long numbers, names and periods are. Widths are those that drawing.lua allows for.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local drawing = require "report.drawing"
local heatmap = require "report.chart.heatmap"
local icicle = require "report.chart.icicle"
local lu = require "luaunit"
local multiples = require "report.chart.multiples"
local ranking = require "report.chart.ranking"
local scale = require "report.chart.scale"
local scatter = require "report.chart.scatter"
local support = require "support"

local tests = {}

local MARKS <const> = { 0, 100 }

local function drawn(made)
    return table.concat(made.parts)
end

local function assert_has(made, part)
    lu.assertStrContains(drawn(made), part)
end

local function ranked(rows)
    return ranking.draw { title = "t", about = "a", range = MARKS, heads = { "score", "rank" }, rows = rows }
end

local function clouded(points)
    return scatter.draw { title = "t", about = "a", across = "X", up = "Y", range_x = MARKS, range_y = MARKS,
        points = points }
end

local function node(code, share, children)
    return { code = code, title = code .. " name", score = 50, shown = "50.0", short = "50", range = MARKS,
        share = share, href = "#" .. code, children = children or {} }
end

-- Ten letters of 13 * 0.56 * 1.25 have 91 units and 14 before the ranks, in front of a name's 20.372; on narrow screens
-- ranks end 105 from the right, and long ones go below the name.
function tests.test_long_scores_have_room()
    local made = ranked { { name = "A", score = 50, shown = "12345678.9", words = "1st" } }
    assert_has(made, '<text x="111.4" y="42" class="strong" text-anchor="end">12345678.9</text>')
    assert_has(made, '<text x="125.4" y="42" class="soft">1st</text>')
    assert_has(made.narrow, '<text x="215" y="41" class="soft" text-anchor="end">1st</text>')
    made = ranked { { name = "Brackley", score = 50, shown = "12345678.9", words = ("2nd to 14th, "):rep(3) } }
    assert_has(made.narrow, '<text x="0" y="41" class="plain">Brackley</text>')
    assert_has(made.narrow, '<text x="0" y="58" class="soft">2nd to 14th, 2nd')
end

-- Each { from, to } of the words in the middle of which (x, y) is, in letters 11 high, at `y`.
local function places_of(made, y)
    local places = {}
    for x, words in drawn(made):gmatch('<text x="([%d.]+)" y="' .. y .. '"[^>]*"middle">([^<]*)<') do
        local half = drawing.figure_width(words, 11) / 2
        places[#places + 1] = { x - half, x + half }
    end
    return places
end

local function assert_apart(places, least)
    lu.assertTrue(#places >= least, #places)
    for i = 2, #places do
        lu.assertTrue(places[i][1] > places[i - 1][2], i)
    end
end

-- Of an axis only so many as do not touch, and all of each is on the drawing.
function tests.test_marks_of_an_axis_do_not_touch()
    for _, most in ipairs { 100, 1e5, 1e7, 1e12 } do
        local made = drawing.new { width = 320, height = 100, title = "t", about = "a" }
        scale.draw_axis(made, scale.linear(0, most, 14, 306), 0, most, 5, 0, 50)
        local places = places_of(made, 66)
        assert_apart(places, 2)
        lu.assertTrue(places[1][1] > -0.1 and places[#places][2] < 320.1)
    end
end

-- Of 36 periods those that have room, and the first and the last always.
function tests.test_names_of_periods_do_not_touch()
    for _, name in ipairs { "%d-Q1", "%d-01-31", "%d" } do
        local periods, days, scores = {}, {}, {}
        for i = 1, 36 do
            periods[i], days[i], scores[i] = name:format(1990 + i), i * 90, i
        end
        local made = multiples.draw { title = "t", about = "a", range = MARKS, periods = periods, days = days,
            others = {}, chosen = { { name = "A", scores = scores } } }
        for _, one in ipairs { made, made.narrow } do
            assert_apart(places_of(one, 188), 2)
            assert_has(one, ">" .. periods[1] .. "<")
            assert_has(one, ">" .. periods[36] .. "<")
        end
    end
end

-- Marks of the axes stand left of 48 and below 460.
function tests.test_names_stand_between_the_axes()
    local points = {}
    for i = 1, 2 do
        points[i] = { name = "Same place", x = 0, y = 0, shown_x = "", shown_y = "" }
    end
    lu.assertNil(drawn(clouded(points)):find '>Same place<.*>Same place<')
    assert_has(clouded(points), '<text x="56" y="464" class="small">Same place</text>')
end

-- A score has 7.28 * 1.25 units a letter, words at most 7.28 * 1.1, and 8 are between them.
function tests.test_a_label_does_not_meet_its_score()
    for share = 1, 99 do
        local one, other = node("A", share / 100), node("B", 1 - share / 100)
        one.title, one.shown = "A.2 Homes heated by coal and wood", "100.0"
        for at, words, to, score in drawn(icicle.draw { title = "t", about = "a", nodes = { one, other } })
            :gmatch '<text x="([%d.]+)" y="[%d.]+" class="on_%a+">([^<]*)</text><text x="([%d.]+)"[^>]*>([^<]*)<' do
            lu.assertTrue(at + utf8.len(words) * 7.28 * 1.1 + 7.9 < to - #score * 7.28 * 1.25, share)
        end
    end
end

-- Of four columns the last has 320 / 3.6 * 0.6 units, 6 of them around words: a score has less digits there or none,
-- and why there is none is cut.
function tests.test_a_narrow_icicle_has_room_for_its_scores()
    local function last(score, shown, short)
        local one = node("D", 1)
        one.score, one.shown, one.short = score, shown, short
        for i = 1, 3 do
            one = node("A" .. i, 1, { one })
        end
        return icicle.draw { title = "t", about = "a", nodes = { one } }.narrow
    end
    assert_has(last(50, "50.0", "50"), ">50.0</text>")
    assert_has(last(5e4, "50000.0", "50000"), ">50000</text>")
    lu.assertNil(drawn(last(5e8, "500000000.0", "500000000")):find(">5000", 1, true))
    assert_has(last(nil, "undefined"), ">undef…</text>")
end

-- Eight letters of 11 * 0.56 * 1.25 units have 62, and 4 around them.
function tests.test_squares_have_room_for_their_figures()
    local cities = {}
    for i = 1, 8 do
        cities[i] = { name = "P" }
    end
    local made = heatmap.draw { title = "t", about = "a", cities = cities, rows = { { node = "x" } }, name = tostring,
        cell = function() return "shade1", "on_low", "123456.7" end }
    lu.assertEquals(made.width, 394 + 8 * 66)
end

-- Heads are whole on narrow screens, however wide scores are; then they stand beside each other instead of above.
function tests.test_heads_of_a_narrow_ranking()
    for _, shown in ipairs { "54.3", "2,414,413,130,934.7" } do
        local made = ranking.draw { title = "t", about = "a", range = MARKS,
            heads = { "score", "rank in 90 % of variations" }, rows = { { name = "A", score = 50, shown = shown, words = "1st" } } }
        assert_has(made.narrow, ">rank in 90 % of variations</text>")
    end
end

support.run("chart_room", tests)
