-- Gaps that a study fills, and what it leaves out, beside packages and data that are written out so: where groups
-- compare cities, have steps, measures or weights from the data, and where nodes read others.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local studies = require "studies"
local support = require "support"

local tests = {}

local replicate <const>, rows <const>, by_place <const> = studies.replicate, studies.rows, studies.by_place

-- Gaps of all kinds: what is not reported, what is rejected ("x"), and what does not apply (NA of c), which is none.
local DATA <const> = [[
city,period,a,b,c,d
Alba,2024,10,80,30,55
Brio,2024,70,20,60,45
Cora,2024,40,,90,35
Dell,2024,90,50,x,25
Erle,2024,20,60,40,
Fern,2024,,,NA,65
Gant,2024,55,35,75,85
Hull,2024,35,95,20,15
Alba,2023,15,70,35,50
Brio,2023,60,30,,40
Cora,2023,45,65,80,
Dell,2023,80,40,10,30
Erle,2023,25,55,50,70
]]
local CELLS <const> = { "a", "b", "c", "d" }

local INPUTS <const> = 'return { number { "a", "A" }, number { "b", "B" }, number { "c", "C", may_be_na = true }, '
    .. 'number { "d", "D" }, number { "e", "E" } }'

-- I over G (A, B) and H (C, D); `more` is the text of further indicators, `nodes` fields of I, G and H.
local function open(study, of)
    local nodes = of.nodes or {}
    return support.need(hm.open_package("p", { with = of.with, files = {
        ["package.lua"] = ([[return package { name = "p", version = "1", api = 1,
            nodes = { { "I", "Index", %s }, { "G", "Group", parent = "I", weight = 2, %s },
                { "H", "Hold", parent = "I", %s } },
            %s }]]):format(nodes.I or "", nodes.G or "", nodes.H or "", of.fields or "policy = { min_coverage = 0.4 }"),
        ["inputs.lua"] = INPUTS,
        ["indicators.lua"] = ([[return {
            indicator { code = "A", parent = "G", name = "A", measure = input.a, weight = 2, %s },
            indicator { code = "B", parent = "G", name = "B", measure = input.b, %s },
            indicator { code = "C", parent = "H", name = "C", measure = input.c, %s },
            indicator { code = "D", parent = "H", name = "D", measure = input.d, weight = 3, %s },
            %s }]]):format(of.a or "", of.b or "", of.c or "", of.d or "", of.more or ""),
        ["study.lua"] = study and ("return study { %s }"):format(study) } }))
end

-- The parent of a node, where nothing that counts is left in it without the node.
local function emptied(package, node)
    local parent, left
    for _, other in ipairs(package:nodes()) do
        parent = other.code == node.parent and other or parent
        left = left or other.parent == node.parent and other.code ~= node.code and other.share > 0
    end
    return not left and node.share > 0 and parent.parent ~= "" and parent or nil
end

-- The package without a node, or the group that would be empty then, as one that extends it. Nothing where it cannot
-- be.
local function without(of, node)
    local path, parent = os.tmpname(), emptied(open(nil, of), node)
    if parent then
        return without(of, parent)
    end
    local file <close> = assert(io.open(path, "w"))
    file:write(("return package { drop = { '%s' } }"):format(node.code))
    file:flush()
    local fine, package = pcall(open, nil, setmetatable({ with = { path } }, { __index = of }))
    os.remove(path)
    return fine and package or nil, package
end

-- Marks that a replicate has and the package has not, by place; all others are the package's, unless they have errors.
local function filled_marks(list, number, package, has_errors)
    local scores, found, filled = support.need(hm.score(package, support.dataset(DATA))), by_place(list, number), {}
    for unit = 1, 13 do
        for _, row in ipairs(scores:rows(unit, 5)) do
            local place = ("%s %s %s"):format(row.city, row.period, row.code)
            if row.code:find("^[A-D]$") then
                lu.assertTrue(has_errors or row.score == nil or row.score == found[place].score, place)
                lu.assertEquals(found[place].score == nil, row.status == "not_applicable", place)
                filled[place] = row.score == nil and found[place].score or nil
            end
        end
    end
    return filled
end

