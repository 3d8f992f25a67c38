-- The plan of a collection workbook: which sheets there are, what is asked where, names of sheets and of
-- cells. How the workbook works in a spreadsheet is tested by tests/tools/collection.py.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local cells = require "report.cells"
local checks = require "report.collection_checks"
local collection_logic = require "report.collection_logic"
local collection_plan = require "report.collection_plan"
local hm = require "hundredmark"
local lu = require "luaunit"
local rule_formulas = require "report.rule_formulas"
local sheet_names = require "report.sheet_names"
local support = require "support"

local tests = {}

local function package_of(files)
    return support.need(hm.open_package("one", { files = files }))
end

local function names_of(list)
    local names = {}
    for i, one in ipairs(list) do
        names[i] = one.sheet
    end
    return names
end

-- "indicator X1, asked a, shown b": the lines of a theme.
local function lines_of(theme)
    local lines = {}
    for i, line in ipairs(theme.lines) do
        lines[i] = line.kind .. " " .. (line.node and line.node.code or line.input.name)
    end
    return table.concat(lines, ", ")
end

local INDICATOR <const> = [[return indicator { code = "%s", parent = "%s", name = "%s",
    inputs = { %s }, measure = percent(input.%s, input.%s) }]]

-- Themes -----------------------------------------------------------------------------------------

function tests.test_themes_of_the_standard_are_its_six()
    local plan = collection_plan.of(support.need(hm.open_package "iso-iec-30146"), {})
    lu.assertEquals(names_of(plan.themes), { "L1 Citizen service", "L2 Efficient governance",
        "L3 Liveable environment", "L4 Smart facility", "L5 Information resource",
        "L6 Cyber security" })
    lu.assertEquals(names_of(plan.records), { "features", "feature_changes" })
    local asked, count = {}, 0
    for _, theme in ipairs(plan.themes) do
        count = count + theme.count
        for _, line in ipairs(theme.lines) do
            if line.kind == "asked" then
                lu.assertNil(asked[line.input.name])
                asked[line.input.name] = true
            end
        end
    end
    lu.assertEquals(count, 135)    -- as many as the sheet in CSV has rows
end

function tests.test_a_flat_package_is_one_theme_and_asks_once()
    local plan = collection_plan.of(package_of {
        ["package.lua"] = [[return package { name = "one", version = "1", api = 1,
            nodes = { { "index", "Index" } } }]],
        ["inputs.lua"] = [[return { count { "all", "All" } }]],
        ["X1.lua"] = INDICATOR:format("X1", "index", "One", [[count { "a", "A" }, "all"]], "a", "all"),
        ["X2.lua"] = INDICATOR:format("X2", "index", "Two", [[count { "b", "B" }, "all"]], "b", "all"),
    }, {})
    lu.assertEquals(names_of(plan.themes), { "index Index" })
    lu.assertEquals(lines_of(plan.themes[1]),
        "indicator X1, asked a, asked all, indicator X2, asked b, shown all")
    lu.assertEquals(plan.wholes.b, { "all", all = true })
    lu.assertIs(plan.themes[1].lines[6].first, plan.themes[1].lines[3])
end

-- What a rule alone reads is asked below the first of its figures that is asked already.
function tests.test_figures_of_rules_are_asked_beside_others_of_theirs()
    local plan = collection_plan.of(package_of {
        ["package.lua"] = [[return package { name = "one", version = "1", api = 1, nodes = {
            { "index", "Index" }, { "g", "G", parent = "index" }, { "h", "H", parent = "index" } } }]],
        ["inputs.lua"] = [[return { count { "total", "Total" }, count { "alone", "Alone" } }]],
        ["X1.lua"] = INDICATOR:format("X1", "g", "One", [[count { "a", "A" }, count { "b", "B" }]],
            "a", "b"),
        ["X2.lua"] = INDICATOR:format("X2", "h", "Two", [[count { "c", "C" }, count { "d", "D" }]],
            "c", "d"),
        ["rules.lua"] = [[return { rule { "t", input.total, ">=", input.c + input.a },
            rule { "t2", input.total, ">=", input.b }, rule { "o", input.alone, "<=", 5 } }]],
    }, {})
    lu.assertEquals(lines_of(plan.themes[1]), "indicator X1, asked a, asked b, asked alone")
    lu.assertEquals(lines_of(plan.themes[2]), "indicator X2, asked c, asked total, asked d")
    lu.assertEquals({ plan.themes[1].count, plan.themes[2].count }, { 3, 3 })
end

