-- What accounts for the difference between two scores: parts that add up, on packages invented at
-- random, and on small ones that are worked out by hand.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- Packages invented at random -----------------------------------------------------------------

local METHODS <const> = {
    '"arithmetic"', '"geometric"', '{ "geometric", floor = 1 }', '"harmonic"', '"minimum"', '"maximum"', '"median"',
    '"product"', '{ "power", 0.5 }', '{ "power", -1 }', '{ "power", 3 }', '{ "worst", 2 }',
    '{ "mean_min", alpha = 0.5, beta = 10 }', '"mazziotta_pareto"', '"copeland"', '"wroclaw"',
    '"benefit_of_the_doubt"', '"sum"', '{ "sum", missing = "zero" }',
}
local SCALES <const> = { '"minmax"', '"zscore"', '"rank"', '"percentile"', '{ "minmax", over = "all" }' }

local function chance(share)
    return math.random() < share
end
local function pick(list)
    return list[math.random(#list)]
end

-- A tree of groups and indicators, as a list of nodes that a package can be written of.
local function invent()
    local nodes, inputs, leaves = {}, 0, 0
    local function grow(parent, depth, width)
        for i = 1, width do
            local node = { code = (parent == "" and "N" or parent .. ".") .. i, parent = parent ~= "" and parent or "R",
                depth = depth, weight = pick { 1, 1, 2, 3.5, i > 1 and 0 or 1 } }
            nodes[#nodes + 1] = node
            if depth < 3 and chance(depth == 1 and 0.7 or 0.3) then
                node.method = pick(METHODS)
                grow(node.code, depth + 1, math.random(1, 5))
            else
                leaves, node.leaf = leaves + 1, true
                node.kind = pick { "ratio", "ratio", "plain", "flag", "function", "previous", "shared", "reader" }
                inputs = inputs + 1
                node.first = "a" .. inputs
                node.second = chance(0.3) and inputs > 3 and "b" .. math.random(1, inputs - 1) or "b" .. inputs
                node.scale = chance(0.15) and pick(SCALES) or nil
                node.impute = chance(0.1) and pick { '"median"', "40", '{ "latest", within = 2 }' } or nil
            end
        end
    end
    grow("", 1, math.random(2, 4))
    return nodes
end

local function measure_of(node, codes)
    local a, b = node.first, node.second
    if node.kind == "plain" then
        return ("at_most(input.%s, 100)"):format(a)
    elseif node.kind == "flag" then
        return ("when(input.f_%s, 40, 0) + 0.6 * at_most(input.%s, 100)"):format(a, a)
    elseif node.kind == "previous" then
        return ("first_of(at_most(0.5 * input.%s + 0.5 * previous(input.%s), 100), at_most(input.%s, 100))"):format(a, a,
            a)
    elseif node.kind == "reader" and not codes[1] then
        return ("at_most(0.7 * input.%s, 100)"):format(a)
    elseif node.kind == "reader" then
        return ('at_most(0.5 * input.%s + 0.5 * score["%s"], 100)'):format(a, codes[math.random(#codes)])
    elseif node.kind == "function" then
        return ("function(v) if v.%s > 50 then return math.min(100, v.%s + v.%s / 10) end return v.%s / 2 end"):format(a,
            a, b, a)
    end
    return ("at_most(100 * input.%s / (input.%s + input.%s + 1), 100)"):format(a, a, b)
end

local function script_of(node, codes)
    local inputs = {}
    local function add(kind, name)
        inputs[#inputs + 1] = ('"%s"'):format(name)
    end
    add("amount", node.first)
    if node.kind == "ratio" or node.kind == "shared" or node.kind == "function" then
        add("amount", node.second)
    elseif node.kind == "flag" then
        add("flag", "f_" .. node.first)
    end
    local fields = { ('code = "%s", parent = "%s", name = "%s"'):format(node.code, node.parent, node.code),
        ("inputs = { %s }"):format(table.concat(inputs, ", ")), "measure = " .. node.measure_text }
    for _, field in ipairs { "weight", "scale", "impute", "deducts", "adds", "cap", "required", "rounding", "from", "to",
        "transform", "breaks", "weights_from" } do
        if node[field] ~= nil then
            fields[#fields + 1] = ("%s = %s"):format(field, tostring(node[field]))
        end
    end
    return "indicator { " .. table.concat(fields, ", ") .. " }"
end

-- Some nodes deduct, round, begin, end or are required.
local function decorate(nodes)
    local codes = {}
    for i, node in ipairs(nodes) do
        if node.leaf then
            if chance(0.06) and i > 1 then
                node[pick { "deducts", "adds" }], node.cap = "true", pick { 3, 10 }
            elseif chance(0.05) then
                node.required = "true"
            elseif chance(0.05) then
                node.transform = "function(x) return 100 - 0.5 * x end"
            end
            if chance(0.06) and i > 2 then
                node[pick { "from", "to" }] = '"2021"'
            elseif chance(0.04) then
                node.breaks = '{ "2021" }'
            end
            node.measure_text = measure_of(node, codes)
            if node.kind ~= "reader" then
                codes[#codes + 1] = node.code
            end
        elseif chance(0.1) then
            node.scale = pick(SCALES)
        elseif chance(0.1) then
            node.weigh = pick { '"entropy"', '"critic"' }
        end
    end
end

local function write(nodes, policy)
    local groups, scripts, inputs, seen = { policy.root }, {}, {}, {}
    for _, node in ipairs(nodes) do
        if node.leaf then
            scripts[#scripts + 1] = script_of(node)
            for _, name in ipairs { node.first, node.second, "f_" .. node.first } do
                if not seen[name] then
                    seen[name] = true
                    inputs[#inputs + 1] = ('%s { "%s", "%s" }'):format(name:match("^f_") and "flag" or "amount", name, name)
                end
            end
        else
            local needs_hundred = node.method == '"mazziotta_pareto"'
            groups[#groups + 1] = ('{ "%s", "%s", parent = "%s", weight = %s, aggregate = %s%s%s, range = false }'):format(
                node.code, node.code, node.parent, node.weight, needs_hundred and '"arithmetic"' or node.method,
                node.scale and ", scale = " .. node.scale or "", node.weigh and ", weigh = " .. node.weigh or "")
        end
    end
    return { ["package.lua"] = ([[return package { name = "invented", version = "%s", api = 1, nodes = { %s },
        policy = { %s } }]]):format(policy.version or "1", table.concat(groups, ",\n"), policy.text),
        ["inputs.lua"] = "return { " .. table.concat(inputs, ",\n") .. " }",
        ["all.lua"] = "return {" .. table.concat(scripts, ",\n") .. "}" }, inputs
end

local function invent_policy()
    local parts = { ("min_coverage = %s"):format(pick { "0", "0.3", "0.6", '{ 0.5, by = "count" }' }) }
    if chance(0.2) then
        parts[#parts + 1] = "rounding = " .. pick { "1", "{ digits = 0 }", "2" }
    end
    if chance(0.15) then
        parts[#parts + 1] = "not_reported = 0"
    end
    if chance(0.15) then
        parts[#parts + 1] = "min_children = 2"
    end
    return { text = table.concat(parts, ", "), root = ('{ "R", "Root", aggregate = %s, range = false }'):format(
        pick { '"arithmetic"', '"arithmetic"', '"geometric"', '{ "power", 2 }', '"median"' }) }
end

local function invent_data(nodes, seed)
    math.randomseed(seed)
    local names, seen = {}, {}
    for _, node in ipairs(nodes) do
        for _, name in ipairs(node.leaf and { node.first, node.second, "f_" .. node.first } or {}) do
            if not seen[name] then
                seen[name] = true
                names[#names + 1] = name
            end
        end
    end
    local lines = { "city,period," .. table.concat(names, ",") }
    local gaps = pick { 0, 0.05, 0.25 }
    for city = 1, 12 do
        for period = 2019, 2021 do
            local line = { "c" .. city, tostring(period) }
            for _, name in ipairs(names) do
                local value = name:match("^f_") and pick { "yes", "no" }
                    or chance(0.05) and "0" or ("%.3f"):format(math.random() * pick { 40, 110, 160 })
                line[#line + 1] = chance(gaps) and "" or value
            end
            if not chance(0.05) then
                lines[#lines + 1] = table.concat(line, ",")
            end
        end
    end
    return table.concat(lines, "\n") .. "\n"
end

local function open(files, seed)
    local package, err = hm.open_package("invented", { files = files })
    if not package then
        error(("seed %d: %s"):format(seed, tostring(err)))
    end
    return package
end

-- The parts of each pair add up to its change, to the last digits; gives how many were compared.
local function check(seed, what, scores, other, options)
    local changes = support.need(scores:compare(other, { table = "differences", from = options.from, to = options.to,
        city = options.city })):rows()
    local sums = {}
    for _, row in ipairs(support.need(scores:compare(other, options)):rows()) do
        local key = row.city .. row.period
        sums[key] = (sums[key] or 0) + row.points
    end
    local count = 0
    for _, row in ipairs(changes) do
        local sum = sums[row.city .. row.period] or 0
        if row.status == "compared" then
            count = count + 1
            if math.abs(sum - row.difference) > 1e-11 * math.max(1, math.abs(row.difference)) then
                error(("seed %d, %s: %s %s: parts %.17g, change %.17g"):format(seed, what, row.city, row.period, sum,
                    row.difference))
            end
        else
            lu.assertEquals(sum, 0, ("seed %d, %s"):format(seed, what))
        end
    end
    return count
end

-- Another package: some nodes gone, others, weights and methods.
local function vary(nodes)
    local varied = {}
    for i, node in ipairs(nodes) do
        local copy = {}
        for name, value in pairs(node) do
            copy[name] = value
        end
        if not node.leaf and chance(0.3) then
            copy.method = pick(METHODS)
        elseif chance(0.3) then
            copy.weight = pick { 1, 2, 5 }
        elseif node.leaf and chance(0.1) and copy.kind ~= "function" then
            copy.measure_text = ("at_most(2 * input.%s, 100)"):format(node.first)
        end
        local is_read = false
        for _, reader in ipairs(nodes) do
            is_read = is_read or reader.leaf and reader.measure_text:find('"' .. node.code .. '"', 1, true) ~= nil
        end
        if not (node.leaf and not is_read and i > 3 and chance(0.1)) then
            varied[#varied + 1] = copy
        end
    end
    return varied
end

local function is_sound(nodes)
    local children = {}
    for _, node in ipairs(nodes) do
        children[node.parent] = (children[node.parent] or 0) + (node.weight > 0 and not node.deducts and not node.adds
            and not node.from and not node.to and 1 or 0)
    end
    for _, node in ipairs(nodes) do
        if not node.leaf and (children[node.code] or 0) == 0 then
            return false
        end
    end
    return (children.R or 0) > 0
end

local function each_seed(first, last)
    local counts = {}
    for seed = first, last do
        math.randomseed(seed)
        local nodes = invent()
        decorate(nodes)
        local policy = invent_policy()
        local varied = vary(nodes)
        if is_sound(nodes) and is_sound(varied) then
            local text = invent_data(nodes, seed)
            math.randomseed(seed + 1)
            local dataset = support.dataset(text)
            local package = open(write(nodes, policy), seed)
            policy.version = "2"
            local other_package = open(write(varied, chance(0.5) and policy or invent_policy()), seed)
            local other_data = support.dataset(invent_data(nodes, seed + 1000))
            local scores = support.need(hm.score(package, dataset))
            local reform = support.need(hm.score(other_package, dataset))
            local elsewhere = support.need(hm.score(package, other_data))
            local function add(what, count)
                counts[what] = (counts[what] or 0) + count
            end
            add("periods", check(seed, "periods", scores, scores, { from = "2020", to = "2021" }))
            add("far", check(seed, "far", scores, scores, { from = "2019", to = "2021", jobs = 1 }))
            add("cities", check(seed, "cities", scores, scores, { city = "c3" }))
            add("packages", check(seed, "packages", reform, scores, {}))
            add("data", check(seed, "data", elsewhere, scores, {}))
            add("all", check(seed, "all", reform, elsewhere, { from = "2020", to = "2021" }))
            add("depth", check(seed, "depth", reform, scores, { depth = 1 }))
            add("plain", check(seed, "plain", scores, scores, { figures = false }))
        end
    end
    return counts
end

function tests.test_parts_add_up_on_packages_invented_at_random()
    local first, last = tonumber(os.getenv("HM_FIRST_SEED")) or 1, tonumber(os.getenv("HM_LAST_SEED")) or 40
    local counts = each_seed(first, last)
    if os.getenv("HM_LAST_SEED") then
        for what, count in pairs(counts) do
            print(what, count)
        end
    end
    for _, what in ipairs { "periods", "far", "cities", "packages", "data", "all" } do
        lu.assertTrue((counts[what] or 0) > 50, what)
    end
end

-- By hand -------------------------------------------------------------------------------------

-- A package of a root R and indicators A, B, ..., by default the figures a, b, ... as they are.
local function small(root, indicators, more)
    local lines = {}
    for i, one in ipairs(indicators) do
        local code = ("ABCDEF"):sub(i, i)
        local name = code:lower()
        lines[i] = ('indicator { code = "%s", parent = "%s", name = "%s", inputs = { %s }, measure = %s%s }'):format(code,
            one.parent or "R", code, one.inputs or ('number { "%s", "Figure %s" }'):format(name, name),
            one.measure or "input." .. name, one.more or "")
    end
    return support.need(hm.open_package("small", { files = {
        ["package.lua"] = ('return package { name = "small", version = "1", api = 1, nodes = { { "R", "Root", %s } %s }'
            .. ", %s }"):format(root, more and more.nodes or "", more and more.fields or "policy = {}"),
        ["all.lua"] = "return {" .. table.concat(lines, ",\n") .. "}",
    } }))
end

local function compare(package, text, options, other)
    local scores = support.need(hm.score(package, support.dataset(text)))
    local against = other and support.need(hm.score(other, support.dataset(text))) or scores
    return support.need(scores:compare(against, options)):rows()
end

-- "A data a" = points, of the rows of one pair.
local function points_of(rows)
    local points = {}
    for _, row in ipairs(rows) do
        local key = ("%s %s %s"):format(row.code, row.component, row.input)
        lu.assertNil(points[key], key)
        points[key] = row.points
    end
    return points
end

local function assert_points(rows, wanted)
    local points = points_of(rows)
    for key, value in pairs(wanted) do
        lu.assertNotNil(points[key], key .. " in " .. lu.prettystr(points))
        lu.assertAlmostEquals(points[key], value, 1e-12, key)
    end
    for key, value in pairs(points) do
        lu.assertNotNil(wanted[key], ("%s = %.17g"):format(key, value))
    end
end

-- Means 50 and 67.5; shares 1/2, 1/2, 0 and 1/4, 1/4, 1/2.
function tests.test_arithmetic_with_a_gap()
    assert_points(compare(small("weight = 1", { {}, {}, { more = ", weight = 2" } }),
        "city,period,a,b,c\nx,2020,40,60,\nx,2021,50,60,80\n"), {
        ["A data a"] = 3 / 8 * 10, ["A data "] = -1 / 4 * (45 - 58.75), ["B data "] = -1 / 4 * (60 - 58.75),
        ["C data "] = 1 / 2 * (80 - 58.75), ["C data c"] = 0,
    })
end

local function notes_of(rows)
    local notes = {}
    for _, row in ipairs(rows) do
        notes[("%s %s %s"):format(row.code, row.component, row.input)] = row.note
    end
    return notes
end

-- What points are of that no figure accounts for: c appeared, and what the others count for is less.
function tests.test_what_a_gap_does_is_told()
    local package = small("weight = 1", { {}, {}, {} })
    lu.assertEquals(notes_of(compare(package, "city,period,a,b,c\nx,2020,40,60,\nx,2021,50,60,80\n")),
        { ["A data a"] = "", ["A data "] = "share", ["B data "] = "share", ["C data "] = "appeared",
            ["C data c"] = "" })
    lu.assertEquals(notes_of(compare(package, "city,period,a,b,c\nx,2020,40,60,80\nx,2021,40,60,\n")),
        { ["A data "] = "share", ["B data "] = "share", ["C data "] = "lost", ["C data c"] = "" })
    local looks_back = small("weight = 1", { { measure = "0.5 * input.a + 0.5 * previous(input.a)" } })
    lu.assertEquals(notes_of(compare(looks_back, "city,period,a\nx,2019,40\nx,2020,60\nx,2021,80\n")),
        { ["A data a"] = "", ["A data "] = "own" })
end

function tests.test_figures_that_come_and_go()
    local package = small("weight = 1", { {}, {}, {} })
    local notes = {}
    for _, row in ipairs(compare(package, "city,period,a,b,c\nx,2020,40,,80\nx,2021,40,60,\n",
        { table = "changed_figures" })) do
        notes[#notes + 1] = ("%s %s %s %s"):format(row.input, row.before, row.after, row.note)
    end
    lu.assertEquals(notes, { "b nil 60 no mark before", "c 80 nil no mark now" })
end

-- A mark moves where it is imputed on a side, which is the indicator's own, and where a cap or another child keeps
-- what is above it where it was.
function tests.test_marks_that_move_to_no_effect()
    local function note(fields, children, data)
        local row = compare(small(fields, children), "city,period,a,b\n" .. data, { table = "changed_figures" })[1]
        return { row.input, row.points, row.note }
    end
    local imputed = { {}, { more = ", impute = 30" } }
    lu.assertEquals(note("weight = 1", imputed, "x,2020,40,50\nx,2021,40,\n"), { "b", 0, "imputed" })
    lu.assertEquals(note("weight = 1", imputed, "x,2020,40,\nx,2021,40,50\n"), { "b", 0, "imputed" })
    lu.assertEquals(note("weight = 1", { {}, { more = ", deducts = true, cap = 10" } }, "x,2020,40,20\nx,2021,40,50\n"),
        { "b", 0, "mark moved" })
    lu.assertEquals(note('aggregate = "minimum"', { {}, {} }, "x,2020,10,20\nx,2021,10,50\n"), { "b", 0, "mark moved" })
    lu.assertEquals(note("weight = 1", { {}, { measure = "when(gt(input.b, 5), 80, 20)" } },
        "x,2020,10,20\nx,2021,10,50\n"), { "b", 0, "mark alike" })
end

-- By logarithmic means: 10 / ln(40 / 30); and where the mean does not move, by its slope.
function tests.test_geometric()
    local package = small('aggregate = "geometric"', { {}, {} })
    local by = 10 / math.log(40 / 30)
    assert_points(compare(package, "city,period,a,b\nx,2020,20,45\nx,2021,40,40\n"),
        { ["A data a"] = by / 2 * math.log(2), ["B data b"] = by / 2 * math.log(40 / 45) })
    assert_points(compare(package, "city,period,a,b\nx,2020,40,90\nx,2021,90,40\n"),
        { ["A data a"] = 30 * math.log(2.25), ["B data b"] = -30 * math.log(2.25) })
end

-- A mean of nothing above 0 is 0: over both orders, {A} gives 40 and {B} 0.
function tests.test_geometric_with_zero()
    assert_points(compare(small('aggregate = "geometric"', { {}, {} }),
        "city,period,a,b\nx,2020,0,80\nx,2021,20,45\n"), { ["A data a"] = (40 + 30) / 2, ["B data b"] = (0 - 10) / 2 })
end

-- Over both orders: A first takes the least from 30 to 50, B then to 60.
function tests.test_minimum()
    assert_points(compare(small('aggregate = "minimum"', { {}, {} }),
        "city,period,a,b\nx,2020,30,50\nx,2021,70,60\n"), { ["A data a"] = 25, ["B data b"] = 5 })
end

-- 40 of 100 are 60 of 80: 40, 60, 50 and 75.
local RATIO <const> = { inputs = 'count { "a", "Part" }, count { "w", "Whole" }', measure = "100 * input.a / input.w" }

function tests.test_figures_of_a_measure()
    assert_points(compare(small("weight = 1", { RATIO }), "city,period,a,w\nx,2020,40,100\nx,2021,60,80\n"),
        { ["A data a"] = 22.5, ["A data w"] = 12.5 })
    local called = { inputs = RATIO.inputs, measure = "function(v) return 100 * v.a / v.w end" }
    assert_points(compare(small("weight = 1", { called }), "city,period,a,w\nx,2020,40,100\nx,2021,60,80\n"),
        { ["A data a"] = 22.5, ["A data w"] = 12.5 })
end

-- What a period before does has no input of its own: 20 + 30 becomes 30 + 40.
function tests.test_figures_before()
    local before = { measure = "0.5 * input.a + 0.5 * previous(input.a)" }
    assert_points(compare(small("weight = 1", { before }), "city,period,a\nx,2019,40\nx,2020,60\nx,2021,80\n"),
        { ["A data a"] = 10, ["A data "] = 10 })
end

function tests.test_a_mark_that_is_capped()
    local package = small("weight = 1", { RATIO, {} })
    local text = "city,period,a,w,b\nx,2020,120,100,10\nx,2021,150,100,20\n"
    assert_points(compare(package, text), { ["A data a"] = 0, ["B data b"] = 5 })
    local row = compare(package, text, { table = "changed_figures" })[1]
    lu.assertEquals({ row.code, row.input, row.before, row.after, row.points, row.note },
        { "A", "a", "120", "150", 0, "capped" })
end

-- 3 points more are taken off; the range ends at 0.
function tests.test_points_that_deduct()
    local deducts = { {}, { more = ", deducts = true" } }
    assert_points(compare(small("weight = 1", deducts), "city,period,a,b\nx,2020,50,5\nx,2021,50,8\n"),
        { ["B data b"] = -3 })
    assert_points(compare(small("weight = 1", deducts), "city,period,a,b\nx,2020,10,5\nx,2021,10,25\n"),
        { ["B data b"] = -5 })
end

-- 50.4 and 51.6 are 50 and 52: what rounding adds is the group's.
function tests.test_rounding()
    assert_points(compare(small("weight = 1", { {}, {} }, { fields = "policy = { rounding = { at = { R = 0 } } }" }),
        "city,period,a,b\nx,2020,50.4,50.4\nx,2021,52.8,50.4\n"), { ["A data a"] = 1.2, ["R data "] = 0.8 })
end

-- Of x 10 in 0..40 and 20 in 10..50, which is 25 both: by the bounds of 2020 50, by those of 2021 0.
function tests.test_what_scales_learn()
    local rows = compare(small("weight = 1", { { more = ', scale = "minmax"' } }),
        "city,period,a\nx,2020,10\ny,2020,0\nz,2020,40\nx,2021,20\ny,2021,10\nz,2021,50\n")
    local own = {}
    for _, row in ipairs(rows) do
        own[#own + 1] = row.city == "x" and row or nil
    end
    assert_points(own, { ["A data a"] = 25, ["A methods "] = -25 })
end

function tests.test_scope()
    local text = "city,period,a,b,c\nx,2020,40,60,80\n"
    local with, without = small("weight = 1", { {}, {}, {} }), small("weight = 1", { {}, {} })
    assert_points(compare(with, text, {}, without), { ["C scope "] = 10 })
    assert_points(compare(without, text, {}, with), { ["C scope "] = -10 })
end

function tests.test_editions_and_breaks()
    local text = "city,period,a,b,c\nx,2020,40,60,80\nx,2021,50,60,80\n"
    assert_points(compare(small("weight = 1", { {}, {}, { more = ', from = "2021"' } }), text),
        { ["A data a"] = 5, ["C scope "] = (80 - 55) / 3 })
    assert_points(compare(small("weight = 1", { {}, {}, { more = ', to = "2020"' } }), text),
        { ["A data a"] = 5, ["C scope "] = -(80 - 50) / 3 })
    -- c has a break: it is taken out before, and put in again after
    assert_points(compare(small("weight = 1", { {}, {}, { more = ', breaks = { "2021" }' } }), text),
        { ["A data a"] = 5, ["C scope "] = -(80 - 50) / 3 + (80 - 55) / 3 })
    local function reason(more)
        return notes_of(compare(small("weight = 1", { {}, {}, { more = more } }), text))["C scope "]
    end
    lu.assertEquals(reason ', breaks = { "2021" }', "break")
    lu.assertEquals(reason ', from = "2021"', "one_side")
    local broken = small("weight = 1", { {}, {}, {} }, { fields = 'breaks = { "2021" }' })
    lu.assertEquals(compare(broken, text), {})
    local change = compare(broken, text, { table = "differences" })[1]
    lu.assertEquals({ change.score, change.other_score, change.difference, change.status, change.note },
        { 190 / 3, 60, nil, "not_comparable", "break" })
    local nothing_common = small("weight = 1", { { more = ', to = "2020"' }, { more = ', from = "2021"' } })
    change = compare(nothing_common, text, { table = "differences" })[1]
    lu.assertEquals({ change.status, change.note }, { "not_comparable", "one_side" })
end

function tests.test_units_without_a_counterpart()
    local package = small("weight = 1", { {}, {} }, { fields = "policy = { min_coverage = 1 }" })
    local text = "city,period,a,b\nx,2020,40,60\nx,2021,50,\ny,2020,1,\ny,2021,1,2\nz,2021,3,4\nw,2020,1,1\n"
    lu.assertEquals(compare(package, text), {})
    local statuses = {}
    for _, row in ipairs(compare(package, text, { table = "differences" })) do
        statuses[row.city] = row.status
    end
    lu.assertEquals(statuses, { x = "no_score", y = "no_other_score", z = "not_there" })
end

-- Components, against all packages between -----------------------------------------------------

local MEASURES <const> = { "input.a", "at_most(2 * input.a, 100)" }
local WEIGHTS <const> = { 1, 3 }
local AGGREGATES <const> = { '"arithmetic"', '"geometric"' }

local function between(m, w, s)
    return small("aggregate = " .. AGGREGATES[s], { { measure = MEASURES[m], more = ", weight = " .. WEIGHTS[w] }, {} })
end

function tests.test_components_are_shapley_values()
    local text = "city,period,a,b\nx,2020,40,90\n"
    local dataset, value = support.dataset(text), {}
    for set = 0, 7 do
        local package = between(1 + (set & 1), 1 + (set >> 1 & 1), 1 + (set >> 2 & 1))
        value[set] = support.need(hm.score(package, dataset)):row(1, "R").score
    end
    local wanted, names = {}, { "measures", "weights", "methods" }
    for i, name in ipairs(names) do
        local bit, sum = 1 << (i - 1), 0
        for set = 0, 7 do
            if set & bit == 0 then
                local size = (set & 1) + (set >> 1 & 1) + (set >> 2 & 1)
                sum = sum + (size == 1 and 1 / 6 or 1 / 3) * (value[set | bit] - value[set])
            end
        end
        wanted[name] = sum
    end
    local found = { measures = 0, weights = 0, methods = 0 }
    for _, row in ipairs(compare(between(2, 2, 2), text, {}, between(1, 1, 1))) do
        found[row.component] = found[row.component] + row.points
    end
    for _, name in ipairs(names) do
        lu.assertAlmostEquals(found[name], wanted[name], 1e-12, name)
    end
end

function tests.test_cities_and_data()
    local package = small("weight = 1", { {}, {} })
    local text = "city,period,a,b\nx,2020,40,60\ny,2020,70,50\nx,2021,1,1\ny,2021,5,7\n"
    assert_points(compare(package, text, { city = "x", from = "2020", to = "2020" }),
        { ["A data a"] = 15, ["B data b"] = -5 })
    local scores = support.need(hm.score(package, support.dataset(text)))
    local other = support.need(hm.score(package, support.dataset("city,period,a,b\nx,2020,40,40\n")))
    local rows = support.need(scores:compare(other, { units = { 1 }, other_name = "last year's" })):rows()
    lu.assertEquals({ #rows, rows[1].other, rows[1].code, rows[1].points }, { 1, "last year's", "B", 10 })
end

-- All that the other score is another by.
function tests.test_what_the_other_is_called()
    local package = small("weight = 1", { {}, {} })
    local text = "city,period,a,b\nx,2020,40,60\ny,2020,70,50\nx,2021,1,1\ny,2021,5,7\n"
    local function called(options)
        local found
        for _, name in ipairs { "compare", "differences", "changed_figures" } do
            options.table = name
            local scores = support.need(hm.score(package, support.dataset(text)))
            local other = support.need(hm.score(package, support.dataset(text)))
            local rows = support.need(scores:compare((options.other_name or options.is_other) and other or nil,
                { table = name, city = options.city, from = options.from, to = options.to,
                    other_name = options.other_name, units = { options.unit or 4 } })):rows()
            lu.assertEquals(#rows, name == "differences" and 1 or 2)
            lu.assertTrue(not found or found == rows[1].other, name)
            found = rows[1].other
        end
        return found
    end
    lu.assertEquals(called { from = "2020", to = "2021" }, "2020")
    lu.assertEquals(called { city = "x", from = "2021", to = "2021" }, "x")
    lu.assertEquals(called { city = "x", from = "2020", to = "2021" }, "x, 2020")
    lu.assertEquals(called { city = "x", other_name = "plan" }, "x, plan")
    lu.assertEquals(called { from = "2020", other_name = "plan" }, "2020, plan")
    lu.assertEquals(called { city = "x", from = "2020", other_name = "plan" }, "x, 2020, plan")
    lu.assertEquals(called { city = "y", from = "2020", is_other = true }, "y, 2020")
end

function tests.test_what_is_refused()
    local scores = support.need(hm.score(small("weight = 1", { {} }), support.dataset("city,period,a\nx,2020,1\n")))
    local function fails(words, options)
        local made, err = scores:compare(nil, options)
        lu.assertNil(made)
        lu.assertStrContains(tostring(err), words)
    end
    fails('no table "parts", only compare, differences, changed_figures', { table = "parts" })
    fails("no period before 2020", {})
    fails("nothing of 2019, only of 2020", { from = "2019" })
    fails("2020 is compared with itself", { from = "2020", to = "2020" })
    fails("the data have no city Y", { city = "Y" })
end

function tests.test_the_same_for_any_number_of_threads()
    local lines = { "city,period,a,b" }
    for city = 1, 700 do
        lines[#lines + 1] = ("c%d,2020,%d,%d"):format(city, city % 90, city % 70)
        lines[#lines + 1] = ("c%d,2021,%d,%s"):format(city, city % 83, city % 5 == 0 and "" or city % 61)
    end
    local package = small('aggregate = "geometric"', { { more = ', scale = "minmax"' }, {} })
    local scores = support.need(hm.score(package, support.dataset(table.concat(lines, "\n") .. "\n")))
    local one = support.need(scores:compare(nil, { jobs = 1 })):rows()
    lu.assertEquals(support.need(scores:compare(nil, { jobs = 3 })):rows(), one)
    lu.assertTrue(#one > 1000)
end

-- What stands by itself, or is only shown, is no part of the index; what reads it has the points.
function tests.test_figures_that_are_no_part_of_the_index()
    local package = support.need(hm.open_package("p", { files = {
        ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
            nodes = { { "R", "Root" }, { "S", "Shown", parent = "R", scored = false }, { "Z", "Beside", parent = false } } }]],
        ["all.lua"] = [[
            local function of(code, parent, measure)
                return indicator { code = code, parent = parent, name = code, inputs = { number { code, code } },
                    measure = measure or input[code] }
            end
            return { of("a", "R"), of("b", "R", score["z"] + input.b), of("s", "S"), of("z", "Z") }]] } }))
    local of = support.need(hm.score(package, support.dataset "city,period,a,b,s,z\nx,2023,10,1,5,20\nx,2024,30,3,9,24\n"))
    local function rows_of(name)
        local list = {}
        for i, row in ipairs(support.need(of:compare(nil, { table = name })):rows()) do
            list[i] = ("%s %s %s"):format(row.code, row.input, hm.fixed(row.points, 3))
        end
        return list
    end
    lu.assertEquals(rows_of "compare", { "a a 10.000", "b b 1.000", "b  2.000" })
    lu.assertEquals(rows_of "changed_figures", { "a a 10.000", "b b 1.000" })
end

support.run("compare", tests)
