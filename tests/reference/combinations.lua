-- Every combination of states of three indicators, under every method of aggregation: one city each.
--
--   combinations.framework()  the index holds a group for each method, each of the same three
--                             indicators
--   combinations.data(framework)
--   combinations.policies()   weights and bounds to score them with

local files = require "files"
local means = require "means"

local combinations = {}

local LETTERS <const> = { "x", "y", "z" }

-- What an indicator's figure can come to: the figure, its divisor, and its state.
local FIGURES <const> = {
    { text = "0", divisor = "1", value = 0 },
    { text = "40", divisor = "1", value = 40, verified = false },
    { text = "100", divisor = "1", value = 100 },
    { text = "", divisor = "1", state = "not_reported" },
    { text = "NA", divisor = "1", state = "not_applicable" },
    { text = "0", divisor = "0", value = 0 },          -- undefined
    { text = "many", divisor = "1", state = "invalid" },
    { text = "77", divisor = "1", value = 77 },        -- at which the measure fails
}

local function method_names()
    local names = {}
    for name in pairs(means) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

local function add(framework, node)
    local parent = framework.node_of[node.parent]
    node.depth, node.children = parent and parent.depth + 1 or 0, {}
    table.insert(framework.nodes, node)
    framework.node_of[node.code] = node
    if parent then
        table.insert(parent.children, node)
    end
    return node
end

local function evaluation(letter)
    return function(reader)
        local x, by = reader:cell(letter), reader:cell(letter .. "_by")
        if x.state ~= "observed" then
            return x.state
        elseif x.value == 77 then
            return "failed"
        elseif by.value == 0 then
            return "undefined"
        end
        return "observed", x.value
    end
end

local SCRIPT <const> = [[
return indicator {
  code = %q, parent = %q, name = %q, inputs = { %s },
  measure = function(v)
    if v.%s == 77 then error("no mark") end
    return v.%s / v.%s_by
  end,
}
]]

local function add_indicator(framework, group, letter, is_first)
    local code, by = group.code .. "." .. letter, letter .. "_by"
    add(framework, {
        code = code, name = letter, parent = group.code, is_indicator = true,
        inputs = { letter, by }, pairs = {}, evaluate = evaluation(letter),
    })
    local inputs = ("%q, %q"):format(letter, by)
    if is_first then
        inputs = ('number { %q, "Figure", may_be_na = true }, number { %q, "Divisor" }'):format(
            letter, by)
    end
    framework.scripts[code .. ".lua"] = SCRIPT:format(code, group.code, letter, inputs, letter,
        letter, letter)
end

function combinations.framework()
    local framework = { nodes = {}, node_of = {}, inputs = {}, records = {}, scripts = {},
        may_be_na = {} }
    for _, letter in ipairs(LETTERS) do
        framework.may_be_na[letter] = true
        table.insert(framework.inputs, { name = letter, kind = "number" })
        table.insert(framework.inputs, { name = letter .. "_by", kind = "number" })
    end
    add(framework, { code = "index", name = "Index", parent = "" })
    for i, name in ipairs(method_names()) do
        local group = add(framework, { code = name, name = name, parent = "index" })
        for _, letter in ipairs(LETTERS) do
            add_indicator(framework, group, letter, i == 1)
        end
    end
    return framework
end

local function new_cell(text, value, state, verified)
    return { texts = { text }, value = value, state = state or "observed", verified = verified }
end

local function new_unit(number)
    local unit = { city = "City " .. number, period = "2025", inputs = {}, records = {} }
    local rest = number
    for _, letter in ipairs(LETTERS) do
        local f = FIGURES[rest % #FIGURES + 1]
        rest = rest // #FIGURES
        unit.inputs[letter] = new_cell(f.text, f.value, f.state, f.verified)
        unit.inputs[letter .. "_by"] = new_cell(f.divisor, tonumber(f.divisor))
    end
    return unit
end

function combinations.data(framework)
    local data = {
        framework = framework, shape = "long", units = {}, rejected = true,
        delimiter = ",", line_end = "\n",
    }
    for number = 0, #FIGURES * #FIGURES * #FIGURES - 1 do    -- a digit a letter
        data.units[number + 1] = new_unit(number)
    end
    data.rows = files.lay_out(nil, framework, data.units)
    return data
end

-- Policies that differ in the children's weights and the bounds that have to be reached.
function combinations.policies()
    local policies = {}
    for _, case in ipairs {
        { { 1, 1, 1 }, 0.5 }, { { 1, 0, 2 }, 1 / 3 }, { { 0.1, 0.2, 0.3 }, 0.5 },
        { { 1, 1, 1 }, 0, 0 }, { { 3, 1, 2 }, 2 / 3, 1 }, { { 0, 5, 0 }, 1, 1 },
    } do
        local policy = { min_coverage = case[2], aggregate = "arithmetic", weights = {},
            aggregate_at = {}, rank_if = { coverage = case[3], applicable = case[3] } }
        for _, name in ipairs(method_names()) do
            policy.aggregate_at[name] = name
            for i, letter in ipairs(LETTERS) do
                policy.weights[name .. "." .. letter] = case[1][i]
            end
        end
        policies[#policies + 1] = policy
    end
    return policies
end

return combinations
