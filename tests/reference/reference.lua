-- An independent scorer: states, scales, aggregation, coverage, contribution and rank, written for
-- clarity from the rules alone. It holds everything in memory and takes one node or unit at a time.
--
--   data      = { framework =, units = { unit, ... } }    units in the order of the data; the
--               framework is the standard's, or one like it: nodes, node_of, may_be_na
--   unit      = { city =, period =, inputs = { NAME = cell }, records = { NAME = { row, ... } } }
--   cell      = { state =, value =, verified = }    an absent one is not reported
--   row       = { COLUMN = cell, ... }
--   policy    = { min_coverage =, aggregate =, aggregate_at = { CODE = method },
--                 weights = { CODE = number }, rank_if = { coverage =, applicable = },
--                 rounding = digits }
--
-- score(data, policy) returns a list of marks, one a unit and node, in the order of the output:
--   { unit =, node =, value =, score =, weight =, contribution =, coverage =, applicable =, rank =,
--     status =, flags = }
-- Value, score, contribution and rank are nil where there is none; flags is text.

local means = require "means"
local measure = require "measure"
local ranks = require "ranks"
local scales = require "scales"
local standard = require "standard"
local states = require "states"

local reference = {}

-- How far below a bound a share still reaches it.
local ROOM <const> = 1e-9

local function reaches(share, bound)
    return share >= bound - ROOM
end

-- What a group takes over from its children. Being capped, floored or above its whole says
-- something of one figure; these say what a score rests on.
local INHERITED <const> = { "older_period", "rests_on_rejected", "unverified" }

