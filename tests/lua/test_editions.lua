-- Editions: nodes and weights that hold from some period on, or until one.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local MANIFEST <const> = [[return package { name = "p", version = "1", api = 1,
    nodes = { { "I", "Index" }, { "A", "Group A", parent = "I" },
        { "B", "Group B", parent = "I", from = "2023" } },
    weights_from = { ["2024"] = { A = 3, a1 = 2 } } }]]
local TABLE <const> = [[
code,parent,name,from,to
a1,A,One,,
a2,A,Two,,2023
a3,A,Three,2024,
b1,B,Four,,
]]
local FIGURES <const> = [[
city,period,a1,a2,a3,b1
x,2022,10,20,30,40
x,2023-S2,10,20,30,40
x,2024,10,20,30,40
y,2022,12,22,32,42
y,2024,12,22,32,42
y,2024-07,12,22,32,42
]]

local function open(files, options)
    options = options or {}
    files["package.lua"] = files["package.lua"] or MANIFEST
    files["indicators.csv"] = files["indicators.csv"] or TABLE
    options.files = files
    return hm.open_package("p", options)
end

local function score(package, text, options)
    return support.need(hm.score(package, support.dataset(text or FIGURES), options))
end

-- "A=15/0.5/1" for each row of a unit: score, weight, rank.
local function rows_of(scores, unit)
    local list = {}
    for i, row in ipairs(scores:rows(unit)) do
        list[i] = ("%s=%s/%s/%s"):format(row.code, hm.fixed(row.score, 2), hm.fixed(row.weight, 2),
            row.rank or "-")
    end
    return table.concat(list, " ")
end

