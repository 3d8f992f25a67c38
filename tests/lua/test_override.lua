-- Fields of base nodes that packages and reforms lay over.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = "city,period,x,y\nA,2025,10,20\nB,2025,30,20\nC,2025,50,80\n"
local FOLDER <const> = os.tmpname()

local function write(name, text)
    local file = assert(io.open(FOLDER .. name, "wb"))
    file:write(text)
    file:close()
    return FOLDER .. name
end

local BASE <const> = {
    ["package.lua"] = [[return package { name = "base", version = "1", api = 1, nodes = {
    { "top", "Top" },
    { "G", "Group", parent = "top", weight = 2 } } }]],
    ["x.lua"] = [[return indicator { code = "x", parent = "G", name = "X", inputs = { number { "x" } },
    measure = input.x, scale = "minmax", direction = "lower" }]],
    ["list.lua"] = [[return {
    indicator { code = "y", parent = "G", name = "Y", inputs = { number { "y" } },
        measure = function(v) return v.y end },
    indicator { code = "w", parent = "top", name = "W", measure = 2 * input.y } }]],
    ["indicators.csv"] = "code,parent,name,measure,weight\nz,top,Z,input.x + input.y,0.5\n",
}

-- A package that extends the base, with this in its package.lua.
local function open(more, base, options)
    options = options or {}
    local folder = os.tmpname()
    os.remove(folder)
    os.execute("mkdir -p " .. folder .. "/base " .. folder .. "/mine")
    for name, text in pairs(base or BASE) do
        local file = assert(io.open(folder .. "/base/" .. name, "wb"))
        file:write(text)
        file:close()
    end
    local file = assert(io.open(folder .. "/mine/package.lua", "wb"))
    file:write('return package {\nname = "mine", version = "1", api = 1, extends = "base",\n'
        .. more .. "\n}\n")
    file:close()
    local package, err, issues = hm.open_package(folder .. "/mine", options)
    os.execute("rm -r " .. folder)
    return package, err, issues
end

local function marks(package, code)
    local dataset = support.dataset(FIGURES)
    local scores, list = support.need(hm.score(package, dataset)), {}
    for unit = 1, dataset:unit_count() do
        local row = scores:row(unit, code)
        list[unit] = row.score or row.status
    end
    return list
end

function tests.test_fields_of_indicators()
    lu.assertEquals(marks(support.need(open ""), "x"), { 100, 50, 0 })
    local package = support.need(open [[override = {
        x = { direction = "higher", name = "More of X", about = "said anew" },
        y = { range = { 0, 30 }, weight = 3 },
        z = { measure = input.x, weight = 4 },
        w = { scale = "minmax" } }]])
    lu.assertEquals(marks(package, "x"), { 0, 50, 100 })
    lu.assertEquals(marks(package, "y"), { 20, 20, 30 })
    lu.assertEquals(marks(package, "z"), { 10, 30, 50 })
    lu.assertEquals(marks(package, "w"), { 0, 0, 100 })
    lu.assertEquals(package:indicator("x").name, "More of X")
    lu.assertEquals(package:indicator("z").formula, "x")
end

function tests.test_a_step_is_switched_off()
    lu.assertEquals(marks(support.need(open "override = { x = { scale = false } }"), "x"),
        { 10, 30, 50 })
end

function tests.test_fields_of_groups()
    local package = support.need(open [[override = { G = { name = "Other", scale = "minmax" } }]])
    lu.assertEquals(package:nodes()[2].name, "Other")
    lu.assertEquals(marks(package, "G"), { 100, 0, 20 }) -- of 60, 35, 40
end

function tests.test_what_is_wrong()
    for text, wanted in pairs {
        ["override = { q = { weight = 2 } }"] = { 'override: no node "q" in the package', 3 },
        ["override = {\nx = {\nwieght = 2 } }"] = { 'unknown field "wieght": did you mean "weight"?', 5 },
        ["override = {\nG = {\nweight = -2 } }"] = { "weight must be 0, or a number", 5 },
        ["override = {\nw = { weight = 1,\nscale = 7 } }"] = { "scale is a number", 5 },
        ["override = { x = {\ncode = 'p' } }"] = { "code cannot be laid over", 4 },
        ["override = { x = {\nmeasure = function(v) return 1 end } }"] =
            { "a function cannot be laid over", 4 },
        ["override = { x = 7 }"] = { 'override: "x" must have fields', 3 },
        ["nodes = { { 'Q', 'Q', parent = 'top' } },\ndrop = { 'G' },\noverride = { top = { name = 'T' },\n"
            .. "Q = { name = 'Q' } }"] = { "Q is this package's own", 6 },
    } do
        local package, err = open(text)
        lu.assertNil(package, text)
        lu.assertStrContains(err.message, wanted[1])
        lu.assertEquals(err.line, wanted[2], text)
        lu.assertStrContains(err.file, "mine/package.lua")
    end
end

-- A reform is a package without a folder, and lays over the last what was laid over before.
function tests.test_reforms()
    local first = write("first.lua", [[return package { weights = { x = 3 },
        override = { x = { direction = "higher" } } }]])
    local second = write("second.lua", [[return package { name = "second", drop = { "w" },
        override = { x = { scale = "rank" } } }]])
    local package = support.need(open("override = { x = { name = 'Mine' } }", nil,
        { with = { first, second } }))
    local info = package:info()
    lu.assertEquals(info.name, "mine")
    lu.assertEquals(info.extends, { "base" })
    lu.assertEquals({ info.layers[1].name, info.layers[1].reform }, { "second", true })
    lu.assertEquals(package:indicator("x").name, "Mine")
    lu.assertNil(package:indicator "w")
    lu.assertEquals(marks(package, "x"), { 0, 50, 100 })
    for _, node in ipairs(package:nodes()) do
        if node.code == "x" then
            lu.assertEquals({ node.weight, node.scale }, { 3, "rank" })
        end
    end
    os.remove(first)
    os.remove(second)
    local _, err = open("", nil, { with = { first } })
    lu.assertStrContains(err.file, "first.lua")
    local wrong = write("wrong.lua", "return package { extends = 'base' }")
    _, err = open("", nil, { with = { wrong } })
    lu.assertStrContains(err.message, 'unknown field "extends"')
    os.remove(wrong)
