-- The tools around the reference: data, packages and files made at random.

local checking = require "checking"
local csv = require "csv"
local generate = require "generate"
local invent = require "invent"
local standard = require "standard"
local tailor = require "tailor"

local expect = checking.expect

expect("nodes", 79, #standard.nodes)
expect("inputs", 135, #standard.inputs)
local indicators = 0
for _, node in ipairs(standard.nodes) do
    indicators = indicators + (node.is_indicator and 1 or 0)
end
expect("indicators", 52, indicators)

local rows = csv.parse('a,"b ""c"", d"\r\n,\n"x"')
expect("csv", 'a|b "c", d|||x', table.concat { rows[1][1], "|", rows[1][2], "|", rows[2][1], "|",
    rows[2][2], "|", rows[3][1] })

local text = tailor.package({ min_coverage = 0.5, aggregate = "median", aggregate_at = {},
    weights = { L1 = 2 }, rank_if = { coverage = 1 }, rounding = 2 }, standard)
expect("weights as text", true, text:find('weights = { ["L1"] = 2 }', 1, true) ~= nil)
expect("policy as text", true, text:find('min_coverage = 0.5, aggregate = "median", ' ..
    'aggregate_at = {  }, rank_if = { ["coverage"] = 1 }, rounding = 2', 1, true) ~= nil)

expect("same seed, same data", generate.data(3, standard).rows[17].text,
    generate.data(3, standard).rows[17].text)
local one, other = invent.framework(5), invent.framework(5)
expect("same seed, same hierarchy", #one.nodes, #other.nodes)
for name, script in pairs(one.scripts) do
    expect("same seed, same " .. name, script, other.scripts[name])
end

-- Data at random reach what the rules are about.
local seen = {}
for seed = 1, 8 do
    local framework = invent.framework(seed)
    for _, unit in ipairs(generate.data(seed, standard).units) do
        for _, input in ipairs(standard.inputs) do
            local cell = unit.inputs[input.name]
            seen[cell.state] = true
            seen.unverified = seen.unverified or cell.verified == false
        end
    end
    for _, node in ipairs(framework.nodes) do
        seen[node.scale or "no scale"] = true
        seen[node.weight == 0 and "weight 0" or "some weight"] = true
        local script = framework.scripts[node.code .. ".lua"] or ""
        seen["functions that look back"] = seen["functions that look back"]
            or script:find("v.previous", 1, true) ~= nil
    end
end
for _, what in ipairs { "observed", "not_reported", "not_applicable", "invalid", "unverified",
    "weight 0", "minmax", "zscore", "rank", "percentile",
    "functions that look back" } do
    expect("random data with " .. what, true, seen[what])
end
