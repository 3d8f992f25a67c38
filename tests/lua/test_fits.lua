-- What scales learn from all cities: stored, applied, merged; compared with arithmetic of our own.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local HEADER <const> = "city,period,waiting\n"

local function package_of(changed)
    local script = [[return indicator { code = "%s", parent = "index", name = "%s",
        inputs = { "waiting" }, measure = %s, scale = "%s"%s }]]
    local files = {
        ["package.lua"] = 'return package { name = "fits", version = "1", api = 1, nodes = { { "index", "I" } } }',
        ["inputs.lua"] = 'return { number { "waiting", "Waiting" } }',
    }
    for _, method in ipairs { "minmax", "zscore", "rank", "percentile" } do
        for _, direction in ipairs { "higher", "lower" } do
            local code = method .. "_" .. direction
            local measure = changed == code and "input.waiting + 1" or "input.waiting"
            files[code .. ".lua"] = script:format(code, code, measure, method,
                direction == "lower" and ', direction = "lower"' or "")
        end
    end
    return support.need(hm.open_package("fits", { files = files }))
end

local PACKAGE <const> = package_of()

local function dataset_of(rows)
    return support.dataset(HEADER .. table.concat(rows))
end

local write_fits <const>, read_fits <const>, rows_of <const> = support.write_fits, support.read_fits,
    support.rows_of

-- Rows of random cities; values of few different sizes, so that some tie, and some cities lack them.
local function invent(seed)
    math.randomseed(seed)
    local rows = {}
    local scale = ({ 1, 1e-300, 1e300, 0.1 })[seed % 4 + 1]
    for i = 1, math.random(1, 40) do
        for _, period in ipairs { "2025", "2023", "2024" } do
            rows[#rows + 1] = ("C%d,%s,%s\n"):format(i, period, math.random() < 0.1 and "NR"
                or hm.number((math.random(-20, 20) / 7) * scale))
        end
    end
    return rows
end

-- Deals the rows of each city to shards, and gives them with the rows of the whole data that each
-- shard has.
local function deal(rows, count)
    local shards = {}
    for i = 1, count do
        shards[i] = { rows = {}, at = {} }
    end
    for first = 1, #rows, 3 do
        local shard = shards[math.random(count)]
        for i = first, first + 2 do
            table.insert(shard.rows, rows[i])
            table.insert(shard.at, i)
        end
    end
    return shards
end

-- Shards in any number and order teach what all cities teach, to the last bit, and are marked by it
-- as one run over all marks them.
function tests.test_shards_give_the_bytes_of_the_whole()
    for seed = 1, 40 do
        local rows = invent(seed)
        local whole = support.need(hm.score(PACKAGE, dataset_of(rows), { rank_levels = 0 }))
        local fits, shards = {}, deal(rows, math.random(1, 5))
        for _, shard in ipairs(shards) do
            if #shard.rows > 0 then
                local scores = support.need(hm.score(PACKAGE, dataset_of(shard.rows)))
                table.insert(fits, math.random(#fits + 1),
                    support.need(read_fits(write_fits(scores))))
            end
        end
        local merged = support.need(hm.merge_fits(fits))
        local text = write_fits(whole)
        lu.assertEquals(write_fits(merged), text, "seed " .. seed)
        for _, shard in ipairs(shards) do
            local expected = {}
            for i, unit in ipairs(shard.at) do
                expected[i] = unit
            end
            local scores = #shard.rows > 0 and support.need(hm.score(PACKAGE, dataset_of(shard.rows),
                { fits = merged, rank_levels = 0 }))
            lu.assertEquals(scores and rows_of(scores) or "", #expected > 0 and (support.written(
                function(file)
                    return whole:write { file = file, header = false, units = expected }
                end)) or "", "seed " .. seed)
        end
    end
end