-- What a condition alone reads is asked before the first figure that depends on it.
function tests.test_figures_of_conditions_are_asked_first()
    local plan = collection_plan.of(package_of {
        ["package.lua"] = [[return package { name = "one", version = "1", api = 1, nodes = {
            { "index", "Index" }, { "g", "G", parent = "index" }, { "h", "H", parent = "index" } } }]],
        ["inputs.lua"] = [[return { flag { "port", "Port" }, flag { "coast", "Coast" },
            choice { "kind", "Kind", options = { "sea", "river" }, asked_if = input.port } }]],
        ["X1.lua"] = INDICATOR:format("X1", "g", "One",
            [[count { "a", "A", asked_if = eq(input.kind, "sea") }, count { "b", "B" }]], "a", "b"),
        ["X2.lua"] = INDICATOR:format("X2", "h", "Two",
            [[count { "c", "C", asked_if = input.port }, count { "d", "D", asked_if = input.coast }]], "c", "d"),
    }, {})
    lu.assertEquals(lines_of(plan.themes[1]), "indicator X1, asked port, asked kind, asked a, asked b")
    lu.assertEquals(lines_of(plan.themes[2]), "indicator X2, asked c, asked coast, asked d")
    lu.assertEquals({ plan.themes[1].count, plan.themes[2].count }, { 4, 3 })
end

function tests.test_indicators_beside_groups_that_are_split_are_a_theme()
    local plan = collection_plan.of(package_of {
        ["package.lua"] = [[return package { name = "one", version = "1", api = 1, nodes = {
            { "index", "Index" }, { "p", "Part", parent = "index" }, { "g", "Deep", parent = "p" },
            { "h", "Deeper", parent = "g" }, { "q", "Shallow", parent = "index" } } }]],
        ["X1.lua"] = INDICATOR:format("X1", "h", "One", [[count { "a", "A" }, count { "b", "B" }]],
            "a", "b"),
        ["X2.lua"] = INDICATOR:format("X2", "p", "Two", [[count { "c", "C" }, "b"]], "c", "b"),
        ["X3.lua"] = INDICATOR:format("X3", "q", "Three", [["a", "b"]], "a", "b"),
    }, {})
    local by_sheet = {}
    for _, theme in ipairs(plan.themes) do
        by_sheet[theme.sheet] = lines_of(theme)
    end
    lu.assertEquals(by_sheet, {
        ["g Deep"] = "group h, indicator X1, asked a, asked b",
        ["p Part"] = "indicator X2, asked c, shown b",
        ["q Shallow"] = "indicator X3, shown a, shown b",
    })
end

-- Names ------------------------------------------------------------------------------------------

function tests.test_names_of_sheets_are_short_allowed_and_different()
    local names = sheet_names.new { "Start" }
    lu.assertEquals(names:of "start", "start 2")
    lu.assertEquals(names:of "A/B: [C]?*\\", "A-B- -C----")
    lu.assertEquals(names:of "'quoted'", "quoted")
    lu.assertEquals(names:of "History", "History 2")
    lu.assertEquals(names:of "", "Sheet")
    lu.assertEquals(names:of "Green spaces and liveable streets", "Green spaces and liveable")
    lu.assertEquals(names:of "Green spaces and liveable squares", "Green spaces and liveable 2")
    lu.assertEquals(names:of(("ä"):rep(40)), ("ä"):rep(31))
    lu.assertEquals(names:of(("ä"):rep(40)), ("ä"):rep(29) .. " 2")
end

function tests.test_names_that_look_like_cells_are_told_apart()
    for name, expected in pairs { schools = "schools", L1 = "_L1", abc12 = "_abc12", R = "_R", c = "_c",
        R1C1 = "_R1C1", r2 = "_r2", abcd12 = "abcd12", rc_1 = "rc_1", ["2nd"] = "_2nd",
        ["a b"] = "a_b" } do
        lu.assertEquals(cells.name(name), expected)
    end
end

function tests.test_columns_have_letters()
    lu.assertEquals({ cells.column(1), cells.column(26), cells.column(27), cells.column(702),
        cells.column(703), cells.column(16384) }, { "A", "Z", "AA", "ZZ", "AAA", "XFD" })
    lu.assertEquals(cells.range(5, 2, 9, 28), "$B$5:$AB$9")
    lu.assertEquals(cells.sheet "L'Aquila", "'L''Aquila'!")
end

-- Checks -----------------------------------------------------------------------------------------

function tests.test_cells_accept_numbers_and_words()
    lu.assertEquals(checks.accepts({ kind = "count" }, "B5"),
        '=IF(ISNUMBER(B5),AND(B5>=0,B5=INT(B5)),B5="NR")')
    lu.assertEquals(checks.accepts({ kind = "amount", max = 0.1, may_be_na = true }, "B5"),
        '=IF(ISNUMBER(B5),AND(B5>=0,B5<=0.1),OR(B5="NR",B5="NA"))')
    lu.assertEquals(checks.accepts({ kind = "number" }, "B5"),
        '=IF(ISNUMBER(B5),TRUE,B5="NR")')
    lu.assertNil(checks.accepts({ kind = "flag" }, "B5"))
    lu.assertEquals(checks.options { kind = "flag", may_be_na = true }, { "yes", "no", "NR", "NA" })
end

-- A label may hold anything that stands in a formula, too.
function tests.test_labels_in_formulas_are_texts()
    local formula = checks.formula({ kind = "amount" }, { cell = "B5", status = "G5",
        wholes = { { cell = "B6", label = 'the "X" of %1 people' } } })
    lu.assertStrContains(formula, '"above its whole: the ""X"" of %1 people"')
    lu.assertStrContains(formula, "OR(NOT(ISNUMBER(B6)),B5<=B6)")
