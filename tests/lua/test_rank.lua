-- Rankings: rows that were scored apart, ranked together. The scores of the fixture are worked out in
-- test_scores.lua.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

local HEADER <const> = "city,period,code,depth,score,coverage,applicable,rank\n"

local function ranking_of(text, package)
    local ranking = support.need(hm.ranking(package))
    support.need(ranking:read_memory("rows.csv", text))
    support.need(ranking:finish())
    return ranking
end

local function written(object, options)
    return (support.written(function(file)
        options.file = file
        return support.need(object:write(options))
    end))
end

function tests.test_ranks_and_rows()
    local ranking = ranking_of(HEADER .. "A,2025,R,0,50,0.75,1,\nB,2025,R,0,60,1,1,\nC,2025,R,0,,0,1,\n"
        .. "A,2025,I,1,9,1,1,\nB,2025,I,1,,0,1,\nC,2025,I,1,,0,1,\n")
    lu.assertEquals(ranking:rows "R", {
        { city = "A", period = "2025", score = 50, coverage = 0.75, rank = 2 },
        { city = "B", period = "2025", score = 60, coverage = 1, rank = 1 },
        { city = "C", period = "2025", coverage = 0 },
    })
    lu.assertEquals(ranking:count(), 6)
    lu.assertEquals(ranking:format(), "csv")
    lu.assertEquals(ranking:codes(), { { code = "R", depth = 0 }, { code = "I", depth = 1 } })
    lu.assertEquals(written(ranking, { depth = 0 }),
        HEADER .. "A,2025,R,0,50,0.75,1,2\nB,2025,R,0,60,1,1,1\nC,2025,R,0,,0,1,\n")
    support.assert_fails({ code = "argument", message = 'no row has the code "Q"' },
        ranking:rows "Q")
end

function tests.test_safe_cells()
    local ranking = ranking_of(HEADER .. "=A,2025,R,0,50,1,1,\n")
    lu.assertEquals(written(ranking, { safe_cells = true }), HEADER .. "'=A,2025,R,0,50,1,1,1\n")
    lu.assertEquals(written(ranking, {}), HEADER .. "=A,2025,R,0,50,1,1,1\n")
end

function tests.test_cities_that_are_cut_off()
    local ranking = ranking_of(HEADER .. "A,2025,R,0,50,0.75,1,\nA,2025,I,1,9,1,1,\n"
        .. "A,2025,J,1,9,1,1,\nB,2025,R,0,60,1,1,\n")
    lu.assertEquals({ ranking:incomplete() }, { 1, 2 })
    lu.assertEquals(ranking:count(), 3)
    lu.assertEquals(ranking:rows "R",
        { { city = "A", period = "2025", score = 50, coverage = 0.75, rank = 1 } })
end

-- One unit at a time has rank 1 everywhere; together they have the ranks of one run.
function tests.test_units_written_apart()
    local package, scores = support.package "mini", support.scores()
    local ranking = support.need(hm.ranking(package))
    for unit = 1, 3 do
        local text = written(scores, { units = { unit } }):gsub(",%d+,scored,", ",,scored,")
        support.need(ranking:read_memory("unit-" .. unit, text))
    end
    support.need(ranking:finish(1))
    lu.assertEquals(ranking:issues(), {})
    lu.assertEquals(written(ranking, {}), written(scores, {}))
end

function tests.test_issues_have_places()
    local ranking = ranking_of(HEADER .. "A,2025,R,0,good,1,1,\nB,2025,index,0,1,1,1,\n",
        support.package "mini")
    lu.assertEquals(ranking:issues(), { { severity = "rejected", code = "unsuitable_cell",
        file = "rows.csv", sheet = "", line = 2, column = 12, city = "A", period = "2025", input = "", node = "", rule = "",
        found = "good", expected = "a number, or nothing", count = 1, rows = "",
        message = 'score: found "good", expected a number, or nothing' } })
end

function tests.test_what_cannot_be_read()
    local ranking = support.need(hm.ranking())
    support.assert_fails({ code = "data", file = "no/such.csv", message = "no such file" },
        ranking:read "no/such.csv")
    ranking = support.need(hm.ranking())
    support.assert_fails({ code = "data", file = "x.csv", line = 1 },
        ranking:read_memory("x.csv", "city,period\n"))
end

function tests.test_the_text_is_kept_while_rows_point_into_it()
    local ranking = support.need(hm.ranking())
    support.need(ranking:read_memory("rows.csv", HEADER .. ("A,2025,R,0,5,1,1,\n"):rep(1)))
    collectgarbage()
    support.need(ranking:finish())
    lu.assertEquals(written(ranking, {}), HEADER .. "A,2025,R,0,5,1,1,1\n")
end

function tests.test_misuse_raises()
    local ranking = support.need(hm.ranking())
    lu.assertErrorMsgContains("jobs must lie", ranking.finish, ranking, -1)
    lu.assertErrorMsgContains("file must be an open file", ranking.write, ranking, {})
    lu.assertError(hm.ranking, {})
end

function tests.test_timing_of_a_run()
    local timing = support.scores():timing()
    for _, stage in ipairs { "bind", "evaluate", "scale", "aggregate", "rank", "issues" } do
        lu.assertTrue(timing[stage] >= 0, stage)
    end
end

-- 1, NA and x; what is empty is not there.
function tests.test_figures_are_cells_with_something_in_them()
    lu.assertEquals(support.dataset("city,period,a,b\nA,2025,1,\nB,2025,NA,x\n"):figures(), 3)
    lu.assertErrorMsgContains("not finished", function()
        hm.new_dataset():figures()
    end)
end

support.run("TestRank", tests)
