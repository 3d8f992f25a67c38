-- Packages: how they are found, what they say of themselves, and what their errors say.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local hm = require "hundredmark"
local lu = require "luaunit"
local support = require "support"

local column = support.column
local tests = {}

-- Opening ----------------------------------------------------------------------------------------

function tests.test_open_by_path_name_and_builtin()
    lu.assertEquals(hm.open_package(support.path "packages/mini"):info().name, "mini")
    lu.assertEquals(support.package "mini":info().name, "mini")
    lu.assertEquals(hm.open_package "iso-iec-30146":info().builtin, true)
end

function tests.test_first_folder_searched_wins()
    local options = { search = { "/no/such/folder", support.path "packages" } }
    lu.assertEquals(support.package("mini", options):info().path, support.path "packages/mini")
end

function tests.test_an_unknown_name_gets_the_nearest()
    local package, err = hm.open_package("minj", { search = { support.path "packages" } })
    support.assert_fails({ code = "package" }, package, err)
    lu.assertStrContains(err.message, "minj")
end

function tests.test_every_script_that_cannot_be_read_is_an_issue()
    local package, err, issues = hm.open_package(support.path "packages/broken")
    support.assert_fails({ code = "package" }, package, err)
    lu.assertEquals(column(issues, "file"),
        { support.path "packages/broken/A.lua", support.path "packages/broken/B.lua" })
    lu.assertEquals(column(issues, "severity"), { "rejected", "rejected" })
    lu.assertEquals(issues[1].message, err.message)
    lu.assertEquals(issues[1].line, 3)
end

function tests.test_limits_of_loading()
    local path = support.path "packages/mini"
    support.assert_fails({ code = "limit" }, hm.open_package(path, { steps = 10 }))
    support.assert_fails({ code = "limit" }, hm.open_package(path, { memory = 1000 }))
    lu.assertErrorMsgContains("negative", hm.open_package, path, { seconds = -1 })
    lu.assertNotNil(hm.open_package(path, { steps = 1e6, memory = 2 ^ 24, seconds = 5 }))
end

-- What a package says ----------------------------------------------------------------------------

function tests.test_info()
    local info = support.package "mini":info()
    lu.assertEquals(info.version, "1.2")
    lu.assertEquals(info.api, 1)
    lu.assertEquals(info.title, "A small package")
    lu.assertEquals(info.about, "Four indicators whose scores can be worked out on paper.")
    lu.assertEquals(info.licence, "MIT")
    lu.assertEquals(info.builtin, false)
    lu.assertEquals(info.extends, {})
    lu.assertEquals(info.policy, { min_coverage = 0.6, aggregate = "arithmetic",
        aggregate_at = { offices = "geometric" }, range = { 0, 100 }, group_range = { 0, 100 },
        min_coverage_at = {}, rounding_at = {},
        rank_if = { coverage = 2 / 3, applicable = 2 / 3 } })
end

function tests.test_info_of_a_built_in_package()
    local info = hm.open_package "iso-iec-30146":info()
    lu.assertEquals(info.path, "")
    lu.assertEquals(info.builtin, true)
    lu.assertEquals(info.policy.min_coverage, 0.5)
end

function tests.test_a_package_that_extends_another()
    local package = support.package "mini-local"
    local info = package:info()
    lu.assertEquals(info.extends, { "mini" })
    lu.assertEquals(info.title, "mini-local")
    lu.assertEquals(info.policy.rounding, 1)
    lu.assertEquals(info.policy.min_coverage, 0.6)
    lu.assertEquals(column(package:nodes(), "code"), { "index", "streets", "S1", "S2" })
end

function tests.test_nodes_in_hierarchy_order()
    local nodes = support.package "mini":nodes()
    lu.assertEquals(column(nodes, "code"),
        { "index", "streets", "S1", "S2", "offices", "O1", "O2" })
    lu.assertEquals(column(nodes, "parent"),
        { "", "index", "streets", "streets", "index", "offices", "offices" })
    lu.assertEquals(column(nodes, "depth"), { 0, 1, 2, 2, 1, 2, 2 })
    lu.assertEquals(column(nodes, "kind"), { "group", "group", "indicator", "indicator", "group",
        "indicator", "indicator" })
    lu.assertEquals(column(nodes, "weight"), { 1, 3, 1, 1, 1, 1, 1 })
    lu.assertEquals(column(nodes, "share"), { 1, 0.75, 0.5, 0.5, 0.25, 0.5, 0.5 })
end

function tests.test_a_group_and_an_indicator_among_the_nodes()
    local nodes = support.package "mini":nodes()
    local streets, s1, offices = nodes[2], nodes[3], nodes[5]
    lu.assertEquals(streets.name, "Streets")
    lu.assertEquals(streets.about, "What lies outside.")
    lu.assertEquals(streets.aggregate, "arithmetic")
    lu.assertEquals(streets.children, { "S1", "S2" })
    lu.assertEquals(streets.file, support.path "packages/mini/package.lua")
    lu.assertEquals(offices.aggregate, "geometric")
    lu.assertNil(s1.aggregate)
    lu.assertEquals(s1.children, {})
    lu.assertEquals(s1.file, support.path "packages/mini/S1.lua")
    lu.assertEquals(s1.line, 1)
end

-- Indicators -------------------------------------------------------------------------------------