-- The marks of one period by the formulas of the reference, in a way of their own.
local function reference(method, sign, values, value)
    local n, below, alike, least, most, sum = #values, 0, 0, math.huge, -math.huge, 0
    for _, x in ipairs(values) do
        below = below + (sign * x < sign * value and 1 or 0)
        alike = alike + (x == value and 1 or 0)
        least, most, sum = math.min(least, sign * x), math.max(most, sign * x), sum + sign * x
    end
    local squares = 0
    for _, x in ipairs(values) do
        squares = squares + (sign * x - sum / n) ^ 2
    end
    return ({
        minmax = 100 * (sign * value - least) / (most - least),
        zscore = 50 + 10 * (sign * value - sum / n) / math.sqrt(squares / n),
        rank = 100 * (1 - (n - below - alike) / (n - 1)),
        percentile = 100 * (below + alike / 2) / n,
    })[method]
end

-- Cities that the fit was not learnt from are marked by it, as the formulas say.
function tests.test_applied_to_other_cities()
    local learnt = { 2, 4, 4, 10, -3.5 }
    local rows = {}
    for i, value in ipairs(learnt) do
        rows[i] = ("C%d,2025,%s\n"):format(i, value)
    end
    local fits = support.need(read_fits(write_fits(
        support.need(hm.score(PACKAGE, dataset_of(rows))))))
    for _, value in ipairs { -7, -3.5, 0, 4, 5, 10, 12 } do
        local scores = support.need(hm.score(PACKAGE,
            dataset_of { ("Other,2025,%s\n"):format(value) }, { fits = fits }))
        for _, node in ipairs(PACKAGE:nodes()) do
            local method, direction = node.code:match("^(%l+)_(%l+)$")
            if method then
                local expected = reference(method, direction == "lower" and -1 or 1, learnt, value)
                lu.assertAlmostEquals(scores:scaling(1, node.code).mark, expected, 1e-9)
                lu.assertAlmostEquals(scores:row(1, node.code).score,
                    math.max(0, math.min(100, expected)), 1e-9)
            end
        end
    end
end

function tests.test_sessions()
    local rows = { "A,2025,2\n", "B,2025,4\n", "C,2025,8\n" }
    local data = dataset_of(rows)
    local session = support.need(hm.session(PACKAGE, data, 1))
    support.need(session:set("waiting", 5))
    support.need(session:score())
    lu.assertEquals(session:row("minmax_higher").score, 50) -- among 2, 4 and 8, as it was opened
    support.need(session:refit())
    lu.assertAlmostEquals(session:row("minmax_higher").score, 25, 1e-12) -- among 5, 4 and 8
    support.need(session:reset())
    support.need(session:refit())
    lu.assertEquals(session:row("minmax_higher").score, 0)
    local fits = support.need(read_fits(write_fits(support.need(hm.score(PACKAGE, data)))))
    local alone = dataset_of { "D,2025,6\n", "D,2026,6\n" }
    session = support.need(hm.session(PACKAGE, alone, 1, { fits = fits }))
    lu.assertAlmostEquals(session:row("minmax_higher").score, 200 / 3, 1e-12)
    support.assert_fails({ code = "argument" }, session:refit())
    lu.assertAlmostEquals(session:row("minmax_higher").score, 200 / 3, 1e-12)
    support.assert_fails({ code = "package",
        message = "the fit has nothing of node minmax_higher in period 2026" },
        hm.session(PACKAGE, alone, 2, { fits = fits }))
end

function tests.test_streams()
    local rows = invent(7)
    local whole = support.need(hm.score(PACKAGE, dataset_of(rows), { rank_levels = 0 }))
    local fits = support.need(read_fits(write_fits(whole)))
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(HEADER, table.concat(rows))
    file:close()
    local text = support.written(function(out)
        return support.need(hm.stream(PACKAGE, path, { file = out, fits = fits, header = false,
            batch = 64 }))
    end)
    lu.assertEquals(text, rows_of(whole))
    local _, done, err = support.written(function(out)
        return hm.stream(PACKAGE, path, { file = out })
    end)
    support.assert_fails({ code = "package" }, done, err)
    os.remove(path)
