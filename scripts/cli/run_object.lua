-- The object "run" of JSON output: what was scored, by what, with which options and warnings.
-- There is no time stamp in it: the same input gives the same bytes.

local hm = require "hundredmark"
local json = require "report.json"
local standing = require "report.standing"

local run_object = {}

local function files(dataset)
    local list = {}
    for i, file in ipairs(dataset:files()) do
        list[i] = json.object { { "name", file.name }, { "sha256", file.sha256 },
            { "bytes", file.size } }
    end
    return json.array(list)
end

-- Nil where it is what it is without a word.
local function range(of)
    if of.range and not standing.other_range(of) then
        return nil
    end
    return of.range and json.array { of.range[1], of.range[2] }
end

-- In the order of the codes.
local function fields_of(numbers_at)
    local at, codes = {}, {}
    for code in pairs(numbers_at) do
        codes[#codes + 1] = code
    end
    table.sort(codes)
    for i, code in ipairs(codes) do
        at[i] = { code, numbers_at[code] }
    end
    return at
end

-- Nil where there is nothing in it.
local function by_code(numbers_at)
    return next(numbers_at) and json.object(fields_of(numbers_at)) or nil
end

local function policy(info)
    return json.object {
        { "min_coverage", info.policy.min_coverage },
        { "rank_if", json.object { { "coverage", info.policy.rank_if.coverage },
            { "applicable", info.policy.rank_if.applicable } } },
        { "aggregate", info.policy.aggregate },
        { "aggregate_at", json.object(fields_of(info.policy.aggregate_at)) }, { "rounding", json.maybe(info.policy.rounding) },
        { "range", range(info.policy) }, { "min_coverage_by", info.policy.min_coverage_by },
        { "min_coverage_at", by_code(info.policy.min_coverage_at) },
        { "min_children", info.policy.min_children }, { "rounding_ties", info.policy.rounding_ties },
        { "rounding_at", by_code(info.policy.rounding_at) }, { "not_reported", info.policy.not_reported },
        { "group_range", range { range = info.policy.group_range } },
    }
end

-- Options that change what is written; --jobs is none of them.
local function options(given)
    local settings = {}
    for i, setting in ipairs(given.set or {}) do
        settings[i] = { setting.name, setting.value }
    end
    local records = {}
    for i, one in ipairs(given.records or {}) do
        records[i] = one.name .. "=" .. one.file
    end
    return json.object {
        { "package", json.maybe(given.package) },
        { "with", #(given.with or {}) > 0 and json.array(given.with) or nil },
        { "set", #settings > 0 and json.object(settings) or nil }, { "records", json.array(records) },
        { "cities", json.array(given.cities or {}) }, { "fit", json.maybe(given.fit) },
        { "city", json.array(given.city or {}) }, { "period", json.array(given.period or {}) },
        { "depth", json.maybe(given.depth) },
        { "table", #(given.table or {}) > 0 and json.array(given.table) or nil },
        { "study", given.study }, { "variations", given.variations }, { "seed", given.seed },
        { "replay", given.replay }, { "target", given.target }, { "wide", given.wide },
        { "verified_only", given.verified_only }, { "from", given.baseline }, { "to", given.until_period },
        { "other_city", given.other_city }, { "other_package", given.other_package },
        { "other_data", given.other_data }, { "other_fit", given.other_fit }, { "script_steps", given.script_steps },
        { "script_memory", given.script_memory }, { "script_time", given.script_time },
    }
end

-- Issues as JSON.
function run_object.issues(issues)
    local list = {}
    for i, issue in ipairs(issues) do
        list[i] = json.object {
            { "severity", issue.severity }, { "code", json.maybe(issue.code) }, { "file", issue.file },
            { "sheet", issue.sheet ~= "" and issue.sheet or nil }, { "line", issue.line },
            { "column", issue.column }, { "count", issue.count or 1 }, { "message", issue.message },
        }
    end
    return json.array(list)
end

-- The other side of a comparison, scored by itself.
local function other_side(other)
    return json.object { { "package", other.info.name }, { "version", other.info.version },
        { "policy", policy(other.info) }, { "files", files(other.dataset) } }
end

function run_object.of(run, given)
    return json.object {
        { "engine", "hundredmark " .. hm.version }, { "package", run.info.name },
        { "version", run.info.version }, { "policy", policy(run.info) },
        { "files", files(run.dataset) }, { "options", options(given) },
        { "warnings", run_object.issues(run.issues) },
        { "other", run.other and other_side(run.other) or nil },
        { "common_core", run.core and require("cli.common_core").json(run.core, run) or nil },
    }
end

-- The same as text.
function run_object.text(run, given)
    return json.line(run_object.of(run, given))
end

-- Of commands that look at packages alone, as text; `fields` say at which.
local function of_packages(fields)
    table.insert(fields, 1, { "engine", "hundredmark " .. hm.version })
    return json.line(json.object(fields))
end

function run_object.of_package(info)
    return of_packages { { "package", info.name }, { "version", info.version } }
end

-- Of a check, whose package may be too broken to say its name; `found`: how many of each severity.
function run_object.of_check(package, found)
    return of_packages { { "package", package }, { "errors", found.error },
        { "warnings", found.warning } }
end

-- Of a comparison of two.
function run_object.of_pair(from, to)
    local function name(info)
        return json.object { { "package", info.name }, { "version", info.version } }
    end
    return of_packages { { "from", name(from) }, { "to", name(to) } }
end

return run_object