local function flags_text(flags)
    local names = {}
    for name in pairs(flags) do
        names[#names + 1] = name
    end
    table.sort(names)
    return table.concat(names, ";")
end

-- Indicators ----------------------------------------------------------------------------------

-- How many marks of the last call of reference.score lay within rounding of the middle between two
-- roundings: there the order in which terms are added decides, and nobody is wrong.
reference.between = 0

local function rounded(score, digits)
    if not digits then
        return score
    end
    if math.abs(score * 10 ^ digits % 1 - 0.5) < 1e-9 then
        reference.between = reference.between + 1
    end
    return math.floor(score * 10 ^ digits + 0.5) / 10 ^ digits
end

-- The list of values of one indicator in one period becomes marks; a value that a scale cannot
-- place is undefined.
local function scale_values(node, taken)
    local values, owners = {}, {}
    for _, t in ipairs(taken) do
        if t.state == "observed" then
            values[#values + 1] = node.direction == "lower" and -t.value or t.value
            owners[#owners + 1] = t
        end
    end
    local marks = scales[node.scale](values)
    for i, t in ipairs(owners) do
        if marks then
            t.mark = marks[i]
        else
            t.state = "undefined"
        end
    end
end

local function mark_indicator(taken, policy)
    local score = taken.state == "observed" and (taken.mark or taken.value) or nil
    if score then
        taken.flags.capped = score > 100 or nil
        taken.flags.floored = score < 0 or nil
        score = rounded(math.max(0, math.min(100, score)), policy.rounding)
    end
    return {
        value = taken.value, score = score,
        coverage = taken.value and 1 or 0,    -- a value without a place on its scale is observed, too
        applicable = states.applies(taken.state) and 1 or 0,
        status = score and "scored" or taken.state, provenance = taken.flags,
        unheld = score and (taken.mark or taken.value),
    }
end

-- Aggregation ---------------------------------------------------------------------------------

-- Of a list of children's { weight =, mark = }: how much of the node applies; how much of what
-- applies is reported and used; and the children that have a score.
local function sum_up(children)
    local weight, applicable = 0, 0
    local used, usable, scored = 0, 0, {}
    for _, c in ipairs(children) do
        weight = weight + c.weight
        applicable = applicable + c.weight * c.mark.applicable
        if c.mark.applicable > 0 then
            usable = usable + c.weight
        end
        if c.mark.score then
            used = used + c.weight * c.mark.coverage
            scored[#scored + 1] = { score = c.mark.score, weight = c.weight }
        end
    end
    return weight > 0 and applicable / weight or 0, usable > 0 and used / usable or 0, scored
end

-- A rejected figure lifts or lowers the group whether or not its indicator has a score (it has
-- none, as a rule); everything else is known of the scores that the group is made of.
local function inherit(children)
    local flags = {}
    for _, c in ipairs(children) do
        for _, name in ipairs(INHERITED) do
            if c.mark.provenance[name] and (c.mark.score or name == "rests_on_rejected") then
                flags[name] = true
            end
        end
    end
    return flags
end

local function mark_group(node, marks, policy)
    local children = {}
    for _, child in ipairs(node.children) do
        local weight = policy.weight(child)
        if weight > 0 then    -- a child of weight 0 is shown, and has no say
            children[#children + 1] = { weight = weight, mark = marks[child.code] }
        end
    end
    local applicable, coverage, scored = sum_up(children)
    local mark = { applicable = applicable, coverage = coverage, provenance = inherit(children) }
    if applicable == 0 then
        mark.status = "not_applicable"
    elseif not reaches(coverage, policy.min_coverage) or #scored == 0 then
        mark.status = "insufficient"
    else
        mark.status = "scored"
        mark.score = rounded(means[policy.method(node)](scored), policy.rounding)
    end
    return mark
end

local function sum_of_weights(nodes, policy, marks)
    local sum = 0
    for _, node in ipairs(nodes) do
        if not marks or marks[node.code].score then
            sum = sum + policy.weight(node)
        end
    end
    return sum
end

-- The points a node adds to the score of the root, or nil.
local function contribution(framework, node, marks, policy)
    local points = marks[node.code].score
    while points and node.parent ~= "" do
        local parent = framework.node_of[node.parent]
        if not marks[parent.code].score or policy.method(parent) ~= "arithmetic" then
            return nil
        end
        points = points * policy.weight(node) / sum_of_weights(parent.children, policy, marks)
        node = parent
    end
    return points
end

-- Units and ranks -----------------------------------------------------------------------------

-- taken[unit][code] of every unit and indicator, on their scales.
local function take_all(data, framework)
    local units, taken, fields = {}, {}, {}
    for _, unit in ipairs(data.units) do
        units[unit.city] = units[unit.city] or {}
        units[unit.city][unit.period] = unit
    end
    for _, unit in ipairs(data.units) do
        taken[unit] = {}
        for _, node in ipairs(framework.nodes) do
            if node.is_indicator then
                local t = measure.take(measure.reader(unit, units, framework), node)
                taken[unit][node.code] = t
                local key = unit.period .. "\0" .. node.code
                fields[key] = fields[key] or { node = node }
                table.insert(fields[key], t)
            end
        end
    end
    for _, field in pairs(fields) do
        if field.node.scale then
            scale_values(field.node, field)
        end
    end
    return taken
end

local function mark_unit(framework, unit, taken, policy)
    local marks = {}
    for i = #framework.nodes, 1, -1 do    -- backwards: children come before their parent
        local node = framework.nodes[i]
        local mark = node.is_indicator and mark_indicator(taken[node.code], policy)
            or mark_group(node, marks, policy)
        mark.unit, mark.node, mark.flags = unit, node, flags_text(mark.provenance)
        marks[node.code] = mark
    end
    for _, node in ipairs(framework.nodes) do
        local parent = framework.node_of[node.parent]
        local mark = marks[node.code]
        mark.weight = parent
            and policy.weight(node) / sum_of_weights(parent.children, policy) or 1
        mark.contribution = contribution(framework, node, marks, policy)
    end
    return marks
end

-- Gives the marks of one node and period their ranks: those that have a score that rests on enough.
function reference.rank(marks, rank_if)
    local ranked, scores = {}, {}
    for _, mark in ipairs(marks) do
        if mark.score and reaches(mark.coverage, rank_if.coverage)
            and reaches(mark.applicable, rank_if.applicable) then
            ranked[#ranked + 1], scores[#scores + 1] = mark, mark.score
        end
    end
    for _, tie in ipairs(ranks.ties(scores)) do
        for _, i in ipairs(tie.members) do
            ranked[i].rank = tie.first
        end
    end
end

-- The policy with its defaults filled in, as two functions and some numbers.
local function complete(policy)
    policy = policy or {}
    local at, weights = policy.aggregate_at or {}, policy.weights or {}
    local rank_if = policy.rank_if or {}
    return {
        min_coverage = policy.min_coverage or 0.5,
        rank_if = {
            coverage = rank_if.coverage or 2 / 3, applicable = rank_if.applicable or 2 / 3,
        },
        rounding = policy.rounding,
        method = function(node) return at[node.code] or policy.aggregate or "arithmetic" end,
        weight = function(node) return weights[node.code] or node.weight or 1 end,
    }
end

function reference.score(data, policy)
    policy = complete(policy)
    local framework = data.framework or standard
    local taken = take_all(data, framework)
    local list, contests = {}, {}
    for _, unit in ipairs(data.units) do
        local marks = mark_unit(framework, unit, taken[unit], policy)
        for _, node in ipairs(framework.nodes) do
            local mark = marks[node.code]
            local contest = unit.period .. "\0" .. node.code
            contests[contest] = contests[contest] or {}
            table.insert(contests[contest], mark)
            list[#list + 1] = mark
        end
    end
    for _, marks in pairs(contests) do
        reference.rank(marks, policy.rank_if)
    end
    return list
end

return reference