function tests.test_where_fields_stand()
    local package = support.package "mini"
    local function place(...)
        local file, line = package:locate(...)
        return file and ("%s:%d"):format(file:match "[^/]*$", line)
    end
    lu.assertEquals(place(nil, "policy", "aggregate_at", "offices"), "package.lua:9")
    lu.assertEquals(place(nil, "nodes", 3, "parent"), "package.lua:7")
    lu.assertEquals(place(nil, "weights", "O1"), "package.lua:1") -- there are none
    lu.assertEquals(place("O2", "tests", 1, "visits", 2), "O2.lua:15")
    lu.assertEquals(place("O2", "inputs", 1), "O2.lua:7")
    lu.assertEquals(place("O2"), "O2.lua:3")
    lu.assertNil(place("O9", "tests"))
    lu.assertErrorMsgContains("string expected", place, "O2", {})
    lu.assertEquals(package:nodes()[2].line, 6)
end

function tests.test_an_expression()
    local s1 = support.package "mini":indicator "S1"
    lu.assertEquals(s1.code, "S1")
    lu.assertEquals(s1.name, "Smart lamps")
    lu.assertEquals(s1.about, "Lamps that report their faults.")
    lu.assertEquals(s1.reference, "made up, 1")
    lu.assertEquals(s1.parent, "streets")
    lu.assertEquals(s1.form, "expression")
    lu.assertEquals(s1.formula, "percent(lamps_smart, lamps)")
    lu.assertEquals(s1.parts, {})
    lu.assertEquals(s1.inputs, { "lamps_smart", "lamps" })
    lu.assertEquals(s1.range, { 0, 100 })
    lu.assertEquals(s1.part_of, { { part = "lamps_smart", whole = "lamps" } })
    lu.assertEquals(s1.accepts_missing, false)
end

function tests.test_parts_of_an_expression()
    local s2 = support.package "mini":indicator "S2"
    lu.assertEquals(s2.formula, "b1 + b2")
    lu.assertEquals(column(s2.parts, "name"), { "b1", "b2" })
    lu.assertEquals(column(s2.parts, "label"), { "Safe crossings", "A map" })
    lu.assertEquals(column(s2.parts, "formula"),
        { "0.5 * percent(crossings_safe, crossings)", "points(speed_map, 50)" })
end

function tests.test_a_function()
    local o1 = support.package "mini":indicator "O1"
    lu.assertEquals(o1.form, "function")
    lu.assertEquals(o1.parts, {})
    lu.assertEquals(o1.range, { 0, 80 })
    lu.assertEquals(o1.accepts_missing, true)
    lu.assertEquals(o1.inputs, { "opening", "queue" })
end

function tests.test_worked_examples()
    local examples = support.package "mini":indicator "S1".tests
    lu.assertEquals(#examples, 3)
    lu.assertItemsEquals(examples[1].values, { { name = "lamps_smart", text = "3" },
        { name = "lamps", text = "4" } })
    lu.assertEquals(examples[1].score, 75)
    lu.assertEquals(examples[1].note, "Three of four.")
    lu.assertEquals(examples[1].records, {})
    lu.assertNil(examples[1].status)
    lu.assertEquals(examples[2].value, 125)
    lu.assertEquals(examples[2].flags, "capped;part_exceeds_whole")
    lu.assertNil(examples[2].score)
    lu.assertEquals(examples[3].status, "undefined")
end

function tests.test_worked_examples_with_records()
    local example = support.package "mini":indicator "O2".tests[1]
    lu.assertEquals(example.values, {})
    lu.assertEquals(example.records, { { name = "visits", rows = {
        { { column = "desk", text = "A" }, { column = "minutes", text = "15" } },
        { { column = "desk", text = "B" }, { column = "minutes", text = "16" } },
    } } })
end

function tests.test_no_indicator_of_that_code()
    local package = support.package "mini"
    lu.assertNil((package:indicator "streets"))
    lu.assertNil((package:indicator "S9"))
end

-- Inputs -----------------------------------------------------------------------------------------

local function input_of(package, name)
    for _, input in ipairs(package:inputs()) do
        if input.name == name then
            return input
        end
    end
end

function tests.test_inputs_once_each()
    local names = column(support.package "mini":inputs(), "name")
    table.sort(names)
    lu.assertEquals(names, { "crossings", "crossings_safe", "lamps", "lamps_smart", "opening",
        "queue", "speed_map", "visits" })
end

function tests.test_names_of_records()
    lu.assertEquals(support.package "mini":records(), { "visits" })
    lu.assertEquals(hm.open_package "iso-iec-30146":records(), { "features", "feature_changes" })
end

function tests.test_an_input()
    local package = support.package "mini"
    local lamps, queue = input_of(package, "lamps"), input_of(package, "queue")
    lu.assertEquals(lamps.label, "Street lamps")
    lu.assertEquals(lamps.kind, "count")
    lu.assertEquals(lamps.unit, "")
    lu.assertEquals(lamps.indicators, { "S1" })
    lu.assertEquals(lamps.file, support.path "packages/mini/inputs.lua")
    lu.assertEquals(lamps.line, 2)
    lu.assertNil(lamps.max)
    lu.assertEquals(queue.unit, "min")
    lu.assertEquals(input_of(package, "crossings").max, 200)
    lu.assertNil(queue.options)
    lu.assertNil(queue.columns)
end

function tests.test_a_choice_and_records()
    local package = support.package "mini"
    lu.assertEquals(input_of(package, "opening").options, { "none", "some", "full" })
    local visits = input_of(package, "visits")
    lu.assertEquals(visits.kind, "records")
    lu.assertEquals(column(visits.columns, "name"), { "desk", "minutes" })
    lu.assertEquals(column(visits.columns, "kind"), { "text", "amount" })
    lu.assertEquals(column(visits.columns, "label"), { "Which desk", "Length" })
    lu.assertEquals(visits.columns[2].unit, "min")
end

function tests.test_issues_of_a_sound_package()
    lu.assertEquals(support.package "mini":issues(), {})
end

support.run("TestPackage", tests)