-- The data with these marks as figures.
local function written(marks, text)
    local lines = {}
    for line in (text or DATA):gmatch("[^\n]+") do
        local city, period, cells = line:match("^(%u%l+),(%d+),(.*)$")
        local row = { city, period }
        for cell in ((cells or "") .. ","):gmatch("([^,]*),") do
            local mark = cells and marks[("%s %s %s"):format(city, period, CELLS[#row - 1]:upper())]
            row[#row + 1] = mark and hm.number(mark) or cell
        end
        lines[#lines + 1] = cells and table.concat(row, ",") or line
    end
    return support.dataset(table.concat(lines, "\n") .. "\n")
end

-- A replicate is the package, scored with what fills its gaps written out as figures.
local function assert_written(list, number, package)
    local marks = filled_marks(list, number, package)
    lu.assertNotNil(next(marks))
    studies.assert_scored(list, number, package, written(marks), 5)
end

-- Packages whose groups do more than aggregate, and policies that ask how much is there.
local PACKAGES <const> = {
    plain = {},
    copeland = { fields = "policy = { min_coverage = 0.4, aggregate = 'copeland' }" },
    copeland_index = { nodes = { I = "aggregate = 'copeland'" } },
    wroclaw = { nodes = { G = "aggregate = 'wroclaw'" } },
    benefit = { nodes = { I = "aggregate = { 'benefit_of_the_doubt', low = 0.2 }",
        H = "aggregate = 'benefit_of_the_doubt'" } },
    scaled = { nodes = { G = "scale = 'minmax'", H = "scale = { 'zscore', mean = 50, spread = 10 }",
        I = "scale = 'rank'" } },
    over_all = { nodes = { G = "scale = { 'minmax', over = 'all' }", I = "scale = { 'percentile', over = 'all' }" } },
    treated = { nodes = { H = "treat = { 'winsorise', 2, skewness = 0.1, kurtosis = 0.1 }, scale = 'minmax'" } },
    imputed_group = { nodes = { H = "impute = 'mean'", G = "impute = { 'latest', within = 1 }" },
        fields = "policy = { min_coverage = 1 }" },
    transformed = { nodes = { H = "transform = function(x) return x * 0.5 + score.G * 0.25 end" } },
    pca = { nodes = { G = "weigh = 'pca'", H = "weigh = 'pca'", I = "weigh = 'equal_influence'" } },
    entropy = { nodes = { H = "weigh = 'entropy'", I = "weigh = { 'critic', over = '2024' }" } },
    measured = { nodes = { H = "measure = at_most(score.C + score.D, 90)" } },
    measured_value = { nodes = { H = "measure = value.C * 0.5 + score.D * coverage.D * 0.5" } },
    reader = { more = "indicator { code = 'E', parent = 'H', name = 'E', measure = score.G * 0.5 + value.A * 0.25 }" },
    reader_of_coverage = { more = "indicator { code = 'E', parent = 'I', name = 'E', measure = 100 * coverage.G }" },
    by_count = { nodes = { I = "aggregate = 'copeland'" },
        fields = "policy = { min_coverage = { 0.75, by = 'count' } }" },
    least_children = { nodes = { I = "scale = 'minmax'" }, fields = "policy = { min_coverage = 0, min_children = 2 }" },
    required = { nodes = { I = "scale = 'minmax'" }, c = "required = true", b = "deducts = true, cap = 5" },
    rounded = { nodes = { G = "scale = 'minmax'" }, fields = "policy = { min_coverage = 0.4, rounding = 1 }" },
    not_reported = { nodes = { G = "scale = 'minmax'", I = "aggregate = 'copeland'" },
        fields = "policy = { min_coverage = 0, min_coverage_at = { H = 0.8 }, not_reported = 5 }" },
    transformed_given = { c = "transform = function(x) return x * 1 end", nodes = { H = "weigh = 'critic'" },
        fields = "policy = { min_coverage = 0, not_reported = 5 }" },
    dated = { nodes = { I = "aggregate = 'copeland'", G = "scale = 'minmax'" }, c = "from = '2024'",
        fields = "policy = { min_coverage = 0.4 }, weights_from = { ['2024'] = { A = 3, D = 1 } }" },
}

local KINDS <const> = { "uniform", "peers", "em" }

-- Rows of so many replicates, of all nodes.
local function drawn(package, dataset, count)
    return rows(replicate(package, dataset, { depth = 5 }, { replicates = count }), "replicates")
end

-- Rows of one replicate that is asked for.
local function asked(package, dataset, number, choices)
    return rows(replicate(package, dataset, { depth = 5, replay = { { number = number, choices = choices } } }),
        "replicates")
end

-- Of all kinds of gaps some replicates each, in which nothing else varies.
function tests.test_filled_gaps_are_marks_that_are_written_out()
    for name, of in pairs(PACKAGES) do
        for _, kind in ipairs(KINDS) do
            local package = open(("vary = { gaps = '%s' }"):format(kind), of)
            local list = drawn(package, support.dataset(DATA), 8)
            for number = 1, 8 do
                assert_written(list, number, package)
            end
        end
    end
end


-- Steps of indicators, and what reads what: the mark is what stands there ----------------------------

-- All marks of a replicate as figures, and what does not apply.
local function of_marks(list, number)
    local lines = { "city,period,input,value" }
    for _, row in pairs(by_place(list, number)) do
        if row.code:find "^[A-E]$" and row.score then
            lines[#lines + 1] = ("%s,%s,%s,%s"):format(row.city, row.period, row.code:lower(), hm.number(row.score))
        end
    end
    lines[#lines + 1] = "Fern,2024,c,NA\n"
    return support.dataset(table.concat(lines, "\n"))
end

local E_READS <const> = "indicator { code = 'E', parent = 'H', name = 'E', measure = score.G * 0.5 + input.d * 0.5 }"
local ANYTHING_RANKS <const> = "policy = { min_coverage = 0, rank_if = { coverage = 0, applicable = 0 } }"

-- Packages, and what they are where marks are figures.
local MARKED <const> = {
    { { fields = "policy = { min_coverage = 0.4, scale = 'minmax', aggregate = 'copeland' }" },
        { fields = "policy = { min_coverage = 0.4, aggregate = 'copeland' }" } },
    { { fields = "policy = { min_coverage = 0.4, scale = { 'rank', ties = 'mean' } }",
            nodes = { I = "weigh = 'pca'", G = "scale = 'minmax'" } },
        { nodes = { I = "weigh = 'pca'", G = "scale = 'minmax'" } } },
    { { d = "transform = function(x) return x * 0.5 + score.A * 0.25 end", nodes = { H = "aggregate = 'wroclaw'" } },
        { nodes = { H = "aggregate = 'wroclaw'" } } },
    { { b = "impute = 'mean'", c = "impute = 'siblings'", nodes = { I = "aggregate = 'copeland'" },
            fields = ANYTHING_RANKS },
        { nodes = { I = "aggregate = 'copeland'" }, fields = ANYTHING_RANKS } },
    { { more = E_READS, fields = "policy = { min_coverage = 0.9 }" }, { fields = "policy = { min_coverage = 0.9 }",
        more = "indicator { code = 'E', parent = 'H', name = 'E', measure = input.e }" } },
}

function tests.test_marks_stand_in_gaps_whatever_made_the_others()
    local dataset = support.dataset(DATA)
    for _, of in ipairs(MARKED) do
        local written_out = open(nil, of[2])
        for _, kind in ipairs(KINDS) do
            local package = open(("vary = { gaps = '%s' }"):format(kind), of[1])
            local list = drawn(package, dataset, 8)
            for number = 1, 8 do
                filled_marks(list, number, package)
                studies.assert_scored(list, number, written_out, of_marks(list, number), 5)
            end
        end
    end
end

-- What reads a node reads what stands there; its own gap is filled where something else is missing, here d.
function tests.test_readers_read_what_fills_gaps()
    local package = open("vary = { gaps = 'uniform' }", { more = E_READS })
    local list, d = drawn(package, support.dataset(DATA), 16), {}
    local lacks_d <const> = { ["Erle 2024"] = true, ["Cora 2023"] = true }
    for city, period, cell in DATA:gmatch("(%u%l+),(%d+),[^\n]*,(%d+)\n") do
        d[city .. " " .. period] = tonumber(cell)
    end
    for number = 1, 16 do
        local found, read, filled = by_place(list, number), 0, 0
        for place, row in pairs(found) do
            local unit = place:match "^(.*) E$"
            if unit and lacks_d[unit] then
                local formula = (found[unit .. " G"].score + found[unit .. " D"].score) / 2
                filled = filled + (math.abs(row.score - formula) > 1e-9 and 1 or 0)
            elseif unit then
                lu.assertAlmostEquals(row.score, (found[unit .. " G"].score + d[unit]) / 2, 1e-12)
                read = read + 1
            end
        end
        lu.assertEquals({ read, filled }, { 11, 2 })
    end
end

-- Where no city has a mark of D there is none that could stand there, and nothing tells what could.
function tests.test_gaps_that_nothing_can_fill()
    local text = DATA:gsub(",%d*\n", ",\n")
    for _, kind in ipairs { "peers", "em" } do
        for _, name in ipairs { "plain", "copeland_index", "scaled", "required" } do
            local study = ("vary = { gaps = '%s', weights = { within = 0.5 } }"):format(kind)
            local package, dataset = open(study, PACKAGES[name]), support.dataset(text)
            local list = asked(package, dataset, 1, { gaps = 1 })
            local marks, before = {}, support.need(hm.score(package, dataset))
            for unit = 1, dataset:unit_count() do
                for _, row in ipairs(before:rows(unit, 5)) do
                    local place = ("%s %s %s"):format(row.city, row.period, row.code)
                    marks[place] = not row.score and by_place(list, 1)[place].score or nil
                    lu.assertTrue(row.code ~= "D" or not marks[place])
                end
            end
            studies.assert_scored(list, 1, package, written(marks, text), 5)
        end
    end
end

-- What groups do with marks does not change what stands in gaps.
function tests.test_gaps_are_the_same_whatever_groups_do()
    for _, kind in ipairs(KINDS) do
        local wanted
        for _, name in ipairs { "plain", "copeland", "scaled", "pca", "measured", "transformed" } do
            local package = open(("vary = { gaps = '%s' }"):format(kind), PACKAGES[name])
            local list = drawn(package, support.dataset(DATA), 1)
            local marks = filled_marks(list, 1, package)
            wanted = wanted or marks
            lu.assertEquals(marks, wanted)
        end
        lu.assertNotNil(next(wanted))
    end
end

-- Peers have the marks that they have in the same variation: E reads a group whose weights vary, and B is imputed by A
-- and F, which may be left out.
function tests.test_peers_are_of_the_same_variation()
    local dataset = support.dataset(DATA)
    local function seen(list, number, place, rest, code)
        local found = {}
        for unit = 1, dataset:unit_count() do
            local row = support.need(hm.score(rest, dataset)):row(unit, code)
            found[#found + 1] = row.period == "2024" and row.score or nil
        end
        lu.assertTableContains(found, by_place(list, number)[place].score)
    end
    local reading = { more = E_READS, fields = "policy = { min_coverage = 0 }" }
    local list = drawn(open("vary = { gaps = 'peers', weights = { within = 0.9 } }", reading), dataset, 16)
    for number = 1, 16 do
        local one = by_place(list, number)["Erle 2024 E"]
        local weights = ("weights = { A = %s, B = %s }"):format(hm.number(one["weight:A"]), hm.number(one["weight:B"]))
        local package = open(nil, { more = E_READS, fields = reading.fields .. ", " .. weights })
        seen(list, number, "Erle 2024 E", package, "E")
    end
    local imputed = { b = "impute = 'siblings'", fields = ANYTHING_RANKS,
        more = "indicator { code = 'F', parent = 'G', name = 'F', measure = input.a * 0.5 + input.d * 0.5 }" }
    local package, others = open("vary = { gaps = 'peers', drop = { 'F' } }", imputed), 0
    list = drawn(package, dataset, 32)
    for number = 1, 32 do
        seen(list, number, "Fern 2024 B", without(imputed, { code = "F", parent = "G", share = 1 / 4 }), "B")
        local found = by_place(list, number)
        others = others + (found["Cora 2024 B"].score == found["Fern 2024 B"].score and 1 or 0)
    end
    lu.assertTrue(others > 0)
end

-- What is left out ----------------------------------------------------------------------------------

local DROPPED <const> = {
    copeland = PACKAGES.copeland, wroclaw = PACKAGES.wroclaw, benefit = PACKAGES.benefit, scaled = PACKAGES.scaled,
    pca = PACKAGES.pca, entropy = PACKAGES.entropy, by_count = PACKAGES.by_count, required = PACKAGES.required,
    dated = PACKAGES.dated,
    of_three = { nodes = { H = "aggregate = 'wroclaw'", I = "weigh = 'pca'" },
        more = "indicator { code = 'E', parent = 'H', name = 'E', measure = input.a * 0.5 + input.d * 0.5 }" },
    siblings = { nodes = { I = "aggregate = 'copeland'" },
        fields = "policy = { min_coverage = 0, impute = 'siblings' }",
        more = [[indicator { code = 'E', parent = 'H', name = 'E', measure = input.a },
            indicator { code = 'F', parent = 'G', name = 'F', measure = input.d }]] },
    knn = { fields = "policy = { min_coverage = 0, impute = { 'knn', k = 2 } }", nodes = { G = "scale = 'minmax'" } },
    em = { fields = "policy = { min_coverage = 0, impute = 'em', scale = 'minmax' }" },
    dated_whole = { nodes = { I = "aggregate = 'wroclaw'", H = "aggregate = 'copeland'" }, c = "from = '2024'" },
    dated_weighed = { nodes = { I = "weigh = 'entropy'", H = "weigh = 'critic'" }, c = "from = '2024'" },
    measured = { nodes = { G = "measure = score.A * 0.5 + 20", I = "aggregate = 'copeland'" } },
    measured_both = { nodes = { I = "measure = score.G * 0.5 + score.H * 0.5" } },
    siblings_alone = { fields = "policy = { min_coverage = 0, impute = 'siblings' }" },
    reader = PACKAGES.reader,
    dated_plain = { c = "from = '2024'" },
    dated_required = { c = "from = '2024'", d = "required = true", nodes = { H = "required = true" } },
    dated_by_count = { c = "from = '2024'", fields = "policy = { min_coverage = { 0.75, by = 'count' } }" },
    dated_reader = { c = "from = '2024'", nodes = { I = "aggregate = 'copeland'" },
        more = "indicator { code = 'E', parent = 'I', name = 'E', measure = input.a + score.H * 0.5 }" },
    dated_reader_of_coverage = { c = "from = '2024'", nodes = { I = "scale = 'minmax'" },
        more = "indicator { code = 'E', parent = 'I', name = 'E', measure = mean_of { input.a, 100 * coverage.H } }" },
    dated_mean = { c = "from = '2024'", nodes = { I = "scale = 'minmax'" }, fields = "policy = { min_coverage = 0.9 }",
        more = "indicator { code = 'E', parent = 'I', name = 'E', measure = mean_of { input.a, score.H } }" },
    dated_weights = { fields = "weights_from = { ['2024'] = { A = 3, B = 0 } }",
        nodes = { I = "aggregate = 'copeland'" } },
    summed = { nodes = { H = "aggregate = 'sum', scale = 'minmax'", G = "aggregate = { 'sum', missing = 'zero' }" } },
    deducting = { b = "deducts = true", d = "adds = true, cap = 5", nodes = { I = "aggregate = 'copeland'" } },
    unscored = { b = "scored = false", nodes = { I = "aggregate = 'copeland'", G = "scale = 'minmax'" } },
    weightless = { d = "scored = false", nodes = { I = "scale = 'minmax'" },
        more = "indicator { code = 'E', parent = 'H', name = 'E', measure = input.a, weight = 0 }" },
}

-- Nodes that a package has, but for its index.
local function nodes_of(package)
    local nodes = {}
    for _, node in ipairs(package:nodes()) do
        nodes[#nodes + 1] = node.parent ~= "" and node or nil
    end
    return nodes
end

function tests.test_what_is_left_out_is_a_package_without_it()
    local dataset, compared, refused = support.dataset(DATA), 0, 0
    for name, of in pairs(DROPPED) do
        for _, node in ipairs(nodes_of(open(nil, of))) do
            local package, rest = open(("vary = { drop = { '%s' } }"):format(node.code), of), without(of, node)
            local study, err = hm.study(package)
            if not rest then
                lu.assertNil(study, name .. " " .. node.code)
                lu.assertStrContains(err.message, ("vary.drop: %s cannot be left out: "):format(node.code))
                refused = refused + 1
            else
                local list = asked(package, dataset, 1, { drop = 1 })
                studies.assert_scored(list, 1, rest, dataset, 5)
                compared = compared + 1
            end
        end
    end
    lu.assertTrue(compared > 150 and refused > 10)
end

-- All at once ---------------------------------------------------------------------------------------

-- A replicate that is drawn, written out: weights, the method, what is left out, and marks in the gaps.
local function assert_drawn(list, number, base, choices_of, at)
    local one, weights = by_place(list, number)["Alba 2024 I"], {}
    for name, weight in pairs(one) do
        local code = name:match("^weight:(.+)$")
        weights[#weights + 1] = code and weight > 0 and ("%s = %s"):format(code, hm.number(weight)) or nil
    end
    local of = choices_of(one, table.concat(weights, ", "))
    local dataset = written(filled_marks(list, number, base))
    local package = one.drop and at[one.drop] and without(of, at[one.drop]) or open(nil, of)
    studies.assert_scored(list, number, package, dataset, 5)
end

function tests.test_all_that_varies_at_once()
    local said = { "'arithmetic'", "{ 'geometric', floor = 1 }", "'copeland'", "'wroclaw'",
        "{ 'benefit_of_the_doubt', low = 0.1 }" }
    for _, kind in ipairs(KINDS) do
        for _, scale in ipairs { "", "scale = 'minmax'" } do
            local of = { nodes = { G = scale }, fields = "policy = { min_coverage = 0 }" }
            local package = open(([[vary = { weights = { within = 0.9 }, gaps = '%s', drop = { 'A', 'D', 'H' },
                aggregate = { %s } }]]):format(kind, table.concat(said, ", ")), of)
            local list = drawn(package, support.dataset(DATA), 32)
            local at = {}
            for _, node in ipairs(nodes_of(package)) do
                at[node.code] = node
            end
            for number = 1, 32 do
                assert_drawn(list, number, package, function(one, weights)
                    local fields = "policy = { min_coverage = 0, aggregate = %s }, weights = { %s }"
                    return { nodes = of.nodes, fields = fields:format(said[one.aggregate], weights) }
                end, { at.A, at.D, at.H })
            end
        end
    end
end

-- Whatever threads make them, and whichever others are made: the same to the bit.
function tests.test_replicates_stand_alone()
    local dataset = support.dataset(DATA)
    for _, kind in ipairs(KINDS) do
        local study = "vary = { gaps = '%s', drop = 'each', aggregate = { 'arithmetic', 'copeland' } }"
        local package = open(study:format(kind), { nodes = { G = "scale = 'minmax'", H = "weigh = 'critic'" } })
        local function texts(options, replicates)
            local found = {}
            local list = rows(replicate(package, dataset, options, { replicates = replicates }), "replicates")
            for _, row in ipairs(list) do
                local key = ("%d %s %s %s"):format(row.replicate, row.city, row.period, row.code)
                found[key] = ("%s %s"):format(row.score and hm.number(row.score), row.rank)
            end
            return found
        end
        local all = texts({ jobs = 1, depth = 5 }, 64)
        lu.assertEquals(texts({ jobs = 3, depth = 5 }, 64), all)
        local few, alone = texts({ jobs = 2, depth = 5 }, 5), {}
        for key, text in pairs(few) do
            alone[key] = all[key]
        end
        lu.assertEquals(few, alone)
    end
end

-- Errors of figures ---------------------------------------------------------------------------------

-- The data with a quality, but for cells that are empty.
local GRADED <const> = (function()
    local lines = { "city,period,input,value,quality" }
    for city, period, cells in DATA:gmatch("(%u%l+),(%d+),([^\n]*)") do
        local column = 0
        for cell in (cells .. ","):gmatch("([^,]*),") do
            column = column + 1
            lines[#lines + 1] = cell ~= "" and ("%s,%s,%s,%s,e"):format(city, period, CELLS[column], cell) or nil
        end
    end
    return table.concat(lines, "\n") .. "\n"
end)()

-- What is moved is there, as figures; what is filled then is what a study of gaps alone fills in them.
function tests.test_gaps_with_errors_of_figures()
    local dataset = support.dataset(GRADED)
    for _, name in ipairs { "plain", "copeland", "scaled", "pca", "measured", "reader", "dated", "by_count" } do
        for _, kind in ipairs(KINDS) do
            local of = PACKAGES[name]
            local both = open(("vary = { gaps = '%s', figures = { quality = { e = 0.1 } } }"):format(kind), of)
            local alone = open(("vary = { gaps = '%s' }"):format(kind), of)
            local list = drawn(both, dataset, 4)
            for number = 1, 4 do
                local found, filled, moved = by_place(list, number), filled_marks(list, number, both, true), {}
                for place, row in pairs(found) do
                    moved[place] = not filled[place] and row.score or nil
                end
                local written_out = written(moved)
                local replayed = asked(alone, written_out, number, { gaps = 1 })
                lu.assertNotEquals(found["Alba 2024 A"].score, 10)
                for place, row in pairs(by_place(replayed, number)) do
                    local other = found[place]
                    lu.assertEquals(row.score and hm.number(row.score), other.score and hm.number(other.score), place)
                    lu.assertEquals(row.rank, other.rank, place)
                end
                for place, mark in pairs(filled) do
                    moved[place] = mark
                end
                studies.assert_scored(list, number, both, written(moved), 5)
            end
        end
    end
end

support.run("Gaps", tests)
