-- Breaks: periods from which on nothing is comparable with before, so that nothing looks back across them.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = [[
city,period,x,y,z
a,2020,10,1,5
a,2021,11,2,
a,2022,12,3,
a,2023,13,4,
a,2024,14,5,9
]]

-- A package of indicators whose ranges are lifted; `fields` of the manifest.
local function open(fields, indicators, files, options)
    files, options = files or {}, options or {}
    files["package.lua"] = ('return package { name = "p", version = "1", api = 1, nodes = { { "G", "Group" } }, %s }')
        :format(fields)
    files["inputs.lua"] = files["inputs.lua"]
        or 'return { number { "x", "X" }, number { "y", "Y" }, number { "z", "Z" } }'
    files["a.lua"] = "return {" .. indicators:gsub("indicator {", 'indicator { parent = "G", name = "N", range = false,')
        .. "}"
    options.files = files
    return hm.open_package("p", options)
end

local function shown(row)
    return row.score and hm.number(row.score) or row.status
end

-- "2020=10 2021=not_applicable ..." of an indicator, over the periods of a city.
local function series(scores, dataset, code, city)
    local list = {}
    for unit, place in ipairs(dataset:units()) do
        if place.city == (city or "a") then
            list[#list + 1] = ("%s=%s"):format(place.period, shown(scores:row(unit, code)))
        end
    end
    return table.concat(list, " ")
end

local function score(package, text, options)
    local dataset = support.dataset(text or FIGURES)
    return support.need(hm.score(package, dataset, options)), dataset
end

local function series_of(fields, indicators, code, text, files)
    local scores, dataset = score(support.need(open(fields, indicators, files)), text)
    return series(scores, dataset, code)
end

-- Figures --------------------------------------------------------------------------------------------

function tests.test_previous_across_a_break_does_not_apply()
    local of = 'indicator { code = "A", inputs = { "x" }, measure = previous(input.x) }'
    lu.assertEquals(series_of('breaks = { "2022" }', of, "A"),
        "2020=not_reported 2021=10 2022=not_applicable 2023=12 2024=13")
    lu.assertEquals(series_of('breaks = { "2021", "2023" }', of, "A"),
        "2020=not_reported 2021=not_applicable 2022=11 2023=not_applicable 2024=13")
    lu.assertEquals(series_of("", of, "A"), "2020=not_reported 2021=10 2022=11 2023=12 2024=13")
end

-- Whether the period before is in the data or not: it could not be compared.
function tests.test_a_break_stands_where_the_data_begin()
    local of = 'indicator { code = "A", inputs = { "x" }, measure = growth(input.x) }'
    lu.assertEquals(series_of('breaks = "2020"', of, "A"):match "^%S+", "2020=not_applicable")
    lu.assertEquals(series_of('breaks = "2019"', of, "A"):match "^%S+", "2020=not_reported")
end

-- Of three periods those since the break are looked at: y of 2022 is the last that is reported.
function tests.test_within_goes_back_to_the_break()
    local of = 'indicator { code = "A", inputs = { "z" }, measure = previous(input.z, { within = 3 }) }'
    lu.assertEquals(series_of("", of, "A"), "2020=not_reported 2021=5 2022=5 2023=5 2024=not_reported")
    lu.assertEquals(series_of('breaks = "2022"', of, "A"),
        "2020=not_reported 2021=5 2022=not_applicable 2023=not_reported 2024=not_reported")
end

-- Of the periods since the break, 2022 on: 12, 12 + 13, 12 + 13 + 14; two are asked for.
function tests.test_histories_begin_at_the_break()
    local of = 'indicator { code = "A", inputs = { "x" }, measure = sum(history(input.x, { back = 4, least = 2 })) },'
        .. 'indicator { code = "B", inputs = { "x" }, measure = slope(history(input.x, { back = 4 })) }'
    local scores, dataset = score(support.need(open('breaks = "2022"', of)))
    lu.assertEquals(series(scores, dataset, "A"), "2020=not_reported 2021=21 2022=not_applicable 2023=25 2024=39")
    lu.assertEquals(series(scores, dataset, "B"), "2020=not_reported 2021=1 2022=not_applicable 2023=1 2024=1")
end

function tests.test_breaks_of_nodes_and_inputs()
    local inputs = 'return { number { "x", "X", breaks = { "2022" } }, number { "y", "Y" }, number { "z", "Z" } }'
    local of = 'indicator { code = "A", inputs = { "x", "y" }, measure = previous(input.x) + previous(input.y) },'
        .. 'indicator { code = "B", inputs = { "y" }, measure = previous(input.y) },'
        .. 'indicator { code = "C", breaks = "2023", inputs = { "y" }, measure = previous(input.y) },'
        .. 'indicator { code = "D", inputs = { "x", "y" }, measure = sum(history(input.x + input.y, { back = 4 })) },'
        .. 'indicator { code = "E", breaks = "2024", inputs = { "x" }, measure = function(v) return v.previous.x end },'
        .. 'indicator { code = "F", inputs = { "x" }, measure = function(v) return sum(history("x", { back = 2 })) end }'
    local scores, dataset = score(support.need(open("", of, { ["inputs.lua"] = inputs })))
    lu.assertEquals(series(scores, dataset, "A"), "2020=not_reported 2021=11 2022=not_applicable 2023=15 2024=17")
    lu.assertEquals(series(scores, dataset, "B"), "2020=not_reported 2021=1 2022=2 2023=3 2024=4")
    lu.assertEquals(series(scores, dataset, "C"), "2020=not_reported 2021=1 2022=2 2023=not_applicable 2024=4")
    lu.assertEquals(series(scores, dataset, "D"), "2020=11 2021=24 2022=15 2023=32 2024=51")
    lu.assertEquals(series(scores, dataset, "E"), "2020=not_reported 2021=10 2022=not_applicable 2023=12 2024=not_applicable")
    lu.assertEquals(series(scores, dataset, "F"), "2020=10 2021=21 2022=12 2023=25 2024=39")
end

-- With accepts_missing the figure is nil, and the function's to say.
function tests.test_functions_that_accept_what_is_missing()
    local of = 'indicator { code = "A", inputs = { "x" }, accepts_missing = true, '
        .. "measure = function(v) return v.previous.x or -1 end }"
    lu.assertEquals(series_of('breaks = "2022"', of, "A"), "2020=-1 2021=10 2022=-1 2023=12 2024=13")
end

-- z is 5 in 2020 and 9 in 2024. Latest: nothing of 2020 from 2022 on. Linear: constant on each side.
function tests.test_steps_take_nothing_from_beyond()
    local of = 'indicator { code = "A", inputs = { "z" }, measure = input.z, impute = { "latest", within = 9 } },'
        .. 'indicator { code = "B", inputs = { "z" }, measure = input.z, impute = "linear" },'
        .. 'indicator { code = "C", breaks = "2023", inputs = { "z" }, measure = input.z, impute = "linear" },'
        .. 'indicator { code = "D", inputs = { "z" }, measure = input.z, impute = "linear" }'
    local scores, dataset = score(support.need(open('breaks = "2022"', of)))
    lu.assertEquals(series(scores, dataset, "A"), "2020=5 2021=5 2022=not_reported 2023=not_reported 2024=9")
    lu.assertEquals(series(scores, dataset, "B"), "2020=5 2021=5 2022=9 2023=9 2024=9")
    lu.assertEquals(series(scores, dataset, "C"), "2020=5 2021=5 2022=not_reported 2023=9 2024=9")
    scores, dataset = score(support.need(open("", of)))
    lu.assertEquals(series(scores, dataset, "D"), "2020=5 2021=6 2022=7 2023=8 2024=9")
    lu.assertEquals(series(scores, dataset, "C"), "2020=5 2021=5 2022=5 2023=9 2024=9")
end

-- What a group or a node that reads others takes from another period rests on all below it; and on the inputs
-- of all measures that it has had.
function tests.test_steps_of_what_is_made_of_others()
    local inputs = 'return { number { "x", "X", breaks = "2022" }, number { "y", "Y" }, number { "z", "Z" } }'
    local files = { ["inputs.lua"] = inputs, ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
        nodes = { { "I", "Index" }, { "G", "Group", parent = "I", impute = { "latest", within = 3 } },
            { "L", "Linear", parent = "I", impute = "linear" } } }]],
        ["a.lua"] = ([[return { indicator { code = "a", parent = "G", inputs = { "x" }, measure = input.x },
            indicator { code = "b", parent = "L", inputs = { "x" }, measure = input.x },
            indicator { code = "r", parent = "I", measure = score["a"], impute = { "latest", within = 3 } },
            indicator { code = "m", parent = "I", inputs = { "x", "y" }, measure = input.x,
                measure_from = { ["2022"] = input.y }, impute = { "latest", within = 3 } } }]])
            :gsub("indicator {", 'indicator { name = "N",') }
    local text = "city,period,x,y\na,2021,20,30\na,2022,,\na,2023,,\na,2024,50,60\n"
    local scores, dataset = score(support.need(hm.open_package("p", { files = files })), text)
    lu.assertEquals(series(scores, dataset, "G"), "2021=20 2022=insufficient 2023=insufficient 2024=50")
    lu.assertEquals(series(scores, dataset, "L"), "2021=20 2022=50 2023=50 2024=50")
    lu.assertEquals(series(scores, dataset, "r"), "2021=20 2022=not_reported 2023=not_reported 2024=50")
    lu.assertEquals(series(scores, dataset, "m"), "2021=20 2022=not_reported 2023=not_reported 2024=60")
    files["inputs.lua"] = inputs:gsub(', breaks = "2022"', "")
    scores, dataset = score(support.need(hm.open_package("p", { files = files })), text)
    lu.assertEquals(series(scores, dataset, "G"), "2021=20 2022=20 2023=20 2024=50")
    lu.assertEquals(series(scores, dataset, "L"), "2021=20 2022=30 2023=40 2024=50")
