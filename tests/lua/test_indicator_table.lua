-- Packages stated by tables: indicators.csv, weights.csv, and lists of indicators from one script.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local MANIFEST <const> = 'return package { name = "p", version = "1", api = 1%s }'
local FIGURES <const> = "city,period,people,trees,burglaries,shade\n"
    .. "A,2025,1000,500,20,0.5\nB,2025,2000,500,10,1\nC,2025,500,,5,0.25\n"

-- The package of these files beside a plain manifest, to which `more` is added.
local function open(files, more)
    files["package.lua"] = files["package.lua"] or MANIFEST:format(more or "")
    return hm.open_package("p", { files = files })
end

local function scores_of(files, more)
    local package = support.need(open(files, more))
    local scores = support.need(hm.score(package, support.dataset(FIGURES)))
    return (support.written(function(file) return scores:write { file = file, format = "csv" } end))
end

local SCRIPTS <const> = {
    ["package.lua"] = [[return package { name = "p", version = "1", api = 1, nodes = {
        { "top", "Top" }, { "G", "Green", parent = "top", weight = 2 },
        { "S", "Safe", parent = "top", scale = "minmax" } } }]],
    ["trees.lua"] = [[return indicator { code = "trees", parent = "G", name = "Trees", weight = 0.5,
        inputs = { count { "trees", "Trees" } }, measure = 0.1 * input.trees, range = { 0, 60 } }]],
    ["shade.lua"] = [[return indicator { code = "shade", parent = "G", name = "Shade",
        inputs = { grade { "shade", "Share in the shade" } }, measure = 100 * input.shade }]],
    ["theft.lua"] = [[return indicator { code = "theft", parent = "S", name = "Theft",
        inputs = { count { "burglaries", "Theft", warn_max = 100 }, count { "people", "People" } },
        measure = per_capita(input.burglaries, input.people, 1000),
        scale = { "zscore", spread = 15 }, direction = "lower" }]],
}

local TABLE <const> = [[
code,parent,name,weight,range,direction,scale,input,kind,label,warn_max,measure,inputs
top,,Top,,,,,,,,,,
G,top,Green,2,,,,,,,,,
S,top,Safe,,,,minmax,,,,,,
trees,G,Trees,0.5,"{ 0, 60 }",,,,count,,,0.1 * input.trees,
shade,G,Shade,,,,,shade,grade,Share in the shade,,100 * input.shade,
theft,S,Theft,,,lower,"{ ""zscore"", spread = 15 }",burglaries,count,,100,"per_capita(input.burglaries, input.people, 1000)","{ count { ""people"", ""People"" } }"
]]

function tests.test_a_table_says_what_scripts_say()
    local wanted = scores_of(SCRIPTS)
    lu.assertStrContains(wanted, "A,2025,trees,G,2,Trees,50,50,")
    lu.assertEquals(scores_of { ["indicators.csv"] = TABLE }, wanted)
end

-- Semicolons with decimal commas, a byte order mark, tabs, UTF-16: the delimiter rules of data.
function tests.test_other_forms_of_table()
    local wanted = scores_of { ["indicators.csv"] = TABLE }
    local rows = { "code\tparent\tname\tmeasure\tkind\tweight", "top\t\tTop\t\t\t",
        "a\ttop\tA\tinput.people / 10\tcount\t0.5", "b\ttop\tB\tinput.trees / 10\tcount\t1",
        "people\ttop\tPeople\t\tcount\t0", "trees\ttop\tTrees\t\tcount\t0" }
    rows[3], rows[4] = rows[3]:gsub("count", ""), rows[4]:gsub("count", "")
    local tabs = table.concat(rows, "\n")
    local plain = scores_of { ["indicators.csv"] = tabs }
    lu.assertStrContains(plain, "B,2025,top,,0,Top,,66.66666666666667,")
    local semicolons = "\xEF\xBB\xBF" .. tabs:gsub("\t", ";"):gsub("0%.5", "0,5")
    lu.assertEquals(scores_of { ["indicators.csv"] = semicolons }, plain)
    local wide = "\xFF\xFE" .. tabs:gsub(".", "%0\0"):gsub("\n", "\n")
    lu.assertEquals(scores_of { ["indicators.csv"] = wide }, plain)
    lu.assertNotEquals(wanted, plain)
