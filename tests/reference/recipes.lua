-- Measures to invent packages from: each as the text of an expression, as the text of a function,
-- and as what must come of it.
--
--   kinds       the kinds of its operands by letter: a, b, ...
--   expression  the measure's text, where $a stands for the input that a is
--   call        the body of a function that says the same; one of the two may be wanting. $before.a
--               stands for what a was in the period before, $name.a for its name
--   accepts_missing  the function is called whatever is missing
--   take        take(q, before) -> { state =, value = }: q.a is a's cell; before(take, within) is a
--               quantity in the period before
--   part_of     a is a part of b: true where the expression says so by itself
--   scaled      made for scales: its values are no marks

local states = require "states"

-- A quantity of cells and numbers, of the gravest of their states.
local function quantity(compute, ...)
    local state, values = "observed", {}
    for i, operand in ipairs { ... } do
        state = states.graver(state, operand.state)
        values[i] = operand.value and operand.value + 0.0    -- no division of whole numbers
    end
    if state ~= "observed" then
        return { state = state }
    end
    local value = compute(table.unpack(values))
    if value ~= value or value == math.huge or value == -math.huge then
        return { state = "undefined" }
    end
    return { state = "observed", value = value }
end

local function ratio(a, b)
    return quantity(function(x, y) return x / y end, a, b)
end

local function share(a, b)
    local result = quantity(function(x, y) return 100 * x / y end, a, b)
    if result.state == "undefined" and a.state == "observed" and b.state == "observed" then
        result.state = states.of_share(a.value, b.value)
    end
    return result
end

local function is_missing(operand)
    return operand.state == "not_reported" or operand.state == "not_applicable"
end

-- Where both are missing both were needed, and the graver of the two states counts.
local function first_of(a, b)
    if is_missing(a) and is_missing(b) then
        return { state = states.graver(a.state, b.state) }
    end
    return is_missing(a) and b or a
end

local function when(condition, a, b)
    if condition.state ~= "observed" then
        return condition
    end
    return condition.value ~= 0 and a or b
end

local function growth(x, before)
    return quantity(function(now, past) return 100 * (now - past) / past end, x, before)
end

local COUNTS <const> = { a = "count", b = "count" }

local function tier(r)
    return quantity(function(x) return x >= 0.9 and 100 or x >= 0.5 and 60 or 0 end, r)
end

