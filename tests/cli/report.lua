-- The rooms of scripts/report that stand on their own: text, tables, pages.
--
--   lua5.4 report.lua      (needs LuaUnit)

package.path = (arg[0]:match("^(.*/)") or "./") .. "../../scripts/?.lua;" .. package.path

local lu = require "luaunit"
local layout = require "report.layout"
local page = require "report.page"
local text = require "report.text"

TestText = {}

function TestText.test_width_counts_columns_not_bytes()
    lu.assertEquals(text.width("Port"), 4)
    lu.assertEquals(text.width("Čečná"), 5)
    lu.assertEquals(text.width("東京"), 4)
    lu.assertEquals(text.width("e\u{301}"), 1)
    lu.assertEquals(text.width("\u{1F30D}"), 2)
    lu.assertEquals(text.width(""), 0)
end

function TestText.test_cut_ends_in_an_ellipsis_within_the_width()
    lu.assertEquals(text.cut("harbour", 7), "harbour")
    lu.assertEquals(text.cut("harbours", 7), "harbou…")
    lu.assertEquals({ text.cut("harbours", 7) }, { "harbou…", 7 })
    lu.assertEquals({ text.cut("harbour", 9) }, { "harbour", 7 })
    lu.assertEquals({ text.cut("ab  cdef", 5) }, { "ab…", 3 })    -- no blanks before the dots
    lu.assertEquals({ text.cut("港口城市", 6) }, { "港口…", 5 })
    lu.assertEquals({ text.cut("harbour", 0) }, { "", 0 })
    lu.assertEquals(text.trimmed("  a b \t "), "  a b")
    lu.assertEquals(text.trimmed("   "), "")
    lu.assertEquals(text.cut("the harbour", 5), "the…")
    lu.assertEquals(text.cut("東京都", 5), "東京…")
    lu.assertEquals(text.cut("東京都", 4), "東…")
    lu.assertEquals(text.cut("東京", 1), "…")
    lu.assertEquals(text.cut("ab", 0), "")
end

function TestText.test_pad_by_columns()
    lu.assertEquals(text.pad("東", 4), "東  ")
    lu.assertEquals(text.pad("7", 3, "right"), "  7")
    lu.assertEquals(text.pad("long", 2), "long")
end

function TestText.test_wrap_keeps_every_word()
    lu.assertEquals(text.wrap("one two three", 7), { "one two", "three" })
    lu.assertEquals(text.wrap("", 7), { "" })
    lu.assertEquals(text.wrap("abcdefghij", 4), { "abcd", "efgh", "ij" })
    lu.assertEquals(text.wrap("東京都", 4), { "東京", "都" })
    lu.assertEquals(text.wrap("四个城市，少于（十）个。", 8), { "四个城", "市，少于", "（十）", "个。" })
    lu.assertEquals(text.wrap("）））", 4), { "））", "）" })
end

function TestText.test_clean_leaves_nothing_a_terminal_obeys()
    lu.assertEquals(text.clean("a\27[31mb"), "a\\u{1B}[31mb")
    lu.assertEquals(text.clean("a\nb\tc"), "a b c")
    lu.assertEquals(text.clean("a\xFFb"), "a\\xFFb")
    lu.assertEquals(text.clean("\xC2\x9Bx"), "\\u{9B}x")
    lu.assertEquals(text.clean("\u{202E}x"), "\\u{202E}x")
    lu.assertEquals(text.clean("\u{2066}x\u{2028}\0"), "\\u{2066}x\\u{2028}\\0")
    lu.assertEquals(text.clean("東京 é"), "東京 é")
    lu.assertEquals(text.clean("cut \xE6\x9D"), "cut \\xE6\\x9D")
end

TestLayout = {}

local COLUMNS <const> = { { title = "code" }, { title = "name", least = 4 },
    { title = "score", side = "right" } }

function TestLayout.test_columns_side_by_side()
    local rows = { { "A", "Bridges", "75.0" }, { "B", "東京", "–" } }
    lu.assertEquals(layout.lines(COLUMNS, rows, 80), {
        "code  name     score",
        "A     Bridges   75.0",
        "B     東京         –",
    })
end

function TestLayout.test_only_columns_that_may_are_narrowed()
    lu.assertEquals(layout.lines(COLUMNS, { { "A", "Bridges and quays", "75.0" } }, 20), {
        "code  name     score",
        "A     Bridge…   75.0",
    })
    lu.assertEquals(layout.lines(COLUMNS, { { "A", "Bridges", "75.0" } }, 5), {
        "code  name  score",
        "A     Bri…   75.0",
    })
end

function TestLayout.test_wrapped_cells_go_on_below()
    local columns = { { title = "code" }, { title = "because", least = 8, wrap = true } }
    lu.assertEquals(layout.lines(columns, { { "A", "not reported: bridges" } }, 18), {
        "code  because",
        "A     not",
        "      reported:",
        "      bridges",
    })
end

function TestLayout.test_markdown_escapes_bars()
    lu.assertEquals(layout.markdown({ { title = "name" }, { title = "score", side = "right" } },
        { { "a|b", "1" } }), { "| name | score |", "| --- | ---: |", "| a\\|b | 1 |" })
end

TestPage = {}

function TestPage.test_text_and_markdown_of_one_page()
    local p = page.new():heading(1, "Aville"):facts { { "score", "75" }, { "rank", nil } }
        :heading(2, "Formula"):formula("a + b"):entries { { "a = 1", "first", "" } }
    lu.assertEquals(p:text(80),
        "Aville\n======\n\nscore  75\n\nFormula\n    a + b\n\na = 1\n    first\n")
    lu.assertEquals(p:markdown(),
        "# Aville\n\n- **score**: 75\n\n## Formula\n\n    a + b\n\n- **a = 1**\n  - first\n")
end

function TestPage.test_painting_changes_no_layout()
    local function paint(name, words)
        return name and "<" .. words .. ">" or words
    end
    local p = page.new():table({ { title = "x" }, { title = "remarks" } },
        { { "1", { "failed", paint = "bad" } } })
    lu.assertEquals(p:text(80, paint), "<x>  <remarks>\n1  <failed >\n")
end

os.exit(lu.LuaUnit.run())
