-- A program that has chosen a locale with a decimal comma gets the same figures and scores.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local NAMES <const> = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "de_AT.utf8" }

local tests = {}

-- Does `act` under a comma locale; the locale is put back whatever happens.
local function with_comma(act)
    for _, name in ipairs(NAMES) do
        if os.setlocale(name) then
            local comma = ("%.1f"):format(1.5) == "1,5"
            local done, err = true, nil
            if comma then
                done, err = pcall(act)
            end
            os.setlocale "C"
            if not done then
                error(err, 0)
            elseif comma then
                return
            end
        end
    end
    lu.skip("no locale with a decimal comma is installed, such as de_DE.UTF-8")
end

function tests.test_numbers()
    local number, fixed
    with_comma(function()
        number, fixed = hm.number(0.1), hm.fixed(2 / 3, 2)
    end)
    lu.assertEquals(number, "0.1")
    lu.assertEquals(fixed, "0.67")
end

function tests.test_data_and_scores()
    local text, observed
    with_comma(function()
        local dataset = support.dataset("city,period,lamps,lamps_smart,opening,queue\n"
            .. "Alba,2025,8,3,full,12.5\n")
        local scores = support.scores(support.package "mini", dataset)
        observed = dataset:observation(1, "queue").text
        text = support.written(function(file)
            return support.need(scores:write { file = file, header = false })
        end)
    end)
    lu.assertEquals(observed, "12.5")
    lu.assertStrContains(text, "Alba,2025,S1,streets,2,Smart lamps,37.5,37.5,0.5,")
    lu.assertStrContains(text, "Alba,2025,O1,offices,2,Opening hours,77.5,77.5,0.5,")
end

function tests.test_json_is_read()
    local observed
    with_comma(function()
        observed = support.dataset('[{"city":"Alba","period":"2025","input":"queue",'
            .. '"value":2.5}]', "test.json"):observation(1, "queue").text
    end)
    lu.assertEquals(observed, "2.5")
end

function tests.test_scripts_read_and_print_points()
    local formula, score
    with_comma(function()
        local package = support.package "mini"
        formula = package:indicator "S2".parts[1].formula
        score = package:indicator "O1".tests[1].score
    end)
    lu.assertEquals(formula, "0.5 * percent(crossings_safe, crossings)")
    lu.assertEquals(score, 30)
end

support.run("TestLocale", tests)
