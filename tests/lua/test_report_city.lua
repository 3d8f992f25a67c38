-- The report of one city: what its bars, words and heads say of scores, of many cities and of one alone.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

package.preload["hundredmark.program"] = function()    -- what only the program knows
    return { is_terminal = function() return false end, cancel_on_interrupt = function() end, clock = os.clock }
end

local city_page = require "report.city_page"
local hm = require "hundredmark"
local language = require "report.language"
local step_rows = require "report.step_rows"
local lu = require "luaunit"
local report_city = require "cli.report_city"
local support = require "support"

local tests = {}

function tests:tearDown()
    language.use "en"
end

-- A package of indicators a, b and c, each the figure of that name; `root` and `more`: fields of the index, of c.
local function package_of(root, more)
    local files = { ["package.lua"] = ([[return package { name = "few", version = "1", api = 1,
        nodes = { { "index", "Index" %s } } }]]):format(root or "") }
    for _, code in ipairs { "a", "b", "c" } do
        files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "index", name = "Named %s", about = "x.",
            inputs = { number { "%s", "Said of %s" } }, measure = input.%s %s }]]):format(code:upper(), code,
            code, code, code, code == "c" and more or "")
    end
    return support.need(hm.open_package("few", { files = files }))
end

-- The page of city A by data of the columns a, b and c.
local function html_of(package, rows)
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("d.csv", "city,period,a,b,c\n" .. rows))
    support.need(dataset:finish())
    local run = { package = package, info = package:info(), dataset = dataset, units = dataset:units(), whole = true,
        scores = support.scores(package, dataset) }
    local last
    for unit, place in ipairs(run.units) do
        last = place.city == "A" and unit or last
    end
    return city_page.page(report_city.of(run, {}, last)):html()
end

-- What stands by itself has its score, where others are, its range and how it came about; it is no strength of the index.
function tests.test_what_stands_beside_the_index()
    local files = { ["package.lua"] = [[return package { name = "beside", version = "1", api = 1, nodes = {
        { "index", "Index" }, { "G1", "Apart", parent = false, about = "By itself.", range = { 0, 10 } } } }]] }
    for code, more in pairs { a = 'parent = "index"', b = 'parent = "G1", range = { 0, 10 }',
        c = 'parent = "G1", range = { 0, 10 }' } do
        files[code .. ".lua"] = ([[return indicator { code = "%s", %s, name = "Named %s",
            inputs = { number { "%s", "Said of %s" } }, measure = input.%s }]]):format(code:upper(), more, code, code,
            code, code)
    end
    local html = html_of(support.need(hm.open_package("beside", { files = files })),
        "A,2025,8,5,4\nB,2025,9,8,8\nC,2025,70,2,2\nD,2025,70,2,2\n")
    local block = html:match '<h2 id="beside">(.-)</table>'
    lu.assertStrContains(block, '<a href="#G1">G1 Apart</a>')
    lu.assertStrContains(block, '>4.50</')
    lu.assertStrContains(block, ">0 to 10</td>")
    lu.assertStrContains(block, ">2.00</td>")    -- the median of the others
    local strengths = html:match '<h2 id="strengths">(.-)<h2'
    lu.assertStrContains(strengths, "Named a")
    lu.assertNil(strengths:find "Named b" or strengths:find "Named c")
    local tree = html:match '<h2 id="scores">(.*)$'
    lu.assertStrContains(tree:match "Beside the index</h3>(.*)$", "(5.000 + 4.000) / 2 = 4.500")
    lu.assertStrContains(tree:match "= 4%.500(.-)<details", "Scores are held within 0 to 10.")
end

-- What marks of bars mean is said once, of whatever bars there are first.
function tests.test_the_legend_of_bars_beside_the_index()
    local package = support.need(hm.open_package("beside", { files = {
        ["package.lua"] = [[return package { name = "beside", version = "1", api = 1,
            nodes = { { "index", "Index" }, { "T", "Theme", parent = "index" } } }]],
        ["all.lua"] = [[return {
            indicator { code = "A", parent = "T", name = "A", inputs = { number { "a", "a" } }, measure = input.a },
            indicator { code = "B", parent = false, name = "B", inputs = { number { "b", "b" } }, measure = input.b } }]] } }))
    for _, rows in ipairs { "A,2025,,5,\nB,2025,,8,\nC,2025,,2,\n", "A,2025,1,5,\nB,2025,2,8,\nC,2025,3,2,\n" } do
        local html, told = html_of(package, rows), 0
        for _ in html:gmatch "The line across a bar" do
            told = told + 1
        end
        lu.assertEquals(told, 1)
    end