end

-- What stands in package.json is laid over as what package.lua says.
function tests.test_package_json()
    local folder = os.tmpname()
    os.remove(folder)
    os.execute("mkdir -p " .. folder .. "/base " .. folder .. "/mine")
    for name, text in pairs(BASE) do
        local file = assert(io.open(folder .. "/base/" .. name, "wb"))
        file:write(text)
        file:close()
    end
    local function with(override)
        local file = assert(io.open(folder .. "/mine/package.json", "wb"))
        file:write('{ "name": "mine", "version": "1", "api": 1, "extends": "base",\n"override": ' .. override .. " }")
        file:close()
        return hm.open_package(folder .. "/mine")
    end
    local package = support.need(with [[{ "x": { "name": "M\u00fche \"1\"\\n", "scale": false, "range": [0, 40],
        "classes": { "list": [{ "at_least": 30.5, "class": "high" }, { "class": "low" }] } }, "G": { "weight": 0.1 } }]])
    lu.assertEquals(package:indicator("x").name, 'Mühe "1"\\n')
    lu.assertEquals(package:indicator("x").range, { 0, 40 })
    lu.assertEquals(marks(package, "x"), { 10, 30, 40 })
    lu.assertEquals(package:nodes()[2].weight, 0.1)
    local none, err = with [[{ "x": { "weight": 1,
"scale": "minmx" } }]]
    lu.assertNil(none)
    lu.assertStrContains(err.message, "minmx")
    lu.assertEquals({ err.file:match "[^/]*$", err.line }, { "package.json", 3 })
    none, err = with [[{ "x": { "measure": "input.x" } }]]
    lu.assertNil(none)
    lu.assertStrContains(err.message, "measure is a string, expected an expression")
    os.execute("rm -r " .. folder)
end

local DATED <const> = {
    ["package.lua"] = [[return package { name = "base", version = "1", api = 1, nodes = {
    { "top", "Top" },
    { "G", "Group", parent = "top", measure = score["x"], measure_from = {
        ["2025"] = { measure = score["x"] + input.extra, inputs = { number { "extra" } } } } } } }]],
    ["x.lua"] = [[return indicator { code = "x", parent = "G", name = "X", inputs = { number { "x" } },
    from = "2024", to = "2026", measure = input.x,
    measure_from = { ["2025"] = 2 * input.x, ["2026"] = 3 * input.x },
    tests = { { x = 1, period = "2024", score = 1 }, { x = 1, period = "2026", score = 3 } } }]],
    ["y.lua"] = [[return indicator { code = "y", parent = "top", name = "Y", inputs = { number { "y" } },
    measure = input.y }]],
    ["v.lua"] = [[return indicator { code = "v", parent = "top", name = "V", adds = true, cap = 5, measure = input.y }]],
}

local YEARS <const> = "city,period,x,y,extra\nA,2023,10,0,7\nA,2024,10,0,7\nA,2025,10,0,7\nA,2026,10,0,7\n"

local function of_years(package, code)
    local dataset = support.dataset(YEARS)
    local scores, list = support.need(hm.score(package, dataset)), {}
    for unit = 1, dataset:unit_count() do
        local row = scores:row(unit, code)
        list[unit] = row and (row.score or row.status) or "none"
    end
    return list
end

-- false takes away what a base says of periods, and a cap.
function tests.test_what_is_taken_away()
    lu.assertEquals(of_years(support.need(open("", DATED)), "x"), { "none", 10, 20, 30 })
    local package = support.need(open("override = { x = { from = false }, v = { cap = false } }", DATED))
    lu.assertEquals(of_years(package, "x"), { 10, 10, 20, 30 })
    lu.assertNil(package:indicator("v").cap)
    package = support.need(open("override = { x = { measure_from = false, tests = {}, to = false } }", DATED))
    lu.assertEquals(of_years(package, "x"), { "none", 10, 10, 10 })
    lu.assertNil(package:indicator("x").to)
end

-- What the base says of later periods is left out.
function tests.test_what_ends_earlier()
    local package = support.need(open("override = { x = { to = '2024' } }", DATED))
    lu.assertEquals(of_years(package, "x"), { "none", 10, "none", "none" })
    lu.assertEquals(#package:indicator("x").tests, 1)
    package = support.need(open("override = { G = { to = '2025' } }", DATED))
    lu.assertEquals(of_years(package, "x"), { "none", 10, 20, "none" })
    lu.assertEquals(#package:indicator("x").tests, 1)
end

-- A group's entry may define what it reads.
function tests.test_inputs_of_a_group()
    local package = support.need(open("", DATED))
    lu.assertEquals(of_years(package, "G"), { "none", 10, 27, 37 })
    local wrong = {}
    for name, text in pairs(DATED) do
        wrong[name] = text:gsub("measure = score%[\"x\"%] %+ input.extra", "measure = function(v) return 1 end")
    end
    local none, err = open("", wrong)
    lu.assertNil(none)
    lu.assertStrContains(err.message, "node G: measure_from: 2025: measure is a function, expected an expression over "
        .. 'score["CODE"]')
end

os.remove(FOLDER)
support.run("test_override", tests)
