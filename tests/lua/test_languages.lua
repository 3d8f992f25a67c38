-- What people read in other languages: catalogues, plurals, and what falls back to English.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

package.path = support.folder .. "/../../scripts/?.lua;" .. package.path

local catalogue = require "report.catalogue"
local language = require "report.language"
local plurals = require "report.plurals"

local tests = {}

function tests:tearDown()
    language.use "en"
end

-- Catalogues ------------------------------------------------------------------------------------

local TEXT <const> = "\xEF\xBB\xBFcontext,source,target,fuzzy,developer_comments\r\n"
    .. "a,Score,Note,,\r\n"
    .. "a,\"One, \"\"two\"\"\",\"Un, « deux »\",,\"of\nlines\"\r\n"
    .. "a,Rank,Rang,yes,\r\n"
    .. "b,Score,,,\r\n"

function tests.test_a_catalogue_is_read()
    local rows = assert(catalogue.read(TEXT))
    lu.assertEquals(#rows, 4)
    lu.assertEquals(rows[2], { context = "a", source = 'One, "two"', target = "Un, « deux »", fuzzy = false,
        comment = "of\nlines", line = 3 })
    lu.assertTrue(rows[3].fuzzy)
    lu.assertEquals(rows[3].line, 5)
    lu.assertEquals(catalogue.targets(rows), { a = { Score = "Note", ['One, "two"'] = "Un, « deux »" } })
end

function tests.test_a_catalogue_is_written_as_it_is_read()
    local rows = assert(catalogue.read(TEXT))
    local again = assert(catalogue.read(catalogue.write(rows)))
    for i, row in ipairs(rows) do
        row.line, again[i].line = nil, nil
    end
    lu.assertEquals(again, rows)
end

function tests.test_what_is_no_catalogue()
    local rows, wrong, line = catalogue.read "context,source,target\na,b,\"c\n"
    lu.assertNil(rows)
    lu.assertEquals({ wrong, line }, { "a quote that is never closed", 2 })
    rows, wrong, line = catalogue.read "context,target\n"
    lu.assertNil(rows)
    lu.assertStrContains(wrong, "no column source")
    lu.assertEquals(line, 1)
end

-- Saying ----------------------------------------------------------------------------------------

function tests.test_english_is_what_the_source_says()
    local say = language.of "test"
    lu.assertEquals(say "Score", "Score")
    lu.assertEquals(say("{a} of {b} {c}", { a = 1, b = "x" }), "1 of x {c}")
    lu.assertEquals(say.count(1, "{n} city", "{n} cities"), "1 city")
    lu.assertEquals(say.count(0, "{n} city of {m}", "{n} cities of {m}", { m = 7 }), "0 cities of 7")
    lu.assertEquals(say.later "high", "high")
    lu.assertEquals(language.number "63.4", "63.4")
    lu.assertEquals(language.tag(), "en")
    lu.assertEquals(language.direction(), "ltr")
    lu.assertEquals(language.list { "a", "b" }, "a, b")
end

function tests.test_a_language()
    lu.assertTrue(language.use "fr-CA")
    lu.assertEquals(language.tag(), "fr-CA")
    lu.assertEquals(language.number "-63.4", "-63,4")
    lu.assertEquals(language.answer "yes", "oui")
    lu.assertTrue(language.use "zh")
    lu.assertEquals(language.list { "甲", "乙" }, "甲、乙")
    lu.assertEquals(language.answer "no", "否")
end

function tests.test_a_language_that_only_a_package_has()
    lu.assertFalse(language.use "ar")
    lu.assertEquals(language.direction(), "rtl")
    lu.assertEquals(language.answer "yes", "yes")
    language.learn { yes = "نعم", ["."] = "٫" }
    lu.assertEquals(language.answer "yes", "نعم")
    lu.assertEquals(language.of("test")("Score"), "Score")
end

function tests.test_languages_that_there_are()
    lu.assertEquals(language.tags(), { "en", "fr", "zh" })
    local all = language.all()
    lu.assertEquals(all[1].tag, "fr")
    lu.assertEquals(all[1].words.yes, "oui")
end

function tests.test_plurals()
    local cases = {
        fr = { [0] = "one", [1] = "one", [2] = "other" }, zh = { [1] = "other" },
        de = { [0] = "other", [1] = "one", [2] = "other" },
        ru = { [1] = "one", [11] = "many", [21] = "one", [22] = "few", [25] = "many", [112] = "many" },
        pl = { [1] = "one", [21] = "many", [22] = "few", [12] = "many" },
        ar = { [0] = "zero", [2] = "two", [3] = "few", [11] = "many", [100] = "other" },
        lv = { [0] = "zero", [1] = "one", [11] = "zero", [21] = "one", [22] = "other" },
    }
    for tag, forms in pairs(cases) do
        for n, form in pairs(forms) do
            lu.assertEquals(plurals.form(tag, n), form, tag .. " " .. n)
        end
    end
    lu.assertEquals(plurals.forms "pl", { "one", "few", "many", "other" })
end

support.run("languages", tests)