return {
    {
        kinds = COUNTS, expression = "percent($a, $b)", call = "return percent($a, $b)",
        part_of = true, take = function(q) return share(q.a, q.b) end,
    }, {
        kinds = COUNTS, expression = "100 * $a / $b", call = "return 100 * $a / $b",
        take = function(q) return quantity(function(r) return 100 * r end, ratio(q.a, q.b)) end,
    }, {
        kinds = COUNTS, expression = "min(100, 100 * $a / $b)",
        call = "return math.min(100, 100 * $a / $b)",
        take = function(q)
            return quantity(function(r) return math.min(100, 100 * r) end, ratio(q.a, q.b))
        end,
    }, {
        kinds = COUNTS,
        expression = "band($a / $b, { { at_least = 0.9, 100 }, { at_least = 0.5, 60 } }, 0)",
        call = "local r = $a / $b; return r >= 0.9 and 100 or r >= 0.5 and 60 or 0",
        take = function(q) return tier(ratio(q.a, q.b)) end,
    }, {
        kinds = COUNTS, expression = "when(eq($b, 0), 0, 100 * $a / $b)",
        call = "if $b == 0 then return 0 end return 100 * $a / $b",
        take = function(q)
            local none = quantity(function(b) return b == 0 and 1 or 0 end, q.b)
            local zero = { state = "observed", value = 0 }
            return when(none, zero, quantity(function(r) return 100 * r end, ratio(q.a, q.b)))
        end,
    }, {
        kinds = { a = "number" }, expression = "$a", call = "return $a", scaled = true,
        take = function(q) return quantity(function(a) return a end, q.a) end,
    }, {
        kinds = { a = "amount" }, expression = "10 * $a - 20", call = "return 10 * $a - 20",
        scaled = true,
        take = function(q) return quantity(function(a) return 10 * a - 20 end, q.a) end,
    }, {
        kinds = { a = "amount", b = "count" },
        expression = "weighted{ { 1, percent($a, $b) }, { 3, $a } }",
        call = "return weighted{ { 1, percent($a, $b) }, { 3, $a } }",
        part_of = true,
        take = function(q)
            return quantity(function(s, a)
                return math.max(math.min(s, a), math.min(math.max(s, a), (s + 3 * a) / 4))
            end, share(q.a, q.b), q.a)
        end,
    }, {
        kinds = { a = "number", b = "count" }, expression = "first_of($a, percent($b, 10))",
        take = function(q)
            return first_of(q.a, quantity(function(b) return 10 * b end, q.b))
        end,
    }, {
        kinds = { a = "count", b = "count", f = "flag" },
        expression = "when($f, percent($a, $b), $a)",
        call = "if $f then return percent($a, $b) end return $a",
        part_of = true, take = function(q) return when(q.f, share(q.a, q.b), q.a) end,
    }, {
        kinds = { f = "flag", g = "flag", h = "flag" }, expression = "share_of_yes{ $f, $g, $h }",
        call = "return share_of_yes{ $f, $g, $h }",
        take = function(q)
            return quantity(function(f, g, h) return 100 * (f + g + h) / 3 end, q.f, q.g, q.h)
        end,
    }, {
        kinds = { a = "amount" }, expression = "50 + growth($a)", scaled = true,
        call = "return 50 + 100 * ($a - $before.a) / $before.a",
        take = function(q, before)
            return quantity(function(g) return 50 + g end,
                growth(q.a, before(function(p) return p.a end)))
        end,
    }, {
        kinds = COUNTS, expression = "previous(percent($a, $b))",
        call = "return percent($before.a, $before.b)",
        take = function(_, before)
            return before(function(p) return share(p.a, p.b) end)
        end,
    }, {
        kinds = { a = "number", b = "number" }, expression = "$a // $b", call = "return $a // $b",
        take = function(q) return quantity(function(a, b) return a // b end, q.a, q.b) end,
    }, {
        kinds = COUNTS, expression = "$a % $b", call = "return $a % $b",
        take = function(q) return quantity(function(a, b) return a % b end, q.a, q.b) end,
    }, {
        kinds = { a = "number" }, expression = "30 + 10 * log($a)",
        call = "return 30 + 10 * math.log($a)",
        take = function(q) return quantity(function(a) return 30 + 10 * math.log(a) end, q.a) end,
    }, {
        kinds = { a = "number" }, expression = "10 * sqrt($a)", call = "return 10 * $a ^ 0.5",
        take = function(q) return quantity(function(a) return 10 * math.sqrt(a) end, q.a) end,
    }, {
        kinds = { a = "amount" }, expression = "exp(100 * $a)", call = "return exp(100 * $a)",
        take = function(q) return quantity(function(a) return math.exp(100 * a) end, q.a) end,
    }, {
        kinds = COUNTS, expression = "share_of_target($a, $b)",
        call = "return share_of_target($a, $b)",
        take = function(q) return quantity(function(r) return 100 * r end, ratio(q.a, q.b)) end,
    }, {
        kinds = COUNTS, expression = "per_capita($a, $b, 10)", call = "return per_capita($a, $b, 10)",
        take = function(q) return quantity(function(r) return 10 * r end, ratio(q.a, q.b)) end,
    }, {
        kinds = { a = "number" }, expression = "goalposts($a, 80, 30)",
        call = "return goalposts($a, 80, 30)", scaled = true,
        take = function(q) return quantity(function(a) return 100 * (80 - a) / 50 end, q.a) end,
    }, {
        -- What is not taken may be undefined.
        kinds = COUNTS, expression = "when(gt($b, 0), 100 * $a / $b, 5)",
        call = "return when($b > 0, 100 * $a / $b, 5)",
        take = function(q)
            local is_above = quantity(function(b) return b > 0 and 1 or 0 end, q.b)
            local five = { state = "observed", value = 5 }
            return when(is_above, quantity(function(r) return 100 * r end, ratio(q.a, q.b)), five)
        end,
    }, {
        kinds = COUNTS, expression = "first_of($a, $a / $b)", call = "return first_of($a, $a / $b)",
        take = function(q) return first_of(q.a, ratio(q.a, q.b)) end,
    }, {
        kinds = { a = "number", b = "count" }, accepts_missing = true,
        call = "if $a == nil then return $b and 10 * $b or 20 end return $a",
        take = function(q)
            if q.a.state == "invalid" or q.b.state == "invalid" then
                return { state = "invalid" }
            end
            return { state = "observed", value = q.a.value or q.b.value and 10 * q.b.value or 20 }
        end,
    }, {
        kinds = { a = "number" }, expression = "previous($a, { within = 3 })", scaled = true,
        call = "return previous($name.a, { within = 3 })", within = true,
        take = function(_, before)
            return before(function(p) return p.a end, 3)
        end,
    }, {
        -- What a function asks for counts whatever it makes of it, in any order.
        kinds = { a = "number", b = "amount" }, expression = "min($a, previous($b)) - previous($a)",
        call = "local ok, least = pcall(math.min, $a, $before.b); return least - $before.a",
        take = function(q, before)
            local a, b = before(function(p) return p.a end), before(function(p) return p.b end)
            return quantity(function(x, y, z) return math.min(x, y) - z end, q.a, b, a)
        end,
    }, {
        kinds = { a = "amount", b = "count" }, accepts_missing = true,
        call = "return (growth($name.a, { within = 2 }) or 7) + ($before.b or 30)",
        take = function(q, before)
            if q.a.state == "invalid" or q.b.state == "invalid" then
                return { state = "invalid" }    -- it is not called, and looks at nothing
            end
            local now, was = q.a, before(function(p) return p.a end, 2)
            local other = before(function(p) return p.b end)
            if was.state == "invalid" or other.state == "invalid" then
                return { state = "invalid" }
            end
            local change = { state = "observed", value = 7 }
            if not is_missing(now) and not is_missing(was) then
                change = growth(now, was)
            end
            return quantity(function(x, y) return x + y end, change,
                is_missing(other) and { state = "observed", value = 30 } or other)
        end,
    },
}
