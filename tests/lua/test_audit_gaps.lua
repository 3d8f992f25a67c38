-- What an audit says of missing figures: of the many that it does not name it says how many they are.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local audit_gaps = require "report.audit_gaps"
local lu = require "luaunit"
local page = require "report.page"
local support = require "support"

local tests = {}

-- What is said of cities, each of which lacks one figure that could move its index by so many `points`.
local function said_of(points)
    local tables = { bounds = {}, stakes = {} }
    for i, one in ipairs(points) do
        local city = ("City %02d"):format(i)
        tables.bounds[i] = { city = city, code = "index", period = "2025", score = 50, low = 50 - one, high = 50,
            rank = i, rank_best = i, rank_worst = i }
        tables.stakes[i] = { city = city, code = "a", period = "2025", points = one }
    end
    local out = page.new()
    audit_gaps.add(out, { root = "index", last = "2025", names = { a = "Air" },
        nodes = { { code = "index", kind = "group", aggregate = "arithmetic", children = {}, range = { 0, 100 } } },
        take = function(name) return { rows = function() return tables[name] end } end })
    return (out:text(200):gsub("%s+", " "))
end

function tests.test_others_are_counted()
    local said = said_of { 10, 9, 8, 7, 6, 5, 5, 5, 5, 5, 5, 5 - 1e-9, 4 }
    lu.assertStrContains(said, "and 3 others, in the table stakes "
        .. "2 of the others would tell as much as the last of these.")
end

function tests.test_one_other_that_tells_less()
    local said = said_of { 10, 9, 8, 7, 6, 5, 5, 5, 5, 5, 4 }
    lu.assertStrContains(said, "and 1 other, in the table stakes")
    lu.assertNotStrContains(said, "as much as the last")
end

function tests.test_no_others()
    local said = said_of { 10, 9, 8, 7, 6, 5, 5, 5, 5, 5 }
    lu.assertStrContains(said, "would tell most")
    lu.assertNotStrContains(said, "in the table stakes")
end

support.run("audit_gaps", tests)
