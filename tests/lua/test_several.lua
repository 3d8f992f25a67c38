-- Choices with several answers: cells, helpers in both forms, columns of records, and what is wrong.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local SV <const> = 'choice { "sv", "Services", options = { "tax", "in person", "permits", "1" }, many = true }'

local function open(measure, inputs, more)
    return hm.open_package("several", { files = {
        ["package.lua"] = 'return package { name = "several", version = "1", api = 1, '
            .. 'nodes = { { "top", "Top" } } }',
        ["x.lua"] = ('return indicator { code = "x", parent = "top", name = "X", range = false,\ninputs = { %s },'
            .. '\nmeasure = %s,\n%s }'):format(inputs or SV, measure, more or ""),
    } })
end

local CELLS <const> = { "tax|permits", "permits | tax", "none", "", "NR", "1", "tax|tax", "none|tax", "tax|",
    "Tax", "in person|1|tax|permits", "|" }

-- The value of x, or its status, for each of the cells.
local function values_of(package)
    local lines = { "city,period,sv\n" }
    for i, cell in ipairs(CELLS) do
        lines[#lines + 1] = ("%d,2025,%s\n"):format(i, cell)
    end
    local dataset, list = support.dataset(table.concat(lines)), {}
    local scores = support.need(hm.score(package, dataset))
    for unit = 1, #CELLS do
        local row = scores:row(unit, "x")
        list[unit] = row.value or row.status
    end
    return list, scores
end

local NR <const>, NO <const> = "not_reported", "invalid"

function tests.test_both_forms_give_the_same()
    local has = { 1, 1, 0, NR, NR, 0, NO, NO, NO, NO, 1, NO }
    lu.assertEquals(values_of(support.need(open 'has(input.sv, "tax")')), has)
    lu.assertEquals(values_of(support.need(open 'function(v) return has(v.sv, "tax") and 1 or 0 end')), has)
    local one = { 0, 0, 0, NR, NR, 1, NO, NO, NO, NO, 1, NO }
    lu.assertEquals(values_of(support.need(open 'has(input.sv, "1")')), one)
    local count = { 2, 2, 0, NR, NR, 1, NO, NO, NO, NO, 4, NO }
    lu.assertEquals(values_of(support.need(open "count_of(input.sv)")), count)
    lu.assertEquals(values_of(support.need(open "function(v) return count_of(v.sv) end")), count)
    local reported = { 1, 1, 1, 0, 0, 1, NO, NO, NO, NO, 1, NO }
    lu.assertEquals(values_of(support.need(open "reported(input.sv)")), reported)
end

function tests.test_answers_come_in_the_order_of_the_options()
    local _, scores = values_of(support.need(open "count_of(input.sv)"))
    lu.assertEquals({ scores:input(2, "sv").text, scores:input(3, "sv").text, scores:input(11, "sv").text },
        { "tax|permits", "none", "tax|in person|permits|1" })
    lu.assertEquals(scores:issues()[1].message, 'input "sv": found "tax|tax", expected one or more, with | '
        .. 'between them, of "tax", "in person", "permits", "1"; or "none" alone')
end

function tests.test_missing_figures_in_functions()
    local package = support.need(open('function(v) return v.sv and count_of(v.sv) or 9 end', nil,
        "accepts_missing = true"))
    lu.assertEquals({ table.unpack(values_of(package), 1, 5) }, { 2, 2, 0, 9, 9 })
    package = support.need(open('function(v) return has(v.sv, "tax") and 1 or 0 end', nil,
        "accepts_missing = true"))
    lu.assertEquals({ table.unpack(values_of(package), 1, 5) }, { 1, 1, 0, NR, NR })
end

function tests.test_columns_of_records()
    local package = support.need(open('count_rows(input.r, has(input.r.sv, "tax")) + sum(count_of(input.r.sv)) / 10',
        'records { "r", "Rows", columns = { ' .. SV .. " } }"))
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("r.json", '{"observations":[],"records":{"r":[{"city":"A","period":"2025",'
        .. '"sv":"permits|tax"},{"city":"A","period":"2025","sv":"none"},{"city":"A","period":"2025","sv":"1"}]}}'))
    support.need(dataset:finish())
    lu.assertAlmostEquals(support.need(hm.score(package, dataset)):row(1, "x").value, 1.3, 1e-12)
