-- Classes of nodes: the column, bounds and their order, what goes by a parameter, and every way out.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = "city,period,x,y\nA,2024,2,80\nB,2024,5,100\nC,2024,90,90\nD,2024,,\n"
    .. "A,2025,2,\nC,2025,90,90\n"

local PARAMETERS <const> = "name,from,value\nhigh,2024,80\nhigh,2025,91\n"

-- A package whose index, of x and y, has these classes; `x`: more of the indicator x.
local function open(classes, x, options)
    return hm.open_package("classes", { settings = options and options.settings, files = {
        ["parameters.csv"] = options and options.parameters or PARAMETERS,
        ["package.lua"] = ('return package { name = "classes", version = "1", api = 1,\n'
            .. 'nodes = { { "top", "Top",\nclasses = %s } } }'):format(classes),
        ["x.lua"] = ('return indicator { code = "x", parent = "top", name = "X", '
            .. 'inputs = { number { "x" } }, measure = input.x, %s }'):format(x or ""),
        ["y.lua"] = 'return indicator { code = "y", parent = "top", name = "Y", '
            .. 'inputs = { number { "y" } }, measure = input.y }',
    } })
end

-- The classes of a node in all units, "-" for none.
local function classes_of(package, code, figures)
    local dataset = support.dataset(figures or FIGURES)
    local scores, list = support.need(hm.score(package, dataset)), {}
    for unit = 1, dataset:unit_count() do
        list[unit] = scores:row(unit, code).class or "-"
    end
    return list, scores
end

-- Scores of the index: A 41, B 52.5, C 90, D none, then A 2, C 90.
function tests.test_the_first_that_suits()
    local package = support.need(open '{ { at_least = 90, "high" }, { over = 41, "middle" }, { "low" } }')
    lu.assertEquals(classes_of(package, "top"), { "low", "middle", "high", "-", "low", "high" })
    lu.assertEquals(classes_of(package, "x"), { "-", "-", "-", "-", "-", "-" })
    package = support.need(open '{ { below = 41, "low" }, { at_most = 52.5, "middle" } }')
    lu.assertEquals(classes_of(package, "top"), { "middle", "middle", "-", "-", "low", "-" })
end

-- What is less than a bound by no more than 1e-9 has reached it, and is not over it.
function tests.test_room_at_a_bound()
    local figures = "city,period,x,y\nA,2024,0.1,0.5\nB,2024,0.3,0.3\n"
    local package = support.need(open('{ { over = 0.3, "more" }, { "no more" } }', "weight = 1"))
    lu.assertEquals(classes_of(package, "top", figures), { "no more", "no more" })
    package = support.need(open '{ { at_least = 0.3, "enough" }, { "less" } }')
    lu.assertEquals(classes_of(package, "top", "city,period,x,y\nA,2024,0.1,0.4999999999\nB,2024,0.1,0.49\n"),
        { "enough", "less" })
end

-- 80 in 2024, 91 in 2025; before, nobody can tell.
function tests.test_bounds_by_the_period()
    local classes = '{ { at_least = param.high, "high" }, { "low" } }'
    lu.assertEquals(classes_of(support.need(open(classes)), "top"),
        { "low", "low", "high", "-", "low", "low" })
    local older = "city,period,x,y\nA,2023,100,100\n"
    lu.assertEquals(classes_of(support.need(open(classes)), "top", older), { "-" })
    local set = support.need(open(classes, "", { settings = { high = 50 } }))
    lu.assertEquals(classes_of(set, "top"), { "low", "high", "high", "-", "low", "high" })
end

-- Scores of x are 100, 97 and 0 by its scale; the classes are of the values.
function tests.test_of_values()
    local package = support.need(open("false", [[scale = "minmax", direction = "lower",
        classes = { { at_most = 2, "green" }, { below = 5, "yellow" }, { "red" }, of = "value" } ]]))
    lu.assertEquals(classes_of(package, "x"), { "green", "red", "red", "-", "green", "red" })
end

function tests.test_the_column_is_there_where_a_node_has_classes()
    local function header(package)
        local scores = support.need(hm.score(package, support.dataset(FIGURES)))
        local text = support.written(function(file)
            return scores:write { file = file }
        end)
        return text:match "^[^\n]*", text
    end
    lu.assertStrMatches(header(support.need(open "false")), ".*,status,flags")
    local first, text = header(support.need(open '{ { at_least = 90, "high, very" } }'))
    lu.assertStrMatches(first, ".*,status,flags,class")
    lu.assertStrContains(text, 'C,2024,top,,0,Top,,90,1,90,1,1,1,scored,,"high, very"\n')
    lu.assertStrContains(text, "C,2024,x,top,1,X,90,90,0.5,45,1,1,1,scored,,\n")
