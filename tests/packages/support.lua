-- What the tests of example packages share: packages made of a few lines, data made of a text, and
-- rows looked up by city, period and code.

local hm = require "hundredmark"
local lu = require "luaunit"

local support = {}

-- The folder of the sources.
support.root = arg[0]:match("^(.*)/tests/packages/[^/]*$") or "."

function support.run(name, tests)
    os.exit(lu.LuaUnit.new():runSuiteByInstances { { name, tests } } == 0, true)
end

-- Runs one command on a list of paths.
local function run(command, paths)
    assert(os.execute(("%s '%s'"):format(command, table.concat(paths, "' '"))))
end

local folders = {}

-- A name for a new folder, which `support.clean` takes away.
function support.folder()
    local name = os.tmpname()
    os.remove(name)
    folders[#folders + 1] = name
    return name
end

function support.clean()
    if #folders > 0 then
        run("rm -rf", folders)
    end
    folders = {}
end

-- Writes packages below one new folder, so that they find each other by name, and gives the folder:
--   { base = { ["package.lua"] = "return package { ... }", ... }, ... }
function support.write(packages)
    local folder, inside, texts = support.folder(), {}, {}
    for name, files in pairs(packages) do
        for path, text in pairs(files) do
            local full = ("%s/%s/%s"):format(folder, name, path)
            texts[full] = text
            inside[#inside + 1] = full:match("^(.*)/")
        end
    end
    run("mkdir -p", inside)
    for path, text in pairs(texts) do
        local file = assert(io.open(path, "wb"))
        file:write(text)
        file:close()
    end
    return folder
end

function support.open(path)
    local package, err = hm.open_package(path)
    if not package then
        error(tostring(err), 2)
    end
    return package
end

function support.dataset(...)
    local dataset = hm.new_dataset()
    for i, text in ipairs { ... } do
        assert(dataset:read_text(("data%d.csv"):format(i), text))
    end
    assert(dataset:finish())
    return dataset
end

-- rows(city, period, code) of the scores of `dataset`, which is a data set or the text of one; the
-- scores; and unit(city, period), its number.
function support.rows(package, dataset)
    if type(dataset) == "string" then
        dataset = support.dataset(dataset)
    end
    local scores = assert(hm.score(package, dataset))
    local unit_of = {}
    for unit, place in ipairs(dataset:units()) do
        unit_of[place.city .. "\n" .. place.period] = unit
    end
    local function unit(city, period)
        return assert(unit_of[city .. "\n" .. period], city)
    end
    return function(city, period, code)
        local row = scores:row(unit(city, period), code)
        return row or error("no node " .. code, 2)
    end, scores, unit
end

function support.near(found, expected, what)
    lu.assertNotNil(found, what)
    lu.assertAlmostEquals(found, expected, 1e-9, what)
end

return support
