-- The published indices of examples/indices: each on its own made-up data, whose results were worked
-- out by a program that has nothing to do with this one, and, where the environment variable
-- HM_INDICES names the folder of the published data (DIR/hdi/data.csv, expected.csv, ...), on these.
-- `expected.csv` has a row a city and period; an empty cell is a node without a score.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local function cells_of(line)
    local cells = {}
    for cell in (line:gsub('[\r"]', "") .. ","):gmatch("([^,]*),") do
        cells[#cells + 1] = cell
    end
    return cells
end

-- The rows of a CSV without commas in its cells, each a table by the names of the columns.
local function read(path)
    local rows, header = {}, nil
    for line in io.lines(path) do
        local cells = cells_of(line)
        if header then
            local row = {}
            for i, name in ipairs(header) do
                row[name] = cells[i]
            end
            rows[#rows + 1] = row
        else
            header = cells
        end
    end
    return rows
end

-- The scores of a file by a package, as cell(city, period, node, column): a column of the results, or
-- the name of a step, for what the value was behind it.
local function score(index, data)
    local dataset = hm.new_dataset()
    assert(dataset:read(data, index.reading))
    assert(dataset:finish())
    local at, scores, unit = support.rows(support.open(support.root .. "/examples/indices/" .. index.name), dataset)
    return function(city, period, code, column)
        if column ~= "impute" and column ~= "treat" then
            return at(city, period, code)[column]
        end
        for _, step in ipairs(scores:steps(unit(city, period), code)) do
            if step.step == column then
                return step.after
            end
        end
    end
end

-- { NAME = { CODE, COLUMN } } of the columns of a file that are compared. `nodes` says which node each
-- is, { CODE, COLUMN } where it is not `column`; without it, every column is a node.
local function columns_of(nodes, column, city, row)
    local columns = {}
    for name, node in pairs(nodes or row) do
        node = nodes and node or name
        columns[name] = name ~= city and (type(node) == "table" and node or { node, column }) or nil
    end
    return columns
end

-- Calls compare(number found, text that was expected, what it is) for each cell of the files that
-- `tables` says: { FILE = COLUMN }.
local function each(index, data, folder, tables, compare)
    local cell, name_of_city = score(index, data), index.city or "city"
    for file, column in pairs(tables) do
        local rows = read(folder .. file)
        local columns = columns_of(index.nodes, column, name_of_city, rows[1])
        for _, row in ipairs(rows) do
            local city, period = row[name_of_city], row[index.column_of_period or "period"] or index.period
            for name, node in pairs(index.but_periods and index.but_periods[period] and {} or columns) do
                compare(cell(city, period, node[1], node[2]), assert(row[name], name),
                    ("%s: %s %s %s"):format(file, city, period, name))
            end
        end
    end
end

local function number_of(text, index)
    local missing = text == "" or text == index.missing
    return not missing and assert(tonumber(text), text) or nil
end

local function check_sample(index)
    local folder = ("%s/examples/indices/%s/data/"):format(support.root, index.name)
    each(index, folder .. "sample.csv", folder, { ["expected.csv"] = index.column or "score" }, function(found, text, what)
        local number = number_of(text, index)
        if number then
            support.near(found and found / index.unit, number, what)
        else
            lu.assertNil(found, what)
        end
    end)
end

-- What of the published figures comes out: `index.all` cells, all but `index.but` of them within
-- half a unit of the last decimal.
local function check_published(index)
    index = setmetatable(index.published or {}, { __index = index })
    local folder = os.getenv "HM_INDICES"
    lu.skipIf(not folder or folder == "", "HM_INDICES names no folder")
    folder = ("%s/%s/"):format(folder, index.folder or index.name)
    local tables = index.tables or { ["expected.csv"] = index.column or "score" }
    local compared, other, worst = 0, 0, 0
    each(index, folder .. index.data, folder, tables, function(found, text, what)
        local number = number_of(text, index)
        if number then
            lu.assertNotNil(found, what)
            local difference = math.abs(found / index.unit - number)
            compared, worst = compared + 1, math.max(worst, difference)
            other = other + (difference > index.within and 1 or 0)
        end
    end)
    print(("# %s: %d cells, %d differ, by at most %.3g"):format(index.name, compared, other, worst))
    lu.assertEquals({ compared, other }, { index.all, index.but or 0 })
end

-- The columns of the published table of the Social Vulnerability Index: PREFIX_VARIABLE, and per
-- theme the sum (SPL_), which is the value of the node that has its rank (RPL_).
local function svi_nodes()
    local nodes = { F_TOTAL = "F_TOTAL", SPL_THEMES = { "RPL_THEMES", "value" }, RPL_THEMES = "RPL_THEMES" }
    for variable in ("POV UNEMP PCI NOHSDP AGE65 AGE17 DISABL SNGPNT MINRTY LIMENG MUNIT MOBILE CROWD "
        .. "NOVEH GROUPQ"):gmatch "%w+" do
        nodes["EPL_" .. variable], nodes["F_" .. variable] = "EPL_" .. variable, "F_" .. variable
    end
    for theme = 1, 4 do
        local code = "RPL_THEME" .. theme
        nodes[code], nodes["SPL_THEME" .. theme] = code, { code, "value" }
    end
    return nodes
end

-- How COINr's iData is read, as `--recipe coinr` says it.
local COINR <const> = [[{
    "schema": { "missingValues": ["", "NA"] },
    "hundredmark": {
        "city": { "column": "uCode" }, "period": { "column": "Time" },
        "cities": [{ "column": "uName", "as": "name" }, "*_group"] }
}]]

-- How the table of Anatel, Brazil's telecommunications agency, is read.
local ANATEL <const> = [[{
    "hundredmark": {
        "city": { "column": "id_municipio" }, "period": { "column": "ano" },
        "cities": [{ "column": "id_municipio_nome", "as": "name" }, "sigla_uf"]
}}]]

local INDICES <const> = {
    {
        name = "hdi", data = "more.csv", unit = 100, within = 0.0005 + 1e-12, all = 20032, but = 7,
        nodes = { hdi = "HDI", gdi = "GDI", gii = "GII", phdi = "PHDI" },
    },
    {
        name = "desi", data = "data_imputed.csv", unit = 1, within = 1e-9, all = 2520,
        nodes = {
            DESI = "DESI", ["1"] = "1", ["2"] = "2", ["3"] = "3", ["4"] = "4", ["1a"] = "1a",
            ["1b"] = "1b", ["2a"] = "2a", ["2b"] = "2b", ["2c"] = "2c", ["2d"] = "2d",
            ["3a"] = "3a", ["3b"] = "3b", ["3c"] = "3c", ["4a"] = "4a",
        },
    },
    {
        name = "svi", data = "data.csv", unit = 1, within = 1e-9, all = 128811, city = "fips", period = "2018",
        missing = "-999", nodes = svi_nodes(),
    },
    {
        name = "simd", data = "data.csv", unit = 1, within = 0, all = 6976, city = "data_zone", period = "2016",
        column = "rank", nodes = { simd_rank = "SIMD" },
    },
    { -- of 16,051 cells one rank is another: see the example's page
        name = "asem", folder = "../asem", data = "iData.csv", unit = 1, within = 1e-9, all = 16051, but = 1,
        missing = "NA", city = "uCode", period = "2018", reading = { recipe = COINR, decimal = ".", group = "" },
        tables = {
            ["denominated.csv"] = "value", ["imputed.csv"] = "impute", ["treated.csv"] = "treat",
            ["normalised.csv"] = "score", ["aggregated.csv"] = "score", ["aggregated_ranks.csv"] = "rank",
        },
    },
    {
        name = "ibc", unit = 1, within = 0.07, all = 16710, nodes = { ibc = "IBC" },
        published = { -- the index of 2024 has a variable that is not in the table: see below
            folder = "../br-ibc", data = "ibc_municipios_2021_2024.csv", but_periods = { ["2024"] = true },
            city = "id_municipio", column_of_period = "ano", reading = { recipe = ANATEL },
            tables = { ["ibc_municipios_2021_2024.csv"] = "score" },
        },
    },
}

-- What the seven variables of 2024 that are published leave of the index is the eighth's, of 0 to 100,
-- with a weight of 13: in all rows, and at both ends of it in many.
function tests.test_published_ibc_2024()
    local folder = os.getenv "HM_INDICES"
    lu.skipIf(not folder or folder == "", "HM_INDICES names no folder")
    local path = folder .. "/../br-ibc/ibc_municipios_2021_2024.csv"
    local cell = score({ name = "ibc", reading = { recipe = ANATEL } }, path)
    local rows, least, most = 0, 0, 0
    for _, row in ipairs(read(path)) do
        if row.ano == "2024" then
            local rest = tonumber(row.ibc)
            for variable, weight in pairs { cobertura_pop_4g5g = 15, fibra = 16, densidade_smp = 15, hhi_smp = 7,
                densidade_scm = 14, hhi_scm = 7, adensamento_estacoes = 13 } do
                local share = cell(row.id_municipio, "2024", variable, "weight")
                support.near(share, weight / 100, variable)
                rest = rest - share * cell(row.id_municipio, "2024", variable, "score")
            end
            rows = rows + 1
            lu.assertTrue(rest > -0.08 and rest < 13.08, row.id_municipio)
            least, most = least + (math.abs(rest) < 0.08 and 1 or 0), most + (math.abs(rest - 13) < 0.08 and 1 or 0)
        end
    end
    lu.assertEquals({ rows, least, most }, { 5570, 29, 459 })
end

-- COINr's uncertainty and sensitivity analyses of ASEM: the variations that it drew, replayed with the weights that it
-- drew for them.
local function replay_asem(folder, name)
    local package = support.open(support.root .. "/examples/indices/asem")
    local dataset = hm.new_dataset()
    assert(dataset:read(folder .. "/iData.csv", { recipe = COINR, decimal = ".", group = "" }))
    assert(dataset:finish())
    local sets, replay = read(folder .. "/ua_weight_sets.csv"), {}
    for _, row in ipairs(read(folder .. "/" .. name .. "_parameters.csv")) do
        local one = { number = tonumber(row.replicate), weights = {}, choices = { weights = 1,
            treat = tonumber(row.winmax), scale = row.normalisation == "n_minmax" and 1 or 2,
            aggregate = row.aggregation == "a_amean" and 1 or 2 } }
        for _, set in ipairs(sets) do
            one.weights[set.iCode] = set.iCode ~= "Index" and tonumber(set["w" .. row.weights]) or nil
        end
        replay[#replay + 1] = one
    end
    local replicates = assert(hm.replicates(assert(hm.study(package)), dataset, { replay = replay }))
    local found = {}
    for _, row in ipairs(assert(replicates:table("replicates")):rows()) do
        found[("%s r_%d"):format(row.city, row.replicate)] = row
    end
    return found
end

local function check_replay(name, runs)
    local folder = os.getenv "HM_INDICES"
    lu.skipIf(not folder or folder == "", "HM_INDICES names no folder")
    folder = folder .. "/../asem"
    local found, count = replay_asem(folder, name), 0
    for _, row in ipairs(read(folder .. "/" .. name .. "_scores.csv")) do
        for column, score in pairs(row) do
            if column:match("^r_") then
                local own = found[row.uCode .. " " .. column]
                lu.assertAlmostEquals(own.score / tonumber(score), 1, 1e-12)
                count = count + 1
            end
        end
    end
    lu.assertEquals(count, 51 * runs)
    return found, folder
end

function tests.test_published_asem_uncertainty()
    local found, folder = check_replay("ua", 60)
    for _, row in ipairs(read(folder .. "/ua_ranks.csv")) do
        for column, rank in pairs(row) do
            lu.assertEquals(not column:match("^r_") or found[row.uCode .. " " .. column].rank == tonumber(rank), true)
        end
    end
end

-- The mean shift of ranks, which COINr's sensitivity analysis is about, of each of its runs.
function tests.test_published_asem_sensitivity()
    local found, folder = check_replay("sa", 96)
    local shifts = {}
    for _, row in ipairs(read(folder .. "/sa_rank_stats.csv")) do
        for run = 1, 96 do
            local rank = found[("%s r_%d"):format(row.uCode, run)].rank
            shifts[run] = (shifts[run] or 0) + math.abs(rank - tonumber(row.Nominal)) / 51
        end
    end
    for _, row in ipairs(read(folder .. "/sa_target.csv")) do
        lu.assertAlmostEquals(shifts[tonumber(row.replicate)], tonumber(row.mean_abs_rank_change), 1e-12)
    end
end

for _, index in ipairs(INDICES) do
    tests["test_sample_" .. index.name] = function() check_sample(index) end
    tests["test_published_" .. index.name] = function() check_published(index) end
end

support.run("TestIndices", tests)
