-- How a value became a mark among the values of other cities, in words and as arithmetic.

local hm = require "hundredmark"
local numbers = require "report.numbers"
local parameter_words = require "report.parameter_words"
local words = require "report.words"

local scaling = {}

local plain <const> = numbers.plain

-- "(7.5 − 2)"
local function difference(a, b)
    return ("(%s − %s)"):format(plain(a), plain(b))
end

-- By method: of what scores:scaling() tells, a value, and the parameters of the method.
local ARITHMETIC <const> = {
    minmax = function(s, value)
        return ("100 × %s / %s"):format(difference(value, s.worst), difference(s.best, s.worst))
    end,
    zscore = function(s, value, parameters)
        local lower = s.worst > s.best
        return ("%s + %s × %s / %s"):format(plain(parameters.mean), plain(parameters.spread), lower and difference(s.mean, value)
            or difference(value, s.mean), plain(s.deviation))
    end,
    rank = function(s)
        return ("100 × (1 − %d / (%d − 1))"):format(s.better, s.count)
    end,
    percentile = function(s)
        return ("100 × (%d + %d / 2) / %d"):format(s.worse, s.alike, s.count)
    end,
}

-- "2025", or "2025 (region North)" where a node is scaled by region; `over`: other periods that it is scaled over.
local function among(s, period)
    period = s.over and (s.over == "all" and "all periods" or (s.over:gsub(";", ", "))) or period
    return s.by and s.group ~= "" and ("%s (%s %s)"):format(period, s.by, s.group) or period
end

-- "12 cities of 2025 (region North)"
local function counted(s, period)
    return words.learnt_from(s.count, s.over, period)
        .. (s.by and s.group ~= "" and (" (%s %s)"):format(s.by, s.group) or "")
end

-- Why there is no mark: what scores:scaling() tells of a value without one. `unranked`: the city is
-- kept out of what is compared.
function scaling.obstacle(s, period, unranked)
    if s.by and s.group == "" then
        return ("the city has nothing in the column %s, by which it would be scaled"):format(s.by)
    end
    local of = among(s, period)
    if unranked and s.count < 2 then
        return ("no two ranked cities of %s have a value to be scaled with"):format(of)
    elseif s.count < 2 then
        return ("no other ranked city of %s has a value to be scaled with"):format(of)
    end
    return s.obstacle and ("%s: %s have a value"):format(s.obstacle, counted(s, period))
        or ("the %s that have a value are alike"):format(counted(s, period))
end

-- Is the method all there is to be said, so that its arithmetic can be shown on the value?
local function plainly_scaled(node)
    return not (node.scale_to or node.parameters.ties or node.parameters.sd)
end

-- What the scale went by: its ends where the package says some, else the worst and the best value.
local function between_ends(s, account)
    if not account or not account.low then
        return s
    end
    return setmetatable({ worst = account.low, best = account.high }, { __index = s })
end

-- "100 × (7.5 − 2) / (14 − 2) = 45.83"; in words where there is no mark; the mark alone where it is
-- not made of the value by the method alone. `account` is of the step (scores:steps).
local function arithmetic(s, account, node)
    local value = account and account.before
    if not value then
        return "no value, no mark"
    elseif not s.mark then
        return "no mark: " .. (s.obstacle or "there are no two different values")
    end
    local form = plainly_scaled(node) and ARITHMETIC[s.method]
    local mark = numbers.fine(s.mark, node.decimals)
    return form and ("%s = %s"):format(form(between_ends(s, account), value, node.parameters), mark) or mark
end

local PLACES <const> = { rank = true, percentile = true }

-- A sentence on the cities that were compared; `unranked` as above.
local function cities(s, account, period, unranked)
    if s.count == 0 then
        return ("No ranked city of %s has a value."):format(among(s, period))
    end
    local text = ("%s with a value: the worst %s, the best %s"):format(counted(s, period), plain(s.worst),
        plain(s.best))
    if s.method == "zscore" then
        text = text .. (", the mean %s, the standard deviation %s"):format(plain(s.mean),
            plain(s.deviation))
    elseif PLACES[s.method] and s.alike > 0 then
        text = text .. (". %d better, %d worse, %d alike%s"):format(s.better, s.worse, s.alike,
            unranked and "" or ", this city among them")
    end
    if account and account.low then
        text = text .. ("; the scale goes from %s to %s"):format(plain(account.low), plain(account.high))
    end
    if account and account.reference then
        text = text .. ("; the city to compare with has %s"):format(plain(account.reference))
    end
    text = text .. (unranked and ". This city, which is not ranked, is none of them" or "")
    return text .. "."
end

-- The parameter that one of its numbers is; nil for none.
local function source(node, name)
    return node.sources and node.sources[name]
end

-- The parameters of a node that is scaled, in the order of their names; "" for none.
function scaling.parameters(node, between)
    local parameters = {}
    for name, number in pairs(node.parameters) do
        parameters[#parameters + 1] = name .. between .. parameter_words.number(
            type(number) == "number" and plain(number) or number, source(node, name))
    end
    table.sort(parameters)
    return table.concat(parameters, ", ")
end

local function end_words(node, name)
    local bound = node[name]
    local number = parameter_words.number(plain(bound.number), source(node, name))
    return bound.of == "" and number or ("%s %s"):format((bound.of:gsub("_", " ")), number)
end

-- What else is said of a scale, in words; "" for nothing.
function scaling.terms(node)
    local terms = {}
    local function add(...)
        terms[#terms + 1] = string.format(...)
    end
    if node.low or node.high then
        add("between %s and %s", node.low and end_words(node, "low") or "the least value",
            node.high and end_words(node, "high") or "the greatest")
    end
    if node.scale_to then
        add("marks from %s to %s", parameter_words.number(plain(node.scale_to[1]), source(node, "to_low")),
            parameter_words.number(plain(node.scale_to[2]), source(node, "to_high")))
    end
    if node.city then
        add("compared with %s", node.city)
    end
    if node.over then
        add("over %s", node.over == "all" and "all periods" or (node.over:gsub(";", ", ")))
    end
    if node.fit_on then
        add("learnt from imputed values, too")
    end
    return table.concat(terms, ", ")
end

-- How a node is scaled, in words; nil where it is not.
function scaling.of_node(node)
    if not node.scale then
        return nil
    end
    local parameters = scaling.parameters(node, " ")
    local terms = scaling.terms(node)
    return ("%s%s%s%s, the %s the better"):format(words.scale(node.scale),
        parameters ~= "" and ": " .. parameters or "",
        node.by and (", over the cities that have the same %s"):format(node.by) or "",
        terms ~= "" and ", " .. terms or "",
        node.direction)
end

-- What is told of the step.
local function account_of(facts)
    for _, account in ipairs(facts.steps) do
        if account.step == "scale" then
            return account
        end
    end
end

-- How the value of the node became its mark, for a page of explain.
function scaling.add(out, facts)
    local s = facts.scaling
    if not s then
        return
    end
    out:heading(2, "Scaled over the cities of " .. among(s, facts.period))
    if s.by and s.group == "" then
        out:paragraph("Not at all: " .. scaling.obstacle(s, facts.period) .. ".")
        return
    end
    local account = account_of(facts)
    out:formula(arithmetic(s, account, facts.node))
    out:paragraph(cities(s, account, facts.period, facts.row.unranked))
end

return scaling
