-- The packages in indicators/published.md: taken out of the page, looked at by `pack check` and `pack test` of the
-- program that is named on the command line, and each scored on a few figures, whose results were worked out by hand.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "../lua/?.lua;" .. package.path
local PROGRAM <const> = table.remove(arg, 1)

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

-- What each comes to: { FIGURES, { "CITY PERIOD CODE", SCORE, COLUMN, ... } }; COLUMN is "score" where
-- none is named.
local CASES <const> = {
    -- Research is 2, 1 and 4 % of the product. Aldria's tariff is that of two years before. Of three
    -- values none is pulled in. Aldria: inputs (33.33 + 0.5 * 50 + 0.5 * 50) / 2, outputs 50 / 150.
    gii = { [[
city,period,gdp,rd,tariff,clusters,patents
Aldria,2022,,,5,,
Aldria,2024,100,2,,4,10
Borvia,2024,200,2,0,7,10
Corland,2024,50,2,10,1,10
]], {
        { "Aldria 2024 IN", 125 / 3 }, { "Aldria 2024 OUT", 100 / 3 }, { "Aldria 2024 GII", 37.5 },
        { "Aldria 2024 tariff", 50 }, { "Aldria 2024 tariff", "older_period", "flags" },
        { "Borvia 2024 GII", 25 }, { "Corland 2024 GII", 75 },
    } },
    -- Logarithms of 5, 20, 80 are evenly spaced: the 99th percentile is at 0.98 of the second step.
    -- Those of 1, 10, 100: the 1st and the 95th are at 0.02 and at 1.9. Without a coast, land counts alone.
    epi = { [[
city,period,pm25,water,land,has_coast,trawled
Aldria,2024,5,1,15,no,
Borvia,2024,20,10,30,yes,10
Corland,2024,80,100,45,yes,20
]], {
        { "Aldria 2024 EPI", 70 }, { "Aldria 2024 ECO", 50 }, { "Aldria 2024 fish", "not_applicable", "status" },
        { "Borvia 2024 pm25", 98 / 1.98 }, { "Borvia 2024 water", 90 / 1.88 }, { "Borvia 2024 fish", 990 / 19.9 },
        { "Borvia 2024 EPI", 0.4 * (0.55 * 98 / 1.98 + 0.45 * 90 / 1.88) + 0.3 * (100 + 990 / 19.9) },
        { "Corland 2024 EPI", 30 },
    } },
    -- Hazard: nothing by nature, 10 by people: (10 - sqrt(10 * 1)) / 0.9 = 7.597. The cube root of 7.6 * 3.5 * 5 is
    -- 5.104.
    inform = { [[
city,period,quakes,floods,conflict,projected,poverty,refugees,doctors,governance
Aldria,2024,1,1,4,10,30,2,20,0
]], {
        { "Aldria 2024 NAT", 0 }, { "Aldria 2024 HUM", 10 }, { "Aldria 2024 HAZ", 7.6 },
        { "Aldria 2024 VUL", 3.5 }, { "Aldria 2024 COP", 5 }, { "Aldria 2024 RISK", 5.1 },
    } },
    -- All four marks of Borvia are 9.5 / 19.5: the percentile is at 1.95 of two steps.
    -- Lights: 10 is halfway from 1.5 to 1; 20 is 7 of 39 below 1; 105 is at 1.5; 90 is at 2.
    sdg = { [[
city,period,poor,poor365,mothers,vaccinated
Aldria,2024,0,0,3.4,100
Borvia,2024,10,20,103.4,90
Corland,2024,20,40,203.4,80
]], {
        { "Borvia 2024 SDG", 950 / 19.5 }, { "Aldria 2024 SDG", 100 },
        { "Borvia 2024 D1", (1.25 + 1 - 7 / 39) / 2 }, { "Borvia 2024 D1", "orange", "class" },
        { "Borvia 2024 D3", (1.5 + 0.5 * 1.6 / 35 + 2) / 2 }, { "Borvia 2024 D3", "yellow", "class" },
        { "Aldria 2024 D1", 3 }, { "Aldria 2024 D1", "green", "class" }, { "Corland 2024 D1", "red", "class" },
    } },
    -- In the base year each source is in even steps, whose deviation is a step times the root of 2/3: a step above
    -- the mean is 45 + 20 * 1.2247 = 69.49.
    cpi = { [[
city,period,bank,executives,experts,project
Aldria,2012,2,4,3,0.2
Borvia,2012,3,6,2,0.4
Corland,2012,4,8,1,0.6
Aldria,2013,3,6,2,0.4
Borvia,2013,4,8,1,
Corland,2013,4,8,,
]], {
        { "Aldria 2013 CPI", 45 }, { "Borvia 2013 CPI", 69 }, { "Borvia 2013 bank", 45 + 20 * 1.5 ^ 0.5 },
        { "Corland 2013 CPI", "insufficient", "status" },
    } },
    -- Of two regions one is 1 / sqrt(2) deviations above the mean, and one below.
    rci = { [[
city,period,product_a_head,deaths,roads,degrees,jobless,patents
Aldria,2019,120,3,90,40,5,100
Borvia,2019,40,6,30,20,9,150
]], {
        { "Aldria 2019 BAS", 0.5 ^ 0.5 }, { "Aldria 2019 INN", -0.5 ^ 0.5 },
        { "Aldria 2019 RCI", 0.4 * 0.5 ^ 0.5, "value" }, { "Borvia 2019 RCI", -0.7 * 0.5 ^ 0.5, "value" },
        { "Aldria 2019 RCI", 100 }, { "Borvia 2019 RCI", 0 },
    } },
    mpi = {}, -- its worked examples are by hand
    -- (26 * 75 + 11 * 50 + 40 * 80) / 77, and 8 points on, of which 5 count, and 15 off, of which 10 count.
    smart = { [[
city,period,services,online,sharing,satisfied,awards,incidents
Aldria,2024,80,60,0.5,4,4,3
Borvia,2024,80,80,1,5,4,0
]], {
        { "Aldria 2024 CITY", 5700 / 77 + 5 - 10 }, { "Aldria 2024 CITY", "B", "class" },
        { "Borvia 2024 CITY", 100 }, { "Borvia 2024 CITY", "A", "class" },
    } },
    -- 95 %, 60 of 95, and all of the benchmark: 4 and 2 points, and 4.
    u4ssc = { [[
city,period,internet,jobless,recycled
Aldria,2024,95,40,50
Borvia,2024,95,40,
]], {
        { "Aldria 2024 EC", 3 }, { "Aldria 2024 EN", 4 }, { "Aldria 2024 KPI", 3.5 }, { "Borvia 2024 KPI", 3 },
    } },
}

