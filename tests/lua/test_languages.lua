-- What people read in other languages: catalogues, plurals, and what falls back to English.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

package.path = support.folder .. "/../../scripts/?.lua;" .. package.path

package.preload["hundredmark.program"] = function()    -- what only the program knows
    return {}
end

local catalogue = require "report.catalogue"
local factor_words = require "report.factor_words"
local language = require "report.language"
local plurals = require "report.plurals"
local translations = require "cli.translations"

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

function tests.test_a_catalogue_without_a_last_line_end()
    for _, rest in ipairs { ",", ",,", ",,of towns", "" } do
        local rows = assert(catalogue.read("context,source,target,fuzzy,developer_comments\na,Town,Ville" .. rest))
        lu.assertEquals(catalogue.targets(rows), { a = { Town = "Ville" } }, rest)
    end
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
    lu.assertEquals(language.number "-63.4", "−63,4")
    lu.assertEquals(language.word "yes", "oui")
    lu.assertTrue(language.use "zh")
    lu.assertEquals(language.list { "甲", "乙" }, "甲、乙")
    lu.assertEquals(language.word "no", "否")
end

-- Of a row without a context, too, which serves every module.
function tests.test_one_and_many_in_a_language()
    language.use "fr"
    local say = language.of "test"
    local texts = {}
    for n = 0, 2 do
        texts[n + 1] = say.count(n, "{n} row", "{n} rows")
    end
    lu.assertEquals(texts, { "0 ligne", "1 ligne", "2 lignes" })
end

function tests.test_a_language_that_only_a_package_has()
    lu.assertFalse(language.use "ar")
    lu.assertEquals(language.direction(), "rtl")
    lu.assertEquals(language.word "yes", "yes")
    language.learn { yes = "نعم", ["."] = "٫" }
    lu.assertEquals(language.word "yes", "نعم")
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

-- Packages --------------------------------------------------------------------------------------

local FRENCH <const> = [[
context,source,target,fuzzy,developer_comments
package title,A town,Une ville,,
T name,Town,Ville,,
A name,Wrong,Faux,,an older source
A name,Trees,Arbres,,
A about,How green it is.,Combien elle est verte.,yes,
input trees,"Trees, counted","Arbres, comptés",,
unit,km2,km²,,
option waste,none,aucun,,
option waste,at the door,à la porte,,
visits day,Day,Jour,,
class,high,élevé,,
rule some,there is one,il y en a un,,
A note,A tree.,Un arbre.,,
A part trees,of a tree each,d'un arbre chacun,,
]]

local TOWN <const> = {
    ["package.lua"] = [[return package { name = "town", version = "1", api = 1, title = "A town",
        nodes = { { "T", "Town" } } }]],
    ["a.lua"] = [[return indicator { code = "A", parent = "T", name = "Trees", about = "How green it is.",
        classes = { { at_least = 50, "high" }, { "low" } },
        inputs = { count { "trees", "Trees, counted" }, amount { "area", "Area", unit = "km2" },
            flag { "park", "A park" },
            choice { "waste", "Waste", options = { "none", "at the door" } },
            records { "visits", "Visits", columns = { text { "day", "Day" } } } },
        measure = when(input.park, part("trees", input.trees, "of a tree each"),
            eq(input.waste, "none") * input.area),
        tests = { { trees = 1, park = true, area = 1, waste = "none", score = 1, note = "A tree." } } }]],
    ["rules.lua"] = [[return { rule { "some", input.trees, ">=", 1, about = "there is one" } }]],
}

local function town(files, options)
    local all = {}
    for _, list in ipairs { TOWN, files } do
        for path, text in pairs(list) do
            all[path] = text
        end
    end
    options = options or {}
    options.files = all
    return hm.open_package("town", options)
end

local function input_of(package, name)
    for _, input in ipairs(package:inputs()) do
        if input.name == name then
            return input
        end
    end
end