end

-- Themes have scores, and others to stand beside, where nobody has an index. They had no medians then.
function tests.test_themes_without_an_index_stand_beside_the_others()
    local html = html_of(package_of("", ", required = true"), "A,2025,8,85,NR\nB,2025,9,80,NR\nC,2025,10,60,NR\n")
    lu.assertStrContains(html, "There is no score")
    local themes = html:match '<h2 id="themes">.-</table>'
    lu.assertStrContains(themes, ">Median of the others</th>")
    lu.assertStrContains(themes:match 'Named b.-</tr>', ">70.0</td>")
end

-- What took points off an index of which less is better did it good; it comes first, and says so.
function tests.test_moves_of_an_index_of_which_less_is_better()
    local rows = "A,2024,50,50,50\nA,2025,20,60,50\nB,2025,40,40,40\nC,2025,45,45,45\nD,2025,45,45,45\n"
    local html = html_of(package_of ', direction = "lower"', rows)
    local took, added = html:find(">▼ Took most: for the better</h3>", 1, true),
        html:find(">▲ Added most: for the worse</h3>", 1, true)
    lu.assertTrue(took < added)
    lu.assertTrue(took < html:find("−10.00", 1, true) and html:find("−10.00", 1, true) < added)
    lu.assertStrContains(html, "Less is better: with fewer points a city is ahead.")
    html = html_of(package_of(nil, ", deducts = true"), rows)
    lu.assertStrContains(html, "Of some less is better: with fewer points a city is ahead in them.")
    html = html_of(package_of(), rows)
    lu.assertTrue(html:find(">▲ Added most</h3>", 1, true) < html:find(">▼ Took most</h3>", 1, true))
    lu.assertNil(html:find("for the better", 1, true) or html:find("less is better", 1, true))
end

-- The drawing of the index has parts by their weights; what takes points off or adds them stands below it.
function tests.test_what_is_not_drawn_is_named()
    local function note_of(more, figure)
        local html = html_of(package_of(nil, more), "A,2025,8,85," .. figure .. "\nB,2025,9,80,60\n")
        return html:match '<h2 id="glance">.-(What counts by points[^<]*)<'
    end
    local begin = "What counts by points and not by weight is not drawn: C Named c "
    lu.assertEquals(note_of(", deducts = true", 7), begin .. "(−7.0 in Index).")
    lu.assertEquals(note_of(", deducts = true, cap = 5", 7), begin .. "(−5.0 in Index).")
    lu.assertEquals(note_of(", adds = true, cap = 5", 7), begin .. "(+5.0 in Index).")
    lu.assertEquals(note_of(", adds = true", ""), begin .. "(– in Index).")
    lu.assertNil(note_of("", 7))
    lu.assertNil(note_of(", scored = false", 7))
end

-- In the list of all scores: how wide the bar of a node is, of 200 units; nil where there is none. And its score.
local function bar_of(html, code)
    local drawn, shown = html:match('(<svg[^>]*><rect[^>]*class="track"/>[^\n]-</svg>)</span> '
        .. '<span class="figure[^>]-data%-code="' .. code .. '"[^>]*>([^<]*)<')
    return tonumber(drawn:match '.*width="([%d.]+)"[^>]*class="bar"'), shown
end

-- 8 of 100 beside 85: an axis of 0 to 100 for both, and as many decimals. It had an axis up to 8.3.
function tests.test_a_low_score_has_a_short_bar()
    local html = html_of(package_of(), "A,2025,8,85,50\n")
    for code, score in pairs { A = 8, B = 85, C = 50 } do
        local width, shown = bar_of(html, code)
        lu.assertAlmostEquals(width, 198 * score / 100, 0.1)
        lu.assertEquals(shown, score .. ".0")
    end
end

-- Where all scores are from 0 to 1 bars are beside the highest of them, and decimals tell them apart.
function tests.test_marks_to_one()
    local html = html_of(package_of(), "A,2025,0.25,0.5,1\n")
    for code, score in pairs { A = 0.25, B = 0.5, C = 1 } do
        local width, shown = bar_of(html, code)
        lu.assertAlmostEquals(width, 198 * score, 0.1)
        lu.assertEquals(shown, ("%.3f"):format(score))
    end
