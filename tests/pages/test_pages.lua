-- The pages that the program writes, in a real browser: see check.mjs for what has to hold of each.
--
--     lua5.4 tests/pages/test_pages.lua PROGRAM FOLDER NODE_MODULES CHROMIUM PDFTOTEXT
--
-- CHROMIUM may be a Firefox.
-- PDFTOTEXT may be "none": then nobody looks where sheets of paper break. FOLDER: where the pages are written, which is
-- emptied first. Runs in the folder of the sources.

package.path = (arg[0]:match("^(.*/)") or "./") .. "../tools/?.lua;" .. package.path

local modules, chromium, pdftotext = table.remove(arg, 3), table.remove(arg, 3), table.remove(arg, 3)

local lu = require "luaunit"
local support = require "support"

local tests = {}

-- Each of these command lines writes a page; more are a line each.
local COMMANDS <const> = {
    "audit examples/study",
    "describe --all",
    'explain "Port Lumen" L2.2.2 examples/cities/port-lumen',
    "explain Kestrelby L1 examples/study --period 2019",
    "check examples/study",
    "statistics examples/study",
    "weigh examples/study --by pca",
    "compare examples/study",
    "report examples/study",
    "report examples/study --city Marrowick",
    "report examples/study --city Kestrelby --period 2019",
    "report examples/indices/ibc/data/sample.csv -p examples/indices/ibc",
    "report examples/indices/ibc/data/sample.csv -p examples/indices/ibc --lang fr",
    'report examples/indices/ibc/data/sample.csv -p examples/indices/ibc --city "Vila Dois"',
    "report examples/cities/port-lumen",
    "report $TMP/some.csv --lang zh",
    "statistics examples/study --lang zh",
    "audit examples/study --lang zh",
    "compare examples/study --lang zh",
    "report $TMP/some.csv",
    "audit $TMP/many.csv",
    "uncertainty $TMP/long.csv --variations 64",
    "report $TMP/many.csv",
    "report $TMP/open.csv -p $TMP/open",
    "report $TMP/open.csv -p $TMP/open --nodes M P --lang fr",
    "report $TMP/open.csv -p $TMP/open --city 'Municipality 07'",
    "audit $TMP/open.csv -p $TMP/open",
}

-- A package whose scores have no range, and figures of 25 cities in 36 quarters, up to millions; some are missing.
local function write_open()
    support.ask "mkdir -p $TMP/open"
    support.write("open/package.lua", [[return package { name = "open", version = "1", api = 1, title = "Balance",
        nodes = { { "balance", "Balance" }, { "M", "Money", parent = "balance" },
            { "P", "People", parent = "balance" } },
        policy = { range = false, group_range = false, min_coverage = 0.3 } }]])
    support.write("open/indicators.csv", "code,parent,name,input,kind,unit\n"
        .. "M.1,M,Profit a head,profit,number,EUR\nM.2,M,Growth,growth,number,EUR\nP.1,P,Happiness,happy,number,\n")
    local lines = { "city,period,profit,growth,happy" }
    for city = 1, 25 do
        for quarter = 0, 35 do
            local x = (city * 7919 + quarter * 104729) % 1000
            lines[#lines + 1] = ("Municipality %02d,%d-Q%d,%.1f,%s,%.1f"):format(city, 2012 + quarter // 4,
                quarter % 4 + 1, x * 8123.4, x % 7 == 0 and "NR" or ("%.1f"):format(x * 5123.7), (1000 - x) * 9321.1)
        end
    end
    support.write("open.csv", table.concat(lines, "\n") .. "\n")
end

function tests.test_pages()
    for name, count in pairs { some = 20, many = 61 } do
        support.ask(("lua5.4 tests/pages/make_cities.lua examples/study %d 1 2 > $TMP/%s.csv"):format(count, name))
    end
    write_open()
    support.ask("sed 's/^Corbridge,/Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch,/' $TMP/some.csv "
        .. "> $TMP/long.csv")
    local files = {}
    for i, command in ipairs(COMMANDS) do
        files[i] = ("$TMP/page-%d.html"):format(i)
        support.ask(("hundredmark %s -q -o %s 2>/dev/null || test $? = 1"):format(command, files[i]))
    end
    lu.assertEquals(support.ask(("node tests/pages/check.mjs '%s' '%s' '%s' %s"):format(modules, chromium, pdftotext,
        table.concat(files, " "))), "fine\n")
end

support.run("pages", tests)