end

-- Without a measure the input is the value; without a name its code names it.
function tests.test_the_input_itself()
    local text = scores_of { ["indicators.csv"] =
        "code,parent,name,input\ntop,,Top,\nshade,top,Shade,\np,top,People,people\nq,top,Q,people\n" }
    lu.assertStrContains(text, "A,2025,shade,top,1,Shade,0.5,0.5,")
    lu.assertStrContains(text, "A,2025,p,top,1,People,1000,100,")
    lu.assertStrContains(text, "A,2025,q,top,1,Q,1000,100,")
end

-- Another file is where its children are.
function tests.test_a_group_by_its_kind()
    local text = scores_of {
        ["indicators.csv"] = "code,parent,name,kind\ntop,,Top,\nG,top,Green,group\n",
        ["x.lua"] = [[return indicator { code = "x", parent = "G", name = "X",
            inputs = { count { "trees" } }, measure = input.trees }]],
    }
    lu.assertStrContains(text, "A,2025,x,G,2,X,500,100,")
end

local HEADER <const> = "code,parent,name,weight,direction,input,kind,measure,scale\ntop,,Top,,,,,,\n"

-- What is wrong, with the column it stands in.
local WRONG <const> = {
    { "a,top,A,1,,people,count,input.peple,", 3, 25, 'no input "peple"' },
    { "a,top,A,1,,people,count,input.,", 3, 25, 'column "measure": ' },
    { "a,top,A,1,,people,cuont,,", 3, 19, 'column "kind": no kind is called "cuont": did you mean "count"?' },
    { "a,top,A,many,,people,count,,", 3, 9, "indicator a: weight is a string, expected a number" },
    { "a,top,A,-1,,people,count,,", 3, 9, "indicator a: weight must be 0, or a number" },
    { "a,top,A,1,down,people,count,,minmax", 3, 11, 'direction is "down"' },
    { "a,top,A,1,,people,count,,minmx", 3, 26, 'no method "minmx"' },
    { "a.1,top,A,1,,,count,,", 3, 1, 'column "code": "a.1" cannot name the input' },
    { "a,top,A,1,,2 b,count,,", 3, 12, 'column "input": "2 b" is no name' },
    { ",top,A,1,,people,count,,", 3, 1, 'column "code": is empty' },
    { "a,top,,1,,people,count,,", 3, 7, 'column "name": is empty' },
    { "a,tip,A,1,,people,count,,\nb,top,B,1,,people,,,", 3, 0, nil },
    { "a,top,A,1,,people,count,function(v) return 1 end,", 3, 25, "a function needs a script of its own" },
    { "a,top,A,1,,people,count,\"{ 1 }\",", 3, 25, "measure is a table, expected an expression" },
    { "G,top,G,1,,people,,,\na,G,A,1,,people,count,,", 3, 12, 'column "input": G is a group' },
    { "a,top,A,1,,people,count,\"(", 3, 25, "a quote that is not closed" },
    { "a,top,A,1,,people,count,,,,x", 3, 28, "a cell in a column that has no name" },
}

function tests.test_errors_name_row_and_column()
    for _, case in ipairs(WRONG) do
        local package, err = open { ["indicators.csv"] = HEADER .. case[1] .. "\n" }
        if case[4] then
            lu.assertNil(package, case[1])
            lu.assertStrContains(err.message, case[4], false)
            lu.assertEquals({ err.file, err.line, err.column }, { "p/indicators.csv", case[2], case[3] },
                case[1])
        end
    end
end

function tests.test_wrong_columns()
    for text, wanted in pairs {
        ["code,parent,name,wieght\n"] = 'unknown column "wieght": did you mean "weight"?',
        ["code,name,code\n"] = 'column "code" is there twice',
        ["parent,name\n"] = 'column "code" is missing',
        ["\n"] = "is empty: expected a row of column names",
    } do
        local package, err = open { ["indicators.csv"] = text }
        lu.assertNil(package)
        lu.assertStrContains(err.message, wanted)
    end
end