end

-- Without ends a score is beside those of other cities, and one alone has no bar: half of the line said nothing.
function tests.test_a_score_without_ends()
    local open = package_of("", ", range = false")
    lu.assertNil(bar_of(html_of(open, "A,2025,8,85,50\n"), "C"))
    local low = bar_of(html_of(open, "A,2025,8,85,50\nB,2025,8,85,100\n"), "C")
    local high = bar_of(html_of(open, "A,2025,8,85,100\nB,2025,8,85,50\n"), "C")
    lu.assertTrue(low > 80 and low < 110 and high > 180)
end

-- "Score" is "Note" in French, and "Note", of data, "Remarque": the head of a column is said once.
function tests.test_heads_are_said_once()
    language.use "fr"
    local html = html_of(package_of(), "A,2025,8,85,50\nB,2025,9,80,60\nC,2025,7,80,60\n")
    lu.assertNil(html:find("Remarque", 1, true))
    lu.assertTrue(html:find(">Note</th>", 1, true) ~= nil)
end

-- Indicators of an index of which less is better are ranked like it, from the least on.
function tests.test_ranks_where_less_is_better()
    local html = html_of(package_of ', direction = "lower"', "A,2025,8,85,50\nB,2025,9,80,60\nC,2025,10,80,60\n"
        .. "D,2025,11,80,60\n")
    local ahead = html:match "▲ Furthest ahead(.-)</table>"
    lu.assertStrContains(ahead, "Named a")
    lu.assertStrContains(html, "1 of 4 in 2025, the least first")
    lu.assertStrContains(html, "Number 1 of 4 cities.")
end

-- Steps: of the report, of the page of improve and of the app.
function tests.test_steps_to_speak_of()
    local inputs = { km = { kind = "amount" }, area = { kind = "amount", min = 0, max = 9 }, park = { kind = "flag" } }
    local function gains(given)
        given.inputs = inputs
        local found = step_rows.gains({ { input = "park", from = "no", points = 2 }, { input = "km", from = "0", points = 1 },
            { input = "area", from = "0", points = 0.5 }, { input = "km", from = "3", points = 0.0049 },
            { input = "park", from = "yes", points = 0 }, { input = "area", from = "5", points = -0.7 } }, given)
        local points = {}
        for i, row in ipairs(found.rows) do
            points[i] = row.points
        end
        return { points, found.with_less, found.of_unknown_size }
    end
    lu.assertEquals(gains { decimals = 2 }, { { 2, 0.5 }, 1, 1 })
    lu.assertEquals(gains { decimals = 4 }, { { 2, 0.5, 0.0049 }, 0, 1 })
    lu.assertEquals(gains { decimals = 2, knows_steps = true }, { { 2, 1, 0.5 }, 1, 0 })
    lu.assertEquals(gains { decimals = 2, less_is_better = true }, { { -0.7 }, 0, 0 })
end

-- A figure of 0 has a step where the package says what it can be: at both ends, of which amounts have one by themselves.
function tests.test_steps_of_figures_of_0()
    local function is_told(input)
        local package <close> = support.need(hm.open_package("p", { files = {
            ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
            ["a.lua"] = ('return indicator { code = "a", parent = "top", name = "A", inputs = { %s },\n'
                .. "measure = input.x + 0, range = false }"):format(input) } }))
        return #step_rows.gains({ { input = "x", from = "0", points = 1 } },
            { inputs = step_rows.inputs(package), decimals = 2 }).rows == 1
    end
    for input, expected in pairs {
        ['amount { "x", min = 0, max = 100 }'] = true, ['amount { "x", max = 100 }'] = true,
        ['amount { "x", min = 0 }'] = false, ['amount { "x" }'] = false,
        ['amount { "x", improve = { step = 2 } }'] = true,
        ['number { "x", min = 0, max = 100 }'] = true, ['number { "x", min = -5, max = 100 }'] = true,
        ['number { "x", max = 100 }'] = false, ['number { "x", min = 0 }'] = false, ['count { "x" }'] = true,
    } do
        lu.assertEquals(is_told(input), expected, input)
    end
end

support.run("report_city", tests)
