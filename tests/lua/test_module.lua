-- The functions of the module itself, errors as values, and what misuse raises.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local tests = {}

function tests.test_version()
    lu.assertStrMatches(hm.version, "%d+%.%d+%.%d+")
end

function tests.test_builtin_packages_have_the_standard()
    lu.assertTableContains(hm.builtin_packages(), "iso-iec-30146")
end

-- number: the shortest text that reads back exactly ----------------------------------------------

function tests.test_number_is_shortest()
    lu.assertEquals(hm.number(0.1), "0.1")
    lu.assertEquals(hm.number(1 / 3), "0.3333333333333333")
    lu.assertEquals(hm.number(0.1 + 0.2), "0.30000000000000004")
    lu.assertEquals(hm.number(100), "100")
    lu.assertEquals(hm.number(100.0), "100")
    lu.assertEquals(hm.number(-2.5), "-2.5")
    lu.assertEquals(hm.number(-0.0), "0")
    lu.assertEquals(hm.number(2 ^ 53), "9007199254740992")
    lu.assertEquals(hm.number(1e21), "1e+21")
    lu.assertEquals(hm.number(0.0000001), "1e-7")
    lu.assertEquals(hm.number(5e-324), "5e-324")
end

function tests.test_number_reads_back()
    local seed = 1
    for _ = 1, 2000 do
        seed = seed * 6364136223846793005 + 1442695040888963407
        local x = string.unpack("d", string.pack("i8", seed))
        if x == x and math.abs(x) ~= math.huge then
            lu.assertEquals(tonumber(hm.number(x)) + 0.0, x)
        end
    end
end

-- fixed: for people ------------------------------------------------------------------------------

function tests.test_fixed_keeps_its_decimals()
    lu.assertEquals(hm.fixed(75, 1), "75.0")
    lu.assertEquals(hm.fixed(0, 2), "0.00")
    lu.assertEquals(hm.fixed(2 / 3, 3), "0.667")
    lu.assertEquals(hm.fixed(99.95, 1), "100.0")
end

function tests.test_fixed_rounds_half_away_from_zero()
    lu.assertEquals(hm.fixed(2.5, 0), "3")
    lu.assertEquals(hm.fixed(3.5, 0), "4")
    lu.assertEquals(hm.fixed(-2.5, 0), "-3")
    lu.assertEquals(hm.fixed(0.125, 2), "0.13")
end

function tests.test_fixed_shows_no_sign_on_zero()
    lu.assertEquals(hm.fixed(-0.04, 1), "0.0")
    lu.assertEquals(hm.fixed(-0.05, 1), "-0.1")
end

function tests.test_fixed_refuses_decimals_out_of_range()
    lu.assertErrorMsgContains("decimals", hm.fixed, 1, -1)
    lu.assertErrorMsgContains("decimals", hm.fixed, 1, 16)
end

-- nearest ----------------------------------------------------------------------------------------

function tests.test_nearest_finds_a_slip()
    lu.assertEquals(hm.nearest("scools", { "cameras", "schools" }), "schools")
    lu.assertEquals(hm.nearest("L1.1.l", { "L1.1.2", "L1.1.1" }), "L1.1.2")
    lu.assertEquals(hm.nearest("schools", { "schools_wireless", "schools" }), "schools")
end

function tests.test_nearest_does_not_guess_wildly()
    lu.assertNil(hm.nearest("treatments", { "schools", "cameras" }))
    lu.assertNil(hm.nearest("anything", {}))
end

function tests.test_nearest_refuses_names_that_are_none()
    lu.assertError(hm.nearest, "a", { {} })
    lu.assertError(hm.nearest, "a")
end

-- resource ---------------------------------------------------------------------------------------

function tests.test_resource()
    lu.assertStrContains(hm.resource "indicators/iso-iec-30146/package.lua", "return package {")
    lu.assertNil((hm.resource "no/such/file.lua"))
end

-- Errors as values -------------------------------------------------------------------------------

function tests.test_error_with_a_place()
    local _, err = hm.open_package(support.path "packages/broken")
    local file = support.path "packages/broken/A.lua"
    support.assert_fails({ code = "package", file = file, line = 3 }, nil, err)
    lu.assertEquals(tostring(err), ("%s:3: %s"):format(file, err.message))
end

function tests.test_error_with_a_column()
    local dataset = hm.new_dataset()
    local _, err = dataset:read_text("bad.json", '[\n  {"city" "A"}]')
    support.assert_fails({ code = "data", file = "bad.json", line = 2 }, nil, err)
    lu.assertTrue(err.column > 0)
    lu.assertEquals(tostring(err), ("bad.json:2:%d: %s"):format(err.column, err.message))
end

function tests.test_error_without_a_place()
    local _, err = hm.open_package "iso-iec-30147"
    support.assert_fails({ code = "package", file = "", line = 0, column = 0 }, nil, err)
    lu.assertStrContains(err.message, "iso-iec-30146")
    lu.assertEquals(tostring(err), err.message)
end

-- Misuse raises ----------------------------------------------------------------------------------

function tests.test_wrong_arguments_raise()
    lu.assertErrorMsgContains("string expected", hm.open_package)
    lu.assertErrorMsgContains("string expected", hm.open_package, {})
    lu.assertErrorMsgContains("table expected", hm.open_package, "mini", 5)
    lu.assertErrorMsgContains("number expected", hm.number, "many")
    lu.assertErrorMsgContains("string expected", hm.resource)
end

function tests.test_objects_are_not_mixed_up()
    local package, dataset = support.package "mini", support.dataset()
    local scores = support.scores(package, dataset)
    lu.assertErrorMsgContains("hundredmark.package expected", hm.score, dataset, package)
    lu.assertErrorMsgContains("hundredmark.dataset expected", hm.score, package, package)
    lu.assertErrorMsgContains("hundredmark.package expected", package.info, scores)
    lu.assertErrorMsgContains("hundredmark.dataset expected", dataset.units, {})
    lu.assertErrorMsgContains("hundredmark.scores expected", scores.rows, io.stdout, 1)
end

function tests.test_jobs_out_of_range_raise()
    local package, dataset = support.package "mini", support.dataset()
    lu.assertErrorMsgContains("jobs", hm.score, package, dataset, { jobs = -1 })
    lu.assertErrorMsgContains("jobs", hm.score, package, dataset, { jobs = 5000 })
end

support.run("TestModule", tests)
