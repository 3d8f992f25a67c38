-- Progress: scores of two periods, targets, the line through those between, and breaks; by hand.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FIGURES <const> = [[
city,period,x
a,2020,10
a,2021,16
a,2022,13
a,2023,19
b,2023,40
b,2020,50
c,2021,7
c,2023,8
d,2020,30
d,2022,30
e,2020,20
e,2023,20
]]

local function scores(figures, fields)
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "G", "Group" } } }',
        ["a.lua"] = ('return indicator { code = "x", parent = "G", name = "X", %s, inputs = { number { "x", "X" } }, '
            .. "measure = input.x }"):format(fields or "range = { 0, 100 }") } }))
    return support.need(hm.score(package, support.dataset(figures or FIGURES)))
end

-- "a 10 19 9 - - improving", by node and city.
local function lines(of, options, code)
    local list = {}
    for _, row in ipairs(support.need(of:analyse("progress", options)):rows()) do
        if row.code == (code or "x") then
            local cells = { row.city }
            for _, name in ipairs { "from", "to", "change", "needed", "projected" } do
                cells[#cells + 1] = row[name] and hm.fixed(row[name], 4):gsub("%.?0+$", "") or "-"
            end
            cells[#cells + 1] = row.class or "-"
            list[#list + 1] = table.concat(cells, " ")
        end
    end
    return list
end

function tests.test_changes_between_the_first_and_the_last_period()
    lu.assertEquals(lines(scores()), { "a 10 19 9 - - improving", "b 50 40 -1" .. "0 - - decreasing",
        "c - 8 - - - -", "e 20 20 0 - - unchanged" })
    lu.assertEquals(lines(scores(), nil, "G"), lines(scores()))
    lu.assertEquals(support.need(scores():analyse("progress", { table = "course" })):rows(),
        { { from = "2020", to = "2023", periods = 3 } })
end

-- From 2020 to 2023, to 40 in 2030, of a: needed (40 - 19) / 7 = 3 a year; the pace since 2020 is 3, and that
-- which leads from there (40 - 10) / 10 = 3: on track. Its line: times -3 -2 -1 0 about -1.5, scores about 14.5:
-- (-1.5)(-4.5) + (-0.5)(1.5) + (0.5)(-1.5) + (1.5)(4.5) = 12, over 5: 2.4 a year; 14.5 + 2.4 * 8.5 = 34.9.
function tests.test_targets()
    local options = { targets = { { code = "x", score = 40, period = "2030" } } }
    lu.assertEquals(lines(scores(), options), { "a 10 19 9 3 34.9 on_track", "b 50 40 -1" .. "0 0 - reached",
        "c - 8 - 4.5714 - -", "e 20 20 0 2.8571 - stagnating" })
end

-- Of a: paces of 3 and of what 43, 70 and 71 need, 3.3, 6 and 6.1.
function tests.test_classes_by_pace()
    local function class(score, settings)
        return lines(scores(), { targets = { { code = "x", score = score, period = "2030" } }, settings = settings })[1]
            :match "%S+$"
    end
    lu.assertEquals({ class(40), class(43), class(70), class(71), class(19), class(18.5) },
        { "on_track", "moderate", "moderate", "stagnating", "reached", "reached" })
    lu.assertEquals({ class(43, { on_track = 0.9 }), class(71, { moderate = 0.4 }) }, { "on_track", "moderate" })
end

-- A line that leads beyond the range ends there: 10, 50, 90 go on to 130.
function tests.test_projections_are_held()
    local of = scores "city,period,x\na,2020,10\na,2021,50\na,2022,90\n"
    local options = { targets = { { code = "x", score = 95, period = "2023" }, { code = "G", score = 95, period = "2024" } } }
    lu.assertEquals(lines(of, options), { "a 10 90 80 5 100 on_track" })
    lu.assertEquals(lines(of, options, "G"), { "a 10 90 80 2.5 100 on_track" })
end

-- The break of an input is that of its indicator; the group above goes on, and says that it rests on it.
function tests.test_breaks_below()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" }, '
            .. '{ "G", "G", parent = "R" }, { "H", "H", parent = "R" } } }',
        ["a.lua"] = 'return indicator { code = "x", parent = "G", name = "X", measure = input.x, '
            .. 'inputs = { number { "x", "X", breaks = "2021" } } }',
        ["b.lua"] = 'return indicator { code = "y", parent = "H", name = "Y", measure = input.y, '
            .. 'inputs = { number { "y", "Y" } } }' } }))
    local of = support.need(hm.score(package, support.dataset "city,period,x,y\na,2020,1,2\na,2021,3,4\na,2022,5,9\n"))
    local function below(from)
        local list = {}
        for _, row in ipairs(support.need(of:analyse("progress", { from = from })):rows()) do
            list[#list + 1] = row.breaks_below and row.code .. " " .. row.class or nil
        end
        return list
    end
    lu.assertEquals(below "2020", { "R improving", "G improving" })
    lu.assertEquals(below "2021", {})
end

-- What differs in two periods in which all figures are the same, and one that is gone, by node: of a package with
-- editions, in two periods that some of them part.
local function differing(from, to, figures)
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
            nodes = { { "R", "Root" }, { "A", "A", parent = "R" }, { "B", "B", parent = "R" }, { "S", "S", parent = "R" } },
            weights_from = { ["2021"] = { A = 2, B = 2, S = 2 }, ["2022"] = { A = 6 } } }]],
        ["parameters.csv"] = "name,from,value\nk,,1\nk,2024,2\nw,,1\nw,2025,3\n",
        ["all.lua"] = [[
            local function of(code, group, more)
                local fields = { code = code, parent = group, name = code, range = false, inputs = { number { code, code } },
                    measure = input[code] }
                for name, value in pairs(more or {}) do
                    fields[name] = value
                end
                return indicator(fields)
            end
            return {
                of("a1", "A", { measure_from = { ["2023"] = input.a1 * 2 } }), of("a2", "A"),
                of("b1", "B", { measure = input.b1 * param.k }), of("b2", "B", { weight = param.w }), of("b3", "B"),
                of("s1", "S", { measure = score["A"] + input.s1 }), of("s2", "S", { weight = 0 }),
            }]] } }))
    local rows = { "city,period,a1,a2,b1,b2,b3,s1,s2" }
    for year = 2020, 2026 do
        rows[#rows + 1] = ("a,%d,%s"):format(year, figures and figures[year] or "1,2,3,4,5,6,7")
    end
    local of = support.need(hm.score(package, support.dataset(table.concat(rows, "\n") .. "\n")))
    local list = {}
    for _, row in ipairs(support.need(of:analyse("progress", { from = from, to = to })):rows()) do
        list[#list + 1] = row.differs ~= "" and row.code .. " " .. row.differs or nil
    end
    return table.concat(list, ", ")
end

-- 2021: weights in the same proportions are the same. 2024 and 2025: parameters of a measure and of a weight. s1 reads A.
function tests.test_what_differs_besides_figures()
    lu.assertEquals(differing("2020", "2021"), "")
    lu.assertEquals(differing("2021", "2022"), "R weights")
    lu.assertEquals(differing("2022", "2023"), "R measures, A measures, a1 measures, S measures, s1 measures")
    lu.assertEquals(differing("2023", "2024"), "R measures, B measures, b1 measures")
    lu.assertEquals(differing("2024", "2025"), "R weights, B weights")
    lu.assertEquals(differing("2025", "2026"), "")
end

-- One that weighs nothing adds nothing.
function tests.test_indicators_that_one_period_alone_has()
    lu.assertEquals(differing("2025", "2026", { [2026] = ",2,3,4,5,6,7" }), "R indicators, A indicators, S indicators, "
        .. "s1 indicators")
    lu.assertEquals(differing("2025", "2026", { [2025] = "1,2,,4,5,6,7" }), "R indicators, B indicators")
    lu.assertEquals(differing("2025", "2026", { [2025] = "1,2,3,4,5,6," }), "")
end

-- A break of 2021: nothing is compared, and the line goes through 16, 13 and 19: 16 + 1.5 * (7 + 1) = 28.
function tests.test_breaks()
    local of = scores(nil, 'breaks = "2021"')
    local options = { targets = { { code = "x", score = 40, period = "2030" } } }
    lu.assertEquals(lines(of, options)[1], "a 10 19 - 3 28 not_comparable")
    lu.assertEquals(lines(of, { from = "2021", targets = options.targets })[1], "a 16 19 3 3 28 moderate")
    lu.assertEquals(lines(of, nil, "G")[1], "a 10 19 9 - - improving")
    lu.assertEquals(lines(scores(nil, 'breaks = "2023"'), options)[1], "a 10 19 - 3 - not_comparable")
end

function tests.test_periods_that_are_named()
    lu.assertEquals(lines(scores(), { from = "2020", to = "2022" }), { "a 10 13 3 - - improving",
        "d 30 30 0 - - unchanged" })
    lu.assertEquals(lines(scores(), { from = "2021" }), { "a 16 19 3 - - improving", "b - 40 - - - -",
        "c 7 8 1 - - improving", "e - 20 - - - -" })
    local quarters = scores "city,period,x\na,2023-Q3,1\na,2024-Q1,3\na,2023,9\nb,2023-Q4,5\n"
    lu.assertEquals(lines(quarters), { "a 1 3 2 - - improving" })
    support.assert_fails({ code = "data", message = "the data have no period before 2023 to compare it with" },
        quarters:analyse("progress", { to = "2023" }))
    local targets = { { code = "x", score = 12, period = "2024" } }
    lu.assertEquals(lines(quarters, { to = "2023", targets = targets }), { "a - 9 - 3 - -" })
end

function tests.test_chosen_units()
    lu.assertEquals(lines(scores(), { units = { 1, 4, 5 } }), { "a 10 19 9 - - improving", "b - 40 - - - -" })
    local table, err = scores():analyse("progress", { units = {} })
    lu.assertNil(table)
    lu.assertEquals({ err.code, err.message }, { "data", "there are no periods to compare" })
end

-- Any gaps, against the same sums done directly.
function tests.test_any_lines()
    for seed = 1, 40 do
        math.randomseed(seed)
        local rows, points, last = { "city,period,x" }, {}, 2000 + math.random(3, 9)
        for year = 2000, last do
            local x = (year == 2000 or year == last or math.random() < 0.6) and math.random(200, 600) / 10
            rows[#rows + 1] = ("a,%d,%s"):format(year, x or "")
            points[#points + 1] = x and { year, x } or nil
        end
        local n, st, sx, stt, stx = #points, 0, 0, 0, 0
        for _, p in ipairs(points) do
            st, sx, stt, stx = st + p[1], sx + p[2], stt + p[1] * p[1], stx + p[1] * p[2]
        end
        local slope = (n * stx - st * sx) / (n * stt - st * st)
        local wanted = n >= 3 and math.max(0, math.min(100, (sx - slope * st) / n + slope * (last + 5))) or nil
        local row = support.need(scores(table.concat(rows, "\n") .. "\n"):analyse("progress",
            { targets = { { code = "x", score = 99, period = tostring(last + 5) } } })):rows()[2]
        if wanted then
            lu.assertAlmostEquals(row.projected, wanted, 1e-6, "seed " .. seed)
        else
            lu.assertNil(row.projected)
        end
        lu.assertAlmostEquals(row.needed, (99 - points[n][2]) / 5, 1e-9)
    end
end

function tests.test_what_is_refused()
    local of = scores()
    for wanted, options in pairs {
        ["the data have nothing of 2019"] = { from = "2019" },
        ["the data have nothing of 2025"] = { to = "2025" },
        ["from 2023 to 2020 is no course"] = { from = "2023", to = "2020" },
        ["from 2022 to 2022 is no course"] = { from = "2022", to = "2022" },
        ["a target of y: no such node"] = { targets = { { code = "y", score = 1, period = "2030" } } },
        ["a target of x for 2023: expected a period of the form of 2023, and after it"] =
            { targets = { { code = "x", score = 1, period = "2023" } } },
        ["a target of x for 2030-Q1"] = { targets = { { code = "x", score = 1, period = "2030-Q1" } } },
        ["a target of x is 160, and its score lies between 0 and 100"] = {
            targets = { { code = "x", score = 160, period = "2030" } } },
        ["two targets of x"] = { targets = { { code = "x", score = 1, period = "2030" },
            { code = "x", score = 2, period = "2031" } } },
    } do
        local table, err = of:analyse("progress", options)
        lu.assertNil(table, wanted)
        lu.assertStrContains(err.message, wanted)
    end
    lu.assertErrorMsgContains("targets", of.analyse, of, "progress", { targets = { { code = "x" } } })
    lu.assertErrorMsgContains("targets", of.analyse, of, "progress", { targets = { 5 } })
end

support.run("progress", tests)
