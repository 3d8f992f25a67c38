-- An independent scorer: states, scale, aggregation, coverage, contribution and rank, written for
-- clarity from the rules alone. It holds everything in memory and takes one unit at a time.
--
--   data   = { units = { unit, ... } }    in the order of the data
--   unit   = { city =, period =, inputs = { NAME = cell }, records = { NAME = { row, ... } } }
--   cell   = { state =, value =, verified = }    an absent one is not reported
--   row    = { COLUMN = cell, ... }
--   policy = { min_coverage =, aggregate =, aggregate_at = { CODE = method },
--              weights = { CODE = number } }
--
-- score(data, policy) returns a list of marks, one a unit and node, in the order of the output:
--   { unit =, node =, value =, score =, weight =, contribution =, coverage =, applicable =, rank =,
--     status =, flags = }
-- Value, score, contribution and rank are nil where there is none; flags is text.

local standard = require "standard"

local reference = {}

local TIE <const> = 1e-9

local NOT_REPORTED <const> = { state = "not_reported" }

-- Indicators ----------------------------------------------------------------------------------

local function cell(unit, name)
    return unit.inputs[name] or NOT_REPORTED
end

local function is_finite(x)
    return x == x and x ~= math.huge and x ~= -math.huge
end

-- The state and the value of a measure that needs every one of its inputs.
local function evaluate_all(unit, node)
    local state, v = "observed", {}
    for _, name in ipairs(node.inputs) do
        local c = cell(unit, name)
        state = standard.graver(state, c.state)
        v[name] = c.value
    end
    if state ~= "observed" then
        return state
    end
    return state, node.measure(v)
end

function reference.evaluate(unit, node)
    local state, value
    if node.evaluate then
        state, value = node.evaluate(unit, cell)
    else
        state, value = evaluate_all(unit, node)
    end
    if state ~= "observed" then
        return state
    elseif not is_finite(value) then
        return "undefined"
    end
    return "observed", value
end

local function part_exceeds_whole(unit, node)
    for _, pair in ipairs(node.pairs) do
        local part, whole = cell(unit, pair[1]), cell(unit, pair[2])
        if part.state == "observed" and whole.state == "observed" and part.value > whole.value then
            return true
        end
    end
    return false
end

local function uses_unverified(unit, node)
    for _, name in ipairs(node.inputs) do
        local c = cell(unit, name)
        if c.state == "observed" and c.verified == false then
            return true
        end
    end
    return false
end

-- A part above 0 of a whole of 0 cannot be: one of the two figures is wrong.
local function is_part_of_nothing(unit, node)
    for _, pair in ipairs(node.shares or node.pairs) do
        local part, whole = cell(unit, pair[1]), cell(unit, pair[2])
        if part.state == "observed" and whole.state == "observed" and part.value > 0 and whole.value == 0 then
            return true
        end
    end
    return false
end

