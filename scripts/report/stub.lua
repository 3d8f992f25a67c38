-- The words of indicator scripts for editors: a definition file in the notation of the Lua Language
-- Server. Helpers come from the engine's own table of operations and from author/helpers.lua, so
-- that what an editor knows is what the engine has.

local hm = require "hundredmark"
local words = require "report.words"

local stub = {}

local HEAD <const> = [[
---@meta
-- What indicator scripts can use: for editors only, never run. Made by hundredmark %s; made anew by
-- `hundredmark pack indicator`.

---What a measure is made of: inputs, numbers, and helpers and operators on them. `<`, `==` and
---`and` cannot be traced: use lt, eq, all_of and the like.
---@class hundredmark.expression
---@operator add(hundredmark.operand): hundredmark.expression
---@operator sub(hundredmark.operand): hundredmark.expression
---@operator mul(hundredmark.operand): hundredmark.expression
---@operator div(hundredmark.operand): hundredmark.expression
---@operator idiv(hundredmark.operand): hundredmark.expression
---@operator mod(hundredmark.operand): hundredmark.expression
---@operator pow(hundredmark.operand): hundredmark.expression
---@operator unm: hundredmark.expression
---@field [string] hundredmark.expression a column, where the input is of the kind records

---@alias hundredmark.operand hundredmark.expression|number|boolean|string|nil

---@class hundredmark.definition
---@field [1] string the input's name: letters, digits and underscores
---@field [2] string what is to be collected, in words
---@field unit? string
---@field min? number a smaller value is rejected
---@field max? number a greater value is rejected
---@field warn_min? number a smaller value is doubted, and used
---@field warn_max? number a greater value is doubted, and used
---@field may_be_na? boolean NA is accepted: there are cities that the question does not apply to
---@field asked_if? hundredmark.expression asked where this is true; where it is false, it does not apply
---@field improve? { step?: number, cost?: number, fixed?: boolean } what it takes to change the figure
---@field breaks? string|string[] periods from which on its figures cannot be compared with those before
---@field options? string[] choice: the texts it may have
---@field many? boolean choice: a cell has several of them, a|b, or none
---@field columns? hundredmark.input_definition[] records: what a row holds

---@class hundredmark.input_definition

---@class hundredmark.test
---@field score? number
---@field value? number
---@field status? "not_reported"|"not_applicable"|"undefined"|"invalid"|"failed"
---@field flags? string such as "capped", joined by ;
---@field scores? table<string, number> scores of nodes that the measure reads, by their codes
---@field values? table<string, number> values of such nodes
---@field coverage? table<string, number> coverage of such nodes, from 0 to 1
---@field note? string shown with the worked example
---@field period? string that it is of; the last that the indicator holds in without it
---@field previous? table<string, any> what the same city had in the period before
---@field [string] any a figure of an input, by its name

---@class hundredmark.figures
---@field previous table<string, any> the figures of the same city's period before
---@field [string] any a figure, by the name of its input

---@class hundredmark.indicator
---@field code string
---@field parent string|false the code of its group; false: it stands by itself
---@field name string
---@field about? string what it is for, in a few sentences
---@field reference? string where it is taken from
---@field inputs? (hundredmark.input_definition|string)[] definitions, or names
---@field measure hundredmark.expression|fun(v: hundredmark.figures): number|nil, string?
---@field measure_from? table<string, hundredmark.expression|function|{ measure: any, inputs?: any[] }> by the period that they hold from
---@field weight? number relative to its siblings; 1 without it
---@field range? number[]|false the least and the greatest value that counts; { 0, 100 } without it
---@field tests? hundredmark.test[] worked examples
---@field part_of? table<string, string>|false which input is a part of which
---@field replaces? boolean it takes the place of an indicator of the base
---@field accepts_missing? boolean a function that is called where figures are missing, too
---@field deducts? boolean its score is taken off its parent's
---@field adds? boolean its score is added to its parent's
---@field cap? number the most points that it deducts or adds
---@field required? boolean its parent has no score without it
---@field scored? boolean false: it is shown, and no part of its parent's score
---@field from? string the first period that it holds in
---@field to? string the last
---@field breaks? string|string[] periods from which on it cannot be compared with before
---@field classes? table|false { { at_least = 80, "high" }, { "low" } }: what its score is called
---@field scale? "minmax"|"zscore"|"rank"|"percentile"|string|table marks over the cities of a period
---@field impute? "mean"|"median"|"latest"|"linear"|"siblings"|"knn"|"em"|number|hundredmark.operand|table|false in place of what was not reported
---@field treat? "percentiles"|"mad"|"log"|"winsorise"|"boxcox"|table|false what is done about outliers
---@field direction? "higher"|"lower" which is better, for scale, and of a group without one for its ranks and those of its parts; "higher" without it
---@field transform? false|fun(x: hundredmark.expression): hundredmark.expression what becomes of its value after these steps

---@class hundredmark.rule_test
---@field status "holds"|"broken"|"skipped"
---@field note? string
---@field previous? table<string, any> what the same city had in the period before
---@field [string] any a figure of an input, by its name

---@class hundredmark.rule
---@field [1] string its id
---@field [2] hundredmark.expression|number|boolean
---@field [3] "<"|"<="|"=="|">="|">"|"!="|"implies"|"excludes"
---@field [4] hundredmark.expression|number|boolean
---@field about? string why: it ends the message
---@field severity? "warning"|"error" "error" makes exit code 1; "warning" without it
---@field missing? "skip"|"count" whether a figure that was not reported breaks it; "skip" without it
---@field tolerance? number numbers that differ by no more are equal
---@field replaces? boolean it takes the place of a rule of the base
---@field tests? hundredmark.rule_test[]

---@class hundredmark.policy
---@field min_coverage? number|{ [1]: number, by: "count"|"weight" } what of a group must be reported; 0.5 without it
---@field min_coverage_at? table<string, number> another share, by the code of a group
---@field min_children? integer how many children of a group must have a score, or all
---@field not_reported? number the score of indicators that are not reported; none without it
---@field rank_if? { coverage?: number, applicable?: number } what of a node must rest on data and apply for it to be ranked; 2/3 each without it
---@field aggregate? string|table the method of all groups; "arithmetic" without it
---@field aggregate_at? table<string, string|table> other methods, by code
---@field rounding? integer|{ digits?: integer, ties?: "even"|"away", at?: table<string, integer> } decimals of all scores
---@field range? number[]|false the range of indicators that say none; { 0, 100 } without it
---@field group_range? number[]|false the same of groups; not of those whose method gives no marks, nor of sums

---@class hundredmark.node
---@field [1] string its code
---@field [2] string its name
---@field parent? string|false the code of its group; none for the root, false: it stands by itself
---@field weight? number
---@field about? string
---@field range? number[]|false what its score is held within; { 0, 100 } without it
---@field deducts? boolean its score is taken off its parent's
---@field adds? boolean its score is added to its parent's
---@field cap? number the most points that it deducts or adds
---@field required? boolean its parent has no score without it
---@field scored? boolean false: it is shown, and no part of its parent's score
---@field from? string the first period that it holds in
---@field to? string the last
---@field breaks? string|string[] periods from which on it cannot be compared with before
---@field measure? hundredmark.expression in the place of a method of aggregation
---@field measure_from? table<string, hundredmark.expression> by the period that they hold from
---@field classes? table|false { { at_least = 80, "high" }, { "low" } }: what its score is called
---@field aggregate? string|table how its children's scores become its own
---@field weigh? "pca"|"equal_influence"|"entropy"|"critic"|"inverse_sd"|table its children's weights follow from the data

---@class hundredmark.package
---@field name string
---@field version string
---@field api integer 1
---@field title? string
---@field about? string
---@field licence? string
---@field extends? string|table the package it stands on
---@field drop? string[] codes of the base that are left out
---@field override? table<string, table> fields of nodes of the base, by code, that are others here
---@field drop_rules? string[] ids of rules of the base that are left out
---@field weights? table<string, number> by code, relative to siblings
---@field weights_from? table<string, table<string, number>> the same by the period that they hold from
---@field breaks? string|string[] periods from which on nothing can be compared with before
---@field nodes? hundredmark.node[] groups
---@field policy? hundredmark.policy
---@field host? string[] what the embedding program must give

---Declares an indicator: `return indicator { ... }`.
---@param declaration hundredmark.indicator
---@return hundredmark.indicator
function indicator(declaration) end

---Declares the package, in package.lua: `return package { ... }`.
---@param declaration hundredmark.package
---@return hundredmark.package
function package(declaration) end

---What figures must be to each other, in rules.lua: `return { rule { "id", left, "<=", right } }`.
---@param declaration hundredmark.rule
---@return hundredmark.rule
function rule(declaration) end

---@class hundredmark.study_weights
---@field within? number the share of each by which it is less or more at the most
---@field simplex? true|number any that add up to 1; or the least share of each
---@field spread? number the standard deviation of their logarithms
---@field sets? string a table of sets of weights
---@field at? string|integer|(string|integer)[] codes, and levels below the index, whose weights are drawn
---@field fixed? string|string[] codes of nodes that keep theirs

---@class hundredmark.study_figures
---@field quality table<string, number> the deviation of a figure's error, in parts of it, by the word in its quality
---@field flips? table<string, number> by the word in column quality, the chance that a flag is the other answer
---@field shared? number the part of its variance that figures of a city have in common; 0 without it

---@class hundredmark.variations
---@field weights? hundredmark.study_weights how weights are drawn
---@field impute? table alternatives, each as an indicator has it; `at` says of which nodes
---@field treat? table the same
---@field scale? table the same
---@field aggregate? table the same of methods of aggregation
---@field params? table<string, number[]> values of parameters
---@field figures? hundredmark.study_figures the error of figures
---@field gaps? "uniform"|"peers"|"em" what stands for marks that are missing
---@field drop? "each"|string[] what is left out, one after the other

---@class hundredmark.study
---@field replicates? integer how many variations; 1024 without it
---@field seed? integer 1 without it
---@field vary? hundredmark.variations
---@field add? boolean stages that the package does not have may vary, too

---What varies when it is asked how sure scores are, in study.lua: `return study { ... }`.
---@param declaration hundredmark.study
---@return hundredmark.study
function study(declaration) end

---A module of the package: `require "a"` is lib/a.lua.
---@param name string
---@return any
function require(name) end

---What the embedding program gives, where package.lua says `host = { ... }`.
---@type table<string, any>
host = nil
]]