-- 2022: A alone, of a1 and a2, (10 + 20) / 2. 2023-S2: B beside it, (15 + 40) / 2. 2024: A of a1 and a3
-- by 2 to 1, (20 + 30) / 3 = 16.67, and by 3 to 1 with B: (50 + 40) / 4 = 22.5.
function tests.test_what_holds_in_each_period()
    local scores = score(support.need(open {}))
    lu.assertEquals(rows_of(scores, 1), "I=15.00/1.00/2 A=15.00/1.00/2 a1=10.00/0.50/2 a2=20.00/0.50/2")
    lu.assertEquals(rows_of(scores, 2), "I=27.50/1.00/1 A=15.00/0.50/1 a1=10.00/0.50/1 a2=20.00/0.50/1 "
        .. "B=40.00/0.50/1 b1=40.00/1.00/1")
    lu.assertEquals(rows_of(scores, 3), "I=22.50/1.00/2 A=16.67/0.75/2 a1=10.00/0.67/2 a3=30.00/0.33/2 "
        .. "B=40.00/0.25/2 b1=40.00/1.00/2")
    lu.assertEquals(rows_of(scores, 6), "I=24.50/1.00/1 A=18.67/0.75/1 a1=12.00/0.67/1 a3=32.00/0.33/1 "
        .. "B=42.00/0.25/1 b1=42.00/1.00/1")
    lu.assertNil(scores:row(1, "b1"))
    lu.assertEquals(#scores:issues(), 0)
end

-- Points of children add up to their parent in each period.
function tests.test_contributions()
    local scores = score(support.need(open {}))
    for unit = 1, 6 do
        local sum = 0
        for _, row in ipairs(scores:rows(unit)) do
            sum = sum + (row.depth == 1 and row.contribution or 0)
        end
        lu.assertAlmostEquals(sum, scores:row(unit, "I").score, 1e-9)
    end
end

function tests.test_what_is_told_of_them()
    local package = support.need(open {})
    lu.assertEquals(package:editions(), { { from = "" }, { from = "2023" }, { from = "2024" } })
    local function codes(period)
        local list = {}
        for i, node in ipairs(package:nodes(period)) do
            list[i] = node.code
        end
        return table.concat(list, " ")
    end
    lu.assertEquals(codes(), "I A a1 a2 a3 B b1")
    lu.assertEquals(codes "2022-12", "I A a1 a2")
    lu.assertEquals(codes(3), "I A a1 a3 B b1")
    lu.assertEquals(package:nodes()[2].weight, 3)
    lu.assertEquals(package:nodes("2023")[2].weight, 1)
    lu.assertEquals(package:nodes()[6].from, "2023")
    lu.assertEquals(package:indicator("a2").to, "2023")
end

function tests.test_periods_without_anything()
    local package = support.need(open { ["package.lua"] = MANIFEST:gsub('"Index" }', '"Index", from = "2023" }') })
    local scores = score(package)
    lu.assertEquals(scores:rows(1), {})
    lu.assertEquals(scores:table("scores"):count(), 24)
    local issues = scores:issues()
    lu.assertEquals(#issues, 2)
    lu.assertEquals({ issues[1].code, issues[1].city, issues[1].period }, { "no_edition", "x", "2022" })
    lu.assertStrContains(issues[1].message, "nothing of the package holds in this period: it is not scored")
end

function tests.test_weights_of_a_table()
    local manifest = MANIFEST:gsub("weights_from = %b{}", 'weights = "weights.csv"')
    local package, err = open { ["package.lua"] = manifest,
        ["weights.csv"] = "code,parent,weight,from\nA,I,3,2024\nA,I,1,\na1,A,2,2024\n" }
    lu.assertNil(err)
    lu.assertEquals(rows_of(score(package), 3), rows_of(score(support.need(open {})), 3))
end

function tests.test_wrong_periods()
    for field, wanted in pairs {
        ['from = "soon"'] = 'from: "soon" is no period, such as 2025, 2025-Q1 or 2025-06',
        ['to = "2020", from = "2021"'] = "to is before from",
    } do
        local _, err = open { ["package.lua"] = MANIFEST:gsub('from = "2023"', field) }
        lu.assertStrContains(err.message, wanted)
        lu.assertEquals(err.line, 3)
    end
    for field, wanted in pairs {
        ["soon = { A = 3 }"] = 'weights_from: "soon" is no period',
        ['["2024"] = { C = 3 }'] = 'weights: no node "C"',
        ['["2024"] = { A = 0, B = 0 }'] = "node I: the weights of its children are all 0 from 2024 on",
        ['["2024"] = { A = 3 }, ["2024-01"] = { A = 3 }'] = "2024 and 2024-01 begin on the same day",
    } do
        local _, err = open { ["package.lua"] = MANIFEST:gsub('%["2024"%] = %b{}', field) }
        lu.assertStrContains(err.message, wanted)
    end
    local _, err = open { ["indicators.csv"] = TABLE .. "b2,B,Five,,2022\n" }
    lu.assertStrContains(err.message, "indicator b2: it never holds")
end

-- A weight of an overlay holds in all periods; by period it takes the place of what the base says so.
function tests.test_overlays()
    local function with(text)
        local folder = os.tmpname()
        local file = assert(io.open(folder, "w"))
        file:write("return package { " .. text .. " }")
        file:close()
        local package = support.need(open({}, { with = { folder } }))
        os.remove(folder)
        return package
    end
    lu.assertEquals(with("weights = { A = 5 }"):nodes("2024")[2].weight, 5)
    lu.assertEquals(with('weights_from = { ["2025"] = { A = 5 } }'):nodes("2024")[2].weight, 1)
    lu.assertEquals(with('weights_from = { ["2025"] = { A = 5 } }'):nodes("2025")[2].weight, 5)
    lu.assertEquals(with('override = { a2 = { to = "2024" } }'):nodes("2024")[4].code, "a2")
end

-- What reads a node that does not hold.
function tests.test_nodes_that_are_read()
    local script = [[local function reads(code, measure)
            return indicator { code = code, parent = "I", name = code, weight = 0, inputs = {}, measure = measure }
        end
        return { reads("r", first_of(score["a3"], score["a2"])), reads("s", score["a3"]),
            reads("v", value["a3"]), reads("c", coverage["b1"]) }]]
    local scores = score(support.need(open { ["r.lua"] = script }))
    for unit, wanted in pairs { { 20, 1 }, { 20, 1 }, { 30, 1 } } do
        local row = scores:row(unit, "r")
        lu.assertEquals({ row.score, row.coverage }, wanted)
    end
    for _, code in ipairs { "s", "v", "c" } do
        lu.assertEquals(scores:row(1, code).status, "not_applicable")
        lu.assertEquals(scores:row(3, code).status, "scored")
    end
end

-- Functions are not called where they do not hold.
function tests.test_functions()
    local script = [[return indicator { code = "f", parent = "B", name = "F", inputs = { "a1" }, to = "2023",
        measure = function(v) if v.a1 == 12 then error("called") end return v.a1 end }]]
    local scores = score(support.need(open { ["f.lua"] = script }))
    lu.assertEquals(#scores:issues(), 0)
    lu.assertEquals(scores:row(2, "f").score, 10)
    lu.assertNil(scores:row(4, "f"))
end

-- Sessions follow, and a weight that is set holds in all periods.
function tests.test_sessions()
    local package = support.need(open {})
    local dataset = support.dataset(FIGURES)
    local session = support.need(hm.session(package, dataset, 3))
    lu.assertEquals(#session:rows(), 6)
    lu.assertNil(session:row("a2"))    -- it ended before
    support.need(session:set("a3", 60))
    support.need(session:score())
    lu.assertAlmostEquals(session:row("A").score, (2 * 10 + 60) / 3, 1e-9)
    support.need(session:set_weight("A", 1))
    support.need(session:score())
    lu.assertAlmostEquals(session:row("I").score, ((2 * 10 + 60) / 3 + 40) / 2, 1e-9)
    lu.assertAlmostEquals(session:row("A").weight, 0.5, 1e-9)
end

local function fits_of(scores)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    support.need(hm.write(scores:table "fits", { file = file }))
    file:close()
    local fits = support.need(hm.read_fits(path))
    os.remove(path)
    return fits
end

-- Steps learn from the periods in which their node holds, and fits know what holds when.
function tests.test_fits()
    local function scaled(to)
        return support.need(open { ["indicators.csv"] = "code,parent,name,from,to,scale\na1,A,One,,,\n"
            .. ('a2,A,Two,,%s,"{ ""minmax"", over = ""all"" }"\nb1,B,Four,,,\na3,A,Three,2024,,\n'):format(to) })
    end
    local figures = "city,period,a1,a2,a3,b1\nx,2022,1,0,1,1\ny,2023,1,10,1,1\nx,2024,1,40,1,1\n"
    local scores = score(scaled "2023", figures)
    lu.assertEquals({ scores:row(1, "a2").score, scores:row(2, "a2").score }, { 0, 100 })
    local fits = fits_of(scores)
    lu.assertEquals(score(scaled "2023", figures, { fits = fits }):row(2, "a2").score, 100)
    local _, err = hm.score(scaled "2024", support.dataset(figures), { fits = fits })
    lu.assertStrContains(tostring(err), "a2")
end

-- Measures by period: x; 2 x from 2023 on; a function of another input in 2024; what reads a node after it.
local MEASURED <const> = [[return indicator { code = "m", parent = "A", name = "M",
    inputs = { number { "x", "X" } },
    measure = input.x,
    measure_from = {
        ["2025"] = score["a1"] + input.y,
        ["2024"] = { measure = function(v) return 3 * v.y end, inputs = { number { "y", "Y" } } },
        ["2023"] = 2 * input.x,
    } }]]
local MEASURED_FIGURES <const> = [[
city,period,a1,x,y
p,2022,10,5,7
p,2023-Q4,10,5,7
p,2024-06,10,5,7
p,2025,10,5,7
q,2024,10,,7
q,2025,10,5,
]]

function tests.test_measures_by_period()
    local package = support.need(open { ["m.lua"] = MEASURED })
    local scores = score(package, MEASURED_FIGURES)
    local list = {}
    for unit = 1, 6 do
        list[unit] = scores:row(unit, "m").score or scores:row(unit, "m").status
    end
    lu.assertEquals(list, { 5, 10, 21, 17, 21, "not_reported" })
    local whole = package:indicator "m"
    lu.assertEquals(whole.inputs, { "y", "x" })
    lu.assertEquals(whole.formula, 'score["a1"] + y')
    local measures = {}
    for i, measure in ipairs(whole.measures) do
        measures[i] = ("%s: %s %s (%s)"):format(measure.from, measure.form, measure.formula,
            table.concat(measure.inputs, " "))
    end
    lu.assertEquals(measures, { ": expression x (x)", "2023: expression 2 * x (x)",
        "2024: function function(v) ... end (y)", '2025: expression score["a1"] + y (y)' })
    lu.assertEquals(package:indicator("m", "2023").formula, "2 * x")
    lu.assertEquals(package:indicator("m", "2024-02").inputs, { "y" })
    lu.assertNotEquals(package:formula("m", "m", "2022").formula, package:formula("m", "m", "2023").formula)
end

-- Figures of an input that only another period's measure reads change nothing; others do.
function tests.test_measures_by_period_in_sessions()
    local session = support.need(hm.session(support.need(open { ["m.lua"] = MEASURED }),
        support.dataset(MEASURED_FIGURES), 3))
    support.need(session:set("x", 50))
    support.need(session:score())
    lu.assertEquals(session:row("m").score, 21)
    support.need(session:set("y", 8))
    support.need(session:score())
    lu.assertEquals(session:row("m").score, 24)
end

function tests.test_measures_of_groups_by_period()
    local manifest = [[return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" },
        { "A", "Group A", parent = "I", measure = score["a1"] * 0.5 + 0 * input.b1,
            measure_from = { ["2024"] = score["a3"] + input.x } },
        { "B", "Group B", parent = "I" } } }]]
    local package = support.need(open { ["package.lua"] = manifest,
        ["inputs.lua"] = 'return { number { "x", "X" } }' })
    local scores = score(package, "city,period,a1,a2,a3,b1,x\np,2023,10,1,20,1,4\np,2024,10,1,20,1,4\n")
    lu.assertEquals({ scores:row(1, "A").score, scores:row(2, "A").score }, { 5, 24 })
    lu.assertEquals(package:nodes()[2].measures[2].formula, 'score["a3"] + x')
end

function tests.test_wrong_measures_by_period()
    local function message(field)
        local _, err = open { ["m.lua"] = 'return indicator { code = "m", parent = "A", name = "M", '
            .. "inputs = { number { \"x\", \"X\" } }, measure = input.x,\n" .. field .. " }" }
        return err and ("%d: %s"):format(err.line, err.message) or "none"
    end
    for field, wanted in pairs {
        ['measure_from = { soon = input.x }'] = '2: indicator m: measure_from: "soon" is no period, such as 2025',
        ['measure_from = { input.x }'] = "2: indicator m: measure_from: every entry must name a period",
        ['measure_from = { ["2024"] = 3 }'] = "2: indicator m: measure_from: 2024 is a number, expected an expression",
        ['measure_from = { ["2024"] = {} }'] = "2: indicator m: measure_from: 2024: measure is missing",
        ['measure_from = { ["2024"] = { measure = input.x, weight = 2 } }'] = 'unknown field "weight"',
        ['measure_from = { ["2024"] = input.z }'] = "z",
        ['measure_from = { ["2024"] = { measure = input.x, inputs = { "q" } } }'] = "q",
        ['to = "2023", measure_from = { ["2024"] = input.x }'] = "2: indicator m: measure_from: the measure from 2024 "
            .. "on never holds",
        ['measure_from = { ["2024"] = score["I"] }'] = "m reads I",
        ['tests = { { x = 1, score = 1, period = "2019" } }, from = "2020"'] = "2: indicator m: test 1 is of 2019, "
            .. "when the indicator does not hold",
        ['tests = { { x = 1, score = 1, period = "late" } }'] = '"late" is no period',
    } do
        lu.assertStrContains(message(field), wanted)
    end
    local _, err = open { ["indicators.csv"] = TABLE:gsub("to\n", "to,measure_from\n")
        .. 'b2,B,Five,,,"{ [""2024""] = function(v) return 1 end }"\n' }
    lu.assertStrContains(err.message, "a function needs a script of its own")
    _, err = open { ["package.lua"] = MANIFEST:gsub('from = "2023"', 'measure_from = { ["2024"] = score["b1"] }') }
    lu.assertStrContains(err.message, "measure_from follows on a measure, and there is none")
end

-- Fits know which measure holds when, functions of one script among them.
function tests.test_fits_of_measures()
    local function scaled(entry)
        return support.need(open { ["m.lua"] = ([[return indicator { code = "m", parent = "A", name = "M",
            scale = { "minmax", over = "all" }, inputs = { number { "x", "X" } }, measure = input.x,
            measure_from = { %s } }]]):format(entry) })
    end
    local figures = "city,period,x\nx,2022,0\ny,2023,10\nx,2024,40\n"
    local one = scaled '["2024"] = function(v) return v.x / 2 end, ["2030"] = function(v) return v.x end'
    local fits = fits_of(score(one, figures))
    lu.assertEquals(score(one, figures, { fits = fits }):row(2, "m").score, 50)
    for _, other in ipairs { '["2024"] = input.x / 2', '["2025"] = function(v) return v.x / 2 end' } do
        local _, err = hm.score(scaled(other), support.dataset(figures), { fits = fits })
        lu.assertStrContains(tostring(err), "m")
    end
end

-- What does not hold is no gap: neighbours need half of the indicators that there are.
function tests.test_imputation_by_several_columns()
    for _, method in ipairs { "knn", "em", "siblings" } do
        local found = {}
        for i, rows in ipairs { "c,I,C,2022\nd,I,D,2022\n", "" } do
            local package = support.need(open { ["indicators.csv"] = "code,parent,name,to\na,I,A,\nb,I,B,\n" .. rows,
                ["package.lua"] = ([[return package { name = "p", version = "1", api = 1, nodes = { { "I", "Index" } },
                    policy = { impute = %q } }]]):format(method) })
            local scores = score(package, "city,period,a,b,c,d\nx,2023,10,20,1,2\ny,2023,20,41,3,4\nz,2023,35,60,5,7\n"
                .. "v,2023,21,,5,6\nx,2022,11,22,,2\ny,2022,12,23,5,7\n")
            found[i] = scores:row(4, "b").score
            lu.assertEquals(scores:row(4, "b").flags, "imputed")
        end
        lu.assertEquals(found[1], found[2], method)
    end
end

-- A package with editions is, in each period, the package without them that says what holds there.

local random = math.random

-- A package of invented nodes: each with what holds of it from one of the years on.
local YEARS <const> = { 2021, 2022, 2023, 2024 }

-- What an indicator may be computed by: figures, and the score of the first, which holds in all years.
local function invent_measure(nodes, code)
    local other, kind = nodes[3], random(4)
    if kind == 1 and other then
        return ('first_of(score["%s"], input.%s)'):format(other.code, code)
    elseif kind == 2 and other then
        return ("mean_of { input.%s, input.%s }"):format(code, other.code)
    end
    return ("input.%s * %d / %d"):format(code, random(4), random(2, 5))
end

-- Measures that begin when their indicator does not hold would be errors.
local function drop_measures(nodes)
    local by_code = {}
    for _, node in ipairs(nodes) do
        by_code[node.code] = node
        for _, year in ipairs(node.group and {} or YEARS) do
            for _, of in ipairs { node, by_code[node.parent] } do
                local holds = (of.from or 0) <= year and year <= (of.to or 9999)
                node.measures[year] = holds and node.measures[year] or nil
            end
        end
    end
end

local function invent()
    local nodes = { { code = "I", group = true, aggregate = "arithmetic" } }
    for g = 1, random(2, 4) do
        local group = { code = "G" .. g, parent = "I", group = true,
            aggregate = random() < 0.3 and "geometric" or "arithmetic" }
        nodes[#nodes + 1] = group
        for i = 1, random(2, 4) do
            local indicator = { code = group.code .. "x" .. i, parent = group.code,
                scale = random() < 0.3 and (random() < 0.5 and "zscore" or "rank") or nil }
            indicator.measures = { [2020] = "input." .. indicator.code }
            for _, year in ipairs(YEARS) do
                indicator.measures[year] = random() < 0.3 and invent_measure(nodes, indicator.code) or nil
            end
            nodes[#nodes + 1] = indicator
        end
    end
    for i, node in ipairs(nodes) do
        node.from = i > 3 and random() < 0.3 and YEARS[random(2, 3)] or nil
        node.to = i > 3 and random() < 0.3 and random(node.from or 2021, 2024) or nil
        node.weights = { [2020] = random(4) }
        for _, year in ipairs(YEARS) do
            node.weights[year] = random() < 0.3 and random(4) or nil
        end
    end
    drop_measures(nodes)
    return nodes
end

local function in_year(by_year, year)
    local found
    for at = 2020, year do
        found = by_year[at] or found
    end
    return found
end

-- `{ ["2022"] = ... }` as a cell of a table has it; nothing where there is none.
local function measures_cell(node)
    local entries = {}
    for _, year in ipairs(YEARS) do
        entries[#entries + 1] = node.measures[year] and ('["%d"] = %s'):format(year, node.measures[year]) or nil
    end
    return #entries > 0 and "{ " .. table.concat(entries, ", ") .. " }" or ""
end

local function quote(text)
    return '"' .. text:gsub('"', '""') .. '"'
end

-- What holds in a year, or, without one, all with its periods.
local function files_of(nodes, year)
    local groups, weights = {}, { "code,weight,from" }
    local rows = { "code,parent,name,input,kind,scale,from,to,measure,measure_from" }
    local there, used = {}, {}
    for _, node in ipairs(nodes) do
        there[node] = not year or (node.from or 0) <= year and year <= (node.to or 9999)
        there[node.code] = there[node] and (not node.parent or there[node.parent])
        used[node.parent or ""] = used[node.parent or ""] or there[node.code] and not node.group
    end
    for _, node in ipairs(nodes) do
        local own = { from = not year and node.from or nil, to = not year and node.to or nil }
        local holds = there[node.code] and (not node.group or node.code == "I" or used[node.code])
        if holds and node.group then
            groups[#groups + 1] = ("{ %q, %q, parent = %s, aggregate = %q, from = %s, to = %s }"):format(node.code,
                node.code, node.parent and '"I"' or "nil", node.aggregate,
                own.from and ('"%d"'):format(own.from) or "nil", own.to and ('"%d"'):format(own.to) or "nil")
        elseif holds then
            rows[#rows + 1] = ("%s,%s,%s,%s,number,%s,%s,%s,%s,%s"):format(node.code, node.parent, node.code,
                node.code, node.scale or "",
                own.from or "", own.to or "", quote(in_year(node.measures, year or 2020)),
                year and "" or quote(measures_cell(node)))
        end
        for at, weight in pairs(holds and not year and node.weights or {}) do
            weights[#weights + 1] = ("%s,%d,%s"):format(node.code, weight, at > 2020 and at or "")
        end
        weights[#weights + 1] = holds and year and ("%s,%d,"):format(node.code, in_year(node.weights, year)) or nil
    end
    return { ["package.lua"] = 'return package { name = "p", version = "1", api = 1, weights = "weights.csv", nodes = {'
        .. table.concat(groups, ", ") .. "} }", ["indicators.csv"] = table.concat(rows, "\n") .. "\n",
        ["weights.csv"] = table.concat(weights, "\n") .. "\n" }
end

local function invent_figures(nodes)
    local lines, header = {}, { "city,period" }
    for _, node in ipairs(nodes) do
        header[#header + 1] = not node.group and node.code or nil
    end
    lines[1] = table.concat(header, ",")
    for city = 1, 12 do
        for _, year in ipairs(YEARS) do
            local cells = { "c" .. city, tostring(year) }
            for _ = 2, #header do
                cells[#cells + 1] = random() < 0.1 and "NR" or tostring(random(0, 100))
            end
            lines[#lines + 1] = random() < 0.9 and table.concat(cells, ",") or nil
        end
    end
    return table.concat(lines, "\n") .. "\n"
end

-- The lines of the scores' table in CSV that are of a year.
local function lines_in(scores, year)
    local path, lines = os.tmpname(), {}
    local file = assert(io.open(path, "wb"))
    support.need(hm.write(scores:table "scores", { file = file }))
    file:close()
    for line in io.lines(path) do
        lines[#lines + 1] = line:match("^c%d+," .. year .. ",") and line or nil
    end
    os.remove(path)
    return table.concat(lines, "\n")
end

function tests.test_each_edition_is_the_package_that_holds()
    local options = { jobs = 1, rank_levels = 3 }
    local tried = 0
    for seed = 1, 40 do
        math.randomseed(seed)
        local nodes = invent()
        local figures = invent_figures(nodes)
        local package, err = hm.open_package("p", { files = files_of(nodes) })
        local never = err and err.message:find "never holds"
        lu.assertTrue(package ~= nil or never ~= nil, err and err.message)
        local scores = package and support.need(hm.score(package, support.dataset(figures), options))
        tried = tried + (package and 1 or 0)
        for _, year in ipairs(package and YEARS or {}) do
            local plain = support.need(hm.open_package("p", { files = files_of(nodes, year) }))
            local alone = support.need(hm.score(plain, support.dataset(figures), options))
            lu.assertEquals(lines_in(scores, year), lines_in(alone, year), ("seed %d, %d"):format(seed, year))
        end
    end
    lu.assertTrue(tried > 20)
end

support.run("test_editions", tests)
