-- What is said not to be verified counts as not reported: the scores are those of data without it.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local FILES <const> = {
    ["package.lua"] = [[return package { name = "p", version = "1", api = 1, nodes = { { "R", "Root" } } }]],
    ["a.lua"] = [[return indicator { code = "a", parent = "R", name = "A", inputs = { number { "a" } },
        measure = input.a }]],
    ["b.lua"] = [[return indicator { code = "b", parent = "R", name = "B", inputs = { number { "b", may_be_na = true } },
        measure = input.b }]],
    ["c.lua"] = [[return indicator { code = "c", parent = "R", name = "C", inputs = { number { "c" } },
        measure = function(v) return v.c end }]],
    ["d.lua"] = [[return indicator { code = "d", parent = "R", name = "D", inputs = { "a" },
        measure = first_of(previous(input.a), 50) }]],
    ["e.lua"] = [[return indicator { code = "e", parent = "R", name = "E",
        inputs = { number { "e", asked_if = input.a > 20 } }, measure = input.e }]],
}
FILES["e.lua"] = FILES["e.lua"]:gsub("input.a > 20", "gt(input.a, 20)")

-- city, period, input, value, verified
local DATA <const> = {
    { "P", "2024", "a", "40", "no" }, { "P", "2025", "a", "60", "yes" }, { "P", "2025", "b", "NA", "no" },
    { "P", "2025", "c", "80", "no" }, { "P", "2025", "e", "10", "" }, { "Q", "2025", "a", "30", "no" },
    { "Q", "2025", "b", "NA", "yes" }, { "Q", "2025", "c", "20", "" }, { "Q", "2025", "e", "90", "yes" },
    { "Q", "2024", "a", "70", "" }, { "S", "2025", "c", "ten", "no" },
}

local function score(options, without)
    local lines = { "city,period,input,value,verified" }
    for _, row in ipairs(DATA) do
        local value = without and row[5] == "no" and tonumber(row[4]) and "" or row[4]
        value = without and row[5] == "no" and value == "NA" and "" or value
        lines[#lines + 1] = table.concat({ row[1], row[2], row[3], value, without and "" or row[5] }, ",")
    end
    local package, dataset = support.need(hm.open_package("p", { files = FILES })), support.need(hm.new_dataset())
    support.need(dataset:read_text("data.csv", table.concat(lines, "\n") .. "\n"))
    support.need(dataset:finish())
    return support.need(hm.score(package, dataset, options)), dataset:unit_count()
end

function tests.test_as_if_it_were_not_there()
    local found, count = score { verified_only = true }
    local expected = score({}, true)
    local all, differ = score {}, 0
    for unit = 1, count do
        for i, row in ipairs(expected:rows(unit)) do
            local own = found:rows(unit)[i]
            lu.assertEquals({ own.code, own.score, own.status, own.coverage, own.rank, own.applicable },
                { row.code, row.score, row.status, row.coverage, row.rank, row.applicable }, own.city .. own.code)
            differ = differ + (all:rows(unit)[i].score ~= own.score and 1 or 0)
        end
    end
    lu.assertTrue(differ > 5)
end

-- 60 alone, of a 60, b that does not apply (not verified), c 80 (not verified), d 50, e 10.
function tests.test_by_hand()
    local found = score { verified_only = true }
    local by = {}
    for unit = 1, 5 do
        for _, row in ipairs(found:rows(unit)) do
            by[row.city .. row.period .. row.code] = row
        end
    end
    lu.assertEquals(by.P2025R.score, 40)    -- (60 + 50 + 10) / 3
    lu.assertEquals(by.P2025R.coverage, 0.6)
    lu.assertEquals(by.P2025b.status, "not_reported")
    lu.assertEquals(by.P2025R.flags, "")
    lu.assertEquals(by.S2025c.status, "invalid")
    lu.assertEquals(by.Q2025e.score, 90)    -- whether it is asked is not known, and then it is
end

support.run("TestVerifiedOnly", tests)
