-- The man pages of packages and of the C API name what there is, and nothing else: fields, kinds,
-- helpers and methods of the engine, functions of the headers. The package they show works, and the
-- reference of package authors leaves nothing out that the page has.

local HERE <const> = arg[0]:match("^(.*/)") or "./"
local ROOT <const> = HERE .. "../../"
package.path = HERE .. "?.lua;" .. ROOT .. "tests/lua/?.lua;" .. ROOT .. "scripts/?.lua;" .. package.path

local examples = require "cli.examples"
local hm = require "hundredmark"
local lu = require "luaunit"
local man_page = require "man_page"
local stub = require "report.stub"
local support = require "support"

local function read(path)
    local file <close> = assert(io.open(ROOT .. path, "rb"))
    return file:read("a")
end

local PACKAGE_PAGE <const> = read "core/packaging/hundredmark-package.5"
local API_PAGE <const> = read "core/packaging/hundredmark.3"

local tests = {}

-- What stands in the C array `name` of the readers of declarations: the fields that they allow.
local function fields(...)
    local source = read "core/script/lua_manifest.c" .. read "core/script/lua_read.c"
        .. read "core/script/lua_rules.c" .. read "core/script/lua_study.c"
    local macros = read "core/script/lua_step.h" .. read("core/script/lua_policy.h"):gsub("\\\n", " ")
    local set = {}
    for _, name in ipairs { ... } do
        local list = assert(source:match("%*const " .. name .. "%[%] = (%b{})"), name)
        for _, macro in ipairs { "HM_STEP_FIELDS", "HM_POLICY_FIELDS" } do
            list = list:gsub(macro, (macros:match("#define " .. macro .. " ([^\n]*)")))
        end
        for field in list:gmatch('"([%w_]+)"') do
            set[field] = true
        end
    end
    return set
end

