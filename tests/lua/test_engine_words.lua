-- What the engine says of methods and of figures has words in the scripts: a method, a parameter or a cause that is new
-- fails here until it has them. tests/lua/test_languages.lua sees to it that the catalogues have those.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local ROOT <const> = support.folder .. "/../../"
package.path = ROOT .. "scripts/?.lua;" .. package.path

local cause_words = require "report.cause_words"
local engine_words = require "report.engine_words"
local language = require "report.language"
local method_words = require "report.method_words"
local refusal_words = require "report.refusal_words"
local said = require "said"

local tests = {}

function tests:tearDown()
    language.use "en"
end

local function read(path)
    local file <close> = assert(io.open(ROOT .. path, "rb"))
    return file:read "a"
end

local KINDS <const> = { "methods", "scales", "imputers", "treatments", "weightings" }

-- Sources that scripts say in a context.
local function sources_of(context)
    local set = {}
    for _, one in ipairs(said.of(ROOT .. "scripts/report")) do
        if one.context == context then
            set[one.source] = true
        end
    end
    return set
end

function tests.test_every_method_has_a_name()
    for _, kind in ipairs(KINDS) do
        for _, method in ipairs(hm[kind]()) do
            lu.assertTrue(method_words.is_name(method.name), kind .. ": " .. method.name)
            lu.assertEquals(method_words.name(method.name), method.name)
        end
    end
end

function tests.test_every_parameter_has_a_name()
    local names, values = sources_of "report.method_words.parameter", sources_of "report.method_words.value"
    for _, kind in ipairs(KINDS) do
        for _, method in ipairs(hm[kind]()) do
            for _, parameter in ipairs(method.parameters) do
                lu.assertTrue(names[parameter.name], kind .. ": " .. parameter.name)
                for _, word in ipairs(parameter.words or {}) do
                    lu.assertTrue(values[word], parameter.name .. ": " .. word)
                end
            end
        end
    end
end

