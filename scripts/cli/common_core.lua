-- The index of the untouched base on the indicators that it and the package in hand both have: what
-- keeps a tailored city comparable with others. The base is the first package of the chain, the one
-- that all share. An indicator that the package replaces is measured as the base does.

local hm = require "hundredmark"
local interrupt = require "cli.interrupt"
local json = require "report.json"
local lua_text = require "report.lua_text"
local numbers = require "report.numbers"
local packages = require "cli.packages"
local stop = require "cli.stop"

local say = require("report.language").of("cli.common_core")

local common_core = {}

local MANIFEST <const> = "return package { name = %s, version = %s, api = 1, extends = %s, "
    .. "drop = { %s } }"

-- Codes of the base to drop: whole groups where nothing of them is left.
local function to_drop(base_nodes, is_common)
    local left, by_code, drop = {}, {}, {}
    for i = #base_nodes, 1, -1 do
        local node = base_nodes[i]
        by_code[node.code] = node
        if node.kind == "indicator" then
            left[node.code] = is_common[node.code] and 1 or 0
        end
        left[node.parent] = (left[node.parent] or 0) + (left[node.code] or 0)
    end
    for _, node in ipairs(base_nodes) do
        local is_gone = left[node.code] == 0
        local with_its_group = by_code[node.parent] and left[node.parent] == 0
        drop[#drop + 1] = is_gone and not with_its_group and lua_text.quote(node.code) or nil
    end
    return drop
end

-- What the two have in common, by the codes of indicators.
local function hold_together(package, base)
    local own, found = {}, { common = {}, dropped = {}, replaced = {}, of = 0, count = 0 }
    for _, node in ipairs(package:nodes()) do
        own[node.code] = node.kind == "indicator" and package:indicator(node.code) or nil
    end
    local layers = #package:info().layers
    for _, node in ipairs(base:nodes()) do
        if node.kind == "indicator" then
            found.of = found.of + 1
            if own[node.code] then
                found.count = found.count + 1
                found.common[node.code] = true
                table.insert(found.replaced, own[node.code].layer ~= layers and node.code or nil)
            else
                table.insert(found.dropped, node.code)
            end
        end
    end
    return found
end

local function insist(result, err)
    if not result and not stop.is_apart(err) then
        stop.with(stop.PACKAGE, "--common-core: %s", tostring(err))
    end
    return stop.insist(stop.PACKAGE, result, err)
end

-- Scores the common core of a run; `run` as data.score makes it.
function common_core.of(run, given)
    local layers, options = run.info.layers, packages.options(given)
    local layer = layers[#layers]
    if #layers < 2 then
        stop.usage("--common-core: package %s extends no other, so there is nothing to be compared "
            .. "with", run.info.name)
    end
    local name = layer.path ~= "" and layer.path or layer.name
    local base = insist(hm.open_package(name, options))
    local core = hold_together(run.package, base)
    if core.count == 0 then
        stop.usage("--common-core: %s and %s have no indicator in common", run.info.name,
            layer.name)
    end
    options.files = { ["package.lua"] = MANIFEST:format(lua_text.quote(layer.name),
        lua_text.quote(layer.version),
        lua_text.quote(packages.name_to_extend(layer, options)),
        table.concat(to_drop(base:nodes(), core.common), ", ")) }
    core.package = insist(hm.open_package("common core", options))
    core.scores = insist(hm.score(core.package, run.dataset, {
        jobs = given.jobs, cancel = interrupt.cancel(),
        run_seconds = given.run_time, run_steps = given.run_steps,
    }))
    core.root, core.units = core.package:nodes()[1].code, run.units
    core.name, core.version = layer.name, layer.version
    return core
end

-- "iso-iec-30146 2019.1 on the 50 of its 52 indicators that both have"
function common_core.label(core)
    local fields = { package = core.name, version = core.version, common = core.count, all = core.of,
        codes = table.concat(core.replaced, ", ") }
    if #core.replaced > 0 then
        return say.count(#core.replaced, "{package} {version} on the {common} of its {all} indicators that both have ({n} "
            .. "replaced one measured as there: {codes})", "{package} {version} on the {common} of its {all} indicators that "
            .. "both have ({n} replaced ones measured as there: {codes})", fields)
    end
    return say("{package} {version} on the {common} of its {all} indicators that both have", fields)
end

-- The scores of the core in one unit, by code.
function common_core.scores(core, unit)
    local scores = {}
    for _, row in ipairs(core.scores:rows(unit)) do
        scores[row.code] = row
    end
    return scores
end

-- That of the index; also where nothing holds in the period.
function common_core.index(core, unit)
    local place = core.units[unit]
    return core.scores:row(unit, core.root) or { city = place.city, period = place.period, coverage = 0,
        applicable = 0, status = "not_applicable" }
end

function common_core.json(core, run)
    local scores = {}
    for i, unit in ipairs(run.chosen) do
        local row = common_core.index(core, unit)
        scores[i] = json.object { { "city", row.city }, { "period", row.period },
            { "score", json.maybe(row.score) }, { "coverage", row.coverage },
            { "applicable", row.applicable },
            { "rank", json.maybe(row.rank) }, { "status", row.status } }
    end
    return json.object { { "package", core.name }, { "version", core.version },
        { "indicators", core.count }, { "of", core.of }, { "dropped", json.array(core.dropped) },
        { "replaced", json.array(core.replaced) }, { "scores", json.array(scores) } }
end

local MOST_LINES <const> = 20

-- For formats whose columns are fixed: the indexes go to standard error.
function common_core.tell(core, run, messages)
    messages:say("%s", say("common core: {what}", { what = common_core.label(core) }))
    for i, unit in ipairs(run.chosen) do
        local row = common_core.index(core, unit)
        if i > MOST_LINES then
            messages:say("%s", say("common core: {n} more; --format table and json have all",
                { n = #run.chosen - MOST_LINES }))
            return
        end
        messages:say("%s", say("common core: {city}, {period}: {score}, coverage {coverage}", { city = row.city,
            period = row.period, score = row.score and hm.number(row.score) or row.status,
            coverage = numbers.percent(row.coverage) }))
    end
end

return common_core
