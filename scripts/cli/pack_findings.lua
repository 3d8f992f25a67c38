-- What is doubtful in a package that can be used: facts for pack check, each an issue with its
-- place. Only what the package itself brings is looked at, not what it extends.

local hm = require "hundredmark"
local class_findings = require "cli.class_findings"
local edition_findings = require "cli.edition_findings"
local examples = require "cli.examples"
local files = require "cli.files"
local global_names = require "cli.global_names"
local lua_text = require "report.lua_text"
local na_findings = require "cli.na_findings"
local option_findings = require "cli.option_findings"
local packages = require "cli.packages"
local policy_findings = require "cli.policy_findings"
local step_findings = require "cli.step_findings"
local probe_findings = require "cli.probe_findings"
local probes = require "cli.probes"
local rule_findings = require "cli.rule_findings"
local standing = require "report.standing"
local translation_findings = require "cli.translation_findings"

local findings = {}

local ERROR <const>, WARNING <const> = "error", "warning"

local function add(list, severity, file, line, message, ...)
    list[#list + 1] = { severity = severity, file = file, line = line, column = 0,
        message = message:format(...) }
end

local function own_indicators(package)
    local list = {}
    for _, node in ipairs(package:nodes()) do
        local indicator = node.kind == "indicator" and package:indicator(node.code)
        list[#list + 1] = indicator and indicator.layer == 1 and indicator or nil
    end
    return list
end

local function lacks_tests(indicator)
    return #indicator.tests == 0
end

local function lacks_about(indicator)
    return not indicator.about:find("%S")
end

-- A row whose value is the input itself has nothing to work out.
local function is_bare_row(indicator)
    return indicator.expression and #indicator.expression == 1
end

-- What rows of a table lack is told once: `count` of them, of which the first is `first`.
local function add_missing_of_rows(list, what, rows)
    table.sort(rows, function(a, b) return a.line < b.line end)
    local first = rows[1]
    if first then
        add(list, WARNING, first.file, first.line, "%s %s%s", #rows == 1 and "indicator" or
            ("%d indicators"):format(#rows), #rows == 1 and first.code .. " has no " or "have no ",
            what .. (#rows == 1 and "" or (", the first being %s"):format(first.code)))
    end
end

-- Texts that scripts are asked for one by one. In a table, where a column is missing or a cell empty
-- row by row, they are asked for once; an `about` only where other rows of the table have one.
local function add_missing(list, indicators)
    local tests, abouts, has_about = {}, {}, false
    for _, indicator in ipairs(indicators) do
        if indicator.file:find("indicators%.csv$") then
            tests[#tests + 1] = lacks_tests(indicator) and not is_bare_row(indicator) and indicator or nil
            abouts[#abouts + 1] = lacks_about(indicator) and indicator or nil
            has_about = has_about or not lacks_about(indicator)
        else
            if lacks_tests(indicator) then
                add(list, WARNING, indicator.file, indicator.line, "indicator %s has no tests", indicator.code)
            end
            if lacks_about(indicator) then
                add(list, WARNING, indicator.file, indicator.line, "indicator %s has no about", indicator.code)
            end
        end
    end
    add_missing_of_rows(list, "tests", tests)
    add_missing_of_rows(list, "about", has_about and abouts or {})
end

-- Names ---------------------------------------------------------------------------------------

-- What the engine says of a global name in a script: nil when there is such a thing. It is asked
-- with a package that has nothing else in it.
local function refusal_of(name)
    local package, err = hm.open_package("name", { files = {
        ["package.lua"] = "return package { name = \"name\", version = \"1\", api = 1, "
            .. "nodes = { { \"index\", \"Index\" } } }",
        ["name.lua"] = ("local found = type(_ENV[%s])\nerror(\"= \" .. found, 0)"):format(
            lua_text.quote(name)),
    } })
    assert(not package)
    return err.message:sub(1, 2) ~= "= " and err.message or nil
end

-- Names that are nothing, in code that was not run when the package was opened. `host` is there or
-- not as package.lua says.
local function add_names(list, layer)
    local refusals = { host = false }
    for path, text in pairs(layer.path ~= "" and files.of_package(layer.path) or {}) do
        local is_script = path:find("%.lua$") and not path:find("^tests/")
        for _, use in ipairs(is_script and global_names.of(text) or {}) do
            if refusals[use.name] == nil then
                refusals[use.name] = refusal_of(use.name) or false
            end
            if use.is_set then
                add(list, ERROR, files.shown(layer.path, path), use.line,
                    "global '%s' cannot be set: declare it with 'local'", use.name)
            elseif refusals[use.name] then
                add(list, ERROR, files.shown(layer.path, path), use.line, "%s", refusals[use.name])
            end
        end
    end
end

local function by_place(a, b)
    return a.file < b.file or a.file == b.file and a.line < b.line
end

-- Examples ------------------------------------------------------------------------------------

local function is_same(a, b)
    return a.status == b.status and a.value == b.value and a.score == b.score
end

local function shown(row)
    return row.value and hm.number(row.value) or row.status
end

local function is_out_of_range(row)
    return row.flags:find("capped", 1, true) or row.flags:find("floored", 1, true)
end

local function add_failures(list, package, case, row)
    local indicator = case.indicator
    local file, line = package:locate(indicator.code, "tests", case.number)
    local wrong = examples.compare(case.test, row)
    for _, message in ipairs(wrong) do
        add(list, ERROR, file, line, "%s: %s%s", case.name, message,
            row.reason and ": " .. row.reason or "")
    end
    if #wrong == 0 and is_out_of_range(row) and not case.test.flags then
        add(list, WARNING, file, line,
            "%s: the value %s is outside the range %s: say flags = \"%s\" if that is meant",
            case.name, shown(row), standing.range(indicator), row.flags)
    end
end

local function reversed(cases)
    local list = {}
    for i = #cases, 1, -1 do
        list[#list + 1] = cases[i]
    end
    return list
end

-- Each example is scored twice in one run, the second time in reverse order, and once more in a run
-- that begins at the end. A measure that remembers earlier calls gives itself away.
local function add_state(list, package, cases, rows, given)
    local back = reversed(cases)
    local again = examples.score(package, table.move(back, 1, #back, #cases + 1,
        table.move(cases, 1, #cases, 1, {})), given)
    local first = examples.score(package, back, given)
    local told = {}
    for i, case in ipairs(cases) do
        local indicator, mirrored = case.indicator, #cases + 1 - i
        for _, other in ipairs { again[i], again[#cases + mirrored], first[mirrored] } do
            if not told[indicator.code] and not is_same(rows[i], other) then
                told[indicator.code] = true
                add(list, ERROR, indicator.file, indicator.line, "indicator %s keeps state between "
                    .. "calls: the figures of test %d give %s at first and %s later",
                    indicator.code, case.number, shown(rows[i]), shown(other))
            end
        end
    end
end

local function add_examples(list, package, given)
    local cases = {}
    for _, case in ipairs(examples.of(package)) do
        cases[#cases + 1] = case.indicator.layer == 1 and case or nil
    end
    if #cases == 0 then
        return
    end
    local rows = examples.score(package, cases, given)
    for i, case in ipairs(cases) do
        add_failures(list, package, case, rows[i])
    end
    add_state(list, package, cases, rows, given)
end

-- Made-up figures -----------------------------------------------------------------------------

-- A measure that an error is told of already, of a test that fails, say, is not said to fail again.
local function add_probes(list, lists)
    local in_error = {}
    for _, issue in ipairs(list) do
        in_error[issue.file] = in_error[issue.file] or issue.severity == ERROR
    end
    for _, found in ipairs(probe_findings.of(lists)) do
        local file = found.indicator.file
        if not (found.is_failure and in_error[file]) then
            local line = found.indicator.measure_line or 0
            add(list, WARNING, file, line > 0 and line or found.indicator.line, "%s", found.message)
        end
    end
    local told = {}
    for _, probed in ipairs(lists) do
        local indicator = probed.zero.indicator
        if #indicator.inputs > probes.MOST_ALONE and not told[indicator.code] then
            told[indicator.code] = true
            add(list, "note", indicator.file, indicator.line, "indicator %s has %d inputs: only the "
                .. "first %d are probed by themselves", indicator.code, #indicator.inputs,
                probes.MOST_ALONE)
        end
    end
end

-- Weights -------------------------------------------------------------------------------------

-- Weights of the nodes before this package: by code; a node without an entry had none.
local function weights_of_base(info, given)
    local weights, base = {}, info.layers[2]
    local package = base and hm.open_package(base.path ~= "" and base.path or base.name,
        packages.options(given))
    for _, node in ipairs(package and package:nodes() or {}) do
        weights[node.code] = node.weight
    end
    return weights
end

-- The weights that this package itself sets: { code, weight, file, line, is_entry }.
local function own_weights(package, info, nodes, indicators)
    local list, layer, entered = {}, info.layers[1], {}
    for _, weight in ipairs(layer.weights) do
        local file, line = package:locate(nil, "weights", weight.code)
        entered[weight.code] = true
        list[#list + 1] = { code = weight.code, weight = weight.weight, file = file, line = line,
            is_entry = true }
    end
    for _, indicator in ipairs(indicators) do
        local node = nodes[indicator.code]
        local file, line = package:locate(indicator.code, "weight")
        list[#list + 1] = node.weight ~= 1 and not entered[node.code]
            and { code = node.code, weight = node.weight, file = file, line = line } or nil
    end
    for code, node in pairs(nodes) do
        list[#list + 1] = node.kind == "group" and node.weight ~= 1 and not entered[code]
            and node.file == layer.file
            and { code = code, weight = node.weight, file = node.file, line = node.line } or nil
    end
    table.sort(list, function(a, b)
        return nodes[a.code].position < nodes[b.code].position
    end)
    return list
end

local function all_weigh(children, nodes, weight)
    for _, code in ipairs(children) do
        if nodes[code].weight ~= weight then
            return false
        end
    end
    return true
end

-- Methods of groups that no weight says anything to, unless it is 0.
local UNWEIGHTED <const> = { product = "is the product of its children", minimum = "is the minimum of its children",
    maximum = "is the maximum of its children", benefit_of_the_doubt = "finds the weights of every city itself" }

-- Weights from the data that nothing goes by.
local function add_weighings(list, package)
    for _, node in ipairs(package:nodes()) do
        local reason = node.weigh and (UNWEIGHTED[node.aggregate]
            and "it " .. UNWEIGHTED[node.aggregate]
            or #node.children == 1 and "it has one child")
        if reason then
            add(list, WARNING, node.file, node.line, "weigh of %s does nothing: %s", node.code, reason)
        end
    end
end

local function nodes_by_code(package)
    local nodes = {}
    for i, node in ipairs(package:nodes()) do
        node.position = i
        nodes[node.code] = node
    end
    return nodes
end

-- Of children that get theirs from the data, in whatever edition.
local function add_weighed(list, nodes, own)
    local node = nodes[own.code]
    if node and node.weighed_by then
        add(list, WARNING, own.file, own.line, "the weight of %s%s does nothing: %s weighs its children by %s",
            own.code, own.from and " from " .. own.from or "", node.parent, node.weighed_by)
        return true
    end
    return false
end

-- The same of weights by period.
local function add_weighed_from(list, package, nodes)
    for _, weight in ipairs(package:info().layers[1].weights_from) do
        if not weight.file then
            weight.file, weight.line = package:locate(nil, "weights_from", weight.from, weight.code)
        end
        add_weighed(list, nodes, weight)
    end
end

-- A weight that does nothing in one edition may do much in another.
local function add_weights_of_editions(list, package, indicators)
    local nodes, dated = nodes_by_code(package), {}
    for _, weight in ipairs(package:info().layers[1].weights_from) do
        dated[weight.code] = true
    end
    for _, own in ipairs(own_weights(package, package:info(), nodes, indicators)) do
        if own.is_entry or not dated[own.code] then
            add_weighed(list, nodes, own)
        end
    end
    add_weighed_from(list, package, nodes)
end

local function add_weights(list, package, indicators, given)
    if #package:editions() > 0 then
        return add_weights_of_editions(list, package, indicators)
    end
    local info, nodes, told = package:info(), nodes_by_code(package), {}
    local before = weights_of_base(info, given)
    for _, own in ipairs(own_weights(package, info, nodes, indicators)) do
        local node = nodes[own.code]
        local parent = nodes[node.parent]
        if not parent or node.scored == false then
            add(list, WARNING, own.file, own.line, "the weight of %s does nothing: it %s", own.code,
                node.alone and "stands by itself" or parent and "is only shown" or "is the root")
        elseif add_weighed(list, nodes, own) then
            told[own.code] = true
        elseif #parent.children == 1 and parent.aggregate ~= "sum" then
            add(list, WARNING, own.file, own.line,
                "the weight of %s does nothing: it is the only child of %s", own.code, parent.code)
        elseif UNWEIGHTED[parent.aggregate] and own.weight ~= 0 then
            add(list, WARNING, own.file, own.line, "the weight of %s does nothing: %s %s", own.code, parent.code,
                UNWEIGHTED[parent.aggregate])
        elseif own.is_entry and own.weight == (before[own.code] or 1) then
            add(list, WARNING, own.file, own.line, "the weight of %s does nothing: %s is what it "
                .. "has without it", own.code, hm.number(own.weight))
        elseif all_weigh(parent.children, nodes, own.weight) and parent.aggregate ~= "sum"
            and not told[parent.code] then
            told[parent.code] = true
            add(list, WARNING, own.file, own.line, "the weights of all children of %s are %s: "
                .. "equal weights do nothing", parent.code, hm.number(own.weight))
        end
    end
end

-- Everything found in an open package, in the order of what was looked at, and the probes of its
-- measures (see probes.lua).
function findings.of(package, given)
    local list, indicators = {}, own_indicators(package)
    local probed = probes.of(package, indicators, given)
    for _, issue in ipairs(package:issues()) do
        list[#list + 1] = issue
    end
    add_missing(list, indicators)
    local names = {}
    add_names(names, package:info().layers[1])
    table.sort(names, by_place)
    table.move(names, 1, #names, #list + 1, list)
    for _, found_in in ipairs { na_findings.of(package, indicators), option_findings.of(package),
        policy_findings.of(package, probed), step_findings.of(package), class_findings.of(package),
        edition_findings.of(package), translation_findings.of(package) } do
        for _, found in ipairs(found_in) do
            add(list, WARNING, found.file, found.line, "%s", found.message)
        end
    end
    add_examples(list, package, given)
    for _, found in ipairs(rule_findings.of(package, given)) do
        add(list, found.is_error and ERROR or WARNING, found.file, found.line, "%s", found.message)
    end
    add_probes(list, probed)
    add_weights(list, package, indicators, given)
    add_weighings(list, package)
    return list, probed
end

return findings