-- Strings of C that say something: without what is filled in.
local function fragments_of(path)
    local list = {}
    for line in read(path):gmatch "[^\n]+" do
        for text in line:gsub("^#include.*", ""):gsub("/%*.-%*/", ""):gmatch '"([^"]*)"' do
            for fragment in (text:gsub("%%[%d.]*[lz]*[%a]", "\0") .. "\0"):gmatch "([^\0]*)\0" do
                list[#list + 1] = fragment:find "%a%a" and fragment or nil
            end
        end
    end
    return list
end

function tests.test_every_cause_has_words()
    local forms = table.concat(cause_words.forms(), "\n"):gsub("{%w+}", "")
    for _, path in ipairs { "core/expr/causes.c", "core/evaluate/cause.c" } do
        local fragments = fragments_of(path)
        lu.assertTrue(#fragments > 1, path)
        for _, fragment in ipairs(fragments) do
            lu.assertNotNil(forms:find(fragment:gsub("^ ", ""):gsub(" $", ""), 1, true), path .. ": " .. fragment)
        end
    end
end

function tests.test_causes()
    local cases = {
        ["a - b is -3, which has no square root"] = "a - b vaut −3, qui n'a pas de racine carrée",
        ["in row 3 a / b is 0"] = "ligne 3\u{A0}: a / b vaut 0",
        ["b is 0.5, which has no power that is not a whole number"] = "b vaut 0,5, qui n'a pas de puissance non entière",
        ["x is 3, and the whole that it is a part of, y, is 0"] =
            "x vaut 3, et le total dont c'est une partie, y, vaut 0",
        ["x is not reported for the 3 periods before, beyond which lies a break"] =
            "x n'est pas communiqué pour les 3 périodes précédentes, avant lesquelles il y a une rupture",
        ["x can be compared in 1 period since a break, expected at least 2"] =
            "x est comparable sur 1 période depuis une rupture, attendu au moins 2",
        ["x has a value in 1 of this period and the 4 before, expected at least 5"] =
            "x a une valeur dans 1 périodes parmi celle-ci et les 4 précédentes, attendu au moins 5",
        ["its script says so"] = "its script says so",
    }
    for english, french in pairs(cases) do
        language.use "en"
        lu.assertEquals(cause_words.say(english), (english:gsub(" %-(%d)", " −%1")))
        language.use "fr"
        lu.assertEquals(cause_words.say(english), french)
    end
end

function tests.test_methods_in_a_language()
    language.use "fr"
    lu.assertEquals(method_words.said "power, p = 0.5 (param.bend)", "puissance, p = 0,5 (param.bend)")
    lu.assertEquals(method_words.said "sum, missing = zero", "somme, sans note = zéro")
    lu.assertEquals(method_words.parameters({ low = 2.5, otherwise = "log" }, { low = "edge" }),
        { "bas 2,5 (param.edge)", "sinon logarithme" })
    lu.assertEquals(method_words.name "of a package", "of a package")
end

-- A cell of data that is called as a method stays as it is.
function tests.test_issues_of_steps()
    language.use "fr"
    lu.assertEquals(engine_words.say "scale by minmax", "la mise à l'échelle par min-max")
    lu.assertEquals(engine_words.say "there are too few values: 1, at least 2 are needed",
        "il y a trop peu de valeurs\u{A0}: 1, il en faut au moins 2")
    lu.assertEquals(engine_words.say "minmax", "minmax")
    lu.assertEquals(engine_words.say "there is 1, at least 2", "there is 1, at least 2")
end

function tests.test_refusals()
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", "city,period,online,households\nA,2025,1,2\n"))
    support.need(dataset:finish())
    local scores = support.need(hm.score(support.package "mini", dataset))
    local made, err = scores:analyse "coherence"
    lu.assertNil(made)
    language.use "fr"
    lu.assertStrContains(refusal_words.say(err.message), "demande au moins")
    lu.assertEquals(refusal_words.say "no such thing", "no such thing")
end

-- Files that are no data: what the engine says of each has words.
function tests.test_refusals_of_files()
    local cases = {
        ["a.csv"] = { "", "hello\nworld\n", "citi,period,x\nA,2025,1\n", "title\n\ncity,period,x\nA,2025,1\n",
            "city,period,x,x\nA,2025,1,2\n", 'city,"period\n' },
        ["a.json"] = { '{"a":', '{"a":1}', '[{"a" 1}]', "[1", "[\"\xff\"]", "[01]", '["\\q"]', "3", '["a\1"]', "[tru]",
            '{"observations": 3}', "[-]" },
    }
    for name, texts in pairs(cases) do
        for _, text in ipairs(texts) do
            local dataset = support.need(hm.new_dataset())
            local done, err = dataset:read_text(name, text)
            lu.assertNil(done, text)
            language.use "en"
            local english = refusal_words.say(err.message)
            language.use "fr"
            local french = refusal_words.say(err.message)
            lu.assertNotEquals(french, english, text)
            lu.assertNil(french:find "the " or french:find "expected" or french:find "found", french)
        end
    end
end

-- Two scores that cannot be found, or are one, and courses of none.
function tests.test_refusals_of_comparisons()
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", "city,period,online,households\nAlba,2024,1,2\nAlba,2025,1,2\n"
        .. "Brio,2025,1,2\n"))
    support.need(dataset:finish())
    local scores = support.need(hm.score(support.package "mini", dataset))
    local function refused(english, french, made, err)
        lu.assertNil(made)
        lu.assertEquals(err.message, english)
        language.use "fr"
        lu.assertEquals(refusal_words.say(err.message), french)
    end
    refused("the data have nothing of 1999, only of 2024, 2025", "les données n'ont rien de 1999, seulement de 2024, 2025",
        scores:compare(nil, { from = "1999" }))
    refused('the data have no city Albo: did you mean "Alba"?',
        "les données n'ont pas de ville Albo\u{A0}: vouliez-vous dire «\u{A0}Alba\u{A0}»\u{202F}?",
        scores:compare(nil, { city = "Albo" }))
    refused("the data have no city Nowhere", "les données n'ont pas de ville Nowhere",
        scores:compare(nil, { city = "Nowhere" }))
    refused("2025 is compared with itself: expected two periods",
        "2025 est comparé à lui-même\u{A0}: deux périodes sont attendues", scores:compare(nil, { from = "2025", to = "2025" }))
    refused("Alba is compared with itself: expected two cities",
        "Alba est comparée à elle-même\u{A0}: deux villes sont attendues",
        scores:compare(nil, { city = "Alba", units = { 1, 2 } }))
    refused("the data have no period before 2024 to compare it with",
        "les données n'ont aucune période avant 2024 à laquelle comparer", scores:compare(nil, { to = "2024" }))
    refused("the data have nothing of 1999", "les données n'ont rien de 1999", scores:analyse("progress", { from = "1999" }))
    refused("from 2025 to 2024 is no course: expected periods of one form, the baseline first",
        "de 2025 à 2024, ce n'est pas un parcours\u{A0}: des périodes d'une même forme sont attendues, la référence d'abord",
        scores:analyse("progress", { from = "2025", to = "2024" }))
end

function tests.test_refusals_of_plans_and_weights()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
        ["a.lua"] = 'return indicator { code = "a", parent = "top", name = "A", '
            .. 'inputs = { number { "x", min = 0, max = 100 } }, measure = input.x + 0 }' } }))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", "city,period,x\nA,2025,1\nB,2025,\n"))
    support.need(dataset:finish())
    language.use "fr"
    local _, err = hm.improve(package, dataset, 1, { target = 101 })
    lu.assertEquals(refusal_words.say(err.message), "la cible 101 est hors limites\u{A0}: l'indice va de 0 à 100")
    _, err = hm.improve(package, dataset, 2)
    lu.assertStrContains(refusal_words.say(err.message), "B n'a pas de note en 2025")
    local session = support.need(hm.session(package, dataset, 1))
    local code = package:nodes()[2].code
    _, err = session:set_weight(code, -1)
    lu.assertStrContains(refusal_words.say(err.message), "le poids de " .. code .. " doit être 0")
    _, err = hm.score(package, dataset, { run_steps = 1 })
    lu.assertEquals(err and refusal_words.say(err.message), err and "pas de l'exécution\u{A0}: plus de 1")
