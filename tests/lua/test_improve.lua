-- What packages say of changing figures (improve), and rows of records that are filled in (complete).

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local MANIFEST <const> = 'return package { name = "p", version = "1", api = 1,'
    .. ' nodes = { { "top", "Top" } } }'

local function open(inputs, measure)
    return hm.open_package("p", { files = { ["package.lua"] = MANIFEST,
        ["a.lua"] = ('return indicator { code = "a", parent = "top", name = "A",\ninputs = { %s },\n'
            .. "measure = %s, range = false }"):format(inputs, measure or "input.x + 0") } })
end

local function improve(inputs)
    local package <close> = support.need(open(inputs))
    return package:inputs()[1].improve
end

function tests.test_what_is_said()
    lu.assertNil(improve 'number { "x" }')
    lu.assertEquals(improve 'number { "x", improve = {} }', { fixed = false })
    lu.assertEquals(improve 'amount { "x", improve = { step = 0.5, cost = 2 } }',
        { step = 0.5, cost = 2, fixed = false })
    lu.assertEquals(improve 'count { "x", improve = { fixed = true } }', { fixed = true })
    lu.assertEquals(improve 'flag { "x", improve = { cost = 0 } }', { cost = 0, fixed = false })
end

function tests.test_wrong()
    for inputs, message in pairs {
        ['number { "x", improve = { stop = 1 } }'] = 'did you mean "step"?',
        ['number { "x", improve = { step = 0 } }'] = "step must be above 0",
        ['number { "x", improve = { step = -1 } }'] = "step must be above 0",
        ['count { "x", improve = { step = 0.5 } }'] = "step must be a whole number",
        ['flag { "x", improve = { step = 1 } }'] = "step goes with numbers",
        ['number { "x", improve = { cost = -1 } }'] = "cost must be at least 0",
        ['number { "x", improve = { fixed = true, cost = 1 } }'] = "neither step nor cost",
        ['number { "x", improve = 3 }'] = "improve",
        ['records { "x", columns = { count { "k", improve = { step = 1 } } } }'] = "not with the columns",
    } do
        local package, err = open(inputs)
        lu.assertNil(package, inputs)
        lu.assertStrContains(err.message, message)
        lu.assertEquals(err.line, 2)
    end
end

-- Four rows of one city.
local function value_of(measure)
    local package <close> = support.need(open('records { "r", columns = { count { "a", may_be_na = true }, '
        .. 'text { "b" } } }', measure))
    local dataset <close> = support.need(hm.new_dataset())
    for _, row in ipairs { { "1", "x" }, { "2", "" }, { "NA", "y" }, { "4", "z" } } do
        support.need(dataset:put_record("r", "A", "2025",
            { { column = "a", text = row[1] }, { column = "b", text = row[2] } }))
    end
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset)):row(1, "a").value
end

-- Rows 1 and 4 of the four are filled in.
function tests.test_complete()
    for measure, expected in pairs {
        ['count_rows(input.r, complete(input.r, { "a", "b" }))'] = 2,
        ['count_rows(input.r, complete(input.r, { "a" }))'] = 3,
        ['100 * count_rows(input.r, complete(input.r, { "b" })) / count_rows(input.r)'] = 75,
        ['sum(when(complete(input.r, { "a", "b" }), input.r.a, 0))'] = 5,
    } do
        lu.assertEquals(value_of(measure), expected, measure)
    end
end

support.run("test_improve", tests)