end

-- What a cell says when a question does not arise, and when a rule is broken.
function tests.test_checks_ask_for_conditions_and_rules()
    local formula = checks.formula({ kind = "flag" }, { cell = "B5", status = "G5", asked = "C1", says = "C2" })
    lu.assertStrContains(formula, 'IF(C1,IF(UPPER(TRIM(B5))="",IF(C2="","empty",'
        .. 'IF(LEFT(C2,7)="ok, but","empty, but"&MID(C2,8,1000),C2)),')
    lu.assertStrContains(formula, 'IF(C2="","ok",C2)')
    lu.assertStrContains(formula, '"not asked","not asked: leave it empty")')
    lu.assertNotStrContains(checks.formula({ kind = "flag" }, { cell = "B5", status = "G5" }), "not asked")
end

-- Rules ------------------------------------------------------------------------------------------

local RULED <const> = {
    ["package.lua"] = [[return package { name = "one", version = "1", api = 1,
        nodes = { { "index", "Index" } } }]],
    ["X1.lua"] = INDICATOR:format("X1", "index", "One", [[count { "a", "A" }, count { "b", "B" }]], "a", "b"),
    ["inputs.lua"] = [[return { records { "r", "R", columns = { count { "n", "N" } } },
        choice { "k", "K", options = { "x", "y" } }, flag { "f", "F" } }]],
    ["rules.lua"] = [[return {
        rule { "le", input.a, "<=", input.b, tolerance = 0.5 },
        rule { "text", eq(input.k, "x"), "==", input.f },
        rule { "needs", input.f, "implies", gt(input.a, 1e-7), missing = "count" },
        rule { "rows", sum(input.r.n), "<=", input.b },
        rule { "jump", input.a, "<=", 2 * previous(input.a) },
        rule { "older", input.a, "<=", 2 * previous(input.a, { within = 3 }) },
        rule { "counted", input.a, "<=", 2 * previous(input.a, { within = 3 }), missing = "count" } }]],
}

-- The ids of the rules that the workbook knows where last time is so many periods back.
local function rules_known(back)
    local package = package_of(RULED)
    local plan = collection_plan.of(package, {})
    for _, line in pairs(plan.asked) do
        line.fixed, line.earlier = "'S'!$B$5", back and "'S'!$F$5"
    end
    local logic = collection_logic.of(package, plan, "Checks", back and { back = back, figures = {} })
    local ids = {}
    for i, one in ipairs(logic.rules) do
        ids[i] = one.rule.id
    end
    return table.concat(ids, " "), logic
end

-- Rules over records are none of its business, those that look back only where it has the figures.
function tests.test_rules_that_a_workbook_knows()
    lu.assertEquals((rules_known(nil)), "le text needs")
    lu.assertEquals((rules_known(1)), "le text needs jump older")
    lu.assertEquals((rules_known(3)), "le text needs older")
    lu.assertEquals((rules_known(4)), "le text needs")
end

function tests.test_sides_of_rules_name_places()
    local _, logic = rules_known(1)
    local a, b, f = logic.lines.a.row, logic.lines.b.row, logic.lines.f.row
    lu.assertEquals(logic.rules[1].left, { formula = "'Checks'!$B$" .. a, state = "'Checks'!$C$" .. a,
        changes = true })
    lu.assertEquals(logic.rules[1].right, { formula = "'Checks'!$B$" .. b, state = "'Checks'!$C$" .. b,
        changes = true })
    lu.assertEquals(logic.rules[3].left, { formula = "'Checks'!$B$" .. f, state = "'Checks'!$C$" .. f,
        changes = true })
    lu.assertFalse(logic.rules[4].right.changes)
    lu.assertStrContains(logic.rules[3].right.formula, "1E-7")
    lu.assertStrContains(logic.rules[4].right.formula, "'Checks'!$D$" .. a)
    lu.assertEquals(collection_logic.says(logic, { name = "k" }), "'Checks'!$G$" .. logic.lines.k.row)
    lu.assertNil(collection_logic.asked(logic, { name = "k" }))
end

function tests.test_broken_rules_as_formulas()
    local places = { left = "L", right = "R", leftState = "S", rightState = "T" }
    local function broken(comparison, missing)
        return rule_formulas.broken({ comparison = comparison, missing = missing, tolerance = 0.5 }, places)
    end
    local slack = "MAX(0.5,1E-12*MAX(1,ABS(L),ABS(R)))"
    lu.assertEquals(broken("<=", "skip"), ("IF(MAX(S,T)=0,IFERROR(L-R>%s,FALSE),FALSE)"):format(slack))
    lu.assertEquals(broken("<", "count"), ("IF(MAX(S,T)=0,IFERROR(R-L<=%s,FALSE),MAX(S,T)=3)"):format(slack))
    lu.assertEquals(broken("excludes", "skip"), "IF(MAX(S,T)=0,IFERROR(L+R>1,FALSE),FALSE)")
    lu.assertStrContains(broken("implies", "count"), "AND(T=0,IFERROR(R<>0,FALSE))")
end

support.run("collection", tests)
