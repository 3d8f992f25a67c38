-- Every column of the program's tables has a title for pages, and so, by tests/lua/test_languages.lua, one in each
-- language: those of the engine, which C lists, and those that scripts list.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local ROOT <const> = support.folder .. "/../../"
package.path = ROOT .. "scripts/?.lua;" .. package.path

local column_words = require "report.column_words"
local language = require "report.language"
local said = require "said"

local tests = {}

-- The files below a folder whose names end so.
local function files_of(folder, ending)
    local list = {}
    local found <close> = io.popen(("find '%s%s' -name '*%s' | sort"):format(ROOT, folder, ending))
    for path in found:lines() do
        list[#list + 1] = path
    end
    return list
end

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
end

-- { name, where } of the rows { "name", HM_COLUMN_TYPE, ... }.
local function columns_of_c()
    local list = {}
    for _, path in ipairs(files_of("core", ".c")) do
        for name in read(path):gmatch '{%s*"([%l%d_]+)",%s*HM_COLUMN_%u+' do
            list[#list + 1] = { name = name, where = path }
        end
    end
    return list
end

-- A sheet to be filled in has its words of data in their place (report.language), and is no page.
local NO_PAGES <const> = { ["scripts/cli/template.lua"] = true }

local function columns_of_lua()
    local list = {}
    for _, path in ipairs(files_of("scripts", ".lua")) do
        for _, one in ipairs(NO_PAGES[path:sub(#ROOT + 1)] and {} or said.columns(path)) do
            list[#list + 1] = { name = one.name or "(columns that no line says)",
                where = ("%s:%d"):format(path, one.line) }
        end
    end
    return list
end

local function untitled(list)
    local missing = {}
    for _, one in ipairs(list) do
        missing[#missing + 1] = not column_words.is_known(one.name) and one.name .. " of " .. one.where or nil
    end
    return missing
end

function tests.test_columns_of_the_engine_have_titles()
    local list = columns_of_c()
    lu.assertTrue(#list > 100)
    lu.assertEquals(untitled(list), {})
end

function tests.test_columns_of_scripts_have_titles()
    local list = columns_of_lua()
    lu.assertTrue(#list > 50)
    lu.assertEquals(untitled(list), {})
end

function tests.test_titles()
    lu.assertEquals(column_words.title "peak_bytes", "peak_bytes")
    lu.assertEquals(column_words.title "my_column", "my_column")
    lu.assertFalse(column_words.is_known "my_column")
    language.use "fr"
    lu.assertEquals(column_words.title "score", "note")
    lu.assertEquals(column_words.title "my_column", "my_column")
    language.use "en"
end

-- The sheet of a workbook that says what is wrong with the data has heads and words of the language.
function tests.test_the_sheet_of_issues()
    local cells, nothing = {}, function() end
    local sheet = { columns = nothing, freeze = nothing, page = nothing, filter = nothing,
        write = function(_, row, column, text) cells[row .. ":" .. column] = text end }
    local made = { columns = function() return { { name = "severity" }, { name = "code" }, { name = "message" } } end,
        rows = function() return { { severity = "rejected", code = "other_figure", message = "rejected" } } end }
    language.use "fr"
    require("report.scores_workbook_issues").write { looks = {}, workbook = { add_sheet = function() return sheet end },
        run = { scores = { table = function() return made end } } }
    lu.assertEquals({ cells["1:1"], cells["1:2"], cells["1:3"] }, { "gravité", "code", "message" })
    lu.assertEquals({ cells["2:1"], cells["2:2"], cells["2:3"] }, { "rejeté", "other_figure", "rejected" })
    language.use "en"
end

support.run("column_words", tests)