-- In a file with semicolons 1.234 may be either.
function tests.test_unclear_numbers()
    local _, err = open { ["indicators.csv"] =
        "code;parent;name;input;weight\ntop;;Top;;\na;top;A;people;1.234\n" }
    lu.assertStrContains(err.message, "1.234 is more than a thousand, or a number with three decimals")
    lu.assertEquals(err.column, 16)
end

-- All rows that are wrong are told of at once.
function tests.test_every_row_is_looked_at()
    local _, _, issues = open { ["indicators.csv"] = HEADER
        .. "a,top,A,many,,people,count,,\nb,top,B,1,,people,cuont,,\n" }
    lu.assertEquals(#issues, 2)
    lu.assertEquals({ issues[1].line, issues[2].line }, { 3, 4 })
end

local LIST <const> = [[
local all = {}
for i, name in ipairs { "people", "trees" } do
    all[i] = indicator { code = name, parent = "top", name = name, inputs = { count { name } },
        measure = function(v) return v[name] / (10 * i) end }
end
all[3] = indicator { code = "c", parent = "top", name = "C", inputs = { grade { "shade" } },
    measure = 100 * input.shade }
return all
]]

function tests.test_one_script_returns_a_list()
    local nodes = ', nodes = { { "top", "Top" } }'
    local text = scores_of({ ["all.lua"] = LIST }, nodes)
    lu.assertStrContains(text, "A,2025,people,top,1,people,100,100,")
    lu.assertStrContains(text, "A,2025,trees,top,1,trees,25,25,")
    lu.assertStrContains(text, "A,2025,c,top,1,C,50,50,")
    local _, err = open({ ["all.lua"] = "return { indicator { code = 'a', parent = 'top', name = 'A', "
        .. "inputs = { flag { 'f' } }, measure = 1 * input.f },\n { code = 'b' } }" }, nodes)
    lu.assertStrContains(err.message, "returns a list, of which element 2 is a plain table")
    lu.assertEquals(err.line, 2)
end

-- `no` as a parent is parent = false: of an indicator and of a group, which stand behind the index.
function tests.test_what_stands_by_itself()
    local package = support.need(open { ["indicators.csv"] = "code,parent,name,measure\ntop,,Top,\na,top,A,\n"
        .. "flags,no,Flags,score.f + 1\nf,flags,F,\"gt(score.a, 50)\"\nb,false,B,100 - score.a\n" })
    local nodes = {}
    for _, node in ipairs(package:nodes()) do
        nodes[#nodes + 1] = ("%s %s %d"):format(node.code, node.parent, node.depth)
    end
    lu.assertEquals(nodes, { "top  0", "a top 1", "flags  0", "f flags 1", "b  0" })
end

local TWO <const> = "code,parent,name,input\ntop,,Top,\na,top,A,people\nb,top,B,shade\n"

function tests.test_weights_from_a_table()
    local more = ', weights = "weights.csv"'
    local package = support.need(open({ ["indicators.csv"] = TWO,
        ["weights.csv"] = "code,parent,weight\na,top,3\nb,,1\n" }, more))
    lu.assertEquals(package:nodes()[2].weight, 3)
    lu.assertEquals(package:nodes()[3].share, 0.25)
    for text, wanted in pairs {
        ["code,weight\na,3\nx,1\n"] = { 'weights: no node "x"', 3, 1 },
        ["code,parent,weight\na,tip,3\n"] = { 'weights: a stands below "top", not below "tip"', 2, 3 },
        ["code,weight\na,much\n"] = { 'column "weight": found "much"', 2, 3 },
        ["code,weight\na,3\na,4\n"] = { 'column "code": "a" is there twice', 3, 1 },
        ["code,from,weight\na,soon,3\n"] = { 'column "from": "soon" is no period', 2, 3 },
        ["code,from,weight\na,2024,3\na,2024-01,4\n"] = { '"a" is there twice from the same day on', 3, 1 },
    } do
        local _, err = open({ ["indicators.csv"] = TWO, ["weights.csv"] = text }, more)
        lu.assertStrContains(err.message, wanted[1])
        lu.assertEquals({ err.line, err.column }, { wanted[2], wanted[3] })
    end
    local _, err = open({ ["indicators.csv"] = TWO }, more)
    lu.assertStrContains(err.message, 'weights: there is no file "weights.csv" beside package.lua')
end

support.run("test_indicator_table", tests)
