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

-- Of each node whose scale learns from fewer, the row of the fit that says from how few.
local function fewest(fit, nodes)
    local rows = {}
    for _, row in ipairs(fit) do
        local least = rows[row.node]
        if row.step == "scale" and row.parameter == "count" and row.value < FEW and is_relative(nodes[row.node])
            and not (least and least.value <= row.value) then
            rows[row.node] = row
        end
    end
    return rows
end

-- A list of { file, line, message }, of the first of these nodes alone.
function few_findings.of(package, scores)
    local nodes, order = {}, package:nodes()
    for _, node in ipairs(order) do
        nodes[node.code] = node
    end
    local found, count, first = fewest(assert(assert(scores:table "fits"):rows()), nodes), 0, nil
    for _, node in ipairs(order) do
        count = count + (found[node.code] and 1 or 0)
        first = first or found[node.code] and node
    end
    if not first then
        return {}
    end
    local row = found[first.code]
    return { { file = first.file, line = first.line, message = ("%s of %s learns from %d of %s%s: with fewer "
        .. "than %d each one more changes all marks%s"):format(row.method, first.code, row.value, row.period,
        row.group and row.group ~= "" and ", " .. row.group or "", FEW,
        count > 1 and (" (%d more scales like it)"):format(count - 1) or "") } }
end

return few_findings
