-- What the commands for authors stand on: packages from files in memory, layers and expressions as
-- the module shows them, formulas in mathematical notation, the editor's definitions.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local examples = require "cli.examples"
local global_names = require "cli.global_names"
local hm = require "hundredmark"
local lu = require "luaunit"
local lua_text = require "report.lua_text"
local mathematics = require "report.mathematics"
local stub = require "report.stub"
local support = require "support"

local tests = {}

local MANIFEST <const> = [[return package { name = "one", version = "1", api = 1,
    nodes = { { "index", "Index" } } }]]

-- A package with one indicator of this measure, over numbers a, b, c, flags f, g, a choice and
-- records.
local function package_of(measure)
    return hm.open_package("one", { files = {
        ["package.lua"] = MANIFEST,
        ["inputs.lua"] = [[return {
            number { "a", "A" }, number { "b", "B" }, number { "c", "C" },
            flag { "f", "F" }, flag { "g", "G" },
            choice { "k", "K", options = { "big", "small" } },
            records { "r", "R", columns = { number { "x", "X" } } } }]],
        ["I.lua"] = ([[return indicator { code = "I", parent = "index", name = "I",
            measure = %s }]]):format(measure),
    } })
end

local function formulas(measure)
    return mathematics.of(support.need(package_of(measure)):indicator("I"))
end

-- Packages from memory ------------------------------------------------------------------------

function tests.test_package_from_files()
    local package = support.need(package_of("input.a + 1"))
    lu.assertEquals(package:info().name, "one")
    lu.assertEquals(package:indicator("I").formula, "a + 1")
end

