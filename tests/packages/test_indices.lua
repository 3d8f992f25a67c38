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

local function score(name, data)
    local dataset = hm.new_dataset()
    assert(dataset:read(data))
    assert(dataset:finish())
    return support.rows(support.open(support.root .. "/examples/indices/" .. name), dataset)
end

-- Calls compare(number found, text that was expected, what it is) for each cell of a file.
-- `index.nodes` says for each column of the file which node it is, and of which column of the
-- results (`index.column`, or else the score) where that is not the same of all: { CODE, "value" }.
local function each(index, data, expected, compare)
    local at = score(index.name, data)
    for _, row in ipairs(read(expected)) do
        local city, period = row[index.city or "city"], row.period or index.period
        for name, node in pairs(index.nodes) do
            local code, column = node, index.column or "score"
            if type(node) == "table" then
                code, column = table.unpack(node)
            end
            compare(at(city, period, code)[column], assert(row[name], name),
                ("%s %s %s"):format(city, period, name))
        end
    end
end

local function number_of(text, index)
    local missing = text == "" or text == index.missing
    return not missing and assert(tonumber(text), text) or nil
end

local function check_sample(index)
    local folder = ("%s/examples/indices/%s/data/"):format(support.root, index.name)
    each(index, folder .. "sample.csv", folder .. "expected.csv", function(found, text, what)
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
    local folder = os.getenv "HM_INDICES"
    lu.skipIf(not folder or folder == "", "HM_INDICES names no folder")
    folder = ("%s/%s/"):format(folder, index.name)
    local compared, other, worst = 0, 0, 0
    each(index, folder .. index.data, folder .. "expected.csv", function(found, text, what)
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
}

for _, index in ipairs(INDICES) do
    tests["test_sample_" .. index.name] = function() check_sample(index) end
    tests["test_published_" .. index.name] = function() check_published(index) end
end

support.run("TestIndices", tests)