end

-- A group's measure and a transformation look back like any other.
function tests.test_groups_and_transformations()
    local files = {}
    local of = 'indicator { code = "A", inputs = { "x" }, measure = input.x, breaks = "2023", '
        .. "transform = function(x) return x - previous(input.x) end },"
        .. 'indicator { code = "B", inputs = { "x" }, measure = input.x }'
    local manifest = 'return package { name = "p", version = "1", api = 1, breaks = "2022", nodes = { '
        .. '{ "G", "Group", range = false, measure = growth(input.x) } } }'
    files["a.lua"] = "return {" .. of:gsub("indicator {", 'indicator { parent = "G", name = "N", range = false,') .. "}"
    files["package.lua"] = manifest
    files["inputs.lua"] = 'return { number { "x", "X" } }'
    local scores, dataset = score(support.need(hm.open_package("p", { files = files })), (FIGURES:gsub(",[^,]*,[^,\n]*\n", "\n")))
    lu.assertEquals(series(scores, dataset, "A"),
        "2020=not_reported 2021=1 2022=not_applicable 2023=not_applicable 2024=1")
    local growth = series(scores, dataset, "G")
    lu.assertEquals((growth:gsub("%.%d+", "")), "2020=not_reported 2021=10 2022=not_applicable 2023=8 2024=7")