function tests.test_errors_name_the_file_in_memory()
    local package, err, issues = package_of("input.nobody")
    lu.assertNil(package)
    lu.assertEquals(err.file, "one/I.lua")
    lu.assertStrContains(err.message, 'no input "nobody"')
    lu.assertEquals(#issues, 1)
end

function tests.test_files_must_be_texts_by_path()
    lu.assertErrorMsgContains("files must be", hm.open_package, "x", { files = { 1 } })
    lu.assertErrorMsgContains("files must be", hm.open_package, "x", { files = "text" })
end

function tests.test_files_in_tests_are_no_indicators()
    local package = hm.open_package("one", { files = {
        ["package.lua"] = MANIFEST, ["tests/test_one.lua"] = "this is not even Lua",
        ["I.lua"] = 'return indicator { code = "I", parent = "index", name = "I", '
            .. 'inputs = { number { "a", "A" } }, measure = input.a * 1 }',
    } })
    lu.assertEquals(#support.need(package):nodes(), 2)
end

function tests.test_layers_and_the_layer_of_an_indicator()
    local package = support.need(hm.open_package("top", { files = {
        ["package.lua"] = 'return package { name = "top", version = "7", api = 1, '
            .. 'extends = "iso-iec-30146", drop = { "L2", "L1.1.2" }, weights = { L1 = 3 } }',
        ["L1.1.1.lua"] = 'return indicator { code = "L1.1.1", parent = "L1.1", name = "Mine", '
            .. 'replaces = true, inputs = { number { "mine", "M" } }, measure = input.mine * 1 }',
    } }))
    local layers = package:info().layers
    lu.assertEquals(#layers, 2)
    lu.assertEquals({ layers[1].name, layers[1].version, layers[1].builtin, layers[1].path },
        { "top", "7", false, "" })
    lu.assertEquals(layers[1].drop, { "L2", "L1.1.2" })
    lu.assertEquals(layers[1].weights, { { code = "L1", weight = 3 } })
    lu.assertEquals({ layers[2].name, layers[2].builtin }, { "iso-iec-30146", true })
    lu.assertEquals(package:indicator("L1.1.1").layer, 1)
    lu.assertEquals(package:indicator("L1.1.3").layer, 2)
end

-- Expressions ---------------------------------------------------------------------------------

function tests.test_expression_lists_operands_first()
    local nodes = support.need(package_of("when(gt(input.a, 2), input.b, 5)")):indicator("I")
        .expression
    local last = nodes[#nodes]
    lu.assertEquals({ last.op, last.type, #last.operands }, { "when", "number", 3 })
    local condition = nodes[last.operands[1]]
    lu.assertEquals({ condition.op, condition.type }, { ">", "flag" })
    lu.assertEquals(nodes[condition.operands[1]].name, "a")
    lu.assertEquals(nodes[last.operands[3]].value, 5)
    for i, node in ipairs(nodes) do
        for _, operand in ipairs(node.operands) do
            lu.assertTrue(operand < i)
        end
    end
end

function tests.test_function_has_no_expression()
    local package = support.need(hm.open_package "iso-iec-30146")
    lu.assertNotNil(package:indicator("L1.1.1").expression)
    lu.assertNil(support.need(package_of("function(v) return 1 end")):indicator("I").expression)
end

-- Mathematical notation -----------------------------------------------------------------------

function tests.test_formulas_as_text()
    for measure, wanted in pairs {
        ["percent(input.a, input.b)"] = "100 × a / b",
        ["percent(input.a + 1, input.b - input.c)"] = "100 × (a + 1) / (b − c)",
        ["percent(input.a, input.b) * 2"] = "100 × a / b × 2",
        ["(input.a + input.b) * input.c"] = "(a + b) × c",
        ["input.a - (input.b - input.c)"] = "a − (b − c)",
        ["input.a - (input.b + input.c)"] = "a − (b + c)",
        ["input.a / (input.b * input.c)"] = "a / (b × c)",
        ["input.a / (input.b / input.c)"] = "a / (b / c)",
        ["-(input.a + 1) ^ 2"] = "−(a + 1)^2",
        ["(-input.a) ^ 2"] = "(−a)^2",
        ["2 ^ (input.a ^ input.b)"] = "2^a^b",
        ["(2 ^ input.a) ^ input.b"] = "(2^a)^b",
        ["input.a // input.b"] = "⌊a / b⌋",
        ["input.a % input.b"] = "a mod b",
        ["sqrt(input.a + 1) + abs(input.b) + exp(input.c) + log(input.a)"] =
            "√(a + 1) + |b| + e^c + ln(a)",
        ["points(all_of(input.f, any_of(input.g, ge(input.a, 1))), 30)"] =
            "{ 30 if f and (g or a ≥ 1); 0 otherwise }",
        ["band(input.a, { { over = 90, 30 }, { at_least = 60, 20 } }, 0)"] =
            "{ 30 if a > 90; 20 if a ≥ 60; 0 otherwise }",
        ["when(negate(input.f), input.a, input.b) * 2"] =
            "{ a if not f; b otherwise } × 2",
        ["when(eq(input.k, 'big'), 1, 0)"] = "{ 1 if k = “big”; 0 otherwise }",
        ["clamp(input.a, 0, 1) + at_most(70, input.b)"] = "min(max(a, 0), 1) + min(70, b)",
        ["round(input.a, 2) + normal_quantile(input.b)"] = "round(a, 2) + Φ⁻¹(b)",
        ["missing_if(gt(input.a, 90), input.b)"] = "{ not reported if a > 90; b otherwise }",
        ["median(input.a, 3) + mean_of { input.a, input.b } - sd_of { input.a, 4 }"] =
            "median(a, 3) + mean of(a, b) − standard deviation of(a, 4)",
        ["interpolate(input.a, { { 0, 10 }, { 5, 30 } })"] = "interpolate(a, (0, 10), (5, 30))",
        ["count_rows(input.r, lt(input.r.x, 3)) + sum(input.r.x)"] =
            "number of rows of(r where r.x < 3) + Σ(r.x)",
        ["first_of(input.a, 3) + points(reported(input.b), 1)"] =
            "first reported of(a, 3) + { 1 if b is reported; 0 otherwise }",
        ["input.a - previous(input.a)"] = "a − a[previous period]",
    } do
        lu.assertEquals(formulas(measure)[1].text, wanted, measure)
    end
end

function tests.test_parts_stand_behind_the_formula()
    local list = formulas("part('p', percent(input.a, input.b), 'The share') + part('q', input.c)")
    lu.assertEquals(#list, 3)
    lu.assertEquals(list[1].text, "p + q")
    lu.assertEquals({ list[2].name, list[2].label, list[2].text },
        { "p", "The share", "100 × a / b" })
    lu.assertEquals({ list[3].name, list[3].text }, { "q", "c" })
end

function tests.test_formulas_as_html()
    lu.assertEquals(formulas("percent(input.a, input.b + 1)")[1].markup,
        '100\u{A0}× <span class="fraction"><span class="above"><i>a</i></span><span class="below"><i>b</i>\u{A0}+ 1'
        .. '</span></span>')
    lu.assertStrContains(formulas("points(lt(input.a, 1), 5)")[1].markup, "<i>a</i>\u{A0}&lt; 1")
end

-- Nodes are shared: twenty doublings are a million of them written out.
function tests.test_endless_formula_falls_back_to_the_engines()
    local package = support.need(package_of("(function() local x = input.a "
        .. "for _ = 1, 20 do x = x + x end return x end)()"))
    local formula = mathematics.of(package:indicator("I"))[1]
    lu.assertNil(formula.markup)
    lu.assertEquals(formula.text, package:indicator("I").formula)
end

-- The editor's definitions --------------------------------------------------------------------

local function defines(text, name)
    return text:find("\nfunction " .. name .. "(", 1, true) ~= nil
end

local function read(path)
    local file <close> = assert(io.open(path))
    return file:read("a")
end

function tests.test_stub_is_lua_and_knows_every_word()
    local text = stub.text(support.need(package_of("input.a + 1")):inputs())
    lu.assertNotNil(load(text, "stub", "t"))
    for _, helper in ipairs(hm.helpers()) do
        lu.assertTrue(defines(text, helper.name), helper.name)
    end
    for _, kind in ipairs(hm.kinds()) do
        lu.assertTrue(defines(text, kind.name), kind.name)
    end
    local helpers = read(HERE .. "../../scripts/author/helpers.lua")
    for name in helpers:gmatch("function helpers%.([%w_]+)") do
        lu.assertTrue(defines(text, name), name)
    end
    lu.assertStrContains(text, "---@field a hundredmark.expression A (number)")
end

-- What the engine reads of a declaration is listed in its sources: the definitions must keep up.
function tests.test_stub_knows_every_field_of_declarations()
    local text, count = stub.text({}), 0
    for _, name in ipairs { "lua_read", "lua_manifest", "lua_study" } do
        local source = read(HERE .. "../../core/script/" .. name .. ".c")
        for list in source:gmatch("_fields%[%] = (%b{})") do
            for field in list:gmatch('"([%w_]+)"') do
                count = count + 1
                lu.assertNotNil(text:find("---@field " .. field .. "?", 1, true)
                    or text:find("---@field " .. field .. " ", 1, true), field)
            end
        end
    end
    lu.assertTrue(count > 20)
end

function tests.test_stub_says_what_helpers_take()
    local text = stub.text({})
    lu.assertStrContains(text, "---@param label? hundredmark.operand\n---@return any\n"
        .. "function part(name, x, label) end")
    lu.assertStrContains(text, "function band(x, tiers, otherwise) end")
    lu.assertStrContains(text, "---@param condition? hundredmark.operand\n")
    lu.assertStrContains(text, "function number_of(list) end")
    lu.assertStrContains(text, "---@param population hundredmark.operand\n---@param per? ")
end

-- Names of globals ----------------------------------------------------------------------------

local function uses(source)
    local list = {}
    for i, use in ipairs(global_names.of(source)) do
        list[i] = ("%d %s%s"):format(use.line, use.name, use.is_set and " =" or "")
    end
    return list
end

function tests.test_global_names_of_a_script()
    lu.assertEquals(uses("local a = 1\nreturn a"), {})
    lu.assertEquals(uses("return x + y.z"), { "1 x", "1 y" })
    lu.assertEquals(uses("local function f(v)\n\n    return v.a + lost(1, 2.5, nil, true)\nend\n"
        .. "count = f\nreturn function() return function() return deep end end"),
        { "3 lost", "5 count =", "6 deep" })
    lu.assertEquals(uses("local _ENV = {}\nreturn own"), {})
    lu.assertEquals(uses("not Lua at all"), {})
end

-- Lines far apart are given in full in the compiled form, and so is every 128th instruction.
function tests.test_lines_of_global_names_far_apart()
    lu.assertEquals(uses("local a" .. ("\n"):rep(299) .. "a = far"), { "300 far" })
    local lines = {}
    for i = 1, 200 do
        lines[i] = "local _ <const> = one"
    end
    local found = uses("do " .. table.concat(lines, " end do\n") .. " end")
    lu.assertEquals(#found, 200)
    lu.assertEquals({ found[1], found[128], found[200] }, { "1 one", "128 one", "200 one" })
end

-- Examples ------------------------------------------------------------------------------------

-- More than are scored at once, each with an input of its own; most expect a wrong number.
function tests.test_examples_of_thousands_of_indicators()
    local files = { ["package.lua"] = MANIFEST }
    for i = 1, 2500 do
        files[("I%d.lua"):format(i)] = ([[return indicator { code = "I%d", parent = "index",
            name = "I", inputs = { number { "x%d", "X" } }, measure = input.x%d,
            tests = { { x%d = %d, score = %d } } }]]):format(i, i, i, i, i % 100, i % 101)
    end
    local package = support.need(hm.open_package("many", { files = files }))
    local cases = examples.of(package)
    local rows = examples.score(package, cases, {})
    lu.assertEquals(#cases, 2500)
    for n, case in ipairs(cases) do
        local i = tonumber(case.indicator.code:match("%d+"))
        local wrong = examples.compare(case.test, rows[n])
        lu.assertEquals(#wrong, i % 100 == i % 101 and 0 or 1, case.name)
        lu.assertEquals(rows[n].value, i % 100)
    end
end

-- Lua as text ---------------------------------------------------------------------------------

function tests.test_quote_reads_back()
    for _, s in ipairs { "", 'a "b" \\ c', "line\nline\r\ttab", "\0\1\127 9", "東京 ß" } do
        lu.assertEquals(load("return " .. lua_text.quote(s))(), s)
    end
end

function tests.test_names_from_codes()
    lu.assertEquals(lua_text.name_of("L7.1"), "l7_1")
    lu.assertEquals(lua_text.name_of("7.1"), "i_7_1")
    lu.assertEquals(lua_text.name_of("A--b."), "a_b")
end

support.run("packtools", tests)
