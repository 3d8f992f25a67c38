-- Rooms of scripts/ that need no program: numbers and words for people, CSV and JSON written in
-- Lua, calculations, and how a mark is derived. (Text, tables and pages: tests/cli/report.lua.)

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local cjson = require "cjson"
local derive = require "cli.derive"
local gaps = require "cli.gaps"
local json = require "report.json"
local lu = require "luaunit"
local numbers = require "report.numbers"
local paint = require "report.paint"
local suggest = require "cli.suggest"
local sums = require "report.sums"
local support = require "support"
local words = require "report.words"

local column = support.column
local tests = {}

-- Numbers ----------------------------------------------------------------------------------------

function tests.test_marks_have_one_decimal()
    lu.assertEquals(numbers.mark(63.4278), "63.4")
    lu.assertEquals(numbers.mark(100), "100.0")
    lu.assertEquals(numbers.mark(nil), "–")
end

-- Of what a lifted range lets through, nobody reads three hundred digits.
function tests.test_large_numbers_are_short()
    lu.assertEquals(numbers.mark(5e300 / 3), "1.66667e+300")
    lu.assertEquals(numbers.fine(-2e300), "−2e+300")
    lu.assertEquals(numbers.signed(-5e300 / 3), "−1.66667e+300")
    lu.assertEquals(numbers.short(1e30, 2), "1e+30")
    lu.assertEquals(numbers.mark(123456789012345), "123,456,789,012,345.0")
    lu.assertEquals(numbers.figure("1" .. ("0"):rep(300)), "1e+300")
    lu.assertEquals(numbers.figure("9007199254740993"), "9007199254740993")
end

-- From five digits on, as axes have it; never in formulas, where commas stand between numbers.
function tests.test_scores_have_marks_between_thousands()
    local scale = require "report.chart.scale"
    local language = require "report.language"
    local cases = { en = { "9999.9", "10,000.0", "−1,234,567.9", "+24,000.00", "12345.60" },
        fr = { "9999,9", "10\u{202F}000,0", "−1\u{202F}234\u{202F}567,9", "+24\u{202F}000,00", "12345,60" },
        zh = { "9999.9", "10,000.0", "−1,234,567.9", "+24,000.00", "12345.60" } }
    for tag, shown in pairs(cases) do
        language.use(tag)
        lu.assertEquals({ numbers.mark(9999.9), numbers.mark(10000), numbers.mark(-1234567.89), numbers.signed(24000, 2),
            numbers.term(12345.6) }, shown, tag)
        lu.assertEquals(scale.words(10000, 1), shown[2])
        lu.assertEquals(numbers.mark(0.123456, 6):sub(3), "123456")
    end
    language.use "en"
end

function tests.test_short_numbers()
    lu.assertEquals(numbers.short(12.50, 2), "12.5")
    lu.assertEquals(numbers.short(100, 2), "100")
    lu.assertEquals(numbers.short(0.004, 2), "0")
    lu.assertEquals(numbers.short(-0.004, 2), "0")
end

function tests.test_plain_numbers_stay_readable()
    lu.assertEquals(numbers.plain(1234567), "1234567")
    lu.assertEquals(numbers.plain(2 / 3), "0.6667")
    lu.assertEquals(numbers.plain(0), "0")
    lu.assertEquals(numbers.plain(1e-9), "1e-9")
    lu.assertEquals(numbers.plain(-0.0000546202704900965), "−0.00005462")
    lu.assertEquals(numbers.gain(1.5, 2), "+1.50")
    lu.assertEquals(numbers.gain(-0.0034, 2), "−0.003")
    lu.assertEquals(numbers.gain(0.000128, 2), "+0.0001")
    lu.assertEquals(numbers.gain(0, 2), "0.00")
    lu.assertEquals(numbers.plain(1e21), "1e+21")
end

function tests.test_figures_are_as_long_as_they_have_to_be()
    for text, expected in pairs { ["3477.7962744968"] = "3477.8", ["0.00012345678"] = "0.000123457", ["82114.224"] = "82114.2",
        ["1234567890.5"] = "1234567891", ["12345678"] = "12345678", ["3.5"] = "3.5", ["yes"] = "yes",
        ["-0.273000001"] = "−0.273" } do
        lu.assertEquals(numbers.figure(text), expected)
    end
end

function tests.test_only_all_and_nothing_are_100_and_0_percent()
    lu.assertEquals(numbers.percent(1), "100 %")
    lu.assertEquals(numbers.percent(0.999), "99 %")
    lu.assertEquals(numbers.percent(0.001), "1 %")
    lu.assertEquals(numbers.percent(0), "0 %")
    lu.assertEquals(numbers.percent(0.5), "50 %")
    lu.assertEquals(numbers.percent_fine(0.375), "37.5 %")
    lu.assertEquals(numbers.percent_fixed(0.5), "50.0 %")
end

function tests.test_counts_of_things()
    lu.assertEquals(numbers.of(1, "city", "cities"), "1 city")
    lu.assertEquals(numbers.of(2, "city", "cities"), "2 cities")
    lu.assertEquals(numbers.of(0, "warning"), "0 warnings")