end

-- The first day of a period counts: 2023-Q2 lies behind a break of 2023-03, 2023-Q1 before it.
function tests.test_periods_of_other_forms()
    local text = "city,period,x\na,2022-Q4,1\na,2023-Q1,2\na,2023-Q2,3\na,2023-Q3,4\nb,2022,5\nb,2023,6\nb,2024,7\n"
        .. "c,2022-01/2022-12,8\nc,2023-01/2023-12,9\nd,2022/23,10\nd,2023/24,11\n"
    local of = 'indicator { code = "A", inputs = { "x" }, measure = previous(input.x) }'
    local scores, dataset = score(support.need(open('breaks = "2023-03"', of)), text)
    lu.assertEquals(series(scores, dataset, "A"),
        "2022-Q4=not_reported 2023-Q1=1 2023-Q2=not_applicable 2023-Q3=3")
    lu.assertEquals(series(scores, dataset, "A", "b"), "2022=not_reported 2023=5 2024=not_applicable")
    lu.assertEquals(series(scores, dataset, "A", "c"), "2022-01/2022-12=not_reported 2023-01/2023-12=8")
    scores, dataset = score(support.need(open('breaks = "2023"', of)), text)
    lu.assertEquals(series(scores, dataset, "A", "c"), "2022-01/2022-12=not_reported 2023-01/2023-12=not_applicable")
end