function tests.test_a_package_in_its_own_language()
    local package = support.need(town { ["lang/fr.csv"] = FRENCH, ["lang/zh.csv"] = "no catalogue" })
    lu.assertEquals(package:info().languages, { "fr", "zh" })
    lu.assertEquals(package:info().title, "A town")
    lu.assertEquals(input_of(package, "waste").said_options, { "none", "at the door" })
end

function tests.test_a_package_in_another_language()
    for _, tag in ipairs { "fr", "fr-CA" } do
        local package = support.need(town({ ["lang/fr.csv"] = FRENCH }, { language = tag }))
        lu.assertEquals(package:info().title, "Une ville")
        local indicator = package:indicator "A"
        lu.assertEquals(indicator.name, "Arbres")
        lu.assertEquals(indicator.about, "How green it is.")    -- in doubt: not used
        lu.assertEquals(indicator.tests[1].note, "Un arbre.")
        lu.assertEquals(indicator.parts[1].label, "d'un arbre chacun")
        lu.assertEquals(input_of(package, "trees").label, "Arbres, comptés")
        lu.assertEquals(input_of(package, "area").unit, "km²")
        lu.assertEquals(input_of(package, "park").label, "A park")    -- missing
        lu.assertEquals(input_of(package, "waste").options, { "none", "at the door" })
        lu.assertEquals(input_of(package, "waste").said_options, { "aucun", "à la porte" })
        lu.assertEquals(package:rules()[1].about, "il y en a un")
        lu.assertEquals(package:nodes()[1].name, "Ville")
        lu.assertEquals(package:nodes()[2].classes[1].class, "élevé")
    end
end

