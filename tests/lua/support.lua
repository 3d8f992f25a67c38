-- What the tests of the Lua module share: the folder they lie in, fixtures, and ways to say what
-- went wrong. The fixture `mini` and its figures are small enough to work out on paper.

local hm = require "hundredmark"
local lu = require "luaunit"

local support = {}

support.folder = arg[0]:match("^(.*)/[^/]*$") or "."

-- Runs the functions of `tests` whose names begin with "test" and ends the process; closing the
-- state lets every object be collected, which a sanitizer then sees. Options of LuaUnit may stand
-- on the command line: -v, -p PATTERN.
function support.run(name, tests)
    os.exit(lu.LuaUnit.new():runSuiteByInstances { { name, tests } } == 0, true)
end

function support.path(name)
    return support.folder .. "/" .. name
end

-- The value, or the error raised with its text.
function support.need(value, err)
    if value == nil then
        error(tostring(err), 2)
    end
    return value
end

function support.package(name, options)
    options = options or {}
    options.search = options.search or { support.path "packages" }
    return support.need(hm.open_package(name, options))
end

-- A finished data set: of a text, which is CSV unless `name` says otherwise, or of the fixture.
function support.dataset(text, name)
    local dataset = support.need(hm.new_dataset())
    if text then
        support.need(dataset:read_text(name or "test.csv", text))
    else
        support.need(dataset:read(support.path "data/mini.csv"))
        support.need(dataset:read_records("visits", support.path "data/visits.csv"))
    end
    support.need(dataset:finish())
    return dataset
end

-- The data are not finished yet.
function support.keep_out_of_ranks(dataset, city)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write("city,ranked\n", city, ",no\n")
    file:close()
    support.need(dataset:read_cities(path))
    os.remove(path)
end

-- Scores of the fixture; units 1 Alba 2025, 2 Brio 2025, 3 Alba 2024.
function support.scores(package, dataset)
    return support.need(hm.score(package or support.package "mini", dataset or support.dataset()))
end

-- The call must give nil and an error with these fields.
function support.assert_fails(expected, value, err)
    lu.assertNil(value)
    lu.assertIsTable(err)
    for name, wanted in pairs(expected) do
        lu.assertEquals(err[name], wanted, name)
    end
end

-- What `write` puts into a file.
function support.written(write)
    local path = os.tmpname()
    local file = assert(io.open(path, "w+b"))
    local done, err = write(file)
    file:seek("set")
    local text = file:read("a")
    file:close()
    os.remove(path)
    return text, done, err
end

-- Writes the files of a Markdown file that stand below their path, "`town/package.lua`:", into a
-- folder. Returns their paths.
function support.unpack(path, folder)
    local file <close> = assert(io.open(path, "rb"))
    local paths = {}
    for name, body in file:read("a"):gmatch("\n`([%w_./-]+)`:\n\n```%a+\n(.-)\n```\n") do
        assert(os.execute(("mkdir -p '%s/%s'"):format(folder, name:match("^(.*)/"))))
        local out <close> = assert(io.open(folder .. "/" .. name, "wb"))
        out:write(body, "\n")
        paths[#paths + 1] = name
    end
    return paths
end

-- What was learnt, of scores or of a fit, as its file has it.
function support.write_fits(from)
    return (support.written(function(file)
        local fits = support.need(from.tables and from:table "fits" or from:table())
        return support.need(hm.write(fits, { file = file }))
    end))
end

-- A fit, or nil and an error; and the path that it was read from.
function support.read_fits(text)
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    local fits, err = hm.read_fits(path)
    os.remove(path)
    return fits, err, path
end

function support.rows_of(scores)
    return (support.written(function(file)
        return support.need(scores:write { file = file, header = false })
    end))
end

-- One field of each of a list of tables.
function support.column(list, name)
    local values = {}
    for i, entry in ipairs(list) do
        values[i] = entry[name]
    end
    return values
end

return support