end

-- JSON -------------------------------------------------------------------------------------------

function tests.test_json_keeps_the_order_of_fields()
    local list = json.array { true, "x", json.NULL }
    lu.assertEquals(json.line(json.object { { "b", 1 }, { "a", list } }),
        '{"b":1,"a":[true,"x",null]}')
end

-- Names of files may be any bytes.
function tests.test_json_is_utf8_whatever_it_is_given()
    local function line(text)
        return json.line(json.array { text })
    end
    lu.assertEquals(line "M\xFCnchen.csv", [=[["M\\xFCnchen.csv"]]=])
    lu.assertEquals(line "\xFF", [=[["\\xFF"]]=])
    lu.assertEquals(line "a\xC3", [=[["a\\xC3"]]=])
    lu.assertEquals(line "\xED\xA0\x80", [=[["\\xED\\xA0\\x80"]]=]) -- half of a pair
    lu.assertEquals(line "M\xC3\xBCnchen", '["M\xC3\xBCnchen"]')
end

function tests.test_json_leaves_out_nothing_but_nil()
    local fields = { { "a", nil }, { "b", false }, { "c", json.maybe(nil) } }
    lu.assertEquals(json.line(json.object(fields)), '{"b":false,"c":null}')
    lu.assertEquals(json.line(json.object {}), "{}")
    lu.assertEquals(json.line(json.array {}), "[]")
end

function tests.test_json_numbers_are_whole()
    lu.assertEquals(json.line(json.array { 1 / 3, 0.1, 100.0 }), "[0.3333333333333333,0.1,100]")
end

function tests.test_json_escapes_texts()
    local text = 'a "quoted" path/with\\slashes\nand \u{e9}\1'
    local line = json.line(text)
    lu.assertEquals(cjson.decode("[" .. line .. "]")[1], text)
    lu.assertNil(line:find("\\/", 1, true))
    lu.assertNil(line:find("\n"))
end

function tests.test_json_documents_are_indented()
    local fields = { { "a", json.array { 1, 2 } }, { "b", json.object {} } }
    lu.assertEquals(json.document(json.object(fields)),
        '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {}\n}\n')
end

function tests.test_json_refuses_plain_tables()
    lu.assertErrorMsgContains("json.object", json.line, { 1, 2 })
end

-- Words and colours ------------------------------------------------------------------------------

