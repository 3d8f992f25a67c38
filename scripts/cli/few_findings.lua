-- Scales that learn from few cities of the data that a package is checked with: each city more changes all of
-- their marks.

local steps = require "report.steps"

local few_findings = {}

local FEW <const> = 10

-- Bounds that the package gives are the same for any number of cities.
local function is_relative(node)
    local scale = steps.of(node, "scale")
    local low, high = scale and scale.low or {}, scale and scale.high or {}
    return scale and not (low.number and low.of == "" and high.number and high.of == "")
end

-- Ranked cities, whatever their periods: of a scale over all of them a city has several rows, which nearly repeat each
-- other.
local function count_cities(dataset)
    local count, met = 0, {}
    for i, unit in ipairs(dataset:units()) do
        if not met[unit.city] and dataset:city(i).ranked then
            met[unit.city] = true
            count = count + 1
        end
    end
    return count
end

-- Of each node whose scale learns from fewer, the row of the fit that says from how few, of `cities` at most.
local function fewest(fit, nodes, cities)
    local rows = {}
    for _, row in ipairs(fit) do
        local least = rows[row.node]
        row.value = row.parameter == "count" and math.min(row.value, cities) or row.value
        if row.step == "scale" and row.parameter == "count" and row.value < FEW and is_relative(nodes[row.node])
            and not (least and least.value <= row.value) then
            rows[row.node] = row
        end
    end
    return rows
end

-- A list of { file, line, message }, of the first of these nodes alone. `scores` are of `dataset`.
function few_findings.of(package, scores, dataset)
    local nodes, order = {}, package:nodes()
    for _, node in ipairs(order) do
        nodes[node.code] = node
    end
    local fit = assert(assert(scores:table "fits"):rows())
    local found, count, first = fewest(fit, nodes, count_cities(dataset)), 0, nil
    for _, node in ipairs(order) do
        count = count + (found[node.code] and 1 or 0)
        first = first or found[node.code] and node
    end
    if not first then
        return {}
    end
    local row = found[first.code]
    local whose = row.period == "all" and "all periods" or row.period
    whose = row.group and row.group ~= "" and whose .. ", " .. row.group or whose
    local others = count > 1 and (" (%d more scales like it)"):format(count - 1) or ""
    local message = ("%s of %s learns from %d %s (%s): with fewer than %d each one more changes all marks%s"):format(
        row.method, first.code, row.value, row.value == 1 and "city" or "cities", whose, FEW, others)
    return { { file = first.file, line = first.line, message = message } }
end

return few_findings
