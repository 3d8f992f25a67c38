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

support.run("translated", tests)