end

local function whole_fit()
    return write_fits(support.need(hm.score(PACKAGE, dataset_of {
        "A,2025,1\n", "B,2025,2\n", "C,2025,4\n" })))
end

function tests.test_nodes_that_differ_are_refused_by_name()
    local fits = support.need(read_fits(whole_fit()))
    local data = dataset_of { "A,2025,1\n" }
    local ok, err = hm.score(package_of "rank_lower", data, { fits = fits })
    support.assert_fails({ code = "package" }, ok, err)
    lu.assertStrContains(err.message, "node rank_lower is not the one that the fit was learnt from")
    local other = support.need(hm.score(package_of "rank_lower", data))
    local merged, reason = hm.merge_fits { fits, support.need(read_fits(write_fits(other))) }
    support.assert_fails({ code = "package" }, merged, reason)
    lu.assertStrContains(reason.message, "node rank_lower")
    local less = whole_fit():gsub("[^\n]*zscore_lower[^\n]*\n", "")
    support.assert_fails({ code = "package", message = "the fit has nothing of node zscore_lower" },
        hm.score(PACKAGE, data, { fits = support.need(read_fits(less)) }))
end

-- A row changed, left out or put twice: each is told with its line.
function tests.test_faults_of_a_stored_fit()
    local text = whole_fit()
    local function faulty(pattern, with, message, count)
        local changed, found = text:gsub(pattern, with, count or 1)
        lu.assertTrue(found > 0, pattern)
        local fits, err = read_fits(changed)
        support.assert_fails({ code = "data" }, fits, err)
        lu.assertStrContains(err.message, message)
        lu.assertTrue(err.line > 0)
    end
    faulty("(percentile_higher[^\n]*worst,0,)1", "%10.5", "worst: expected")
    faulty("(zscore_higher,scale,zscore,2025,,mean,0,)[^\n]*", "%12", "mean: expected")
    faulty("[^\n]*zscore_higher[^\n]*deviation[^\n]*\n", "", "found no deviation")
    faulty("[^\n]*rank_higher[^\n]*sample,1[^\n]*\n", "", "found no sample")
    faulty("(rank_higher[^\n]*sample,0,)1", "%13", "from the lowest mark to the highest")
    faulty("[^\n]*minmax_higher[^\n]*digest,2[^\n]*\n", "", "found no digest")
    faulty("[^\n]*minmax_higher[^\n]*direction[^\n]*\n", "", "found no direction")
    faulty("([^\n]*minmax_higher[^\n]*count[^\n]*\n)", "%1%1", "the same figure stands in line")
    faulty("(percentile_higher[^\n]*count,0,)3", "%12", "found no sample")
    faulty("count,0,3", "count,0,2.5", "expected a number of cities")
    faulty("direction,0,1", "direction,0,2", "expected -1 where less is better")
    faulty("scale,minmax", "scale,maximin", "expected a method that learns")
    faulty("\n1,", "\n0,", "expected a whole number from 1 on")
    faulty("\n1,", "\n2,", "found no digest")
    faulty("(minmax,,),digest", "%1North,digest", "expected nothing: this is said of all groups")
    faulty("2025,,count", "2025,North,count", "period 2025, group North: found no worst")
    faulty("direction,0", "rests_on,0", "expected nothing before the first phase")
    faulty("parameter,index", "parameters,index", "found no column parameter")
    faulty("sample,0,1", "sample,0,much", "expected a number")
    lu.assertNil((read_fits("")))
    lu.assertEquals(write_fits(support.need(read_fits(text))), text)
    -- the order of rows and columns does not matter
    local lines = {}
    for line in text:gmatch("[^\n]+") do
        table.insert(lines, #lines == 0 and 1 or math.random(2, #lines + 1), line)
    end
    lu.assertEquals(write_fits(support.need(read_fits(table.concat(lines, "\r\n")))):len(), text:len())
end

-- Periods in which no city has a value are part of a fit; without any scale a fit is empty.
function tests.test_of_nothing()
    local scores = support.need(hm.score(PACKAGE, dataset_of { "A,2025,NR\n" }))
    local fits = support.need(read_fits(write_fits(scores)))
    lu.assertEquals(write_fits(fits), write_fits(scores))
    scores = support.need(hm.score(PACKAGE, dataset_of { "A,2025,3\n" }, { fits = fits }))
    lu.assertEquals(scores:row(1, "percentile_higher").status, "undefined")
    lu.assertEquals(write_fits(support.need(hm.merge_fits {})),
        "phase,node,step,method,period,group,parameter,index,value\n")
    local plain = support.scores()
    lu.assertEquals(write_fits(plain), write_fits(support.need(hm.merge_fits {})))
end

-- A group that is scaled over what its children have learnt, below an index that is scaled again.
local PHASED <const> = support.need(hm.open_package("phased", { files = {
    ["package.lua"] = [[return package { name = "phased", version = "1", api = 1, nodes = {
        { "index", "Index", scale = "percentile" },
        { "A", "Alpha", parent = "index", scale = { "zscore", mean = 60, spread = 20 } },
        { "B", "Beta", parent = "index", scale = "minmax", direction = "lower", weight = 3 } } }]],
    ["inputs.lua"] = 'return { number { "x", "X" }, number { "y", "Y" } }',
    ["a1.lua"] = [[return indicator { code = "a1", parent = "A", name = "a1", inputs = { "x" },
        measure = input.x, scale = { "minmax", by = "region" } }]],
    ["a2.lua"] = [[return indicator { code = "a2", parent = "A", name = "a2", inputs = { "y" },
        measure = input.y }]],
    ["b1.lua"] = [[return indicator { code = "b1", parent = "B", name = "b1", inputs = { "y" },
        measure = input.y }]],
} }))

local REGIONS <const> = os.tmpname()

local function phased_data(rows)
    local dataset = hm.new_dataset()
    support.need(dataset:read_cities(REGIONS))
    support.need(dataset:read_text("phased.csv", "city,period,x,y\n" .. table.concat(rows)))
    support.need(dataset:finish())
    return dataset
end

local function write_regions(count)
    local file <close> = assert(io.open(REGIONS, "wb"))
    file:write "city,region\n"
    for i = 1, count do
        file:write(("C%d,%s\n"):format(i, i % 2 == 1 and "North" or "South"))
    end
end

-- North: C1 10, C3 20, C5 30; South: C2 5, C4 15. A before it is scaled: 10, 40, 45, 80, 100 with the
-- mean 55 and the deviation 31.6227766.
local WORKED <const> = { "C1,2025,10,20\n", "C2,2025,5,80\n", "C3,2025,20,40\n", "C4,2025,15,100\n",
    "C5,2025,30,60\n" }

-- All phases, one after the other.
local function learn_all(data)
    local fits = support.need(hm.merge_fits {})
    for _ = 1, 3 do
        fits = support.need(hm.merge_fits { fits,
            support.need(hm.learn_phase(PHASED, data, { fits = fits })) })
    end
    return fits
end

function tests.test_groups_are_scaled_by_what_their_children_have_learnt()
    write_regions(5)
    local scores = support.need(hm.score(PHASED, phased_data(WORKED)))
    local function assert_all(code, field, expected)
        for unit, number in ipairs(expected) do
            lu.assertAlmostEquals(scores:row(unit, code)[field], number, 1e-9, code .. unit)
        end
    end
    assert_all("a1", "score", { 0, 0, 50, 100, 100 })
    assert_all("A", "value", { 10, 40, 45, 100, 80 })
    local sd = math.sqrt(1000)
    assert_all("A", "score", { 60 - 20 * 45 / sd, 60 - 20 * 15 / sd, 60 - 20 * 10 / sd,
        60 + 20 * 45 / sd, 60 + 20 * 25 / sd })
    assert_all("B", "value", { 20, 80, 40, 100, 60 })
    assert_all("B", "score", { 100, 25, 75, 0, 50 })
    assert_all("index", "score", { 90, 30, 70, 10, 50 })
    lu.assertNil(scores:row(1, "a1").contribution)
    lu.assertNil(scores:row(1, "A").contribution)
    local scaling = scores:scaling(3, "a1")
    lu.assertEquals({ scaling.by, scaling.group, scaling.count, scaling.worst, scaling.best },
        { "region", "North", 3, 10, 30 })
    lu.assertAlmostEquals(scores:scaling(1, "A").deviation, sd, 1e-9)
end

-- Places among treated values are found in the order that the treatment had sorted: the same as by
-- the fits of both, which sort nothing.
function tests.test_places_behind_treatments()
    local TREATED <const> = support.need(hm.open_package("treated", { files = {
        ["package.lua"] = [[return package { name = "treated", version = "1", api = 1,
            nodes = { { "index", "I" } }, policy = { treat = { "winsorise", most = 2 } } }]],
        ["inputs.lua"] = 'return { number { "x", "X" }, number { "y", "Y" } }',
        ["all.lua"] = [[return {
            indicator { code = "a", parent = "index", name = "a", inputs = { "x" }, measure = input.x,
                scale = "rank" },
            indicator { code = "b", parent = "index", name = "b", inputs = { "y" }, measure = input.y,
                treat = { "winsorise", most = 2, by = "region" },
                scale = { "percentile", by = "region" }, direction = "lower" },
            indicator { code = "c", parent = "index", name = "c", inputs = { "x" }, measure = input.x,
                treat = { "winsorise", most = 1 }, scale = { "quantiles", 5 } } }]],
    } }))
    write_regions(60)
    for seed = 1, 10 do
        math.randomseed(seed)
        local rows = {}
        for i = 1, 60 do
            for period = 2023, 2025 do
                rows[#rows + 1] = ("C%d,%d,%s,%s\n"):format(i, period, math.random() < 0.1 and "NR"
                    or math.random(50), hm.number(math.random() ^ -2))
            end
        end
        local data = phased_data(rows)
        local scores = support.need(hm.score(TREATED, data))
        local fits = support.need(hm.merge_fits {})
        for _ = 1, 2 do
            fits = support.need(hm.merge_fits { fits,
                support.need(hm.learn_phase(TREATED, data, { fits = fits })) })
        end
        lu.assertEquals(write_fits(scores), write_fits(fits))
        lu.assertEquals(rows_of(scores),
            rows_of(support.need(hm.score(TREATED, data, { fits = fits }))))
    end
end

-- Every way to impute, to treat and to scale, alone and behind others: a fit that is stored and applied gives
-- the scores that it was learnt from, and the fits of three shards, phase after phase, that of the whole.
local ALL_STEPS <const> = {
    impute = { '"mean"', '"median"', "5", '"latest"', '"linear"', '{ "median", by = "region" }' },
    treat = { '"percentiles"', '"mad"', '"log"', '{ "winsorise", most = 2 }', '{ "boxcox", 0.5 }', '"boxcox"' },
    scale = { '"minmax"', '"zscore"', '"rank"', '"percentile"', '"percent_rank"', '"borda"', '"distance_to_max"',
        '"fraction_of_max"', '{ "distance_to_target", 80 }', '"robust"', '"logistic"', '"normal_scores"',
        '{ "quantiles", 4 }', '{ "reference", city = "C1" }', '{ "minmax", over = "all" }' },
}

local function open_steps(said)
    return support.need(hm.open_package("steps", { files = {
        ["package.lua"] = 'return package { name = "steps", version = "1", api = 1, nodes = { { "I", "I", '
            .. "range = false" .. (said.group or "") .. " } } }",
        ["a.lua"] = ('return indicator { code = "a", parent = "I", name = "A", range = false, %s '
            .. 'inputs = { number { "x", "X" } }, measure = input.x }'):format(table.concat(said, " ")) } }))
end

local function score_in_shards(package, shards)
    local all
    repeat
        local learnt = { all }
        for _, shard in ipairs(shards) do
            local more, err = hm.learn_phase(package, shard, { fits = all })
            lu.assertNil(err)
            learnt[#learnt + 1] = more
        end
        local goes_on = #learnt > (all and 1 or 0)
        all = goes_on and support.need(hm.merge_fits(learnt)) or all
    until not goes_on
    return all or support.need(hm.merge_fits {})
end

local function assert_fits_hold(package, data, shards, what)
    local scores = support.need(hm.score(package, data))
    local text = write_fits(scores)
    lu.assertEquals(rows_of(support.need(hm.score(package, data, { fits = support.need(read_fits(text)) }))),
        rows_of(scores), what)
    lu.assertEquals(write_fits(score_in_shards(package, shards)), text, what)
end

function tests.test_fits_of_every_method()
    write_regions(12)
    math.randomseed(3)
    local rows, parts = {}, { {}, {}, {} }
    for i = 1, 12 do
        for period = 2023, 2025 do
            local row = ("C%d,%d,%s\n"):format(i, period, math.random() < 0.15 and "NR" or math.random(1, 400) / 4)
            rows[#rows + 1] = row
            table.insert(parts[i % 3 + 1], row)
        end
    end
    local function data_of(list)
        local dataset = support.need(hm.new_dataset())
        support.need(dataset:read_text("d.csv", "city,period,x\n" .. table.concat(list)))
        support.need(dataset:read_cities(REGIONS))
        support.need(dataset:finish())
        return dataset
    end
    local data, shards = data_of(rows), { data_of(parts[1]), data_of(parts[2]), data_of(parts[3]) }
    for kind, list in pairs(ALL_STEPS) do
        for _, method in ipairs(list) do
            local said = ("%s = %s,"):format(kind, method)
            assert_fits_hold(open_steps { said }, data, shards, said)
            if kind ~= "scale" then
                assert_fits_hold(open_steps { said, 'scale = "minmax",' }, data, shards, said .. " then minmax")
                assert_fits_hold(open_steps { said, 'scale = { "zscore", fit_on = "all" },' }, data, shards,
                    said .. " then zscore of all")
                assert_fits_hold(open_steps { said, 'scale = "rank",', group = ', scale = "zscore"' }, data, shards,
                    said .. " then rank, and zscore above")
            end
        end
    end
end

-- A city without a word has no score there, and is told; a column that is missing ends the run.
function tests.test_cities_without_a_group()
    write_regions(4)
    local data = phased_data(WORKED)
    local scores = support.need(hm.score(PHASED, data))
    lu.assertEquals(scores:row(5, "a1").status, "undefined")
    lu.assertEquals(scores:row(5, "A").value, 60)
    lu.assertEquals(scores:issues()[1].code, "no_group")
    lu.assertEquals(scores:issues()[1].city, "C5")
    local plain = support.dataset("city,period,x,y\n" .. WORKED[1])
    support.assert_fails({ code = "data", message = 'the cities have no column "region", '
        .. "by which the package groups them: a file of cities has it" },
        hm.score(PHASED, plain))
end

-- What rests on too little data, or on too little that applies, is marked and teaches nothing.
function tests.test_groups_that_are_not_ranked_teach_nothing()
    write_regions(5)
    local rows = { table.unpack(WORKED) }
    rows[5] = "C5,2025,NR,100\n"
    local scores = support.need(hm.score(PHASED, phased_data(rows)))
    lu.assertEquals(scores:scaling(1, "A").count, 4)
    lu.assertEquals(scores:row(5, "A").value, 100)
    lu.assertNil(scores:row(5, "A").rank)
    lu.assertNotNil(scores:row(5, "A").score)
end

-- Round after round each shard learns a phase, until the fit is complete: it is that of the whole.
function tests.test_shards_learn_phase_by_phase()
    for seed = 1, 25 do
        math.randomseed(seed)
        local count, rows, shards = math.random(2, 30), {}, {}
        write_regions(count)
        for i = 1, count do
            rows[i] = ("C%d,2025,%d,%d\n"):format(i, math.random(0, 50), math.random(0, 100))
            local shard = math.random(3)
            shards[shard] = shards[shard] or {}
            table.insert(shards[shard], rows[i])
        end
        local whole = support.need(hm.score(PHASED, phased_data(rows)))
        local fits = support.need(hm.merge_fits {})
        for round = 1, 3 do
            local parts = { fits }
            for _, shard in pairs(shards) do
                local learnt = support.need(hm.learn_phase(PHASED, phased_data(shard),
                    { fits = fits }))
                lu.assertEquals(learnt:phases(), round)
                parts[#parts + 1] = support.need(read_fits(write_fits(learnt)))
            end
            fits = support.need(hm.merge_fits(parts))
        end
        lu.assertNil(hm.learn_phase(PHASED, phased_data(rows), { fits = fits }))
        lu.assertEquals(write_fits(fits), write_fits(whole), "seed " .. seed)
    end
end

-- What was learnt by other fits of the phases before is refused, and left out where fits are merged.
function tests.test_later_phases_rest_on_those_before()
    write_regions(5)
    local data, half = phased_data(WORKED), phased_data { WORKED[1], WORKED[2], WORKED[3] }
    local rest = phased_data { WORKED[4], WORKED[5] }
    local function learn(dataset, fits)
        return support.need(hm.learn_phase(PHASED, dataset, { fits = fits }))
    end
    local first = learn(data)
    support.assert_fails({ code = "package", message = "the fit has nothing of node A yet: "
        .. "phase 2 is to be learnt" },
        hm.score(PHASED, data, { fits = first }))
    local other = learn(half, learn(half))
    support.assert_fails({ code = "package", message = "what was learnt in phase 2 rests on a phase "
        .. "before, which none of the fits has" },
        hm.merge_fits { other })
    lu.assertEquals(support.need(hm.merge_fits { first, other }):phases(), 1)
    local mixed = write_fits(first) .. write_fits(other):gsub("^[^\n]*\n", "")
    support.assert_fails({ code = "package", message = "what the fit has of node A was learnt with "
        .. "other fits of the phases before than it has now" },
        hm.score(PHASED, data, { fits = support.need(read_fits(mixed)) }))
    local one = support.need(hm.score(PHASED, half)):table "fits"
    lu.assertNotNil(one)
    local joined = support.need(hm.merge_fits { learn(half), learn(rest) })
    lu.assertEquals(write_fits(joined), write_fits(first))
end

-- Shards that have nothing to teach in one phase, or know a part of it, are as good as others.
function tests.test_shards_that_teach_nothing_of_a_phase()
    write_regions(5)
    local rows = { "C1,2025,10,20\n", "C3,2025,20,40\n", "C5,2025,30,60\n", "C2,2025,NR,80\n",
        "C4,2025,NR,100\n" }
    local halves = { phased_data { rows[1], rows[2], rows[3] }, phased_data { rows[4], rows[5] } }
    local fits = {}
    for i, half in ipairs(halves) do
        fits[i] = support.need(read_fits(write_fits(support.need(hm.score(PHASED, half)))))
    end
    local merged = support.need(hm.merge_fits(fits))
    lu.assertEquals(merged:phases(), 1)
    lu.assertEquals(write_fits(merged),
        write_fits(support.need(hm.learn_phase(PHASED, phased_data(rows)))))
end

function tests.test_a_phase_of_which_a_part_is_known()
    local function package(codes)
        local files = { ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
            nodes = { { "index", "I" } } }]] }
        for _, code in ipairs(codes) do
            files[code .. ".lua"] = ([[return indicator { code = "%s", parent = "index", name = "%s",
                inputs = { number { "%s", "X" } }, measure = input.%s, scale = "zscore" }]]):format(
                code, code, code, code)
        end
        return support.need(hm.open_package("p", { files = files }))
    end
    local one, both = package { "x" }, package { "x", "y" }
    local data = support.dataset "city,period,x,y\nA,2025,1,5\nB,2025,2,7\nC,2025,4,8\n"
    local known = support.need(hm.score(one, data)):table "fits"
    known = support.need(read_fits(write_fits({ table = function() return known end })))
    local learnt = support.need(hm.learn_phase(both, data, { fits = known }))
    lu.assertNil(write_fits(learnt):find("\n1,x,", 1, true))
    lu.assertEquals(write_fits(support.need(hm.merge_fits { known, learnt })),
        write_fits(support.need(hm.score(both, data))))
end

-- The digest knows which inputs are parts of which: others are rejected, and teach nothing.
function tests.test_parts_belong_to_a_fit()
    local function package(part_of)
        return support.need(hm.open_package("p", { files = {
            ["package.lua"] = [[return package { name = "p", version = "1", api = 1,
                nodes = { { "index", "I" } } }]],
            ["a.lua"] = ([[return indicator { code = "a", parent = "index", name = "a",
                inputs = { number { "x", "X" }, number { "y", "Y" } }, measure = input.x + 0 * input.y,
                scale = "minmax"%s }]]):format(part_of),
        } }))
    end
    local data = support.dataset "city,period,x,y\nA,2025,1,5\nB,2025,2,7\n"
    local parts = support.need(hm.score(package(', part_of = { x = "y" }'), data))
    local fits = support.need(read_fits(write_fits(parts)))
    support.assert_fails({ code = "package", message = "node a is not the one that the fit was learnt "
        .. "from: what it is measured or made of, its scale or its direction differ" },
        hm.score(package "", data, { fits = fits }))
end

-- A stream knows of cities what another data set has read.
function tests.test_streams_group_cities_by_what_another_data_set_has_read()
    write_regions(5)
    local data, path = phased_data(WORKED), os.tmpname()
    local whole = support.need(hm.score(PHASED, data, { rank_levels = 0 }))
    local fits = support.need(hm.merge_fits { learn_all(data) })
    do
        local file <close> = assert(io.open(path, "wb"))
        file:write("city,period,x,y\n", table.concat(WORKED))
    end
    local cities = hm.new_dataset()
    support.need(cities:read_cities(REGIONS))
    local function stream(cities_of)
        local counts, err
        local text = support.written(function(file)
            counts, err = hm.stream(PHASED, path, { file = file, header = false, batch = 1,
                fits = fits, cities_of = cities_of })
            return true
        end)
        return text, err, counts
    end
    lu.assertEquals((stream(cities)), rows_of(whole))
    local _, err = stream(nil)
    lu.assertStrContains(err.message, 'the cities have no column "region"')
    os.remove(path)
end

-- A session learns when it is opened; its figures move its city in all phases when it learns anew.
function tests.test_a_session_learns_all_phases_anew()
    write_regions(5)
    local session = support.need(hm.session(PHASED, phased_data(WORKED), 1))
    support.need(session:set("y", 100))
    support.need(session:score())
    lu.assertEquals(session:row("A").value, 50)
    lu.assertAlmostEquals(session:row("A").score, 60 - 20 * 5 / math.sqrt(1000), 1e-9)
    support.need(session:refit())
    local rows = { table.unpack(WORKED) }
    rows[1] = "C1,2025,10,100\n"
    local fresh = support.need(hm.score(PHASED, phased_data(rows)))
    for _, code in ipairs { "index", "A", "B", "a1", "a2", "b1" } do
        lu.assertEquals(session:row(code).score, fresh:row(1, code).score, code)
    end
end

support.run("fits", tests)
