-- Indicators of one unit: from its figures to state, value and provenance.
--
--   measure.reader(unit, units, framework)  what a measure sees of a unit: see below
--   measure.take(reader, node)              { state =, value =, flags = { NAME = true } }

local calendar = require "calendar"
local states = require "states"

local measure = {}

local NOT_REPORTED <const> = { state = "not_reported" }

local reader = {}
reader.__index = reader

-- `units` finds a city's unit at a period: units[city][period].
function measure.reader(unit, units, framework)
    return setmetatable({ unit = unit, units = units, framework = framework, flags = {} }, reader)
end

-- A claim that a figure does not apply counts where the input says that this can be; elsewhere the
-- figure is missing.
local function accepted(cell, may_be_na)
    if cell == nil or cell.state == "not_applicable" and not may_be_na then
        return NOT_REPORTED
    end
    return cell
end

function reader:cell(name)
    local cell = accepted(self.unit.inputs[name], self.framework.may_be_na[name])
    self.saw_unverified = self.saw_unverified or cell.state == "observed" and cell.verified == false
    return cell
end

-- The gravest state of these inputs.
function reader:gravest(names)
    local state = "observed"
    for _, name in pairs(names) do
        state = states.graver(state, self:cell(name).state)
    end
    return state
end

-- The rows of a records input, or nil where the unit has none (which is: not reported).
function reader:rows(name)
    local rows = self.unit.records and self.unit.records[name]
    return rows and #rows > 0 and rows or nil
end

-- A cell of a row. No column may be claimed not to apply.
function reader:column(row, name)
    return accepted(row[name], false)
end

-- The state and value of `evaluate(reader)` in the period before, or, where nothing is reported
-- then, in the nearest of the `within` periods before in which something is.
function reader:previous(evaluate, within)
    local period = self.unit.period
    for age = 1, within or 1 do
        period = calendar.previous(period)
        local unit = self.units[self.unit.city][period]
        if unit then
            local before = measure.reader(unit, self.units, self.framework)
            local state, value = evaluate(before)
            self.flags.unverified = self.flags.unverified or before.saw_unverified or nil
            if state ~= "not_reported" then
                self.flags.older_period = self.flags.older_period or age > 1 or nil
                return state, value
            end
        end
    end
    return "not_reported"
end

local function is_finite(x)
    return x == x and x ~= math.huge and x ~= -math.huge
end

-- The state and the value of a measure that needs every one of its inputs.
local function take_all(r, node)
    local state, v = r:gravest(node.inputs), {}
    for _, name in ipairs(node.inputs) do
        v[name] = r:cell(name).value
    end
    for _, pair in ipairs(node.shares or node.pairs) do
        local part, whole = r:cell(pair[1]), r:cell(pair[2])
        if part.state == "observed" and whole.state == "observed" then
            state = states.graver(state, states.of_share(part.value, whole.value))
        end
    end
    return state, state == "observed" and node.measure(v) or nil
end

local function any_part_exceeds_whole(r, node)
    for _, pair in ipairs(node.pairs) do
        local part, whole = r:cell(pair[1]), r:cell(pair[2])
        if part.state == "observed" and whole.state == "observed" and part.value > whole.value then
            return true
        end
    end
    return nil
end

local function uses_unverified(r, node)
    for _, name in ipairs(node.inputs) do
        local cell = r:cell(name)
        if cell.state == "observed" and cell.verified == false then
            return true
        end
    end
    return nil
end

function measure.take(r, node)
    local state, value
    if node.evaluate then
        state, value = node.evaluate(r)
    else
        state, value = take_all(r, node)
    end
    if state == "observed" and not is_finite(value) then
        state = "undefined"
    end
    local flags = r.flags
    flags.part_exceeds_whole = any_part_exceeds_whole(r, node)
    flags.unverified = flags.unverified or uses_unverified(r, node)
    -- A measure that fails leaves out what it read as much as a figure that cannot be used does.
    flags.rests_on_rejected = state == "invalid" or state == "failed" or nil
    return { state = state, value = state == "observed" and value or nil, flags = flags }
end

return measure
