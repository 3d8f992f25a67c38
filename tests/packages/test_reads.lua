-- Measures that read other nodes. The package is small enough for paper and pencil:
--
--   I ── A ── A.1 = a, A.2 = b
--     ├─ B ── B.1 = 2b                B = score A / 2 + score B.1 / 4 + bonus, a measure
--     └─ C ── C.1 = max(score B, value A), C.2 = 100 · coverage A
--
-- What comes of it is worked out beside each test.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function leaf(code, parent, measure, more)
    return ('return indicator {\n    code = %q, parent = %q, name = %q,\n    measure = %s,\n%s\n}\n')
        :format(code, parent, code, measure, more or "")
end

local B <const> = 'measure = 0.5 * score["A"] + 0.25 * score["B.1"] + input.bonus'

local function manifest(b, policy)
    return ([[
return package {
    name = "reads", version = "1", api = 1,
    nodes = {
        { "I", "Index" }, { "A", "First", parent = "I" },
        { "B", "Second", parent = "I", %s },
        { "C", "Third", parent = "I" },
    },
    policy = { %s },
}
]]):format(b or B, policy or "")
end

local INPUTS <const> = 'return { number { "a" }, number { "b" }, number { "bonus" } }\n'

-- The package with other files in place of some of its own, or besides.
local function files_with(changes)
    local files = {
        ["package.lua"] = manifest(), ["inputs.lua"] = INPUTS,
        ["A1.lua"] = leaf("A.1", "A", "input.a"), ["A2.lua"] = leaf("A.2", "A", "input.b"),
        ["B1.lua"] = leaf("B.1", "B", "2 * input.b"),
        ["C1.lua"] = leaf("C.1", "C", 'max(score["B"], value["A"])'),
        ["C2.lua"] = leaf("C.2", "C", '100 * coverage["A"]'),
    }
    for path, text in pairs(changes or {}) do
        files[path] = text
    end
    return files
end

local function open(changes)
    return support.open(support.write { reads = files_with(changes) } .. "/reads")
end

local HEADER <const> = "city,period,a,b,bonus\n"

local function row_of(package, line, code)
    return support.rows(package, HEADER .. "X,2025," .. line .. "\n")("X", "2025", code)
end

local function refused(changes, pattern)
    local folder = support.write { reads = files_with(changes) }
    local package, err = hm.open_package(folder .. "/reads")
    lu.assertNil(package)
    lu.assertStrMatches(tostring(err), pattern)
end

-- Scores ------------------------------------------------------------------------------------------

function tests.test_scores()
    -- A = 30; B = 15 + 40/4 + 10 = 35; C.1 = max(35, 30); C.2 = 100; C = 67.5; I = 132.5/3
    local at, scores = support.rows(open(), HEADER .. "X,2025,40,20,10\n")
    for code, score in pairs { A = 30, B = 35, ["C.1"] = 35, ["C.2"] = 100, C = 67.5, I = 132.5 / 3 } do
        support.near(at("X", "2025", code).score, score, code)
    end
    lu.assertEquals(at("X", "2025", "B").value, 35)
    lu.assertEquals(scores:issues(), {})
end

function tests.test_coverage_is_the_least_of_what_is_read()
    -- a is missing: A = 20 at coverage 1/2; B = 10 + 10 + 10, with B.1 covered; C.1 has that of A
    local at = support.rows(open(), HEADER .. "X,2025,,20,10\n")
    lu.assertEquals(at("X", "2025", "A").coverage, 0.5)
    lu.assertEquals(at("X", "2025", "B").score, 30)
    lu.assertEquals(at("X", "2025", "B").coverage, 1)
    lu.assertEquals(at("X", "2025", "C.1").score, 30)
    lu.assertEquals(at("X", "2025", "C.1").coverage, 0.5)
    lu.assertEquals(at("X", "2025", "C.2").score, 50)
    lu.assertEquals(at("X", "2025", "C.2").coverage, 1)
    support.near(at("X", "2025", "C").coverage, 0.75)
    -- less than two thirds of C.1 rests on data
    lu.assertNil(at("X", "2025", "C.1").rank)
    lu.assertEquals(at("X", "2025", "C.2").rank, 1)
end

function tests.test_insufficient_reads_as_not_reported()
    local at, scores = support.rows(open(), HEADER .. "X,2025,,,10\n")
    lu.assertEquals(at("X", "2025", "A").status, "insufficient")
    lu.assertEquals(at("X", "2025", "C.1").status, "not_reported")
    lu.assertEquals(scores:cause(1, "C.1"), "B has no score")
    lu.assertEquals(at("X", "2025", "C.2").score, 0)
end

function tests.test_a_group_with_a_measure_keeps_its_threshold()
    -- B.1 is not reported, so that nothing of B is; without it the measure has no say
    local package = open { ["package.lua"] = manifest 'measure = input.bonus' }
    lu.assertEquals(row_of(package, "10,,50", "B").status, "insufficient")
    lu.assertEquals(row_of(package, "10,20,50", "B").score, 50)
