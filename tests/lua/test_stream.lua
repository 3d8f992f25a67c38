-- hm.stream: data of any length. Marks by hand: S1 is smart lamps of lamps.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local MANIFEST <const> = [[return package { name = "p", version = "1", api = 1, host = { %s },
    nodes = { { "R", "Root" } } }]]
local INDICATOR <const> = [[return indicator { code = "I", parent = "R", name = "I",
    inputs = { number { "x", "X" } }, measure = %s }]]
local CITIES <const> = "city,period,x\nAlba,2025,8\nAlba,2024,6\nBrio,2025,y\nCeli,2025,3\n"

local function open(measure, host)
    return support.need(hm.open_package("p", { host = host, files = {
        ["package.lua"] = MANIFEST:format(host and '"twice"' or ""),
        ["i.lua"] = INDICATOR:format(measure or "input.x") } }))
end

-- What goes through for this text: rows, and what hm.stream gave.
local function stream(text, options, package)
    local path, out = os.tmpname(), assert(io.tmpfile())
    local file <close> = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
    options.file = out
    local results = table.pack(pcall(hm.stream, package or open(), path, options))
    os.remove(path)
    out:seek("set")
    local rows = out:read("a")
    out:close()
    return rows, table.unpack(results, 1, results.n)
end

local function root(city, period, score)
    return ("%s,%s,R,,0,Root,,%s,1,%s,1,1,,scored,\n"):format(city, period, score, score)
end

function tests.test_rows_and_counts()
    local rows, _, counts = stream(CITIES, { depth = 0, header = false, batch = 1, jobs = 2 })
    lu.assertEquals(rows, root("Alba", 2025, 8) .. root("Alba", 2024, 6)
        .. "Brio,2025,R,,0,Root,,,1,,0,1,,insufficient,rests_on_rejected\n" .. root("Celi", 2025, 3))
    lu.assertEquals(counts, { batches = 3, cities = 3, units = 4, written = 4 })
end