local function sentence(s)
    local first = s:find("^%l%l") and s:sub(1, 1):upper() or s:sub(1, 1)
    return s == "" and s or first .. s:sub(2) .. (s:find("[%.%?]$") and "" or ".")
end

-- "records.column" is called column; what is behind the [ may be left out.
local function parameters_of(arguments)
    local list, optional = {}, false
    if arguments:find("^{") then
        return { { name = "list", type = "hundredmark.operand[]|table" } }
    end
    for argument in arguments:gsub("%b{}", "tiers"):gmatch("[^,]+") do
        local plain = argument:gsub("[%[%]%s]", "")
        optional = optional or argument:find("^%s*%[") ~= nil
        list[#list + 1] = { name = plain:match("^%.%.%.$") or plain:match("([%w_]+)$"),
            optional = optional, type = plain == "tiers" and "table[]" or nil }
        optional = optional or argument:find("%[%s*$") ~= nil
    end
    return list
end

-- `least` is how many arguments must be there; nil where only the names tell.
local function add_function(lines, name, arguments, about, least)
    local parameters, names = parameters_of(arguments), {}
    lines[#lines + 1] = ""
    lines[#lines + 1] = "---" .. sentence(about)
    for i, parameter in ipairs(parameters) do
        local is_optional = parameter.optional or least and i > least and parameter.name ~= "..."
        lines[#lines + 1] = ("---@param %s%s %s"):format(parameter.name, is_optional and "?" or "",
            parameter.type or "hundredmark.operand")
        names[i] = parameter.name
    end
    lines[#lines + 1] = "---@return any"
    lines[#lines + 1] = ("function %s(%s) end"):format(name, table.concat(names, ", "))
end

-- Operands that `least` counts: `part` has its texts beside them.
local LEAST <const> = { part = 2 }

local function add_operations(lines)
    for _, helper in ipairs(hm.helpers()) do
        add_function(lines, helper.name, helper.arguments, helper.about,
            LEAST[helper.name] or helper.least)
    end
    add_function(lines, "previous", "x, options",
        "x with every input taken from the same city's previous period; with { within = 3 } from "
        .. "the latest of three periods before that has a figure; in a function, x is the name of an "
        .. "input", 1)
    add_function(lines, "history", "x, options",
        "x in the unit's own period and those before, for slope, mean, min, max or sum to fold: "
        .. "{ back = 9, least = 5 }; in a function x is the name of an input")
end

-- The comment right above each function of author/helpers.lua: "name(arguments): what it does".
function stub.lua_helpers()
    local list, comment = {}, {}
    for line in hm.resource("scripts/author/helpers.lua"):gmatch("([^\n]*)\n") do
        local name = line:match("^function helpers%.([%w_]+)%(")
        if name then
            local text = table.concat(comment, " ")
            local arguments, about = text:match("^" .. name .. "%((.-)%):%s*(.*)$")
            if not arguments then
                arguments, about = text:match("^" .. name .. "(%b{}):%s*(.*)$")
            end
            list[#list + 1] = { name = name, arguments = arguments or "...", about = about or text }
        end
        local said = line:match("^%-%- ?(.*)$")
        if not said then
            comment = {}
        end
        comment[#comment + 1] = said
    end
    return list
end

local function add_kinds(lines)
    for _, kind in ipairs(hm.kinds()) do
        lines[#lines + 1] = ""
        lines[#lines + 1] = ("---An input that is %s%s"):format(kind.wants,
            kind.of_columns_only and "; a column of records only." or ".")
        lines[#lines + 1] = "---@param definition hundredmark.definition"
        lines[#lines + 1] = "---@return hundredmark.input_definition"
        lines[#lines + 1] = ("function %s(definition) end"):format(kind.name)
    end
end

local function add_inputs(lines, inputs)
    lines[#lines + 1] = ""
    lines[#lines + 1] = "---@class hundredmark.inputs"
    for _, input in ipairs(inputs) do
        local label = input.label:gsub("%s+", " ")
        lines[#lines + 1] = ("---@field %s hundredmark.expression %s (%s%s)"):format(input.name,
            label, words.kind(input), input.unit ~= "" and ", " .. input.unit or "")
    end
    lines[#lines + 1] = "---@field [string] hundredmark.expression"
    lines[#lines + 1] = ""
    lines[#lines + 1] = "---The figures that a city reports, by name."
    lines[#lines + 1] = "---@type hundredmark.inputs"
    lines[#lines + 1] = "input = nil"
    lines[#lines + 1] = ""
    lines[#lines + 1] = "---The numbers in parameters.csv, by name."
    lines[#lines + 1] = "---@type table<string, hundredmark.expression>"
    lines[#lines + 1] = "param = nil"
end

-- The whole file; `inputs` are those of the package, as package:inputs() has them.
function stub.text(inputs)
    local lines = { (HEAD:format(hm.version):gsub("\n$", "")) }
    add_inputs(lines, inputs)
    add_kinds(lines)
    add_operations(lines)
    for _, helper in ipairs(stub.lua_helpers()) do
        add_function(lines, helper.name, helper.arguments, helper.about)
    end
    return table.concat(lines, "\n") .. "\n"
end

-- The editor's settings: where the definitions are, and which of Lua's own names do not exist for
-- scripts.
function stub.settings()
    return [[
{
    "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
    "runtime.version": "Lua 5.4",
    "runtime.builtin": {
        "coroutine": "disable",
        "debug": "disable",
        "io": "disable",
        "os": "disable",
        "package": "disable"
    },
    "workspace.library": [".hundredmark"]
}
]]
end

return stub