-- Nothing may be wrong or doubtful but that rows of tables have no worked examples.
local function check(folder)
    local pipe <close> = assert(io.popen(("'%s' pack check '%s' 2>&1"):format(PROGRAM, folder)))
    for line in pipe:lines() do
        if not line:find "indicators have no tests, the first being" and not line:find "^0 errors, 1 warning$" then
            lu.assertEquals(line, "nothing found")
        end
    end
    lu.assertTrue(pipe:close(), folder)
end

local function score(package, figures, expected)
    local dataset = support.dataset(figures)
    local scores = support.need(hm.score(package, dataset))
    local unit_of = {}
    for unit, place in ipairs(dataset:units()) do
        unit_of[place.city .. " " .. place.period] = unit
    end
    for _, case in ipairs(expected) do
        local unit, code = case[1]:match("^(.*) (%S+)$")
        local found = scores:row(unit_of[unit], code)[case[3] or "score"]
        if type(case[2]) == "number" then
            lu.assertAlmostEquals(found, case[2], 1e-9, case[1])
        else
            lu.assertEquals(found, case[2], case[1])
        end
    end
end

function tests.test_the_packages_of_the_page()
    local folder = os.tmpname()
    os.remove(folder)
    local packages = {}
    for _, path in ipairs(support.unpack(HERE .. "../../indicators/published.md", folder)) do
        packages[path:match("^[^/]*")] = true
    end
    local fine, err = pcall(function()
        for name in pairs(packages) do
            check(folder .. "/" .. name)
            lu.assertNotNil(CASES[name], name)
            if CASES[name][1] then
                score(support.need(hm.open_package(folder .. "/" .. name)), CASES[name][1], CASES[name][2])
            end
        end
    end)
    os.execute(("rm -r '%s'"):format(folder))
    lu.assertTrue(fine, err)
    for name in pairs(CASES) do
        lu.assertTrue(packages[name], name)
    end
end

support.run("TestPublished", tests)