end

-- Numbers have the decimal sign of the language; codes that look like some stay.
function tests.test_codes_are_no_numbers()
    language.use "fr"
    for english, french in pairs {
        ["the weight of 1.1 must be 0, or a number from 1e-9 to 1e9"] = "le poids de 1.1 doit ",
        ["a target of 1.1 is 500.5, and its score lies between 0 and 100"] = "une cible de 1.1 est 500,5, ",
        ["study: vary.drop: 1.1 cannot be left out: 1.2 reads it"] = "1.1 ne peut pas être écarté\u{A0}: 1.2 le lit",
        ["run of the run: more than 1.5 seconds"] = "plus de 1,5 secondes",
        ["the fit has nothing of node 1.1"] = "du nœud 1.1",
    } do
        lu.assertStrContains(refusal_words.say(english), french)
    end
    lu.assertStrContains(cause_words.say "the value of 1.1 is undefined", "1.1")
    lu.assertStrContains(cause_words.say "a is -1.5, which has no square root", "1,5")
end

-- What is wrong with a study that is a script, with its field and without.
function tests.test_refusals_of_studies()
    language.use "fr"
    for english, french in pairs {
        ['study: unknown field "replicate": did you mean "replicates"?'] = "étude\u{A0}: champ inconnu",
        ["vary.weights: within is a share of each weight, above 0 and at most 1"] = "vary.weights\u{A0}: within est",
        ['study: vary.params: the package has no parameter "p": did you mean "q"?'] = "«\u{A0}q\u{A0}»\u{202F}?",
        ['column "code": there is no node "A" whose weight counts: did you mean "B"?'] = "colonne «\u{A0}code\u{A0}»",
    } do
        lu.assertStrContains(refusal_words.say(english), french)
    end
end

-- What to write in the place of a figure that is refused.
function tests.test_advice_on_figures()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
        ["a.lua"] = 'return indicator { code = "a", parent = "top", name = "A", inputs = { number { "x" }, flag { "f" }, '
            .. 'amount { "y", may_be_na = true } }, measure = input.x + points(input.f, 1) + input.y }' } }))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("a.csv", "city,period,x\nA,2025,1\n"))
    support.need(dataset:finish())
    local session = support.need(hm.session(package, dataset, 1))
    language.use "fr"
    local refused = 0
    for input, texts in pairs { x = { "1 234", "1,234,567", "12 345,6", "1,5", "45 %", "12 km", "n/a", "-", "x", "1e999" },
        f = { "x", "maybe", "✓" }, y = { "-", "n/a" } } do
        for _, text in ipairs(texts) do
            local done, err = session:set(input, text)
            local said = not done and engine_words.figure(err.message)
            refused = refused + (done and 0 or 1)
            lu.assertFalse(said and (said:find "write" or said:find "where" or said:find "expected") and said or false, text)
        end
    end
    lu.assertTrue(refused > 12)
    for figure, french in pairs { NA = "NA, mais cela concerne toutes les villes", ["12345678901234567891"] = "plus de chiffres",
        ["1e-400"] = "plus proche de 0" } do
        local done, warning = session:set("x", figure)
        lu.assertTrue(done and warning ~= nil, figure)
        local said = engine_words.figure(warning)
        lu.assertStrContains(said, french)
        lu.assertStrContains(said, "entrée «\u{A0}x\u{A0}»")
        lu.assertNil(said:find "[{}]")
    end
end

-- What people meet most who try a change of a script.
function tests.test_scripts_in_a_language()
    local cases = {
        ["nothing = 1,"] = "indicateur a\u{A0}: champ inconnu «\u{A0}nothing\u{A0}» (il y a\u{A0}: code, parent",
        ["rang = { 0, 1 },"] = "indicateur a\u{A0}: champ inconnu «\u{A0}rang\u{A0}»\u{A0}: vouliez-vous dire "
            .. "«\u{A0}range\u{A0}»\u{202F}?",
        ['weight = "1",'] = "indicateur a\u{A0}: weight est du type string, attendu un nombre",
        ["weight = ,"] = "symbole inattendu près de ','",
        ['parent = "nobody",'] = "indicateur a\u{A0}: pas de parent «\u{A0}nobody\u{A0}»",
        ['inputs = { "other" },'] = "indicateur a\u{A0}: pas d'entrée «\u{A0}x\u{A0}»",
        ["weight = nowhere.x,"] = "nom inconnu 'nowhere'",
    }
    language.use "fr"
    hm.translate(engine_words.say)
    for fields, french in pairs(cases) do
        local package, err, issues = hm.open_package("p", { files = {
            ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "top", "Top" } } }',
            ["a.lua"] = ('return indicator { code = "a", parent = "top", name = "A", inputs = { number { "x" } }, '
                .. "measure = input.x + 0, %s }"):format(fields) } })
        lu.assertNil(package, fields)
        local said = {}
        for i, issue in ipairs(issues) do
            said[i] = issue.message
        end
        lu.assertStrContains(table.concat(said, "\n"), french)
    end
    hm.translate(nil)
end

support.run("engine_words", tests)