local function mark_indicator(unit, node)
    local state, value = reference.evaluate(unit, node)
    if is_part_of_nothing(unit, node) then
        state, value = standard.graver(state, "invalid"), nil
    end
    local flags, score = {}, nil
    if state == "observed" then
        score = math.max(0, math.min(100, value))
        if value > 100 then
            flags[#flags + 1] = "capped"
        elseif value < 0 then
            flags[#flags + 1] = "floored"
        end
    end
    if part_exceeds_whole(unit, node) then
        flags[#flags + 1] = "part_exceeds_whole"
    end
    if state == "invalid" or state == "failed" then
        flags[#flags + 1] = "rests_on_rejected"
    end
    if uses_unverified(unit, node) then
        flags[#flags + 1] = "unverified"
    end
    return {
        value = value, score = score, coverage = score and 1 or 0,
        applicable = (state == "not_applicable" or state == "undefined") and 0 or 1,
        status = score and "scored" or state, flags = table.concat(flags, ";"),
    }
end

-- Aggregation ---------------------------------------------------------------------------------

-- Each method takes a list of { score =, weight = } with weights above zero.
reference.methods = {}

local function total_weight(list)
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight
    end
    return sum
end

function reference.methods.arithmetic(list)
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight * c.score
    end
    return sum / total_weight(list)
end

local function any_zero(list)
    for _, c in ipairs(list) do
        if c.score == 0 then
            return true
        end
    end
    return false
end

function reference.methods.geometric(list)
    if any_zero(list) then
        return 0
    end
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight * math.log(c.score)
    end
    return math.exp(sum / total_weight(list))
end

function reference.methods.harmonic(list)
    if any_zero(list) then
        return 0
    end
    local sum = 0
    for _, c in ipairs(list) do
        sum = sum + c.weight / c.score
    end
    return total_weight(list) / sum
end

function reference.methods.minimum(list)
    local least = math.huge
    for _, c in ipairs(list) do
        least = math.min(least, c.score)
    end
    return least
end

function reference.methods.maximum(list)
    local most = -math.huge
    for _, c in ipairs(list) do
        most = math.max(most, c.score)
    end
    return most
end

-- The score at which half of the weight is reached; where half falls exactly between two scores,
-- the middle of the two.
function reference.methods.median(list)
    local sorted = table.move(list, 1, #list, 1, {})
    table.sort(sorted, function(a, b) return a.score < b.score end)
    local half, sum = total_weight(list) / 2, 0
    for i, c in ipairs(sorted) do
        sum = sum + c.weight
        if math.abs(sum - half) <= 1e-12 * half and sorted[i + 1] then
            return (c.score + sorted[i + 1].score) / 2
        elseif sum > half then
            return c.score
        end
    end
    return sorted[#sorted].score
end

-- A child that group marks leave out of both the score and the coverage.
local function is_applicable(mark)
    return mark.status ~= "not_applicable" and mark.status ~= "undefined"
end

local INHERITED <const> = { "rests_on_rejected", "unverified" }

-- What a score rests on is inherited of a child with a score, a figure rejected of any.
local function inherit(flags, mark)
    for flag in mark.flags:gmatch "[^;]+" do
        flags[flag] = flags[flag] or mark.score ~= nil or flag == "rests_on_rejected"
    end
end

local function join(flags)
    local names = {}
    for _, flag in ipairs(INHERITED) do
        names[#names + 1] = flags[flag] and flag or nil
    end
    return table.concat(names, ";")
end

local function mark_group(node, marks, policy)
    local applicable, covered, weight, scored, flags = 0, 0, 0, {}, {}
    local part, whole = 0, 0
    for _, child in ipairs(node.children) do
        local mark = marks[child.code]
        local w = policy.weight(child.code)
        part, whole = part + w * mark.applicable, whole + w
        if w > 0 then
            inherit(flags, mark)
        end
        if w > 0 and is_applicable(mark) then
            applicable = applicable + 1
            weight = weight + w
            covered = covered + (mark.score and w * mark.coverage or 0)
        end
        if mark.score and w > 0 then
            scored[#scored + 1] = { score = mark.score, weight = w }
        end
    end
    if applicable == 0 then
        return { status = "not_applicable", coverage = 0, applicable = part / whole,
            flags = join(flags) }
    end
    local coverage = weight > 0 and covered / weight or 0
    if coverage + 1e-9 < policy.min_coverage or #scored == 0 then
        return { status = "insufficient", coverage = coverage, applicable = part / whole,
            flags = join(flags) }
    end
    local score = reference.methods[policy.method(node.code)](scored)
    return { status = "scored", coverage = coverage, applicable = part / whole, score = score,
        flags = join(flags) }
end

local function sum_of_weights(nodes, policy, marks)
    local sum = 0
    for _, node in ipairs(nodes) do
        if not marks or marks[node.code].score then
            sum = sum + policy.weight(node.code)
        end
    end
    return sum
end

-- The points a node adds to the score of the root, or nil.
local function contribution(node, marks, policy)
    local points = marks[node.code].score
    while points and node.parent ~= "" do
        local parent = standard.node_of[node.parent]
        if not marks[parent.code].score or policy.method(parent.code) ~= "arithmetic" then
            return nil
        end
        points = points * policy.weight(node.code) / sum_of_weights(parent.children, policy, marks)
        node = parent
    end
    return points
end

-- Units and ranks -----------------------------------------------------------------------------

local function mark_unit(unit, policy)
    local marks = {}
    for i = #standard.nodes, 1, -1 do    -- backwards: children come before their parent
        local node = standard.nodes[i]
        local mark = node.is_indicator and mark_indicator(unit, node)
            or mark_group(node, marks, policy)
        mark.unit, mark.node = unit, node
        marks[node.code] = mark
    end
    for _, node in ipairs(standard.nodes) do
        local parent = standard.node_of[node.parent]
        local mark = marks[node.code]
        mark.weight = parent
            and policy.weight(node.code) / sum_of_weights(parent.children, policy) or 1
        mark.contribution = contribution(node, marks, policy)
    end
    return marks
end

-- Gives every scored mark of one node and period its rank.
function reference.rank(marks)
    local scored = {}
    for _, mark in ipairs(marks) do
        if mark.score and mark.coverage + 1e-9 >= 2 / 3 and mark.applicable + 1e-9 >= 2 / 3 then
            scored[#scored + 1] = mark
        end
    end
    table.sort(scored, function(a, b) return a.score > b.score end)
    local first
    for position, mark in ipairs(scored) do
        if first and first.score - mark.score <= TIE * math.max(1, first.score) then
            mark.rank = first.rank
        else
            mark.rank, first = position, mark
        end
    end
end

-- The policy with its defaults filled in, as two functions and a number.
local function complete(policy)
    policy = policy or {}
    local at, weights = policy.aggregate_at or {}, policy.weights or {}
    return {
        min_coverage = policy.min_coverage or 0.5,
        method = function(code) return at[code] or policy.aggregate or "arithmetic" end,
        weight = function(code) return weights[code] or 1 end,
    }
end

-- What does not apply to the city is not reported where the input applies to every city.
local function take_claim(name, c)
    if c.state == "not_applicable" and not standard.may_be_na[name] then
        c.state = "not_reported"
    end
end

local function take_claims(data)
    for _, unit in ipairs(data.units) do
        for name, c in pairs(unit.inputs) do
            take_claim(name, c)
        end
        for _, rows in pairs(unit.records or {}) do
            for _, row in ipairs(rows) do
                for column, c in pairs(row) do
                    take_claim(column, c)
                end
            end
        end
    end
end

function reference.score(data, policy)
    take_claims(data)
    policy = complete(policy)
    local list, contests = {}, {}
    for _, unit in ipairs(data.units) do
        local marks = mark_unit(unit, policy)
        for _, node in ipairs(standard.nodes) do
            local mark = marks[node.code]
            local contest = unit.period .. "\0" .. node.code
            contests[contest] = contests[contest] or {}
            table.insert(contests[contest], mark)
            list[#list + 1] = mark
        end
    end
    for _, marks in pairs(contests) do
        reference.rank(marks)
    end
    return list
end

return reference