end

function tests.test_sessions_follow()
    local package = support.need(open '{ { at_least = 90, "high" }, { "low" } }')
    local session = support.need(hm.session(package, support.dataset(FIGURES), 1))
    support.need(session:set("x", 80))
    support.need(session:set("y", 100))
    session:score()
    lu.assertEquals(session:row("top").class, "high")
    support.need(session:set("y", 90))
    session:score()
    lu.assertEquals(session:row("top").class, "low")
end

function tests.test_why()
    local package = support.need(open('{ { at_least = param.high, "high" }, { "low" } }'))
    local _, scores = classes_of(package, "top")
    lu.assertEquals(scores:class(3, "top"), { class = "high", of = "score", figure = 90,
        rule = "at_least", bound = 80, parameter = "high" })
    lu.assertEquals(scores:class(1, "top"), { class = "low", of = "score", figure = 41 })
    lu.assertNil(scores:class(4, "top"))
    lu.assertNil(scores:class(1, "x"))
    lu.assertEquals(package:nodes()[1].classes, { of = "score",
        { class = "high", rule = "at_least", parameter = "high" }, { class = "low" } })
end

function tests.test_editions_keep_them()
    local package = support.need(open('{ { at_least = 90, "high" }, { "low" } }', 'from = "2025",'))
    lu.assertEquals(classes_of(package, "top"), { "low", "high", "high", "-", "low", "high" })
end

-- What is wrong, and where: the field stands in the third line.
local WRONG <const> = {
    { "5", "package: node top: classes is a number, expected { { at_least = 80, \"high\" }, ... }, or false" },
    { "{}", "package: node top: classes is empty: { { at_least = 80, \"high\" }, { \"low\" } }" },
    { '{ "high" }', "package: node top: classes: class 1: is a string, expected { at_least = 80, \"high\" }, "
        .. "or { \"low\" } for all that is left" },
    { "{ { at_least = 80 } }", "package: node top: classes: class 1: needs its word: "
        .. "{ at_least = 80, \"high\" }" },
    { '{ { at_least = 80, "" } }', "package: node top: classes: class 1: its word is empty" },
    { '{ { at_least = 80, "a", "b" } }', "package: node top: classes: class 1: has more than one word: "
        .. "{ at_least = 80, \"high\" }" },
    { '{ { at_least = "80", "a" } }', "package: node top: classes: class 1: at_least is a string, "
        .. "expected a number" },
    { '{ { at_least = 2 * param.high, "a" } }', "package: node top: classes: class 1: at_least must be a "
        .. "number or param.NAME" },
    { '{ { at_least = 80, over = 3, "a" } }', "package: node top: classes: class 1: has at_least and over: "
        .. "a class has one bound" },
    { '{ { at_leest = 80, "a" } }', "package: node top: classes: class 1: unknown field \"at_leest\": did "
        .. "you mean \"at_least\"?" },
    { '{ { "all" } }', "package: node top: classes: class 1: has no bound, and so all would be in it" },
    { '{ { at_least = 80, "a" }, { "b" }, { at_least = 3, "c" } }', "package: node top: classes: class 3: "
        .. "stands behind a class without a bound, which takes all that is left" },
    { '{ { at_least = 80, "a" }, { over = 80, "b" } }', "package: node top: classes: class 2: over = 80 "
        .. "stands behind 80, and is not below it: the first class that suits is taken" },
    { '{ { at_most = 80, "a" }, { below = 70, "b" } }', "package: node top: classes: class 2: below = 70 "
        .. "stands behind 80, and is not above it: the first class that suits is taken" },
    { '{ { at_least = 80, "a" }, { at_most = 70, "b" } }', "package: node top: classes: class 2: has "
        .. "at_most, and the first class has at_least: go down by at_least and over, or up by at_most and below" },
    { '{ { at_least = 80, "a" }, of = "mark" }', "package: node top: classes: of is \"mark\", expected "
        .. "\"score\" or \"value\"" },
    { '{ { at_least = 80, "a" }, of = "value" }', "node top: classes: a group without steps or a measure "
        .. "has no value beside its score: of = \"score\"" },
    { '{ { at_least = param.hihg, "a" } }', "node top: classes: the package has no parameter \"hihg\": did "
        .. "you mean \"high\"?" },
    { '{ { at_least = 85, "a" }, { over = param.high, "b" } }', "node top: classes: over is 91 from 2025, "
        .. "and stands behind 85: the first class that suits is taken" },
}

function tests.test_what_is_wrong()
    for _, case in ipairs(WRONG) do
        local package, err = open(case[1])
        lu.assertNil(package, case[1])
        lu.assertEquals({ err.line, err.message }, { 3, case[2] })
    end
end

support.run("TestClasses", tests)
