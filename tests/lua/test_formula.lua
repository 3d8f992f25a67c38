-- Measures as formulas for spreadsheets, as Lua has them. How operations are written is tested in
-- C (test_formula), that spreadsheets compute the same in tests/tools.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function package_of(script)
    return assert(hm.open_package("formulas", { files = {
        ["package.lua"] = [[return package { name = "formulas", version = "1", api = 1,
            nodes = { { "index", "All" } } }]],
        ["A.lua"] = ([[return indicator { code = "A", parent = "index", name = "A", %s }]])
            :format(script),
    } }))
end

local PAIR <const> = 'inputs = { count { "a1", "Part" }, count { "b", "Whole" } }, '

function tests.test_names_are_no_references_to_cells()
    lu.assertEquals(package_of(PAIR .. "measure = input.a1 + 1"):formula("A"),
        { formula = "a1_+1", state = "state.a1_", columns = {} })
    lu.assertEquals(hm.formula_name "a1", "a1_")
    lu.assertEquals(hm.formula_name "services", "services")
end

function tests.test_a_declared_part_of_nothing_is_refused_whatever_the_measure_says()
    local package = package_of(PAIR .. 'part_of = { a1 = "b" }, measure = input.a1 + input.b')
    lu.assertEquals(package:formula("A").formula, "IF(IFERROR(AND(a1_>0,b=0),FALSE),"
        .. "INDEX(state.errors,MAX(4,MAX(state.a1_,state.b))),"
        .. "IFERROR(a1_+b,INDEX(state.errors,MAX(1,state.a1_,state.b))))")
end

function tests.test_a_percentage_refuses_it_itself()
    local package = package_of(PAIR .. "measure = percent(input.a1, input.b)")
    lu.assertEquals(package:formula("A").formula, "IFERROR(100*a1_/b,INDEX(state.errors,"
        .. "MAX(1,state.a1_,state.b,4*IFERROR(AND(a1_>0,b=0),0))))")
end

function tests.test_folds_come_with_the_columns_they_need()
    local formula = package_of([[
        inputs = { records { "r", "R", columns = { number { "x", "X" }, number { "y", "Y" } } } },
        measure = sum(input.r.x * input.r.y)]]):formula("A", "KEY")
    lu.assertEquals(#formula.columns, 1)
    lu.assertEquals(formula.columns[1].formula, "IFERROR(row.r.x*row.r.y,INDEX(state.errors,"
        .. "MAX(1,state.row.r.x,state.row.r.y)))")
    lu.assertStrMatches(formula.columns[1].name, "r%.KEY%.%d")
    lu.assertStrContains(formula.formula, "SUM(rows." .. formula.columns[1].name .. ")")
end

function tests.test_what_has_no_formula_says_why()
    local package = package_of(PAIR .. "measure = function(v) return v.b end")
    lu.assertEquals({ package:formula "A" }, { nil, "it is a function" })
    lu.assertEquals({ package:formula "B" }, { nil, "no indicator has this code" })
    lu.assertEquals({ package:formula "index" }, { nil, "no indicator has this code" })
    package = package_of([[inputs = { number { "n", "N" }, records { "r", "R", columns = {
        number { "x", "X" } } } }, measure = sum(input.r.x * input.n)]])
    lu.assertEquals({ package:formula "A" },
        { nil, "a row of records is computed with figures of the city" })
end

function tests.test_rows_of_records_and_what_is_computed_in_them()
    local package = package_of([[
        inputs = { records { "r", "R", columns = { number { "x", "X" }, flag { "ok", "OK" } } } },
        measure = sum(input.r.x * 2)]])
    local dataset <close> = hm.new_dataset()
    local function put(x)
        assert(dataset:put_record("r", "A", "2025", { { column = "x", text = x },
            { column = "ok", text = "yes" } }))
    end
    put "3"
    put "NR"
    assert(dataset:put_record("r", "B", "2025", { { column = "x", text = "x" } }))
    assert(dataset:put("C", "2025", "other", "1"))
    assert(dataset:finish())
    local scores = assert(hm.score(package, dataset))
    lu.assertEquals(scores:records(1, "r"), {
        { x = { state = "observed", value = 3, text = "3" },
            ok = { state = "observed", value = 1, text = "yes" } },
        { x = { state = "not_reported" }, ok = { state = "observed", value = 1, text = "yes" } },
    })
    lu.assertEquals(scores:computed(1, "A"),
        { { { state = "observed", value = 6 }, { state = "not_reported" } } })
    lu.assertEquals(scores:computed(2, "A"), { { { state = "invalid" } } })
    lu.assertEquals(scores:computed(3, "A"), { {} })
    lu.assertEquals(scores:records(3, "r"), {})
    lu.assertNil(scores:records(1, "nothing"))
    lu.assertNil(scores:computed(1, "index"))
end

support.run("TestFormula", tests)