-- In batches of a city each, in every one of which the header is read again.
function tests.test_a_stream_in_another_language()
    local languages = { { city = "ville", period = "période", value = "valeur", input = "entrée", status = "statut",
        not_reported = "non communiqué" } }
    local text = "ville,période,entrée,valeur,statut\nAlba,2025,x,8,\nBrio,2025,x,,non communiqué\nCeli,2025,x,3,\n"
    local issues = {}
    local rows = stream(text, { depth = 0, header = false, batch = 1, languages = languages,
        issue = function(issue) issues[#issues + 1] = issue.message end })
    lu.assertEquals(rows, root("Alba", 2025, 8) .. "Brio,2025,R,,0,Root,,,1,,0,1,,insufficient,\n"
        .. root("Celi", 2025, 3))
    lu.assertEquals(issues, {})
    local _, _, counts, err = stream(text, { depth = 0 })
    lu.assertNil(counts)
    lu.assertEquals(err.code, "data")
end

-- The empty text's digest is that of FIPS 180-4's examples.
function tests.test_the_digest_of_what_was_written()
    local _, _, counts = stream(CITIES, { depth = 0, header = false, digest = true })
    lu.assertEquals(counts.bytes, 181)
    lu.assertEquals(#counts.sha256, 64)
    local none, _, of_none = stream("city,period,x\n", { header = false, digest = true })
    lu.assertEquals(none, "")
    lu.assertEquals(of_none.bytes, 0)
    lu.assertEquals(of_none.sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
end

function tests.test_some_cities_and_periods()
    local rows, _, counts = stream(CITIES, { depth = 0, header = false,
        cities = { "Celi", "Alba" }, periods = { "2025" } })
    lu.assertEquals(rows, root("Alba", 2025, 8) .. root("Celi", 2025, 3))
    lu.assertEquals(counts.written, 2)
end

function tests.test_ndjson_out()
    local rows = stream("city,period,x\nAlba,2025,8\n", { format = "ndjson", depth = 0 })
    lu.assertEquals(rows, '{"city":"Alba","period":"2025","code":"R","parent":"","depth":0,'
        .. '"name":"Root","value":null,"score":8,"weight":1,"contribution":8,"coverage":1,'
        .. '"applicable":1,"rank":null,"status":"scored","flags":""}\n')
end

function tests.test_issues_as_they_come()
    local seen = {}
    stream(CITIES .. "Dora,2025,z\n", { batch = 1, issue = function(issue)
        seen[#seen + 1] = ("%s %d:%d"):format(issue.severity, issue.line, issue.column)
    end })
    lu.assertEquals(seen, { "rejected 4:11", "rejected 6:11" })
end

-- What the function raises comes out of the call, and the stream has ended before.
function tests.test_what_is_raised_comes_out()
    local rows, done, err = stream(CITIES, { depth = 0, header = false, batch = 1,
        issue = function()
            error({ "mine" }, 0)
        end })
    lu.assertIsFalse(done)
    lu.assertEquals(err, { "mine" })
    lu.assertEquals(rows, root("Alba", 2025, 8) .. root("Alba", 2024, 6))
end

-- Lua functions that were given run on the thread they belong to, whatever `jobs` says.
function tests.test_lent_functions()
    local package = open("function(v) return host.twice(v.x) end", { twice = function(x)
        return 2 * x
    end })
    local rows = stream("city,period,x\nAlba,2025,8\nBrio,2025,4\n",
        { depth = 0, header = false, batch = 1, jobs = 2 }, package)
    lu.assertEquals(rows, root("Alba", 2025, 16) .. root("Brio", 2025, 8))
end

-- Whoever is called meanwhile may change what the stream was given: it has its own list of names, and
-- finds a file that is closed.
function tests.test_options_that_change_meanwhile()
    local long = ("a long name "):rep(20)
    local options = { depth = 0, header = false, batch = 1, cities = { long .. "1", long .. "2" } }
    options.issue = function()
        options.cities[1], options.cities[2] = nil, nil
        options.cities, options.file = nil, nil
        collectgarbage()
        for i = 1, 100 do
            options[i] = ("another name "):rep(20) .. i
        end
    end
    local rows, done, counts = stream("city,period,x\nAlba,2025,bad\n" .. long .. "1,2025,8\n"
        .. long .. "2,2025,4\n", options)
    lu.assertIsTrue(done)
    lu.assertEquals(counts.written, 2)
    lu.assertEquals(rows, root(long .. "1", 2025, 8) .. root(long .. "2", 2025, 4))
end

function tests.test_a_file_that_is_closed_meanwhile()
    local file = assert(io.tmpfile())
    local path = os.tmpname()
    do
        local data <close> = assert(io.open(path, "wb"))
        data:write(CITIES)
    end
    local counts, err = hm.stream(open(), path, { file = file, batch = 1, issue = function()
        if io.type(file) == "file" then
            file:close()
        end
    end })
    os.remove(path)
    support.assert_fails({ code = "output",
        message = "the results could not be written: Bad file descriptor" }, counts, err)
end

function tests.test_errors()
    local rows, _, counts, err = stream("city,period,x\nA,2025,8\nB,2025,4\nA,2026,4\n",
        { depth = 0, header = false })
    support.assert_fails({ code = "data", line = 4 }, counts, err)
    lu.assertEquals(rows, root("A", 2025, 8) .. root("B", 2025, 4))
    _, _, counts, err = stream(CITIES, { periods = { "1999" } })
    support.assert_fails({ code = "argument", message = "no period '1999' in the data" }, counts,
        err)
    support.assert_fails({ code = "data", message = "no such file" },
        hm.stream(open(), "no-such-file.csv", { file = io.stdout }))
end

function tests.test_a_full_disk()
    local full = io.open("/dev/full", "wb")
    lu.skipIf(not full, "there is no /dev/full here")
    full:setvbuf("no")
    support.assert_fails({ code = "output",
        message = "the results could not be written: No space left on device" },
        hm.stream(support.package "mini", support.path "data/mini.csv", { file = full }))
    full:close()
end

function tests.test_misuse_raises()
    local package = open()
    lu.assertError(hm.stream, package, "-", { file = "name" })
    lu.assertError(hm.stream, package, "-", { file = io.stdout, format = "json" })
    lu.assertError(hm.stream, package, "-", { file = io.stdout, batch = -2 })
    lu.assertError(hm.stream, package, "-", { file = io.stdout, cities = { 7 } })
    lu.assertError(hm.stream, package, "-", { file = io.stdout, issue = "tell" })
    lu.assertError(hm.stream, package, "-")
end

support.run("TestStream", tests)