-- The names of `found` and not of `wanted`, in order.
local function only_in(found, wanted)
    local list = {}
    for name in pairs(found or {}) do
        list[#list + 1] = not (wanted and wanted[name]) and name or nil
    end
    table.sort(list)
    return table.concat(list, " ")
end

-- Two sets of names have to be the same: those on the page, and those that there are.
local function assert_same(found, wanted, where)
    lu.assertEquals(only_in(wanted, found), "", "missing on the page" .. (where or ""))
    lu.assertEquals(only_in(found, wanted), "", "only on the page" .. (where or ""))
end

local function set_of(list)
    local set = {}
    for _, entry in ipairs(list) do
        set[entry.name] = true
    end
    return set
end

function tests.test_fields()
    local page = man_page.names(PACKAGE_PAGE, "Va")
    assert_same(page["PACKAGE"], fields "package_fields")
    assert_same(page["Groups"], fields "node_fields")
    assert_same(page["Policy"], fields "policy_fields")
    assert_same(page["Options"], fields("input_fields", "choice_fields", "records_fields"))
    assert_same(page["INDICATORS"], fields "indicator_fields")
    assert_same(page["RULES"], fields "rule_fields")
    assert_same(page["STUDIES"], fields "study_fields")
    assert_same(page["What varies"], fields "vary_fields")
    assert_same(page["Weights of a study"], fields "weight_fields")
    assert_same(page["Worked examples"], fields "reserved")
end

function tests.test_kinds()
    assert_same(man_page.names(PACKAGE_PAGE, "Ic")["Kinds"], set_of(hm.kinds()))
end

-- Every helper is that of C, of author/helpers.lua, or one of two that the sandbox makes.
function tests.test_helpers()
    local wanted = set_of(hm.helpers())
    for name in pairs(set_of(stub.lua_helpers())) do
        wanted[name] = true
    end
    wanted.previous, wanted.history = true, true
    local found = {}
    for _, names in pairs(man_page.names(PACKAGE_PAGE, "Fn")) do
        for name in pairs(names) do
            lu.assertNil(found[name], name .. " stands there twice")
            found[name] = true
        end
    end
    assert_same(found, wanted)
end

-- Parameters that have to be given.
local NEEDED <const> = { power = "p = 2", worst = "count = 1", mean_min = "alpha = 1" }
local AT_HUNDRED <const> = '{ "zscore", mean = 100, spread = 10 }, range = false'

-- A package of one indicator with this method of its group and this scale.
local function open_with(method, scale)
    return hm.open_package("methods", { files = {
        ["package.lua"] = ([[return package { name = "methods", version = "1", api = 1,
            nodes = { { "index", "Index" } }, policy = { aggregate = { %q, %s } } }]]):format(method, NEEDED[method] or ""),
        ["a.lua"] = ([[return indicator { code = "A", parent = "index", name = "A",
            inputs = { number { "x", "X" } }, measure = input.x, scale = %s }]])
            :format(method == "mazziotta_pareto" and AT_HUNDRED or ("%q"):format(scale)),
    } })
end

-- The names in the first column of the table in a section of the reference.
local function methods_of_reference(heading)
    local section = read("indicators/README.md"):match("\n## " .. heading .. "\n(.-)\n##")
    local set = {}
    for cell in section:gmatch("\n| (`[^|]*) |") do
        for name in cell:gmatch('`"?([%l_]+)"?`') do
            set[name] = true
        end
    end
    set.scale, set.impute, set.treat, set.method = nil, nil, nil, nil
    return set
end

function tests.test_methods()
    local page = man_page.names(PACKAGE_PAGE, "Ic")
    for name in pairs(page["AGGREGATION"]) do
        support.need(open_with(name, "minmax"))
    end
    local steps = {}
    for field, list in pairs { scale = hm.scales(), impute = hm.imputers(), treat = hm.treatments() } do
        local methods = set_of(list)
        assert_same(page["Methods of " .. field], methods, ": " .. field)
        for name in pairs(methods) do
            steps[name] = name ~= "number" and true or nil -- which is said as a number
        end
    end
    lu.assertNil((open_with("means", "minmax")))
    lu.assertNil((open_with("arithmetic", "means")))
    assert_same(page["AGGREGATION"], set_of(hm.methods()))
    assert_same(page["AGGREGATION"], methods_of_reference "From children to groups")
    assert_same(steps, methods_of_reference "Scales and other steps")
end

-- What stands between backticks in the reference, `x` alone or with more: { x = 1 }, "x", x(y).
local function words_of_code(text)
    local words = {}
    for code in text:gmatch("`([^`\n]+)`") do
        for word in code:gmatch("[%a_][%w_]*") do
            words[word] = true
        end
    end
    return words
end

function tests.test_the_reference_has_all_of_it()
    local words = words_of_code((read("indicators/README.md"):gsub("\n```.-\n```", "")))
    for _, kind in ipairs { "Va", "Ic", "Fn" } do
        for heading, names in pairs(man_page.names(PACKAGE_PAGE, kind)) do
            lu.assertEquals(only_in(names, words), "", "missing in the reference: " .. heading)
        end
    end
    lu.assertNil(words.no_such_word)
end

function tests.test_the_package_that_is_shown()
    local files = {}
    for _, example in ipairs(man_page.examples(PACKAGE_PAGE)) do
        files[example.title:match("^my%-city/(.*)$")] = example.text
    end
    lu.assertNotNil(files["package.lua"])
    lu.assertNotNil(files["L7.1.lua"])
    local package = support.need(hm.open_package("my-city", { files = files }))
    lu.assertEquals(package:issues(), {})
    local cases = examples.of(package)
    local rows = examples.score(package, cases, {})
    local own = 0
    for i, case in ipairs(cases) do
        lu.assertEquals(examples.compare(case.test, rows[i]), {}, case.name)
        own = own + (case.name:find("L7.1", 1, true) and 1 or 0)
    end
    lu.assertEquals(own, 1)
end

-- Every function of a header is named below the header's name, and no other.
function tests.test_functions_of_the_headers()
    local page = man_page.names(API_PAGE, "Fn")
    local pipe <close> = assert(io.popen(("cd '%s' && ls include/hundredmark/*.h"):format(ROOT)))
    for path in pipe:lines() do
        local calls = {}
        for name in read(path):gmatch("\nHM_API[^(]-(hm_[%w_]+)%(") do
            calls[name] = true
        end
        local header = path:match("^include/(.*)$")
        assert_same(page[header], calls, ": " .. header)
        page[header] = nil
    end
    lu.assertEquals(page, {})
end

function tests.test_error_codes()
    local wanted = {}
    for name in read("include/hundredmark/base.h"):gmatch("\n    (HM_ERROR_[%u_]+)") do
        wanted[name] = true
    end
    assert_same(man_page.names(API_PAGE, "Dv")["Errors"], wanted)
end

support.run("TestMan", tests)