end

function tests.test_earlier_periods()
    local package = support.need(open 'has(input.sv, "tax") - previous(has(input.sv, "tax"))')
    local scores = support.need(hm.score(package, support.dataset "city,period,sv\nA,2024,none\nA,2025,tax|1\n"))
    lu.assertEquals({ scores:row(1, "x").status, scores:row(2, "x").value }, { NR, 1 })
end

function tests.test_sessions()
    local package = support.need(open "count_of(input.sv)")
    local session = support.need(hm.session(package, support.dataset "city,period,sv\nA,2025,tax\n", 1))
    support.need(session:set("sv", " permits|tax |1"))
    session:score()
    lu.assertEquals(session:row("x").value, 3)
    support.assert_fails({ code = "data", message = 'input "sv": found "taxi", expected one or more, with | '
        .. 'between them, of "tax", "in person", "permits", "1"; or "none" alone: did you mean "tax"?' },
        session:set("sv", "taxi"))
end

function tests.test_worked_examples()
    local package = support.need(open("count_of(input.sv)", nil, [[tests = { { sv = "tax|1", value = 2 },
        { sv = { "1", "permits" }, value = 2 } }]]))
    lu.assertEquals(package:indicator("x").tests[2].values[1].text, "1|permits")
    lu.assertTrue(package:inputs()[1].many)
end

local WRONG <const> = {
    { "input.sv + 1", nil, 3, "indicator x: + takes a number here, found several answers (a choice with many = "
        .. "true): sv" },
    { 'points(eq(input.sv, "tax"), 1)', nil, 3, "indicator x: eq takes a value here, found several answers (a "
        .. "choice with many = true): sv" },
    { 'has(input.sv, "taxi")', nil, 3, 'indicator x: "taxi" is no option of "sv": tax, in person, permits, 1: '
        .. 'did you mean "tax"?' },
    { 'has(input.sv, "none")', nil, 3, 'indicator x: "none" is no option of "sv": tax, in person, permits, 1' },
    { 'has(input.sv, "tax")', 'choice { "sv", "S", options = { "tax" } }', 3, "indicator x: has takes several "
        .. "answers (a choice with many = true) here, found text: sv" },
    { "input.sv", nil, 3, "indicator x: the measure yields several answers (a choice with many = true), expected "
        .. "a number" },
    { "1", 'choice { "sv", "S", options = { "a", "none" }, many = true }', 2, 'input "sv": option "none": with '
        .. "many = true this is how a cell says that none of the options holds, without being one" },
    { "1", 'choice { "sv", "S", options = { "a|b" }, many = true }', 2, 'input "sv": option "a|b": with many = '
        .. "true, | stands between answers" },
    { "1", 'choice { "sv", "S", options = { " a" }, many = true }', 2, 'input "sv": option " a": with many = '
        .. "true, blanks around an answer mean nothing" },
    { "1", 'count { "sv", "S", many = true }', 2, 'input "sv": unknown field "many"' },
    { "1", 'choice { "sv", "S", options = { "a" }, many = "yes" }', 2, 'input "sv": many is a string, expected '
        .. "true or false" },
    { "has(1, 2)", nil, 3, "has takes several answers (a choice with many = true) as argument 1, found number" },
}

function tests.test_what_is_wrong()
    for _, case in ipairs(WRONG) do
        local package, err = open(case[1], case[2])
        lu.assertNil(package, case[1])
        lu.assertStrContains(err.message, case[4])
        lu.assertEquals(err.line, case[3], case[1])
    end
end

support.run("TestSeveral", tests)