end

function tests.test_a_measure_without_a_number()
    local package = open { ["package.lua"] = manifest 'measure = 10 / (score["A"] - 30)' }
    local row, scores = row_of(package, "40,20,", "B")
    lu.assertEquals(row.status, "undefined")
    lu.assertEquals(row.applicable, 0)
    local _, all = support.rows(package, HEADER .. "X,2025,40,20,\n")
    lu.assertEquals(all:cause(1, "B"), 'score["A"] - 30 is 0')
    lu.assertNil(scores)
end

function tests.test_values_outside_the_range()
    -- B = 95/2 + 100/4 + 70 = 142.5, B.1 = 180 held at 100
    local row = row_of(open(), "100,90,70", "B")
    lu.assertEquals({ row.value, row.score, row.flags }, { 142.5, 100, "capped" })
    local low = open { ["package.lua"] = manifest 'measure = score["A"] - 50' }
    row = row_of(low, "40,20,", "B")
    lu.assertEquals({ row.value, row.score, row.flags }, { -20, 0, "floored" })
end

function tests.test_no_contributions_below_a_measure()
    local at = support.rows(open(), HEADER .. "X,2025,40,20,10\n")
    lu.assertNil(at("X", "2025", "B.1").contribution)
    support.near(at("X", "2025", "B").contribution, 35 / 3)
end

function tests.test_points_off_come_after_the_measure()
    -- B = 35 − 5
    local package = open { ["B2.lua"] = leaf("B.2", "B", "input.bonus / 2", "deducts = true") }
    lu.assertEquals(row_of(package, "40,20,10", "B").score, 30)
end

function tests.test_values_are_not_rounded()
    -- A = 10.25 rounds to 10.3; its value does not
    local policy = "rounding = 1"
    local package = open { ["package.lua"] = manifest('measure = 4 * value["A"]', policy),
        ["C1.lua"] = leaf("C.1", "C", '4 * score["A"]') }
    lu.assertEquals(row_of(package, "10.5,10,0", "A").score, 10.3)
    lu.assertNil(row_of(package, "10.5,10,0", "A").value)
    lu.assertEquals(row_of(package, "10.5,10,0", "B").score, 41)
    lu.assertEquals(row_of(package, "10.5,10,0", "C.1").score, 41.2)
end

function tests.test_flags_are_inherited()
    local at = support.rows(open(), "city,period,input,value,verified\nX,2025,a,40,no\nX,2025,b,20,yes\n"
        .. "X,2025,bonus,10,yes\n")
    for code, flags in pairs { ["A.1"] = "unverified", ["A.2"] = "", B = "unverified",
        ["C.1"] = "unverified", ["C.2"] = "" } do
        lu.assertEquals(at("X", "2025", code).flags, flags, code)
    end
end

-- Phases ------------------------------------------------------------------------------------------

local SCALED <const> = { ["package.lua"] = manifest('measure = score["A.1"] + value["A.1"]'),
    ["A1.lua"] = leaf("A.1", "A", "input.a", 'scale = "minmax"'),
    ["C1.lua"] = leaf("C.1", "C", 'score["B"] / 2', 'scale = "minmax"') }

function tests.test_what_is_read_may_need_all_cities()
    -- a = 10, 20, 40 become 0, 100/3, 100: B = 10, 160/3, 140 held at 100; C.1 halves these, of
    -- which minmax makes 0, (160/6 − 5) / 45, 100
    local at = support.rows(open(SCALED), HEADER .. "X,2025,10,1,0\nY,2025,20,1,0\nZ,2025,40,1,0\n")
    for city, expected in pairs { X = { 10, 0 }, Y = { 160 / 3, 100 * (80 / 3 - 5) / 45 },
        Z = { 100, 100 } } do
        support.near(at(city, "2025", "B").score, expected[1], city)
        support.near(at(city, "2025", "C.1").score, expected[2], city)
    end
end

function tests.test_fits_know_what_is_read()
    local data = support.dataset(HEADER .. "X,2025,10,1,0\nY,2025,20,1,0\nZ,2025,40,1,0\n")
    local path = support.folder()
    local made = assert(hm.score(open(SCALED), data))
    local file = assert(io.open(path, "wb"))
    assert(hm.write(made:table "fits", { file = file }))
    file:close()
    local fits = assert(hm.read_fits(path))
    lu.assertNotNil(hm.score(open(SCALED), data, { fits = fits }))
    local other = {}
    for path, text in pairs(SCALED) do
        other[path] = text:gsub('score%["A.1"%] %+', '2 * score["A.1"] +')
    end
    local scores, err = hm.score(open(other), data, { fits = fits })
    lu.assertNil(scores)
    lu.assertStrMatches(tostring(err), ".*node C%.1 is not the one that the fit was learnt from.*")
end