-- Everywhere that an expression may have parts; with other labels it computes the same, to the fit.
function tests.test_labels_of_parts()
    local files = { ["b.lua"] = [[return indicator { code = "B", parent = "T", name = "B", inputs = { "trees", "area" },
            measure = part("one", input.trees, "before"),
            measure_from = { ["2024"] = part("one", input.trees, "after") + part("none", input.area, "") },
            scale = "minmax", transform = function(x) return part("half", x / 2, "by half") end }]],
        ["package.lua"] = [[return package { name = "town", version = "1", api = 1, title = "A town",
            nodes = { { "T", "Town", measure = part("best", max(score.A, score.B), "the best") } } }]] }
    local plain = support.need(town(files))
    local texts = {}
    for _, one in ipairs(plain:texts()) do
        local name = one.context:match "^%u part (.*)$"
        texts[#texts + 1] = name and one.context .. ": " .. one.source or nil
    end
    table.sort(texts)
    lu.assertEquals(texts, { "A part trees: of a tree each", "B part half: by half", "B part one: after",
        "B part one: before", "T part best: the best" })
    files["lang/fr.csv"] = FRENCH .. "B part one,before,avant,,\nB part one,after,après,,\nB part half,by half,de moitié,,\n"
        .. "T part best,the best,le meilleur,,\n"
    local french = support.need(town(files, { language = "fr" }))
    lu.assertEquals(french:indicator("B", "2023").parts[1].label, "avant")
    lu.assertEquals(french:indicator("B", "2025").parts[1].label, "après")
    lu.assertEquals(french:indicator("B", "2025").parts[2].label, "")
    local function scored(package)
        local dataset = support.need(hm.new_dataset())
        support.need(dataset:read_text("a.csv", "city,period,trees,area,park,waste\nA,2025,60,2,yes,none\n"
            .. "B,2025,3,2,no,none\nC,2025,7,5,no,at the door\n"))
        support.need(dataset:finish())
        return support.need(hm.score(package, dataset))
    end
    local here, there = scored(plain), scored(french)
    lu.assertEquals(there:parts(1, "T")[1].label, "le meilleur")
    lu.assertEquals(there:table("fits"):rows(), here:table("fits"):rows())
    for unit = 1, 3 do
        lu.assertEquals(there:row(unit, "T").score, here:row(unit, "T").score)
    end
end

function tests.test_the_nearer_catalogue_goes_first()
    local package = support.need(town({ ["lang/fr.csv"] = FRENCH,
        ["lang/fr-CA.csv"] = "context,source,target\nT name,Town,Municipalité\n" }, { language = "fr-CA" }))
    lu.assertEquals(package:nodes()[1].name, "Municipalité")
    lu.assertEquals(package:nodes()[2].name, "Arbres")
end

function tests.test_a_package_that_extends_is_translated_by_both()
    local package = support.need(hm.open_package("over", { language = "fr", search = { support.path "packages" },
        files = { ["package.lua"] = [[return package { name = "over", version = "1", api = 1, title = "Over",
            extends = "mini" }]], ["lang/fr.csv"] = "context,source,target\npackage title,Over,Par-dessus\n"
            .. "index name,Index,Indice\n" } }))
    lu.assertEquals(package:info().title, "Par-dessus")
    lu.assertEquals(package:nodes()[1].name, "Indice")    -- a text of the base
end

function tests.test_what_is_no_catalogue_is_an_error_where_it_is_needed()
    local package, err = town({ ["lang/fr.csv"] = "context,target\n" }, { language = "fr" })
    lu.assertNil(package)
    lu.assertEquals({ err.file, err.line }, { "town/lang/fr.csv", 1 })
    lu.assertStrContains(err.message, 'column "source" is missing')
    lu.assertNotNil(town({ ["lang/fr.csv"] = "context,target\n" }, { language = "de" }))
end

local DATA <const> = "city,period,trees,area,park,waste\nAlba,2025,60,2,oui,à la porte\n"
    .. "Brio,2025,3,2,Non,none\nCeto,2025,3,2,否,aucun\n"

function tests.test_answers_in_the_language()
    local package = support.need(town({ ["lang/fr.csv"] = FRENCH }, { language = "fr" }))
    local dataset = support.need(hm.new_dataset { languages = { { yes = "oui", no = "non" }, { no = "否" } } })
    support.need(dataset:read_text("a.csv", DATA))
    support.need(dataset:finish())
    local scores = support.need(hm.score(package, dataset))
    lu.assertEquals(scores:row(1, "A").score, 60)
    lu.assertEquals(scores:row(1, "A").name, "Arbres")
    lu.assertEquals(scores:row(2, "A").score, 2)
    lu.assertEquals(scores:row(3, "A").score, 2)
    lu.assertEquals(#scores:issues(), 0)
end

-- The reader's words come from where templates take them.
function tests.test_languages_of_data()
    local french, chinese = table.unpack(language.of_data())
    lu.assertEquals({ french.yes, french.not_reported, french.city }, { "oui", "non communiqué", "ville" })
    lu.assertEquals({ chinese.yes, chinese.not_reported, chinese.city }, { "是", "未报送", "城市" })
    for _, english in ipairs(language.DATA_WORDS) do
        lu.assertNotNil(french[english], english)
        lu.assertNotNil(chinese[english], english)
    end
    lu.assertNil(french.English)
    language.use "de"
    language.learn { yes = "ja", city = "Stadt", ["."] = "," }
    lu.assertEquals(#language.of_data(), 3)
    lu.assertEquals(language.of_data()[1], { yes = "ja", city = "Stadt" })
    lu.assertNotNil(hm.new_dataset { languages = language.of_data() })
end

-- A word that two columns, or two answers, have in common says neither.
function tests.test_words_of_data_are_told_apart()
    for i, words in ipairs(language.of_data()) do
        local seen = {}
        for _, english in ipairs(language.DATA_WORDS) do
            lu.assertNil(seen[words[english]], ("%d: %s"):format(i, words[english]))
            seen[words[english]] = english
        end
    end
end

function tests.test_languages_that_are_none()
    local dataset, err = hm.new_dataset { languages = { { citty = "ville" } } }
    lu.assertNil(dataset)
    lu.assertEquals(err.code, "argument")
    lu.assertStrContains(err.message, 'did you mean "city"?')
    lu.assertErrorMsgContains("languages", hm.new_dataset, { languages = { "fr" } })
    lu.assertErrorMsgContains("languages", hm.new_dataset, { languages = { { yes = true } } })
    lu.assertErrorMsgContains("languages", hm.new_dataset, { languages = "fr" })
end

function tests.test_a_ranking_in_the_language()
    local ranking = support.need(hm.ranking(nil, { languages = { { city = "ville", ranked = "classée", no = "non" } } }))
    support.need(ranking:read_memory("a.csv", "city,period,code,parent,depth,score,coverage,applicable,rank\n"
        .. "A,2025,R,,0,5,1,1,\nB,2025,R,,0,7,1,1,\n"))
    local path = os.tmpname()
    local file <close> = assert(io.open(path, "wb"))
    file:write("ville,classée\nB,non\n")
    file:close()
    local read, err = ranking:read_cities(path)
    os.remove(path)
    support.need(read, err)
    support.need(ranking:finish())
    lu.assertEquals(#ranking:issues(), 0)
    local ranks = {}
    for _, row in ipairs(support.need(ranking:rows "R")) do
        ranks[row.city] = row.rank or false
    end
    lu.assertEquals(ranks, { A = 1, B = false })
end

-- What the program knows of a language a package need not say; what it says all the same is not too much.
function tests.test_a_catalogue_of_a_language_that_is_known()
    local package = support.need(town {})
    local rows = assert(catalogue.read(FRENCH .. "language,yes,ouais,,\n"))
    local merged, dropped = translations.merge(translations.wanted(package, "fr"), rows)
    lu.assertEquals(#dropped, 1)
    local own = {}
    for _, row in ipairs(merged) do
        own[#own + 1] = row.context == "language" and row.source or nil
    end
    lu.assertEquals(own, { "yes" })
    local state = translations.state(translations.wanted(package, "fr"), rows)
    for _, row in ipairs(state.missing) do
        lu.assertNotEquals(row.context, "language")
    end
    lu.assertEquals(#state.unused, 1)
    state = translations.state(translations.wanted(package, "de"), rows)
    lu.assertEquals(state.missing[1], { context = "language", source = "English" })
end

function tests.test_answers_that_a_catalogue_says()
    local package = support.need(town({ ["lang/de.csv"] = "context,source,target\nlanguage,yes,ja\n"
        .. "language,no,nein\n" }, { language = "de" }))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", "city,period,trees,area,park,waste\nAlba,2025,60,2,JA,none\n"
        .. "Brio,2025,3,2,nein,none\n"))
    support.need(dataset:finish())
    local scores = support.need(hm.score(package, dataset))
    lu.assertEquals({ scores:row(1, "A").score, scores:row(2, "A").score }, { 60, 2 })
end

function tests.test_a_page_from_right_to_left()
    language.use "ar"
    local html = require("report.page").new():heading(1, "A"):table({ { title = "code" } }, { { "  L1" } }):html()
    lu.assertStrContains(html, '<html lang="ar" dir="rtl">')
    lu.assertStrContains(html, "padding-inline-start:2em")
    html = html:gsub("%[dir=rtl%][^{]*{[^}]*}", "")    -- what is said of this direction alone may name a side
    lu.assertNil(html:find("[^-]text%-align: left") or html:find("[^-]text%-align: right"))
end

function tests.test_answers_of_no_language()
    local package = support.need(town {})
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", DATA))
    support.need(dataset:finish())
    local scores = support.need(hm.score(package, dataset))
    local found = {}
    for _, issue in ipairs(scores:issues()) do
        found[issue.found] = issue.severity
    end
    lu.assertEquals(found["oui"], "rejected")
    lu.assertEquals(found["à la porte"], "rejected")
end

-- What the program says ------------------------------------------------------------------------

local said = require "said"

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
end

-- What ends a command is said in the language of the run, but for what those alone meet who write packages, recipes or
-- streams, or choose commands and formats.
local ENGLISH_ALONE <const> = { "app", "coinr", "common_core", "import", "luaunit", "main", "manifest", "output",
    "overwrite", "pack_%l+", "rank", "reading", "recipe_options", "score_stream", "targets" }

local function is_english_alone(path)
    for _, name in ipairs(ENGLISH_ALONE) do
        if path:find("/cli/" .. name .. "%.lua$") then
            return true
        end
    end
    return false
end

function tests.test_refusals_are_said()
    local count, wrong = 0, {}
    local found <close> = io.popen(("find '%s/../../scripts/cli' -name '*.lua'"):format(support.folder))
    for path in found:lines() do
        for _, one in ipairs(said.refusals(path)) do
            count = count + 1
            wrong[#wrong + 1] = not is_english_alone(path) and ("%s:%d: %s"):format(one.path, one.line, one.source) or nil
        end
    end
    lu.assertEquals(wrong, {})
    lu.assertTrue(count > 40)    -- those that are left alone are found
end

-- A place that a translation lacks would say nothing there.
function tests.test_translations_have_the_places_of_their_sources()
    for _, path in ipairs { "scripts/lang/fr.csv", "scripts/lang/zh.csv" } do
        for _, row in ipairs(assert(catalogue.read(read(support.folder .. "/../../" .. path)))) do
            lu.assertEquals(said.places(row.target), said.places(row.source), ("%s:%d"):format(path, row.line))
        end
    end
end

-- The catalogues of the program and of all packages, whose names match.
local function catalogues_of(pattern)
    local list, root = {}, support.folder .. "/../.."
    local found <close> = io.popen(("cd '%s' && find scripts indicators examples tests -path '*/lang/*.csv'"):format(root))
    for path in found:lines() do
        list[#list + 1] = path:find(pattern) and { path = path, rows = assert(catalogue.read(read(root .. "/" .. path))) }
            or nil
    end
    return list
end

-- A line of French never begins with a mark that has a blank before it.
function tests.test_blanks_before_marks_do_not_break()
    local list = catalogues_of "/fr[%w-]*%.csv$"
    lu.assertTrue(#list >= 2)
    for _, one in ipairs(list) do
        for _, row in ipairs(one.rows) do
            local where = ("%s:%d: %s"):format(one.path, row.line, row.target)
            lu.assertNil(row.target:find " [;:!?%%]", where)
            lu.assertNil(row.target:find "« " or row.target:find " »", where)
        end
    end
end

-- What checks say of a figure that can be used begins alike in a language: formulas go by that.
function tests.test_what_is_fine_begins_alike()
    for _, tag in ipairs { "fr", "zh" } do
        language.use(tag)
        local say = language.of "report.collection_checks"
        for _, source in ipairs { "ok, but unusually small: right?", "ok, but unusually great: right?",
            "ok, but far from last time: right?", 'ok, but breaks rule "{rule}": {about}' } do
            lu.assertEquals(say(source):sub(1, #say "ok, but"), say "ok, but", source)
        end
        lu.assertEquals((say "ok, but"):sub(1, #say "ok"), say "ok")
        lu.assertEquals(say("{word}, but", { word = say "empty" }):sub(1, #say "empty"), say "empty")
    end
end

-- What the engine says that a study varies, in English as it stands there.
function tests.test_factors()
    local english = { "±25 % at level 1", "arithmetic or geometric, floor 1.5 at level 0", "none at A, B",
        "estimate: standard deviation 30 %, no quality: 5 % of flags the other answer",
        "any, shares of at least 0.1 at level 1, level 2", "times e^(0.2 z), z normal at L1", "0.3 or 0.5",
        "one of 3 nodes", "as the package says or none", "percentiles, low 5, high 95", "3 sets of weights.csv" }
    for _, about in ipairs(english) do
        lu.assertEquals(factor_words.about(about), about)
    end
    lu.assertEquals(factor_words.about "none at A, B, C, D, E, F", "none at 6 nodes")
    local engine = { "winsorise 1, fit on all or winsorise 2.5, fit on all or winsorise 5, fit on all", "0.3 or 0.5 or 1",
        "minmax, to 1 100 or zscore, mean 10, spread 2 or none at level 1", "winsorise 1 or mad 3" }
    local said = { "winsorise 1, 2.5 or 5, fit on all", "0.3, 0.5 or 1",
        "minmax, from 1 to 100; zscore, mean 10, spread 2; or none at level 1", "winsorise 1 or mad 3" }
    for i, about in ipairs(engine) do
        lu.assertEquals(factor_words.about(about), said[i])
    end
    language.use "fr"
    lu.assertStrContains(factor_words.about(engine[1]), " 1, 2,5 ou 5, ")
    lu.assertEquals(factor_words.about(english[2]), "arithmétique ou géométrique, plancher 1,5 au niveau 0")
    lu.assertStrContains(factor_words.about(english[4]), "écart type 30")
    lu.assertStrContains(factor_words.about(english[4]), ", sans qualité")
    lu.assertEquals(factor_words.about(english[7]), "0,3 ou 0,5")
    lu.assertEquals(factor_words.about(english[8]), "l'un de 3 nœuds")
    language.use "zh"
    lu.assertEquals(factor_words.about(english[1]), "±25%，第1层")
    lu.assertEquals(factor_words.about(english[6]), "乘以e^(0.2 z)，z服从正态分布，L1")
end

-- What the engine says is looked for by its whole text: a source that it has no longer is never said.
function tests.test_what_the_engine_says_of_data()
    local words, apart = {}, 0
    for _, text in ipairs(hm.issue_words()) do
        words[text] = true
    end
    for _, row in ipairs(assert(catalogue.read(read(support.folder .. "/../../scripts/lang/fr.csv")))) do
        if row.context == "engine" and row.source:find "{found}" then
            lu.assertTrue(words[row.source], row.line .. ": " .. row.source)
            apart = apart + 1
        end
    end
    lu.assertTrue(apart > 20)
end

local function messages_of(text)
    local package = support.need(town {})
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", text))
    support.need(dataset:finish())
    local list = {}
    for i, issue in ipairs(support.need(hm.score(package, dataset)):issues()) do
        list[i] = { issue.message, issue.english }
    end
    return list
end

function tests.test_issues_in_a_language()
    local text = "city,period,trees,area,park,waste\nAlba,2025,-1,2.5,perhaps,nones\n"
    lu.assertEquals(messages_of(text)[1], { 'input "trees": found "-1", expected a whole number of at least 0' })
    language.use "fr"
    hm.translate(require("report.engine_words").say)
    local list = messages_of(text)
    hm.translate(nil)
    lu.assertEquals(list[1], { "entrée « trees » : trouvé « -1 », attendu un nombre entier d'au moins 0",
        'input "trees": found "-1", expected a whole number of at least 0' })
    lu.assertEquals(list[2][1], "entrée « park » : trouvé « perhaps », attendu yes (oui) ou no (non)")
    lu.assertEquals(list[3][1], 'entrée « waste » : trouvé « nones », attendu une réponse parmi "none", '
        .. '"at the door" : vouliez-vous dire « none » ?')
    lu.assertEquals(messages_of(text)[1][2], nil)
end

-- Names and codes are among what is said of data, and are words of other contexts, too.
function tests.test_codes_stay_as_they_are()
    language.use "fr"
    local say = require("report.engine_words").say
    lu.assertEquals(language.of("engine") "rank", "rang")
    lu.assertEquals(say "rank", "rank")
    lu.assertEquals(say "no two values differ", "il n'y a pas deux valeurs différentes")
    lu.assertEquals(say 'one of "score", "rank"', 'une réponse parmi "score", "rank"')
end

-- The standard's package is whole in both.
function tests.test_the_package_of_the_standard()
    local package = support.need(hm.open_package "iso-iec-30146")
    for _, tag in ipairs { "fr", "zh" } do
        local wanted = translations.wanted(package, tag)
        local text = assert(hm.resource(("indicators/iso-iec-30146/lang/%s.csv"):format(tag)))
        local state = translations.state(wanted, assert(catalogue.read(text)))
        lu.assertEquals({ #state.missing, #state.fuzzy, #state.unused }, { 0, 0, 0 }, tag)
    end
    local french = support.need(hm.open_package("iso-iec-30146", { language = "fr" }))
    lu.assertEquals(french:nodes()[1].name, "Indice TIC de la ville intelligente")
    lu.assertEquals(input_of(french, "features").columns[1].label, "Type d'objet, par exemple bâtiment")
    lu.assertEquals(input_of(french, "new_building_area").unit, "m²")
end

-- Bringing catalogues up to date ----------------------------------------------------------------

local function merge_into(text)
    local package = support.need(town {})
    local rows = assert(catalogue.read(text))
    local merged, dropped = translations.merge(translations.wanted(package), rows)
    return merged, dropped, package
end

local function find(rows, context, source)
    for _, row in ipairs(rows) do
        if row.context == context and row.source == source then
            return row
        end
    end
end

function tests.test_a_catalogue_is_made()
    local merged, dropped = merge_into "context,source,target\n"
    lu.assertEquals(dropped, {})
    lu.assertNotNil(find(merged, "language", "yes"))
    lu.assertNotNil(find(merged, "option waste", "at the door"))
    lu.assertNotNil(find(merged, "class", "low"))
    lu.assertNotNil(find(merged, "visits day", "Day"))
    lu.assertNotNil(find(merged, "rule some", "there is one"))
end

function tests.test_what_is_translated_is_kept_and_what_changed_is_in_doubt()
    local merged, dropped = merge_into(FRENCH:gsub("T name,Town", "T name,The town"):gsub("unit,km2", "unit,miles"))
    local town_name = find(merged, "T name", "Town")
    lu.assertEquals({ town_name.target, town_name.fuzzy, town_name.comment },
        { "Ville", true, "was: The town" })
    lu.assertEquals(find(merged, "A name", "Trees").target, "Arbres")
    lu.assertTrue(find(merged, "A about", "How green it is.").fuzzy)
    lu.assertEquals(find(merged, "unit", "km2").target, "")    -- another unit is none that changed
    lu.assertEquals(#dropped, 2)    -- miles, and the older source of A's name
    lu.assertEquals({ dropped[1].source, dropped[1].line }, { "Wrong", 4 })
    lu.assertEquals(dropped[2].source, "miles")
end

function tests.test_what_is_up_to_date_stays_as_it_is()
    local merged, _, package = merge_into(FRENCH)
    local again, dropped = translations.merge(translations.wanted(package), merged)
    lu.assertEquals(catalogue.write(again), catalogue.write(merged))
    lu.assertEquals(dropped, {})
end

function tests.test_the_state_of_a_catalogue()
    local package = support.need(town {})
    local state = translations.state(translations.wanted(package), assert(catalogue.read(FRENCH)))
    lu.assertEquals(#state.fuzzy, 1)
    lu.assertEquals({ state.fuzzy[1].context, state.fuzzy[1].line }, { "A about", 6 })
    lu.assertEquals(#state.unused, 1)
    lu.assertEquals({ state.unused[1].source, state.unused[1].line }, { "Wrong", 4 })
    lu.assertNotNil(find(state.missing, "class", "low"))
    lu.assertNil(find(state.missing, "class", "high"))
end

support.run("languages", tests)
