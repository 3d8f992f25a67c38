-- Tipping weights: by hand, and by scoring packages whose weights are off by a little less and a little more.

package.path = (arg[0]:match("^(.*)/[^/]*$") or ".") .. "/?.lua;" .. package.path
local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- A package of inputs that are marks: `manifest` are fields of it, `leaves` their parents.
local function open(manifest, leaves)
    local files = { ["package.lua"] = ('return package { name = "p", version = "1", api = 1, %s }'):format(manifest) }
    for code, fields in pairs(leaves) do
        files[code .. ".lua"] = ('return indicator { code = "%s", %s, name = "%s", inputs = { number { "%s", "X" } }, '
            .. "measure = input.%s }"):format(code, fields, code, code, code)
    end
    return support.need(hm.open_package("p", { files = files }))
end

-- "a b 0.25 yes", by rows of a node.
local function lines(scores, code, options)
    local list = {}
    for _, row in ipairs(support.need(scores:analyse("tipping", options)):rows()) do
        if row.code == code then
            list[#list + 1] = ("%s %s %s %s"):format(row.city, row.other,
                row.tipping and hm.fixed(row.tipping, 4):gsub("%.?0+$", "") or "-",
                row.exact == nil and "-" or row.exact and "yes" or "no")
        end
    end
    return list
end

local FLAT <const> = { x = 'parent = "G", weight = 2', y = 'parent = "G"', z = 'parent = "G"' }
local ROOT <const> = 'nodes = { { "G", "Group" } }'

-- a: (2 * 80 + 40 + 60) / 4 = 65; b: (2 * 70 + 50 + 50) / 4 = 60; c: 40; d as c. a and b: (20 - 10 + 10) over
-- (20 + 10 + 10); b and c: b is behind in nothing; c and d have the same marks.
function tests.test_by_hand()
    local scores = support.need(hm.score(open(ROOT, FLAT), support.dataset [[
city,period,x,y,z
c,2024,40,40,40
a,2024,80,40,60
d,2024,40,40,40
b,2024,70,50,50
]]))
    lu.assertEquals(lines(scores, "G"), { "a b 0.5 yes", "b c 1 yes", "c d - -" })
    lu.assertEquals(lines(scores, "G", { units = { 4 } }), { "a b 0.5 yes", "b c 1 yes" })
    local row = support.need(scores:analyse "tipping"):rows()[1]
    lu.assertEquals({ row.period, row.score, row.score_other }, { "2024", 65, 60 })
end

-- What both lack has no say; what one lacks makes their weights differ.
function tests.test_gaps()
    local scores = support.need(hm.score(open(ROOT .. ", policy = { min_coverage = 0, rank_if = { coverage = 0 } }", FLAT),
        support.dataset "city,period,x,y,z\na,2024,80,40,NR\nb,2024,70,50,NR\nc,2024,30,20,30\n"))
    lu.assertEquals(lines(scores, "G"), { "a b 0.3333 yes", "b c - -" })
end

local TREE <const> = 'nodes = { { "R", "Root" }, { "G", "Group", parent = "R", weight = 3 } }'
local LEAVES <const> = { x = 'parent = "G"', y = 'parent = "G"', z = 'parent = "R"' }

-- z weighs 1/4, x and y 3/8 each: of a and b (3 * 20 - 3 * 10 - 2 * 10) / (60 + 30 + 20). b and c differ in G by 5 and
-- in z by -10 with y missing in c: G as a whole: (3 * 15 - 5) / (45 + 5).
function tests.test_groups()
    local scores = support.need(hm.score(open(TREE .. ", policy = { min_coverage = 0.5, rank_if = { coverage = 0.5 } }", LEAVES),
        support.dataset "city,period,x,y,z\na,2024,80,40,60\nb,2024,60,50,70\nc,2024,40,NR,75\n"))
    lu.assertEquals(lines(scores, "R"), { "a b 0.0909 yes", "b c 0.8 no" })
    lu.assertEquals(lines(scores, "G"), { "a b 0.3333 yes", "b c - -" })
    lu.assertEquals(lines(scores, "R", { depth = 0 }), { "a b 0.0909 yes", "b c 0.8 no" })
    lu.assertEquals(lines(scores, "G", { depth = 0 }), {})
