-- What the checks of the reference are written with.

local reference = require "reference"

local checking = { checks = 0, failures = 0 }

-- Numbers may differ by rounding; with `exactly` they may not.
function checking.expect(name, expected, found, exactly)
    checking.checks = checking.checks + 1
    local same = expected == found
    if type(expected) == "number" and type(found) == "number" and not exactly then
        same = math.abs(expected - found) <= 1e-12 * math.max(1, math.abs(expected))
    end
    if not same then
        checking.failures = checking.failures + 1
        print(("%s: expected %s, found %s"):format(name, expected, found))
    end
end

-- Units from short notation: a number is observed, a word is a state, { n } is unverified.
local function cell(v)
    if type(v) == "string" then
        return { state = v }
    elseif type(v) == "table" then
        return { state = "observed", value = v[1], verified = false }
    end
    return { state = "observed", value = v, verified = true }
end

local function cells(values)
    local t = {}
    for name, v in pairs(values) do
        t[name] = cell(v)
    end
    return t
end

function checking.unit(values, records, city, period)
    local u = { city = city or "A", period = period or "2025", inputs = cells(values) }
    u.records = {}
    for name, rows in pairs(records or {}) do
        u.records[name] = {}
        for i, row in ipairs(rows) do
            u.records[name][i] = cells(row)
        end
    end
    return u
end

-- The marks of one unit by code.
function checking.marks_of(u, policy, framework)
    local marks = {}
    for _, mark in ipairs(reference.score({ units = { u }, framework = framework }, policy)) do
        marks[mark.node.code] = mark
    end
    return marks
end

-- A framework of groups by code, each a list of its children's codes. What is no group is an
-- indicator whose value is the input of the same name; every input may be said not to apply.
function checking.framework(groups, root)
    local framework = { nodes = {}, node_of = {}, may_be_na = {}, records = {} }
    local function add(code, parent)
        local node = { code = code, name = code, parent = parent and parent.code or "",
            depth = parent and parent.depth + 1 or 0, children = {} }
        table.insert(framework.nodes, node)
        framework.node_of[code] = node
        if parent then
            table.insert(parent.children, node)
        end
        for _, child in ipairs(groups[code] or {}) do
            add(child, node)
        end
        if not groups[code] then
            node.is_indicator, node.inputs, node.pairs = true, { code }, {}
            node.measure = function(v) return v[code] end
            framework.may_be_na[code] = true
        end
    end
    add(root or "index")
    return framework
end

return checking