function tests.test_flags_in_words()
    lu.assertEquals(words.flags "capped;part_exceeds_whole", "capped, part above whole")
    lu.assertEquals(words.flags "", "")
    lu.assertEquals(words.flag_list "capped;unverified", { "capped", "unverified" })
    lu.assertEquals(#words.flag_meanings "capped;unverified", 2)
end

function tests.test_remarks_of_a_row()
    lu.assertEquals(words.remarks { status = "scored", flags = "" }, "")
    lu.assertEquals(words.remarks { status = "scored", flags = "capped" }, "capped")
    lu.assertEquals(words.remarks { status = "not_reported", flags = "" }, "not reported")
end

function tests.test_kinds_in_words()
    lu.assertStrContains(words.kind { kind = "count", max = 3 }, "0 to 3")
    lu.assertStrContains(words.kind { kind = "flag" }, "yes/no")
    lu.assertStrContains(words.kind { kind = "choice", options = { "a", "b" } }, "a, b")
end

function tests.test_colour_only_where_it_is_wanted()
    lu.assertEquals(paint.painter(false)("bad", "no"), "no")
    lu.assertEquals(paint.painter(true)("bad", "no"), "\27[31mno\27[0m")
    lu.assertEquals(paint.painter(true)(nil, "no"), "no")
    lu.assertEquals(paint.painter(true)("bad", "  "), "  ")
end

function tests.test_suggestions()
    lu.assertEquals(suggest.nearest("scool", { "schools", "school" }), ': did you mean "school"?')
    lu.assertEquals(suggest.nearest("xyz", { "schools" }), "")
end

-- Calculations written out -----------------------------------------------------------------------

local function children(list)
    local made = {}
    for i, child in ipairs(list) do
        made[i] = { declared = child[2], row = { score = child[1] } }
    end
    return made
end

local function group(method, parameters)
    return { aggregate = method, aggregate_said = method, aggregate_parameters = parameters or {} }
end

function tests.test_a_mean_with_equal_weights()
    lu.assertEquals(sums.write(group "arithmetic", children { { 75, 1 }, { 87.5, 1 } }, 81.25),
        "(75.00 + 87.50) / 2 = 81.25")
end

function tests.test_a_mean_with_weights()
    lu.assertEquals(sums.write(group "arithmetic", children { { 80, 3 }, { 40, 1 } }, 70),
        "(3 × 80.00 + 1 × 40.00) / 4 = 70.00")
end

function tests.test_other_means()
    lu.assertEquals(sums.write(group "geometric", children { { 80, 1 }, { 20, 1 } }, 40),
        "(80.00 × 20.00)^(1 / 2) = 40.00")
    lu.assertEquals(sums.write(group "harmonic", children { { 60, 1 }, { 30, 1 } }, 40),
        "2 / (1 / 60.00 + 1 / 30.00) = 40.00")
    lu.assertEquals(sums.write(group "median", children { { 60, 1 }, { 30, 1 } }, 45),
        "median of 60.00, 30.00 = 45.00")
end

function tests.test_means_with_parameters()
    lu.assertEquals(sums.write(group("power", { p = 2 }), children { { 60, 1 }, { 80, 1 } }, 70.71),
        "((60.00^2 + 80.00^2) / 2)^(1 / 2) = 70.71")
    lu.assertEquals(sums.write(group("power", { p = -1 }), children { { 60, 1 }, { 20, 3 } }, 24),
        "((1 × 60.00^(−1) + 3 × 20.00^(−1)) / 4)^(1 / −1) = 24.00")
    lu.assertEquals(sums.write(group "product", children { { 80, 1 }, { 50, 1 } }, 40),
        "100 × 80.00 / 100 × 50.00 / 100 = 40.00")
    lu.assertEquals(sums.write(group("worst", { count = 2 }), children { { 80, 1 }, { 50, 1 }, { 20, 1 } }, 35),
        "mean of the worst 2 of 80.00, 50.00, 20.00 = 35.00")
    lu.assertEquals(sums.write(group("geometric", { floor = 1 }), children { { 0, 1 }, { 100, 1 } }, 10),
        "(1.00 × 100.00)^(1 / 2) = 10.00")
end

function tests.test_other_means_with_weights()
    lu.assertEquals(sums.write(group "geometric", children { { 80, 1 }, { 20, 3 } }, 28.28),
        "(80.00^1 × 20.00^3)^(1 / 4) = 28.28")
    lu.assertEquals(sums.write(group "harmonic", children { { 60, 3 }, { 30, 1 } }, 48),
        "4 / (3 / 60.00 + 1 / 30.00) = 48.00")
    lu.assertEquals(sums.write(group "median", children { { 30, 1 }, { 50, 3 } }, 50),
        "median of 30.00 (weight 1), 50.00 (weight 3) = 50.00")
end

function tests.test_children_without_a_score_are_not_in_the_sum()
    lu.assertEquals(sums.write(group "arithmetic", children { { nil, 1 }, { 87.5, 1 } }, 87.5),
        "87.50, the only score")
    lu.assertNil(sums.write(group "arithmetic", children { { nil, 1 } }, nil))
end

-- How a mark comes about -------------------------------------------------------------------------

local function run()
    local package, dataset = support.package "mini", support.dataset()
    return { package = package, dataset = dataset, scores = support.scores(package, dataset), units = dataset:units() }
end

function tests.test_points_of_children()
    local scored = run()
    local group = derive.nodes(scored, 1).index
    local list = derive.children(scored, 1, group)
    lu.assertEquals(column(list, "code"), { "streets", "offices" })
    lu.assertAlmostEquals(list[1].points, 0.75 * 81.25, 1e-9)
    lu.assertAlmostEquals(list[2].points, 0.25 * 40, 1e-9)
    lu.assertEquals(column(list, "declared"), { 3, 1 })
end

function tests.test_no_points_in_a_geometric_mean()
    local scored = run()
    for _, child in ipairs(derive.children(scored, 1, derive.nodes(scored, 1).offices)) do
        lu.assertNil(child.points)
    end
end

function tests.test_the_way_up_to_the_root()
    local way = derive.ancestors(run(), 1, "S2")
    lu.assertEquals(column(way, "code"), { "streets", "index" })
    lu.assertAlmostEquals(way[1].points, 43.75, 1e-9)
    lu.assertAlmostEquals(way[2].points, 32.8125, 1e-9)
    lu.assertAlmostEquals(way[2].weight, 0.375, 1e-12)
end

function tests.test_a_figure_with_what_was_given()
    local figure = derive.figure(run(), 1, "lamps_smart")
    lu.assertEquals({ figure.value, figure.text, figure.kind }, { 150, "150", "count" })
    lu.assertEquals(figure.given.source, "City works")
    lu.assertEquals(derive.figure(run(), 1, "visits").rows, 5)
end

function tests.test_gaps()
    local scored = run()
    local rows = scored.scores:rows(2)
    lu.assertEquals(column(gaps.indicators(scored, 2, rows), "code"), { "S2", "O2" })
    lu.assertEquals(column(gaps.indicators(scored, 2, rows, "streets"), "code"), { "S2" })
    lu.assertEquals(gaps.indicators(scored, 2, rows, "streets")[1].status, "not_reported")
    lu.assertEquals(column(gaps.groups(scored, rows), "code"), { "index", "streets", "offices" })
    lu.assertTrue(gaps.is_indicator(scored, "S1"))
    lu.assertFalse(gaps.is_indicator(scored, "streets"))
end

function tests.test_a_zero_divisor_is_named()
    local scored = run()
    local gap = gaps.indicators(scored, 3, scored.scores:rows(3), "S1")[1]
    lu.assertEquals(gap.status, "undefined")
    lu.assertEquals(gap.inputs, { "lamps" })
end

support.run("TestReport", tests)
