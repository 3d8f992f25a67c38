-- Anatel's connectivity index: a small table made up here, and, where the environment variable
-- HM_IBC_TABLE names the published one (22 280 rows, columns ano, id_municipio, ibc and the seven
-- variables), every row of that.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local package_br = support.open(support.root .. "/examples/packages/connectivity-br")
local tests = {}

local VARIABLES <const> = { "cobertura_pop_4g5g", "fibra", "densidade_smp", "hhi_smp",
    "densidade_scm", "hhi_scm", "adensamento_estacoes" }

-- Made up -------------------------------------------------------------------------------------

-- The index worked out on paper:
--   Vila Um    .17*100 + .20*100 + .19*50 + .06*50 + .19*20 + .06*80 + .13*10
--              = 17 + 20 + 9.5 + 3 + 3.8 + 4.8 + 1.3 = 59.4
--   Vila Dois  .17*40 + 0 + .19*10 + .06*30 + .19*5 + .06*70 + .13*60
--              = 6.8 + 1.9 + 1.8 + .95 + 4.2 + 7.8 = 23.45
--   Vila Tres  as Vila Um, but 120 of 100 covered: used as 100
local SAMPLE <const> = "city,period," .. table.concat(VARIABLES, ",") .. [[

Vila Um,2023,100,100,50,50,20,80,10
Vila Dois,2023,40,0,10,30,5,70,60
Vila Tres,2023,120,100,50,50,20,80,10
Vila Quatro,2023,100,100,50,,20,80,10
]]

function tests.test_sample_scores()
    local rows = support.rows(package_br, SAMPLE)
    support.near(rows("Vila Um", "2023", "index").score, 59.4)
    support.near(rows("Vila Dois", "2023", "index").score, 23.45)
    support.near(rows("Vila Tres", "2023", "index").score, 59.4)
    lu.assertEquals(rows("Vila Quatro", "2023", "index").status, "insufficient")
end

function tests.test_sample_contributions()
    local rows = support.rows(package_br, SAMPLE)
    for code, points in pairs { ["IBC.1"] = 17, ["IBC.2"] = 20, ["IBC.3"] = 9.5, ["IBC.4"] = 3,
        ["IBC.5"] = 3.8, ["IBC.6"] = 4.8, ["IBC.7"] = 1.3 } do
        support.near(rows("Vila Um", "2023", code).contribution, points, code)
    end
end

function tests.test_sample_above_a_hundred_is_a_warning()
    local rows, scores = support.rows(package_br, SAMPLE)
    local row = rows("Vila Tres", "2023", "IBC.1")
    lu.assertEquals({ row.value, row.score, row.flags }, { 120, 100, "capped" })
    local issues = scores:issues()
    lu.assertEquals(#issues, 1)
    lu.assertEquals({ issues[1].severity, issues[1].file, issues[1].line, issues[1].column },
        { "warning", "data1.csv", 4, 16 })
    lu.assertStrContains(issues[1].message, "cobertura_pop_4g5g")
    lu.assertStrContains(issues[1].message, 'found "120", which is above 100')
end

function tests.test_weights_add_up_to_one()
    local nodes, total = package_br:nodes(), 0
    lu.assertEquals(#nodes, 8)
    for i, share in ipairs { 0.17, 0.20, 0.19, 0.06, 0.19, 0.06, 0.13 } do
        support.near(nodes[i + 1].share, share, nodes[i + 1].code)
        lu.assertEquals(package_br:indicator(nodes[i + 1].code).inputs, { VARIABLES[i] })
        total = total + nodes[i + 1].weight
    end
    support.near(total, 1)
end

function tests.test_loads_without_a_warning()
    lu.assertEquals(package_br:issues(), {})
end

-- Published -----------------------------------------------------------------------------------

local function split(line)
    local cells = {}
    for cell in (line .. ","):gmatch("([^,]*),") do
        cells[#cells + 1] = cell
    end
    return cells
end

-- The published table as a wide CSV, and its index: published[code][year]. No cell of it is quoted.
local function convert(path)
    local lines, published, at = {}, {}, {}
    for line in io.lines(path) do
        assert(not line:find('"', 1, true), "a quoted cell: " .. line)
        local cells = split((line:gsub("\r$", "")))
        if not next(at) then
            for i, name in ipairs(cells) do
                at[name] = i
            end
            lines[1] = "city,period," .. table.concat(VARIABLES, ",")
        else
            local code, year, row = cells[at.id_municipio], cells[at.ano], {}
            for i, name in ipairs(VARIABLES) do
                row[i] = cells[at[name]]
            end
            lines[#lines + 1] = ("%s,%s,%s"):format(code, year, table.concat(row, ","))
            published[code] = published[code] or {}
            published[code][year] = assert(tonumber(cells[at.ibc]), line)
        end
    end
    return table.concat(lines, "\n") .. "\n", published
end

local COMPARABLE <const> = { ["2021"] = true, ["2022"] = true, ["2023"] = true }

function tests.test_published_table()
    local path = os.getenv "HM_IBC_TABLE"
    lu.skipIf(not path or path == "", "HM_IBC_TABLE names no table")
    local text, published = convert(path)
    local dataset = support.dataset(text)
    local scores = assert(hm.score(package_br, dataset))
    local compared, largest, years = 0, 0, {}
    for unit, place in ipairs(dataset:units()) do
        local row = scores:row(unit, "index")
        local difference = math.abs(row.score - published[place.city][place.period])
        years[place.period] = math.max(years[place.period] or 0, difference)
        if COMPARABLE[place.period] then
            compared, largest = compared + 1, math.max(largest, difference)
            lu.assertTrue(difference <= 0.07,
                ("%s %s: %.4f"):format(place.city, place.period, difference))
        end
    end
    print(("# %d rows compared, largest difference %.6f"):format(compared, largest))
    lu.assertEquals(compared, 3 * 5570)
    lu.assertTrue(largest > 0, "nothing was rounded: compared with itself?")
    lu.assertTrue(years["2024"] > 0.07, "2024 follows another method")
    local issues = scores:issues()
    lu.assertEquals(#issues, 1)
    lu.assertEquals(issues[1].severity, "warning")
    lu.assertStrContains(issues[1].message, "120.0309 is above 100")
end

support.run("TestConnectivityBr", tests)
