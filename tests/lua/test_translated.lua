-- Is all that scripts say in every catalogue of the program? Apart from the tests of languages, so that a text can be
-- written before it is translated.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local said = require "said"
local support = require "support"

package.path = support.folder .. "/../../scripts/?.lua;" .. package.path

local catalogue = require "report.catalogue"

local tests = {}

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
end

-- Where a new text stands that nobody has translated yet: lua5.4 tests/lua/said.lua TAG lists them all.
function tests.test_all_that_scripts_say()
    local sources = said.of(support.folder .. "/../../scripts")
    lu.assertTrue(#sources > 300)
    for _, tag in ipairs { "fr", "zh" } do
        local rows = assert(catalogue.read(read(("%s/../../scripts/lang/%s.csv"):format(support.folder, tag))))
        local missing = said.missing(sources, catalogue.targets(rows))
        lu.assertEquals(#missing, 0, missing[1] and ("%s: %d texts, the first being %q (%s:%d)"):format(tag, #missing,
            missing[1].source, missing[1].path, missing[1].line))
    end
end

-- Pages for people whose texts nobody asks the catalogues for are never translated.
function tests.test_nothing_is_said_past_the_catalogues()
    local folder = support.folder .. "/../../scripts"
    for path in io.popen(("ls '%s'/report/*.lua '%s'/cli/*.lua"):format(folder, folder)):lines() do
        local found = said.past(path)
        lu.assertEquals(#found, 0, found[1] and ("%s:%d: %q"):format(path, found[1].line, found[1].source))
    end
end

-- Parts of a page are put together by what joins them in the language: language.list, clauses, labelled, aside, unit.
-- Formulas, source text and messages for authors are the same in all.
local JOIN_THEMSELVES <const> = { catalogue = true, mathematics = true, stub = true, test_results = true }
local JOINS <const> = { 'concat%([^()]*, "[,;:] "', '"%%s: %%s', '"%%s, %%s', '"%%s %(%%s%)' }

function tests.test_joins_are_the_languages()
    for path in io.popen(("ls '%s/../../scripts'/report/*.lua"):format(support.folder)):lines() do
        local text = JOIN_THEMSELVES[path:match "([^/]+)%.lua$"] and "" or read(path)
        for _, join in ipairs(JOINS) do
            for found in text:gmatch("[^\n]*" .. join .. "[^\n]*") do
                lu.assertTrue(found:find "^ *%-%-" ~= nil, path .. ": " .. found)
            end
        end
    end
end

-- Chinese has marks of its own, and no blanks, between its words.
local MARKS <const> = { [","] = true, [";"] = true, [":"] = true, ["!"] = true, [" "] = true }

local function is_chinese(code)
    return code and code >= 0x4E00 and code <= 0x9FFF
end

function tests.test_marks_of_chinese()
    local count = 0
    for _, row in ipairs(assert(catalogue.read(read(support.folder .. "/../../scripts/lang/zh.csv")))) do
        local codes = { utf8.codepoint(row.target, 1, -1) }
        for i, code in ipairs(codes) do
            count = count + (is_chinese(code) and 1 or 0)
            local is_between = is_chinese(codes[i - 1]) and (is_chinese(codes[i + 1]) or not codes[i + 1])
            lu.assertFalse(is_between and MARKS[utf8.char(code)] or false, row.line .. ": " .. row.target)
        end
    end
    lu.assertTrue(count > 10000)
end

support.run("translated", tests)
