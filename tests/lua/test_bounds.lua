-- The analysis `bounds` against all that could be: packages invented at random, each mark that is
-- missing put at both ends of its range, and inside, and all scored again.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local CITIES <const> = { "P", "Q", "S" }
local METHODS <const> = { '"arithmetic"', '"geometric"', '"harmonic"', '"minimum"', '"maximum"', '"median"',
    '"product"', '{ "power", 0.5 }', '{ "worst", 2 }', '{ "mean_min", alpha = 0.5 }',
    '{ "geometric", floor = 1 }', '"sum"', '{ "sum", missing = "zero" }' }

local function pick(list)
    return list[math.random(#list)]
end

-- An indicator of its own input, as a mark.
local function add_indicator(made, code, parent, more)
    made.files[code .. ".lua"] = ([[return indicator { code = %q, parent = %q, name = "N",
        inputs = { number { %q, may_be_na = true } }, measure = input.%s, weight = %d%s }]]):format(code, parent, code,
        code, math.random(3), more or "")
    made.codes[#made.codes + 1] = code
end

local EFFECTS <const> = { "", "", "", ", deducts = true, cap = 30", ", adds = true, cap = 10", ", required = true",
    ", range = { 20, 80 }", ", scored = false" }

local function invent()
    local made = { files = {}, codes = {} }
    local nodes = { ([[{ "R", "Root", aggregate = %s }]]):format(pick(METHODS)) }
    for g = 1, 2 do
        local group = "G" .. g
        nodes[g + 1] = ([[{ %q, "Group", parent = "R", weight = %d, aggregate = %s%s }]]):format(group, math.random(3),
            pick(METHODS), pick { "", "", ", deducts = true, cap = 20" })
        for i = 1, math.random(2, 4) do
            add_indicator(made, ("i%d%d"):format(g, i), group, i > 1 and pick(EFFECTS) or nil)
        end
    end
    add_indicator(made, "own", "R")
    made.files["package.lua"] = ([[return package { name = "p", version = "1", api = 1, nodes = { %s },
        policy = { min_coverage = %s%s%s } }]]):format(table.concat(nodes, ", "), pick { 0, 0.5, 0.8, 1 },
        pick { "", "", ", rounding = 1" }, pick { "", "", ", not_reported = 0", ", min_children = 2" })
    return made
end

-- A figure, "" or "NA" for each city and indicator.
local function invent_figures(made)
    local figures, gaps = {}, {}
    for _, city in ipairs(CITIES) do
        figures[city] = {}
        for _, code in ipairs(made.codes) do
            local luck = math.random()
            figures[city][code] = luck < 0.06 and "NA" or luck < 0.22 and #gaps < 6 and "" or 5 * math.random(0, 20)
            if figures[city][code] == "" then
                gaps[#gaps + 1] = { city = city, code = code }
            end
        end
    end
    return figures, gaps
end

local function score(package, made, figures)
    local lines = { "city,period," .. table.concat(made.codes, ",") }
    for i, city in ipairs(CITIES) do
        local cells = { city, "2025" }
        for _, code in ipairs(made.codes) do
            cells[#cells + 1] = tostring(figures[city][code])
        end
        lines[i + 1] = table.concat(cells, ",")
    end
    local dataset = support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", table.concat(lines, "\n") .. "\n"))
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset, { jobs = 1 }))
end

-- What a gap may be: the ends of its range, or a point between them.
local function figure_at(made, code, where)
    local low, high = 0, 100
    if made.files[code .. ".lua"]:find("range = { 20, 80 }", 1, true) then
        low, high = 20, 80
    end
    return low + (high - low) * where
end

-- Fills the gaps, by `place(i)` from 0 to 1, and scores; the figures are as they were afterwards.
local function fill(package, made, figures, gaps, place)
    for i, gap in ipairs(gaps) do
        figures[gap.city][gap.code] = figure_at(made, gap.code, place(i))
    end
    local scores = score(package, made, figures)
    for _, gap in ipairs(gaps) do
        figures[gap.city][gap.code] = ""
    end
    return scores
end

local function widen(seen, scores, codes)
    for unit in ipairs(CITIES) do
        for _, code in ipairs(codes) do
            local key, row = unit .. code, scores:row(unit, code)
            local at = seen[key] or { low = math.huge, high = -math.huge, best = math.huge, worst = -math.huge }
            seen[key] = at
            if row.score then
                at.low, at.high = math.min(at.low, row.score), math.max(at.high, row.score)
            end
            if row.rank then
                at.best, at.worst = math.min(at.best, row.rank), math.max(at.worst, row.rank)
            end
        end
    end
end

local function finite(number)
    return math.abs(number) < math.huge and number or nil
end

local function compare(found, expected, what)
    if not expected then
        lu.assertNil(found, what)
    else
        lu.assertNotNil(found, what)
        lu.assertAlmostEquals(found, expected, 1e-9, what)
    end
end

-- A method for which raising a score may lower the result says nothing.
local function can_tell(made)
    return not made.files["package.lua"]:find("worst", 1, true)
end

local function try_one(seed)
    math.randomseed(seed)
    local made = invent()
    local package = support.need(hm.open_package("p", { files = made.files }))
    local figures, gaps = invent_figures(made)
    local codes = { "R", "G1", "G2", table.unpack(made.codes) }
    local seen = {}
    for corner = 0, (1 << #gaps) - 1 do
        widen(seen, fill(package, made, figures, gaps, function(i)
            return corner >> (i - 1) & 1
        end), codes)
    end
    local scores = score(package, made, figures)
    local rows = support.need(scores:analyse "bounds"):rows()
    lu.assertEquals(#rows, #CITIES * #codes)
    for i, row in ipairs(rows) do
        local unit = (i - 1) // #codes + 1
        local at, what = seen[unit .. row.code], ("seed %d: %s %s"):format(seed, row.city, row.code)
        if row.low or can_tell(made) then
            compare(row.low, finite(at.low), what .. " low")
            compare(row.high, finite(at.high), what .. " high")
        end
        if can_tell(made) then
            compare(row.rank_best, finite(at.best), what .. " best")
            compare(row.rank_worst, finite(at.worst), what .. " worst")
        end
    end
    local inside = {}
    for _ = 1, 5 do
        widen(inside, fill(package, made, figures, gaps, math.random), codes)
    end
    for key, at in pairs(inside) do
        lu.assertTrue(not finite(at.low) or at.low >= seen[key].low - 1e-9 and at.high <= seen[key].high + 1e-9,
            ("seed %d: %s"):format(seed, key))
    end
    return package, made, figures, gaps, scores
end

function tests.test_all_that_could_be()
    for seed = 1, 150 do
        try_one(seed)
    end
end

-- What a gap moves is no more than it moves beside any corner of the others, and the gaps that move most
-- come first.
function tests.test_stakes()
    local compared = 0
    for seed = 201, 260 do
        local package, made, figures, gaps, scores = try_one(seed)
        local stakes = can_tell(made) and support.need(scores:analyse("bounds", { table = "stakes" })):rows() or {}
        local most, last = {}, {}
        for corner = 0, (1 << #gaps) - 1 do
            for i, gap in ipairs(gaps) do
                local function index(at)
                    local unit = gap.city == "P" and 1 or gap.city == "Q" and 2 or 3
                    return fill(package, made, figures, gaps, function(k)
                        return at >> (k - 1) & 1
                    end):row(unit, "R").score
                end
                local one, other = index(corner), index(corner ~ (1 << (i - 1)))
                local key = gap.city .. gap.code
                most[key] = math.max(most[key] or 0, one and other and math.abs(one - other) or 0)
            end
        end
        for _, row in ipairs(stakes) do
            lu.assertTrue((row.points or 0) <= most[row.city .. row.code] + 1e-9)
            lu.assertTrue((row.points or 0) <= (last[row.city] or math.huge))
            last[row.city], compared = row.points, compared + 1
        end
    end
    lu.assertTrue(compared > 100)
end

-- --- by hand ---

local function of_pair(more, text, root, learn)
    local files = { ["package.lua"] = ([[return package { name = "p", version = "1", api = 1, nodes = {
        { "R", "Root" %s }, { "G", "Group", parent = "R", weight = 3 %s } }, policy = { min_coverage = 0 } }]])
        :format(root or "", more.group or "") }
    for code, fields in pairs { a = "weight = 1", b = "weight = 3" } do
        files[code .. ".lua"] = ([[return indicator { code = %q, parent = "G", name = "N", %s, measure = input.%s,
            inputs = { number { %q } } %s }]]):format(code, fields, code, code, more[code] or "")
    end
    files["c.lua"] = ([[return indicator { code = "c", parent = "R", name = "N", %s }]]):format(
        more.c or 'measure = input.c, inputs = { number { "c" } }')
    local package, dataset = support.need(hm.open_package("p", { files = files })), support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", "city,period,a,b,c\n" .. text))
    if more.kept_out then
        support.keep_out_of_ranks(dataset, more.kept_out)
    end
    support.need(dataset:finish())
    local fits = learn and support.need(hm.learn_phase(package, dataset)) or nil
    local scores = support.need(hm.score(package, dataset, { fits = fits }))
    local at = {}
    for _, row in ipairs(support.need(scores:analyse "bounds"):rows()) do
        at[row.city .. " " .. row.code] = { row.low or "", row.high or "", row.rank_best or "", row.rank_worst or "" }
    end
    return at, support.need(scores:analyse("bounds", { table = "stakes" })):rows(), scores
end

local TWO <const> = "P,2025,40,,60\nQ,2025,10,50,20\n"

-- G of P: (40 + 3 * 0..100) / 4 = 10..85; R: (3 * 10..85 + 60) / 4 = 22.5..78.75. Of Q: 40, 35.
function tests.test_weights()
    local at, stakes = of_pair({}, TWO)
    lu.assertEquals(at["P b"], { 0, 100, 1, 2 })
    lu.assertEquals(at["P G"], { 10, 85, 1, 2 })
    lu.assertEquals(at["P R"], { 22.5, 78.75, 1, 2 })
    lu.assertEquals(at["Q R"], { 35, 35, 1, 2 })
    lu.assertEquals(at["Q c"], { 20, 20, 2, 2 })
    lu.assertEquals(stakes, { { city = "P", period = "2025", code = "b", low = 0, high = 100, points = 56.25, inputs = "b" } })
end

-- Of P too little is reported for a rank.
function tests.test_some_units_and_levels()
    local _, _, scores = of_pair({}, TWO)
    local rows = support.need(scores:analyse("bounds", { units = { 2 }, depth = 0 })):rows()
    lu.assertEquals(rows, { { city = "Q", period = "2025", code = "R", score = 35, low = 35, high = 35, rank = 1,
        rank_best = 1, rank_worst = 2 } })
    rows = support.need(scores:analyse("bounds", { units = { 2 }, table = "stakes" })):rows()
    lu.assertEquals(rows, {})
end

-- What stands in place of a figure is no figure.
function tests.test_imputed()
    local at = of_pair({ b = ", impute = 70" }, TWO)
    lu.assertEquals(at["P G"], { 10, 85, 1, 2 })
end

-- Marks of a scale go from one of its ends to the other, where it learns from all that it marks.
function tests.test_ends_of_a_scale()
    local said, figures = ', scale = { "minmax", to = { 20, 80 } }', TWO .. "S,2025,10,60,30\n"
    local at = of_pair({ b = said }, figures)
    lu.assertEquals(at["P b"], { 20, 80, 1, 2 }) -- at 20 it ties with Q
    at = of_pair({ b = said, kept_out = "P" }, figures)
    lu.assertEquals(at["P b"], { 0, 100, "", "" })
end

-- Of a whole that is 0 nothing is a part: what is missing of it changes nothing.
function tests.test_parts_of_nothing()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = 'return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }',
        ["all.lua"] = [[return {
            indicator { code = "a", parent = "R", name = "A", inputs = { amount { "p" }, amount { "q" } },
                measure = percent(input.p, input.q) },
            indicator { code = "b", parent = "R", name = "B", inputs = { number { "b", min = 0, max = 100 } },
                measure = input.b },
            indicator { code = "c", parent = "R", name = "C", inputs = { number { "c", min = 0, max = 40 } },
                measure = input.c } }]],
    } }))
    local scores = support.need(hm.score(package, support.dataset "city,period,p,q,b,c\nX,2025,,0,50,\nY,2025,1,2,50,1\n"))
    local rows = support.need(scores:analyse("bounds", { units = { 1 }, table = "bounds" })):rows()
    lu.assertEquals({ rows[1].code, rows[1].low, rows[1].high }, { "R", 25, 45 })
    lu.assertEquals({ rows[2].code, rows[2].low, rows[2].high }, { "a" })
    rows = support.need(scores:analyse("bounds", { units = { 1 }, table = "stakes" })):rows()
    lu.assertEquals({ #rows, rows[1].code, rows[1].points }, { 1, "c", 20 })
end

-- A range without ends says nothing of what is missing.
function tests.test_no_range()
    local at, stakes = of_pair({ b = ", range = false" }, TWO)
    lu.assertEquals(at["P b"], { "", "", "", "" })
    lu.assertEquals(at["P R"], { "", "", "", "" })
    lu.assertEquals(at["P c"], { 60, 60, 1, 1 })
    lu.assertEquals(at["Q R"], { 35, 35, 1, 2 })
    lu.assertEquals(stakes, { { city = "P", period = "2025", code = "b", inputs = "b" } })
end

-- A group with a step that learns, or compared with other cities.
function tests.test_what_cannot_be_told()
    local at = of_pair({ group = ', scale = "minmax"' }, TWO)
    lu.assertEquals({ at["P G"], at["P R"] }, { { "", "", "", "" }, { "", "", "", "" } })
    lu.assertEquals(at["Q G"][1], at["Q G"][2])
    lu.assertEquals(at["P b"], { 0, 100, 1, 2 })
    at = of_pair({ group = ', aggregate = "copeland"' }, TWO)
    lu.assertEquals({ at["P G"], at["Q G"] }, { { "", "", "", "" }, { "", "", "", "" } })
    at = of_pair({ group = ', aggregate = "copeland"' }, "P,2025,40,20,60\nQ,2025,10,50,20\n")
    lu.assertEquals({ at["P G"][1], at["Q G"][1] }, { -1, 1 })
end

-- c of P goes with b; R = (3 * (40 + 3 * b) / 4 + b) / 4, of b from 0 to 100.
function tests.test_what_reads_a_node()
    local at, stakes = of_pair({ c = 'measure = score["b"] + 0' }, TWO)
    lu.assertEquals({ at["P c"], at["Q c"] }, { { 0, 100, 1, 2 }, { 50, 50, 1, 2 } })
    lu.assertEquals({ at["P R"][1], at["P R"][2] }, { 7.5, 88.75 })
    lu.assertEquals(stakes, { { city = "P", period = "2025", code = "b", low = 0, high = 100, inputs = "b" } })
end

-- Steps that were learnt elsewhere stand: G of P is 10..85, of which 0..80 are the marks 0 to 100.
function tests.test_steps_that_are_given()
    local scale = { group = ', scale = { "minmax", bounds = { low = 0, high = 80 } }' }
    local at = of_pair(scale, TWO)
    lu.assertEquals(at["P G"], { "", "", "", "" })
    at = of_pair(scale, TWO, nil, true)
    lu.assertEquals(at["P G"], { 12.5, 100, 1, 2 })
end

-- A group that is measured: 100 - |a - b|, where a is 40 and b anything to 100; and less than b alone.
function tests.test_measured_groups()
    local at = of_pair({ group = ', measure = 100 - abs(score["a"] - score["b"])' }, TWO)
    lu.assertEquals(at["P G"], { 40, 100, 1, 2 })
    at = of_pair({ group = ', measure = score["b"] - score["b"] * score["b"] / 100' }, TWO)
    lu.assertEquals(at["P G"][1], 0)
    lu.assertTrue(at["P G"][2] >= 25 and at["P G"][2] < 25.1)    -- inside, at 50
end

-- With too little reported there is no score, and still it is known between what it would lie.
function tests.test_insufficient()
    local _, _, scores = of_pair({ group = ", required = true" }, "P,2025,,,60\n")
    local rows = support.need(scores:analyse("bounds", { depth = 0 })):rows()
    lu.assertEquals(rows, { { city = "P", period = "2025", code = "R", low = 15, high = 90, rank_best = 1,
        rank_worst = 1 } })
end

support.run("TestBounds", tests)