function tests.test_many_blocks_and_threads()
    local lines, expected = { HEADER }, {}
    for i = 1, 5000 do
        lines[#lines + 1] = ("c%d,2025,%d,%d,%d\n"):format(i, i % 97, i % 41, i % 7)
        local a = (i % 97 + i % 41) / 2
        expected[i] = math.min(100, a / 2 + math.min(100, 2 * (i % 41)) / 4 + i % 7)
    end
    local data = support.dataset(table.concat(lines))
    for _, jobs in ipairs { 1, 4 } do
        local scores = assert(hm.score(open(), data, { jobs = jobs }))
        for i = 1, 5000 do
            support.near(scores:row(i, "B").score, expected[i], i)
        end
    end
end

-- Sessions ----------------------------------------------------------------------------------------

function tests.test_a_session_follows()
    local package = open()
    local data = support.dataset(HEADER .. "X,2025,40,20,10\n")
    local session = assert(hm.session(package, data, 1))
    local function is(code, score)
        support.near(session:row(code).score, score, code)
    end
    is("C.1", 35)
    assert(session:set("a", 60))
    assert(session:score())
    is("A", 40)
    is("B", 40)
    is("C.1", 40)
    is("I", (40 + 40 + 70) / 3)
    assert(session:set("bonus", 20))
    assert(session:score())
    is("B", 50)
    is("C.1", 50)
    assert(session:set_weight("A.1", 3))
    assert(session:score())
    -- A = (3 · 60 + 20) / 4 = 50
    is("A", 50)
    is("B", 55)
    is("C.1", 55)
end

-- What is refused ---------------------------------------------------------------------------------

function tests.test_circles_are_told()
    refused({ ["A1.lua"] = leaf("A.1", "A", 'score["C.1"]') },
        ".*A%.1%f[^%w].*its measure goes in a circle: .*")
    refused({ ["A1.lua"] = leaf("A.1", "A", 'score["A"]') },
        ".*indicator A%.1: its measure goes in a circle: A is made of A%.1, which reads A.*")
    refused({ ["A1.lua"] = leaf("A.1", "A", 'score["A.1"]') },
        ".*A1%.lua:3.*indicator A%.1: its measure goes in a circle: A%.1 reads A%.1.*")
    refused({ ["package.lua"] = manifest 'measure = score["I"]' },
        ".*package%.lua:5.*node B: its measure goes in a circle: .*reads I.*")
end

function tests.test_unknown_codes()
    refused({ ["C1.lua"] = leaf("C.1", "C", 'score["A.l"]') },
        '.*C1%.lua:3.*indicator C%.1: score: no indicator or group "A%.l": did you mean "A%.1".*')
    refused({ ["package.lua"] = manifest 'measure = value["Z"]' },
        '.*node B: value: no indicator or group "Z".*')
end

function tests.test_where_nodes_cannot_be_read()
    refused({ ["inputs.lua"] = 'return { number { "a" }, number { "b", asked_if = gt(score["A"], 1) },'
        .. ' number { "bonus" } }' }, ".*the condition goes by figures alone.*")
    refused({ ["rules.lua"] = 'return { rule { "r", score["A"], "<=", input.a } }' },
        ".*goes by figures alone.*")
    refused({ ["C1.lua"] = leaf("C.1", "C", 'previous(score["A"])') },
        ".*previous works on figures of the city, not on the scores of nodes.*")
    refused({ ["package.lua"] = manifest('measure = function() return 1 end') },
        ".*measure is a function, expected an expression over score.*")
    refused({ ["package.lua"] = manifest(B, 'aggregate_at = { B = "minimum" }') },
        '.*aggregate_at: "B" has a measure, which takes the place of a method.*')
end

function tests.test_functions_cannot_read_nodes()
    local package = open { ["C1.lua"] = leaf("C.1", "C", 'function(v) return score["A"] end',
        'inputs = { "a" }') }
    local at, scores = support.rows(package, HEADER .. "X,2025,40,20,10\n")
    lu.assertEquals(at("X", "2025", "C.1").status, "failed")
    lu.assertStrContains(scores:issues()[1].message, "score[...] is for expressions")
end

-- Extending ---------------------------------------------------------------------------------------

function tests.test_a_later_layer_takes_the_measure_back()
    local folder = support.write { reads = files_with(), top = { ["package.lua"] = [[
return package { name = "top", version = "1", api = 1, extends = "reads",
    policy = { aggregate_at = { B = "arithmetic" } } }
]] } }
    lu.assertEquals(row_of(support.open(folder .. "/top"), "40,20,10", "B").score, 40)
end

function tests.test_what_is_dropped_cannot_be_read()
    local folder = support.write { reads = files_with(), top = { ["package.lua"] =
        'return package { name = "top", version = "1", api = 1, extends = "reads", drop = { "A" } }' } }
    local package, err = hm.open_package(folder .. "/top")
    lu.assertNil(package)
    lu.assertStrContains(tostring(err), 'no indicator or group "A"')
end

tests.tearDown = support.clean

support.run("reads", tests)
