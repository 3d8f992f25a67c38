-- The programs in scripts/README.md, and the packages in indicators/README.md, run as they stand there.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
package.path = HERE .. "?.lua;" .. HERE .. "../../scripts/?.lua;" .. package.path

local examples = require "cli.examples"
local hm = require "hundredmark"
local lu = require "luaunit"
local rule_examples = require "cli.rule_examples"
local support = require "support"

local ROOT <const> = HERE .. "../../"

local tests = {}

-- The Lua blocks of a Markdown file.
local function programs(path)
    local file <close> = assert(io.open(path, "rb"))
    local list = {}
    for program in file:read("a"):gmatch("\n```lua\n(.-)\n```\n") do
        list[#list + 1] = program
    end
    return list
end

-- Runs `program` with globals of its own behind which the real ones stand.
local function run(program, globals)
    return assert(load(program, "=README.md", "t", setmetatable(globals, { __index = _G })))()
end

function tests.test_the_module_in_ten_lines()
    local lines = {}
    run(programs(ROOT .. "scripts/README.md")[1]:gsub('"examples/', '"' .. ROOT .. "examples/"), {
        print = function(...)
            lines[#lines + 1] = table.concat({ ... }, "\t")
        end,
    })
    lu.assertEquals(lines, { "Port Lumen\t2025\t63.4" })
end

-- The module's objects by the names that the page has for them.
local function objects()
    local package = support.need(hm.open_package "iso-iec-30146")
    local dataset = hm.new_dataset()
    support.need(dataset:read(ROOT .. "examples/cities/port-lumen"))
    support.need(dataset:finish())
    return { package = package, dataset = dataset, scores = support.need(hm.score(package, dataset)),
        session = support.need(hm.session(package, dataset, 1)), ranking = hm.ranking(),
        fits = support.need(hm.merge_fits {}) }
end

-- Functions and methods, each as `object:name`: those of the module; and those that a page names.
local function calls_of_the_module()
    local calls = {}
    for name in pairs(hm) do
        calls["hm." .. name] = true
    end
    for object, value in pairs(objects()) do
        for name in pairs(getmetatable(value).__index) do
            calls[object .. ":" .. name] = name ~= "close" or nil
        end
    end
    return calls
end

local function calls_of_the_page(page)
    local calls = {}
    for name in page:gmatch("%f[%w]hm%.([%w_]+)") do
        calls["hm." .. name] = true
    end
    for object in pairs(objects()) do
        for name in page:gmatch("%f[%w_]" .. object .. ":([%w_]+)") do
            calls[object .. ":" .. name] = true
        end
    end
    return calls
end

function tests.test_the_page_names_every_call_and_no_other()
    local file <close> = assert(io.open(ROOT .. "scripts/README.md", "rb"))
    lu.assertEquals(calls_of_the_page(file:read("a")), calls_of_the_module())
end

function tests.test_the_commands_run_in_plain_lua()
    local path = os.tmpname()
    local exit
    run(programs(ROOT .. "scripts/README.md")[2]:gsub('"scripts/', '"' .. ROOT .. "scripts/"), {
        arg = { "tree", "--package", support.path "packages/mini", "--format", "csv", "-o", path },
        os = { exit = function(code)
            exit = code
        end },
    })
    local file <close> = assert(io.open(path, "rb"))
    local text = file:read("a")
    os.remove(path)
    lu.assertEquals(exit, 0)
    lu.assertStrContains(text, "\nS1,streets,2,indicator,Smart lamps,")
end

-- How many worked examples a package has; nothing may be wrong or doubtful, with it or with them.
local function check_package(folder)
    local package = support.need(hm.open_package(folder))
    local cases = examples.of(package)
    local rows = examples.score(package, cases, {})
    lu.assertEquals(package:issues(), {})
    for i, case in ipairs(cases) do
        lu.assertEquals(examples.compare(case.test, rows[i]), {}, case.name)
    end
    local of_rules = rule_examples.of(package)
    for i, status in ipairs(rule_examples.check(package, of_rules, {})) do
        lu.assertEquals(rule_examples.compare(of_rules[i].test, status), {}, of_rules[i].name)
    end
    return #cases + #of_rules
end

function tests.test_the_packages_of_the_reference()
    local folder = os.tmpname()
    os.remove(folder)
    local paths = support.unpack(ROOT .. "indicators/README.md", folder)
    local fine, town, suburb = pcall(function()
        return check_package(folder .. "/town"), check_package(folder .. "/suburb")
    end)
    os.execute(("rm -r '%s'"):format(folder))
    lu.assertTrue(fine, town)
    lu.assertEquals({ #paths, town, suburb }, { 11, 19, 9 })
end

support.run("TestReadme", tests)