-- Any breaks and any gaps, against the words of the documentation, period by period.
local function expected(periods, figures, breaks, i, within)
    for back = 1, within do
        local at = periods[i] - back
        for _, from in ipairs(breaks) do
            if from > at and from <= periods[i] then
                return back == 1 and "not_applicable" or "not_reported"
            end
        end
        if figures[at] then
            return hm.number(figures[at])
        end
    end
    return "not_reported"
end

function tests.test_any_breaks_and_gaps()
    for seed = 1, 60 do
        math.randomseed(seed)
        local breaks, rows, figures, periods = {}, { "city,period,x" }, {}, {}
        for _ = 1, math.random(0, 3) do
            breaks[#breaks + 1] = 2000 + math.random(0, 12)
        end
        for year = 2000, 2012 do
            if math.random() < 0.8 then
                periods[#periods + 1] = year
                figures[year] = math.random() < 0.6 and math.random(1, 99) or nil
            end
        end
        for i = #periods, 1, -1 do
            rows[#rows + 1] = ("a,%d,%s"):format(periods[i], figures[periods[i]] or "")
        end
        local said, is_said, own = {}, {}, {}
        for i, from in ipairs(breaks) do
            if not is_said[from] then
                local list = i % 2 == 1 and said or own
                list[#list + 1], is_said[from] = ('"%d"'):format(from), true
            end
        end
        local within = math.random(1, 4)
        local scores, dataset = score(support.need(open(("breaks = { %s }"):format(table.concat(said, ",")),
            ('indicator { code = "A", breaks = { %s }, inputs = { "x" }, measure = previous(input.x, { within = %d }) }')
                :format(table.concat(own, ","), within))), table.concat(rows, "\n") .. "\n")
        for unit, place in ipairs(dataset:units()) do
            for i, year in ipairs(periods) do
                if tonumber(place.period) == year then
                    lu.assertEquals(shown(scores:row(unit, "A")), expected(periods, figures, breaks, i, within),
                        ("seed %d, %d"):format(seed, year))
                end
            end
        end
    end
end

-- What rests on them ---------------------------------------------------------------------------------

function tests.test_layers_add_up()
    local base = { name = "base", files = nil }
    local folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir -p " .. folder .. "/base " .. folder .. "/top"))
    local function write(name, text)
        local file <close> = assert(io.open(folder .. "/" .. name, "w"))
        file:write(text)
    end
    write("base/package.lua", 'return package { name = "base", version = "1", api = 1, breaks = { "2021", "2023" }, '
        .. 'nodes = { { "G", "Group" } } }')
    write("base/a.lua", 'return indicator { code = "A", parent = "G", name = "N", range = false, '
        .. 'inputs = { number { "x", "X" } }, measure = previous(input.x) }')
    write("top/package.json", '{ "name": "top", "version": "1", "api": 1, "extends": "base", "breaks": ["2022", "2023-01"] }')
    local package = support.need(hm.open_package(folder .. "/top", { search = { folder } }))
    os.execute("rm -r " .. folder)
    lu.assertEquals(package:info().breaks, { "2021", "2022", "2023" })
    local scores, dataset = score(package)
    lu.assertEquals(series(scores, dataset, "A"),
        "2020=not_reported 2021=not_applicable 2022=not_applicable 2023=not_applicable 2024=13")
    lu.assertEquals(base.files, nil)
end

function tests.test_rules_skip_what_cannot_be_compared()
    local files = { ["rules.lua"] = 'return { rule { "steady", input.x, "<=", previous(input.x) } }' }
    local scores = score(support.need(open('breaks = "2022"', 'indicator { code = "A", inputs = { "x" }, measure = input.x }',
        files)))
    local told = {}
    for unit = 1, 5 do
        told[unit] = scores:rule(unit, "steady")
    end
    lu.assertEquals(told, { "skipped", "broken", "skipped", "broken", "broken" })
end

-- A session's figures are of one unit; what lies before it stands in its data.
function tests.test_what_is_told_of_them()
    local package = support.need(open('breaks = "2022"', 'indicator { code = "A", breaks = { "2024", "2023" }, '
        .. 'inputs = { number { "w", "W", breaks = "2021" } }, measure = previous(input.w, { within = 2 }) }'))
    lu.assertEquals(package:info().breaks, { "2022" })
    lu.assertEquals(package:indicator("A").breaks, { "2023", "2024" })
    lu.assertEquals(package:nodes()[1].breaks, nil)
    lu.assertEquals(package:inputs()[1].breaks, { "2021" })
    local scores = score(package, "city,period,w\na,2023,1\na,2024,1\na,2025,1\na,2026,\na,2027,\na,2028,2\n")
    lu.assertStrContains(scores:cause(2, "A"), "w cannot be compared with the period before: a break lies between")
    lu.assertEquals({ scores:previous(2, "w", 2, "A") }, { nil, "not_applicable" })
    lu.assertEquals({ scores:previous(2, "w", 2) }, { 1 })
    lu.assertEquals(scores:earlier(3, "A"), { { input = "w", within = 2, comparable = 1 } })
    lu.assertEquals(scores:earlier(4, "A"), { { input = "w", within = 2 } })
end

-- A fit is refused where breaks that matter to a node became others, and only there.
function tests.test_fits_know_them()
    local of = 'indicator { code = "A", inputs = { "x" }, measure = previous(input.x), scale = "minmax" },'
        .. 'indicator { code = "B", inputs = { "x" }, measure = input.x, scale = "minmax" },'
        .. 'indicator { code = "C", inputs = { "y" }, measure = input.y, impute = "latest", scale = "minmax" }'
    local text = FIGURES:gsub("\n$", "\nb,2022,3,1,1\nb,2023,5,2,2\nb,2024,7,6,3\n")
    local first, dataset = score(support.need(open("", of)), text)
    local fits = support.need(support.read_fits(support.write_fits(first)))
    local function refused(fields, inputs)
        local package = support.need(open(fields, of, inputs and { ["inputs.lua"] = inputs }))
        local scores, err = hm.score(package, dataset, { fits = fits })
        return scores and "none" or err.message:match "^[^:]*"
    end
    lu.assertEquals(refused "", "none")
    lu.assertStrContains(refused 'breaks = "2023"', "A")
    lu.assertEquals(refused("", 'return { number { "x", "X" }, number { "y", "Y" }, number { "z", "Z", breaks = "2023" } }'),
        "none")
    lu.assertStrContains(refused("", 'return { number { "x", "X" }, number { "y", "Y", breaks = "2023" }, number { "z", "Z" } }'),
        "C")
end

function tests.test_wrong_breaks()
    for said, wanted in pairs {
        ['breaks = { "2024", "soon" }'] = 'breaks: "soon" is no period, such as 2025, 2025-Q1 or 2025-06',
        ['breaks = { "2024", "2024-Q1" }'] = "breaks: 2024 and 2024-Q1 begin on the same day",
        ["breaks = { 2024 }"] = "breaks: a period",
        ["breaks = 2024"] = "breaks",
        ['breaks = { ["2024"] = true }'] = "breaks",
    } do
        local package, err = open(said, 'indicator { code = "A", inputs = { "x" }, measure = input.x }')
        lu.assertNil(package, said)
        lu.assertStrContains(err.message, wanted)
        package, err = open("", ('indicator { code = "A", %s, inputs = { "x" }, measure = input.x }'):format(said))
        lu.assertNil(package, said)
        lu.assertStrContains(err.message, wanted)
        package, err = open("", ('indicator { code = "A", inputs = { number { "w", "W", %s } }, measure = input.w }')
            :format(said))
        lu.assertNil(package, said)
        lu.assertStrContains(err.message, wanted)
    end
    local package, err = open("", 'indicator { code = "A", inputs = { records { "r", "R", columns = '
        .. '{ count { "n", "N", breaks = "2024" } } } }, measure = sum(input.r.n) }')
    lu.assertNil(package)
    lu.assertStrContains(err.message, "breaks")
end

-- A cell of the table holds one period, or a list in braces.
function tests.test_breaks_in_a_table()
    local files = { ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "G", "Group" } } }',
        ["indicators.csv"] = 'code,parent,name,breaks\na1,G,One,2022\na2,G,Two,"{ ""2021"", ""2023"" }"\n' }
    local package = support.need(hm.open_package("p", { files = files }))
    lu.assertEquals(package:indicator("a1").breaks, { "2022" })
    lu.assertEquals(package:indicator("a2").breaks, { "2021", "2023" })
end

support.run("breaks", tests)
