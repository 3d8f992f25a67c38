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

local function run(command, ...)
    assert(os.execute(command:format(...)))
end

local folders = {}

-- A new folder, taken away by `support.clean`.
function support.folder()
    local name = os.tmpname()
    os.remove(name)
    run("mkdir -p '%s'", name)
    folders[#folders + 1] = name
    return name
end

function support.clean()
    for _, folder in ipairs(folders) do
        run("rm -r '%s'", folder)
    end
    folders = {}
end

-- Writes packages below one new folder, so that they find each other by name:
--   { base = { ["package.lua"] = "return package { ... }", ... }, ... }
-- `support.place` is where they are.
function support.write(packages)
    local folder = support.folder()
    for name, files in pairs(packages) do
        for path, text in pairs(files) do
            run("mkdir -p '%s/%s'", folder, (name .. "/" .. path):match("^(.*)/"))
            local file = assert(io.open(("%s/%s/%s"):format(folder, name, path), "wb"))
            file:write(text)
            file:close()
        end
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

-- rows(city, period, code) of the scores of `dataset`, which is a data set or the text of one.
function support.rows(package, dataset)
    if type(dataset) == "string" then
        dataset = support.dataset(dataset)
    end
    local scores = assert(hm.score(package, dataset))
    local unit_of = {}
    for unit, place in ipairs(dataset:units()) do
        unit_of[place.city .. "\n" .. place.period] = unit
    end
    return function(city, period, code)
        local row = scores:row(assert(unit_of[city .. "\n" .. period], city), code)
        return row or error("no node " .. code, 2)
    end, scores
end

function support.near(found, expected, what)
    lu.assertNotNil(found, what)
    lu.assertAlmostEquals(found, expected, 1e-9, what)
end

return support
