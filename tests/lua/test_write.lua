-- Writing scores in bulk: CSV, JSON and NDJSON, whole or in part.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local cjson = require "cjson"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local HEADER <const> =
    "city,period,code,parent,depth,name,value,score,weight,contribution,coverage,applicable,"
    .. "rank,status,flags"

local function lines_of(text)
    local lines = {}
    for line in text:gmatch("([^\n]*)\n") do
        lines[#lines + 1] = line
    end
    return lines
end

local function write(options, scores)
    scores = scores or support.scores()
    return (support.written(function(file)
        options.file = file
        return support.need(scores:write(options))
    end))
end

function tests.test_csv()
    local lines = lines_of(write { format = "csv" })
    lu.assertEquals(#lines, 1 + 3 * 7)
    lu.assertEquals(lines[1], HEADER)
    lu.assertEquals(lines[2], "Alba,2025,index,,0,Index,,70.9375,1,70.9375,1,1,1,scored,")
    lu.assertEquals(lines[4], "Alba,2025,S1,streets,2,Smart lamps,75,75,0.5,28.125,1,1,2,scored,")
    lu.assertEquals(lines[9], "Brio,2025,index,,0,Index,,,1,,0,1,,insufficient,")
    lu.assertEquals(lines[11], "Brio,2025,S1,streets,2,Smart lamps,110,100,0.5,,1,1,1,scored,"
        .. "capped;part_exceeds_whole")
end

function tests.test_csv_is_the_default_format()
    lu.assertEquals(write {}, write { format = "csv" })
end

function tests.test_csv_quotes_what_needs_it()
    local scores = support.scores(nil,
        support.dataset('city,period,lamps\n"Port ""A"", east",2025,4\n'))
    lu.assertStrContains(write({ depth = 0 }, scores), '\n"Port ""A"", east",2025,index,')
end

function tests.test_depth_units_and_header()
    local text = write { depth = 1, units = { 3, 1, 3 }, header = false }
    local starts = {}
    for i, line in ipairs(lines_of(text)) do
        starts[i] = line:match("^[^,]*,[^,]*,[^,]*")
    end
    lu.assertEquals(starts, {
        "Alba,2024,index", "Alba,2024,streets", "Alba,2024,offices",
        "Alba,2025,index", "Alba,2025,streets", "Alba,2025,offices",
        "Alba,2024,index", "Alba,2024,streets", "Alba,2024,offices",
    })
end

function tests.test_no_units_at_all()
    lu.assertEquals(write { units = {} }, HEADER .. "\n")
end

function tests.test_json_carries_run_and_scores()
    local document = cjson.decode(write { format = "json", run = '{"by":"a test"}' })
    lu.assertEquals(document.run, { by = "a test" })
    lu.assertEquals(#document.scores, 3 * 7)
    local row = document.scores[3]
    lu.assertEquals({ row.city, row.code, row.value, row.rank, row.status },
        { "Alba", "S1", 75, 2, "scored" })
    lu.assertEquals(document.scores[8].score, cjson.null)
end

function tests.test_json_without_run()
    lu.assertEquals(cjson.decode(write { format = "json" }).run, {})
end

function tests.test_ndjson_is_a_row_a_line()
    local lines = lines_of(write { format = "ndjson", depth = 0 })
    lu.assertEquals(#lines, 3)
    local row = cjson.decode(lines[1])
    lu.assertEquals({ row.city, row.period, row.code, row.score },
        { "Alba", "2025", "index", 70.9375 })
    lu.assertNil(lines[1]:find("\n"))
end

function tests.test_json_has_the_columns_of_csv()
    local row = cjson.decode(lines_of(write { format = "ndjson", depth = 0 })[1])
    for name in HEADER:gmatch("[^,]+") do
        lu.assertNotNil(row[name], name)
    end
end

function tests.test_the_same_scores_give_the_same_bytes()
    lu.assertEquals(write { format = "json" }, write { format = "json" })
end

function tests.test_misuse_raises()
    local scores = support.scores()
    local closed = assert(io.tmpfile())
    closed:close()
    lu.assertErrorMsgContains("file", scores.write, scores, {})
    lu.assertErrorMsgContains("file", scores.write, scores, { file = "out.csv" })
    lu.assertErrorMsgContains("file", scores.write, scores, { file = closed })
    lu.assertErrorMsgContains("table expected", scores.write, scores, "out.csv")
    local file <close> = assert(io.tmpfile())
    lu.assertErrorMsgContains("xml", scores.write, scores, { file = file, format = "xml" })
    lu.assertErrorMsgContains("no unit", scores.write, scores, { file = file, units = { 4 } })
    lu.assertErrorMsgContains("no unit", scores.write, scores, { file = file, units = { 0 } })
end

function tests.test_a_file_that_cannot_be_written()
    local file <close> = assert(io.open(support.path "data/mini.csv", "rb"))
    support.assert_fails({ code = "output" }, support.scores():write { file = file })
end

function tests.test_a_full_disk()
    local file = io.open("/dev/full", "wb")
    if not file then
        lu.skip("there is no /dev/full here")
    end
    file:setvbuf("no")
    local done, err = support.scores():write { file = file }
    file:close()
    support.assert_fails({ code = "output" }, done, err)
    lu.assertStrContains(err.message, "space")
end

support.run("TestWrite", tests)
