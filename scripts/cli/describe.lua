-- describe: what a package is, or one of its groups or indicators.

local describe_tables = require "report.describe_tables"
local edition_words = require "report.edition_words"
local formats = require "cli.formats"
local output = require "cli.output"
local packages = require "cli.packages"
local run_object = require "cli.run_object"
local stop = require "cli.stop"
local suggest = require "cli.suggest"

local say = require("report.language").of "cli.describe"

local function index(package)
    local nodes, codes = {}, {}
    for i, node in ipairs(package:nodes()) do
        nodes[node.code] = node
        codes[i] = node.code
    end
    return nodes, codes
end

-- How many indicators there are at or below each node, by code.
local function count_indicators(nodes, codes)
    local count = {}
    for _, code in ipairs(codes) do
        local above = nodes[code].kind == "indicator" and code
        while above and above ~= "" do
            count[above] = (count[above] or 0) + 1
            above = nodes[above].parent
        end
    end
    return count
end

local function inputs_by_name(package)
    local by_name = {}
    for _, input in ipairs(package:inputs()) do
        by_name[input.name] = input
    end
    return by_name
end

local function gather(package, info, code)
    local nodes, codes = index(package)
    local facts = { info = info, nodes = nodes, codes = codes,
        indicators = count_indicators(nodes, codes), inputs = package:inputs(),
        rules = package:rules(), parameters = package:parameters(),
        editions = edition_words.of(package) }
    function facts.indicator_of(of_code)
        return package:indicator(of_code)
    end
    if not code then
        return facts
    end
    facts.node = nodes[code]
    if not facts.node then
        stop.usage(say("no code '{code}' in package {package}{hint}",
            { code = code, package = info.name, hint = suggest.nearest(code, codes) }))
    end
    if facts.node.kind == "indicator" then
        facts.indicator = package:indicator(code)
        facts.input_of = inputs_by_name(package)
    end
    return facts
end

local function handbook_of(facts, package)
    facts.input_of = inputs_by_name(package)
    return require("report.handbook").page(facts)
end

local function page_of(facts, given, package, format)
    local pages = require "report.describe_pages"
    if given.all or not facts.node and format ~= "table" then
        return handbook_of(facts, package)
    elseif not facts.node then
        return pages.package(facts)
    elseif facts.indicator then
        return require("report.describe_indicator").page(facts)
    end
    return pages.group(facts)
end

local function describe(given, messages)
    if given.all and given.code then
        stop.usage(say "describe: --all describes the whole package: leave the code away")
    end
    local out = output.new(given, require "cli.describe")
    local package, info = packages.open(given, messages)
    local facts = gather(package, info, given.code)
    if out.as_tables then
        out:write_rows(describe_tables.of(facts), function()
            return run_object.of_package(info)
        end)
    else
        out:page(page_of(facts, given, package, out.format))
    end
    return messages:exit()
end

return {
    name = "describe",
    summary = "describe a package, or one of its groups or indicators",
    about = "Without a code: what the package is, its policy and its groups. With the code of a "
        .. "group: what is in it. With the code of an indicator: what it measures and how, the "
        .. "inputs it needs and worked examples. As md or html, or with --all: the handbook "
        .. "of the whole package, every indicator with its formula in mathematical notation, its "
        .. "inputs and worked examples, and last the collection sheet. The tables hold the same of all "
        .. "nodes, or of the one and what is below it.",
    arguments = { { name = "CODE", target = "code", args = "?",
        help = "the code of an indicator or group" } },
    options = { "all", "strict" },
    uses_package = true,
    formats = formats.list("table", formats.WRITERS, "md", "html"),
    default_format = "table",
    tables = describe_tables.NAMES,
    examples = { "describe", "describe L1.8.2", "describe -p my-city -o handbook.html",
        "describe --table inputs -o inputs.csv" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "with --strict: there is a warning about the package" },
    run = describe,
}