end

-- A group below that is no weighted mean is a whole; the root that is none cannot be told.
function tests.test_other_methods()
    local function of(fields, z, leaves)
        local data = support.dataset(("city,period,x,y,z\na,2024,80,20,%s\nb,2024,30,30,%s\n"):format(z[1], z[2]))
        return lines(support.need(hm.score(open(TREE .. ", " .. fields, leaves or LEAVES), data)), "R")
    end
    -- 40 against 30, and 60 against 61
    lu.assertEquals(of('policy = { aggregate_at = { G = "geometric" } }', { 60, 61 }), { "a b 0.9355 no" })
    lu.assertEquals(of('policy = { aggregate_at = { R = "geometric" } }', { 60, 61 }), { "a b - -" })
    local points = { x = 'parent = "G"', y = 'parent = "G"', z = 'parent = "R", deducts = true' }
    -- a loses 1 less than b: (51 - 9) / (51 + 9)
    lu.assertEquals(of("policy = {}", { 10, 11 }, points), { "a b 0.7 yes" })
    lu.assertEquals(of("policy = {}", { 10, "NR" }, points), { "a b 0.3333 yes" })
    lu.assertEquals(of("policy = {}", { 10, 10 }, points), { "a b 0.6667 yes" })
    -- held at 0, which hides how far they are apart
    lu.assertEquals(of("policy = {}", { 90, 90 }, points), { "a b - -" })
end

local function of_points(fields, leaves, csv)
    return lines(support.need(hm.score(open(fields, leaves), support.dataset("city,period," .. csv))), "R")
end

-- Of a sum, points are what weights have to make up for: (2 * 10 - 5 + 3) / (20 + 5), then more than there is; and where
-- all marks are alike, none will do.
function tests.test_points_of_sums()
    local fields = 'nodes = { { "R", "Root" } }, policy = { aggregate = "sum" }'
    local leaves = { x = 'parent = "R", weight = 2', y = 'parent = "R"', z = 'parent = "R", deducts = true' }
    lu.assertEquals(of_points(fields, leaves, "x,y,z\na,2024,30,10,5\nb,2024,20,15,8\n"), { "a b 0.72 yes" })
    lu.assertEquals(of_points(fields, leaves, "x,y,z\na,2024,30,10,5\nb,2024,20,15,40\n"), { "a b 1 yes" })
    lu.assertEquals(of_points(fields, leaves, "x,y,z\na,2024,30,10,5\nb,2024,30,10,6\n"), { "a b 1 yes" })
    lu.assertEquals(of_points(fields, leaves, "x,y,z\na,2024,30,10,5\nb,2024,30,10,5\n"), { "a b - -" })
    -- In a mean a sum that has other points is a whole: (19.5 - 12) / (19.5 + 12), for a and b have 65 and 26 there.
    local tree = 'nodes = { { "R", "Root" }, { "G", "Group", parent = "R" } }, policy = { aggregate_at = { G = "sum" } }'
    local below = { x = 'parent = "G", weight = 2', y = 'parent = "G"', z = 'parent = "G", deducts = true',
        v = 'parent = "R"' }
    lu.assertEquals(of_points(tree, below, "x,y,z,v\na,2024,30,10,5,20\nb,2024,10,10,4,44\n"), { "a b 0.2381 no" })
end

-- A group that weights may lead to 0 before the two change places is a whole, others are taken apart. Marks of 2 and 40
-- without 5 come to 0 when weights are off by 0.84, without 15 by 0.32.
function tests.test_points_up_to_the_range()
    local fields = 'nodes = { { "R", "Root" }, { "G", "Group", parent = "R", weight = 2 } }'
    local leaves = { x = 'parent = "G"', y = 'parent = "G"', z = 'parent = "G", deducts = true', v = 'parent = "R"' }
    local function of(a, b)
        return of_points(fields, leaves, ("x,y,z,v\na,2024,%s\nb,2024,%s\n"):format(a, b))
    end
    -- marks are -33, 5 and 100 apart, points and all; as a whole, -14 twice and 100
    lu.assertEquals(of("2,40,5,100", "30,30,0,0"), { "a b 0.5217 yes" })
    -- -43, 5 and 100 would be (62 / 148), but -19 twice and 100 are
    lu.assertEquals(of("2,40,15,100", "30,20,0,0"), { "a b 0.4493 no" })
end

-- As many units of any mark as are likely to be close.
local function invent(random)
    local rows = { "city,period,x,y,z,u,v" }
    for i = 1, 12 do
        local marks = {}
        for k = 1, 5 do
            marks[k] = tostring(random(0, 100))
        end
        rows[#rows + 1] = ("c%d,2024,%s"):format(i, table.concat(marks, ","))
    end
    return table.concat(rows, "\n") .. "\n"
end

local MARKS <const> = { "x", "y", "z", "u", "v" }
local PARENTS <const> = { x = "G", y = "G", z = "H", u = "H", v = "R" }

-- Weights of a flat group, which a tree with these weights in the index has.
local function score_with(data, weights)
    local leaves = {}
    for _, mark in ipairs(MARKS) do
        leaves[mark] = ('parent = "G", weight = %s'):format(hm.number(weights[mark]))
    end
    local by_city = {}
    for _, row in ipairs(support.need(hm.score(open(ROOT, leaves), data)):table("scores"):rows()) do
        if row.code == "G" then
            by_city[row.city] = row.score
        end
    end
    return by_city
end

local function numbers_of(csv)
    local by_city = {}
    for line in csv:gmatch "c[^\n]+" do
        local city, rest = line:match "^(c%d+),2024,(.*)$"
        local marks, i = {}, 0
        for number in (rest or ""):gmatch "[^,]+" do
            i = i + 1
            marks[MARKS[i]] = tonumber(number)
        end
        if city then
            by_city[city] = marks
        end
    end
    return by_city
end

-- Weights off by `share` of themselves, against the city that is ahead.
local function worst(weights, one, other, share)
    local off = {}
    for mark, weight in pairs(weights) do
        off[mark] = weight * (one[mark] > other[mark] and 1 - share or 1 + share)
    end
    return off
end

function tests.test_weights_that_are_off()
    local state, checked = 7, 0
    local function random(low, high)
        state = (state * 1103515245 + 12345) % 2147483648
        return low + state // 65536 % (high - low + 1)
    end
    for _ = 1, 6 do
        local csv = invent(random)
        local data, marks = support.dataset(csv), numbers_of(csv)
        local own, leaves = {}, {}
        for _, mark in ipairs(MARKS) do
            own[mark] = random(1, 4)
            leaves[mark] = ('parent = "%s", weight = %d'):format(PARENTS[mark], own[mark])
        end
        local g, h = random(1, 3), random(1, 3)
        local package = open(('nodes = { { "R", "Root" }, { "G", "G", parent = "R", weight = %d }, '
            .. '{ "H", "H", parent = "R", weight = %d } }'):format(g, h), leaves)
        local all = g + h + own.v
        local weights = { x = g / all * own.x / (own.x + own.y), y = g / all * own.y / (own.x + own.y),
            z = h / all * own.z / (own.z + own.u), u = h / all * own.u / (own.z + own.u), v = own.v / all }
        for _, row in ipairs(support.need(support.need(hm.score(package, data)):analyse("tipping", { depth = 0 })):rows()) do
            lu.assertTrue(row.exact)
            if row.tipping > 1e-6 and row.tipping < 0.999 then
                local function apart(share)
                    local scores = score_with(data, worst(weights, marks[row.city], marks[row.other], share))
                    return scores[row.city] - scores[row.other]
                end
                lu.assertTrue(apart(row.tipping * 0.999) > 0 and apart(row.tipping * 1.001) < 0)
                checked = checked + 1
            end
        end
    end
    lu.assertTrue(checked > 30)
end

local POINTS <const> = { x = "p", y = "p", z = "q", u = "q" }

-- What city `one` is ahead of `other` by at each mark, with the points of the groups that hold it.
local function marks_apart(one, other)
    local apart = {}
    local function points(name)
        return name and one[name] - other[name] or 0
    end
    for _, mark in ipairs(MARKS) do
        local sign = POINTS[mark] == "q" and 1 or -1
        apart[mark] = one[mark] - other[mark] + sign * points(POINTS[mark]) - points "r"
    end
    return apart
end

-- The whole tree, each group weighing what its marks do.
local function score_tree(data, weights)
    local leaves = { p = 'parent = "G", deducts = true', q = 'parent = "H", adds = true', r = 'parent = "R", deducts = true' }
    for _, mark in ipairs(MARKS) do
        leaves[mark] = ('parent = "%s", weight = %s'):format(PARENTS[mark], hm.number(weights[mark]))
    end
    return support.need(hm.score(open(('nodes = { { "R", "Root" }, { "G", "G", parent = "R", weight = %s }, '
        .. '{ "H", "H", parent = "R", weight = %s } }'):format(hm.number(weights.x + weights.y),
        hm.number(weights.z + weights.u)), leaves), data))
end

local function root_scores(scores)
    local by_city = {}
    for _, row in ipairs(scores:table("scores"):rows()) do
        by_city[row.city] = row.code == "R" and row.score or by_city[row.city]
    end
    return by_city
end

-- Points of two groups and of the index differ: weights that are off by a little more turn the order of the scores of
-- the package, and by a little less none of the worst does.
function tests.test_points_and_weights_that_are_off()
    local state, checked = 11, 0
    local function random(low, high)
        state = (state * 1103515245 + 12345) % 2147483648
        return low + state // 65536 % (high - low + 1)
    end
    for _ = 1, 6 do
        local cities, rows, weights = {}, { "city,period,x,y,z,u,v,p,q,r" }, {}
        for i = 1, 12 do
            local city, figures = {}, {}
            for k, name in ipairs { "x", "y", "z", "u", "v", "p", "q", "r" } do
                city[name] = k <= 5 and random(20, 90) or random(0, 10)
                figures[k] = tostring(city[name])
            end
            cities["c" .. i] = city
            rows[#rows + 1] = ("c%d,2024,%s"):format(i, table.concat(figures, ","))
        end
        for _, mark in ipairs(MARKS) do
            weights[mark] = random(1, 9)
        end
        local data = support.dataset(table.concat(rows, "\n") .. "\n")
        for _, row in ipairs(support.need(score_tree(data, weights):analyse("tipping", { depth = 0 })):rows()) do
            lu.assertTrue(row.exact)
            if row.tipping > 1e-6 and row.tipping < 0.999 then
                local marks = marks_apart(cities[row.city], cities[row.other])
                local function apart(share)
                    local off = {}
                    for mark, weight in pairs(weights) do
                        off[mark] = weight * (marks[mark] > 0 and 1 - share or 1 + share)
                    end
                    local scores = root_scores(score_tree(data, off))
                    return scores[row.city] - scores[row.other]
                end
                lu.assertTrue(apart(row.tipping * 0.999) > 0 and apart(row.tipping * 1.001) < 0)
                checked = checked + 1
            end
        end
    end
    lu.assertTrue(checked > 30)
end

support.run("tipping", tests)
