-- Groups: means, coverage, what applies, flags, contribution.

local checking = require "checking"
local means = require "means"

local expect, unit, marks_of = checking.expect, checking.unit, checking.marks_of

-- Means ---------------------------------------------------------------------------------------

local function list_of(...)
    local list = {}
    for i, pair in ipairs { ... } do
        list[i] = { score = pair[1], weight = pair[2] }
    end
    return list
end

local function method(name, expected, ...)
    expect(name, expected, means[name](list_of(...)))
end

method("arithmetic", 40, { 20, 3 }, { 100, 1 })             -- (60 + 100) / 4
method("geometric", 40, { 20, 1 }, { 80, 1 })               -- sqrt(1600)
method("geometric", 8, { 2, 1 }, { 16, 2 })                 -- cube root of 2 * 256
method("geometric", 0, { 0, 1 }, { 80, 1 })
method("harmonic", 30, { 20, 1 }, { 60, 1 })                -- 2 / (1/20 + 1/60)
method("harmonic", 50, { 25, 1 }, { 75, 3 })                -- 4 / (1/25 + 3/75)
method("harmonic", 0, { 0, 1 }, { 75, 3 })
method("minimum", 20, { 60, 1 }, { 20, 0.1 }, { 90, 5 })
method("maximum", 90, { 60, 1 }, { 20, 0.1 }, { 90, 5 })
method("median", 60, { 90, 1 }, { 20, 1 }, { 60, 1 })
method("median", 50, { 90, 1 }, { 20, 1 }, { 60, 1 }, { 40, 1 })
method("median", 90, { 90, 5 }, { 20, 1 }, { 60, 1 })       -- half of 7 lies within the 5
method("median", 75, { 90, 2 }, { 20, 1 }, { 60, 1 })       -- half of 4 lies between 60 and 90
method("median", 7, { 7, 1 })

-- Equal scores have that very score for their mean, with any weights.
for _, score in ipairs { 100, 80, 0.1, 1e-300, 33.3, 0 } do
    for name, mean in pairs(means) do
        local list = list_of({ score, 0.1 }, { score, 0.7 }, { score, 37 }, { score, 1e-3 })
        expect(name .. " of equal scores", score, mean(list), true)
    end
end
expect("within the range", true,
    means.geometric(list_of({ 80, 1 }, { 80, 1 }, { 80 + 1.5e-14, 1 })) >= 80)

-- Coverage and what applies -------------------------------------------------------------------

-- The index holds A and B, each with five indicators.
local two = checking.framework {
    index = { "A", "B" },
    A = { "a1", "a2", "a3", "a4", "a5" },
    B = { "b1", "b2", "b3", "b4", "b5" },
}

local function score(values, policy)
    return marks_of(unit(values), policy, two)
end

local function full(prefix, value, values)
    for i = 1, 5 do
        values[prefix .. i] = value
    end
    return values
end

local function same(name, mark, expected)
    for key, value in pairs(expected) do
        expect(name .. " " .. key, value or nil, mark[key])
    end
end

-- A weak group that is reported at 2 of 5 has no score, and what it reported is not used: the index
-- rests on B alone, on half of what applies.
local m = score(full("b", 90, { a1 = 10, a2 = 20 }))
same("hidden A", m.A, { status = "insufficient", coverage = 0.4, applicable = 1, score = false,
    rank = false })
same("index beside a hidden A", m.index, { status = "scored", score = 90, coverage = 0.5,
    applicable = 1, rank = false })    -- 1/2 < 2/3
same("B", m.B, { status = "scored", score = 90, coverage = 1, rank = 1 })
m = score(full("b", 90, { a1 = 10, a2 = 20 }), { min_coverage = 0.4 })
same("A at its minimum", m.A, { status = "scored", score = 15, coverage = 0.4, rank = false })
same("index with A", m.index, { score = 52.5, coverage = 0.7, rank = 1 })

-- What does not apply, or says nothing, counts for what applies; a rejected figure applies.
m = score(full("b", 90, { a1 = "not_applicable", a2 = "undefined", a3 = "invalid", a4 = 30,
    a5 = 60 }))
same("A of what applies", m.A, { status = "scored", score = 45, coverage = 2 / 3, applicable = 0.6,
    rank = false, flags = "rests_on_rejected" })
same("a1", m.a1, { status = "not_applicable", coverage = 0, applicable = 0 })
same("a2", m.a2, { status = "undefined", coverage = 0, applicable = 0 })
same("a3", m.a3, { status = "invalid", coverage = 0, applicable = 1, flags = "rests_on_rejected" })
same("index of what applies", m.index, { score = 67.5, coverage = (2 / 3 + 1) / 2, applicable = 0.8,
    rank = 1, flags = "rests_on_rejected" })

-- No child that applies.
m = score(full("a", "not_applicable", full("b", 90, {})))
same("A that does not apply", m.A, { status = "not_applicable", coverage = 0, applicable = 0 })
same("index of B alone", m.index, { score = 90, coverage = 1, applicable = 0.5, rank = false })
m = score(full("a", "not_applicable", full("b", "undefined", {})))
same("nothing applies", m.index, { status = "not_applicable", coverage = 0, applicable = 0 })
m = score({})
same("nothing reported", m.index, { status = "insufficient", coverage = 0, applicable = 1 })
m = score({}, { min_coverage = 0 })
same("nothing reported, none needed", m.index, { status = "insufficient", coverage = 0 })

-- A claim that a figure does not apply counts only where that can be.
two.may_be_na.a1 = nil
m = score { a1 = "not_applicable", a2 = "not_applicable", a3 = 50 }
same("a claim of a1", m.a1, { status = "not_reported", applicable = 1 })
same("A with a claim", m.A, { status = "insufficient", coverage = 1 / 4, applicable = 0.8 })
two.may_be_na.a1 = true

-- A child of weight 0 has no say: not in what applies, not in coverage, flags or status.
local weights = { a5 = 0 }
m = score(full("b", 90, { a1 = 10, a2 = 30, a5 = { 90 } }), { weights = weights })
same("A beside a5", m.A, { status = "scored", score = 20, coverage = 0.5, applicable = 1,
    flags = "" })
same("a5 without weight", m.a5, { status = "scored", score = 90, weight = 0, contribution = 0 })
local claims = full("a", "not_applicable", {})
claims.a5 = 50
m = score(claims, { weights = weights })
same("A with a5 alone", m.A, { status = "not_applicable", coverage = 0, applicable = 0 })
m = score({ a1 = 10, a2 = 20, a5 = "invalid" }, { weights = weights })
same("A beside a rejected a5", m.A, { status = "scored", coverage = 0.5, flags = "" })
for name in pairs(means) do
    m = score(full("a", 40, { a5 = 0 }), { weights = weights, aggregate = name })
    same(name .. " beside a5", m.A, { score = 40 })
end

-- Weights 3 and 1, and two more: of 3, 1, 1, 1, 1 in all. Reported: 3 + 1 of 7.
m = score({ a1 = 100, a2 = 50 }, { weights = { a1 = 3 } })
same("A weighed", m.A, { score = 87.5, coverage = 4 / 7 })
same("a1 weighed", m.a1, { weight = 3 / 7 })
same("index with A weighed", m.index, { status = "insufficient", coverage = 2 / 7 })

-- Bounds: exactly reached is enough.
for covered = 0, 5 do
    local values = {}
    for i = 1, covered do
        values["a" .. i] = 60
    end
    m = score(values, { min_coverage = 0.6, rank_if = { coverage = 0.8 } })
    expect("A with " .. covered, covered >= 3 and "scored" or "insufficient", m.A.status)
    expect("A's rank with " .. covered, covered >= 4 and 1 or nil, m.A.rank)
end
local three = checking.framework { index = { "c", "d", "e" } }
m = marks_of(unit { c = 10, d = 20 }, nil, three)
same("two thirds covered", m.index, { coverage = 2 / 3, applicable = 1, rank = 1 })
m = marks_of(unit { c = 10, d = 20, e = "not_applicable" }, nil, three)
same("two thirds applicable", m.index, { coverage = 1, applicable = 2 / 3, rank = 1 })
m = marks_of(unit { c = 10, d = "undefined", e = "not_applicable" }, nil, three)
same("one third applicable", m.index, { coverage = 1, applicable = 1 / 3, score = 10,
    rank = false })
m = marks_of(unit { c = 10, d = 20 }, { rank_if = { coverage = 0.67 } }, three)
same("below 67 %", m.index, { rank = false })

-- Provenance ----------------------------------------------------------------------------------

m = score(full("a", 50, full("b", 130, { })), nil)
same("A", m.A, { flags = "" })
same("b1", m.b1, { flags = "capped", score = 100 })
same("B of capped", m.B, { flags = "" })
m = score(full("a", 50, { a1 = { 50 } }))
same("A of a1 as full has it", m.A, { flags = "" })
local values = full("a", 50, full("b", -1, {}))
values.a2, values.b4 = { 40 }, "invalid"
m = score(values)
same("A of unverified", m.A, { flags = "unverified", score = 48 })
same("b1 floored", m.b1, { flags = "floored", score = 0 })
same("B of rejected", m.B, { flags = "rests_on_rejected", score = 0 })
same("index of both", m.index, { flags = "rests_on_rejected;unverified" })
-- A group without a score says what was rejected below it, and nothing else reaches its parent.
m = score(full("b", 90, { a1 = { 50 }, a2 = "invalid" }))
same("hidden A of both", m.A, { status = "insufficient", flags = "rests_on_rejected;unverified" })
same("index beside it", m.index, { status = "scored", flags = "rests_on_rejected" })

-- Contribution --------------------------------------------------------------------------------

m = score(full("a", 40, full("b", 80, { })), { weights = { A = 3, a1 = 0 } })
same("contribution of index", m.index, { score = 50, contribution = 50 })
same("contribution of A", m.A, { contribution = 30 })        -- 40 * 3/4
same("contribution of a2", m.a2, { contribution = 7.5 })     -- 40 * 1/4 * 3/4
same("contribution of a1", m.a1, { contribution = 0 })
same("contribution of b1", m.b1, { contribution = 4 })       -- 80 * 1/5 * 1/4
m = score({ a1 = 40, a2 = 60, a3 = 80 })
same("A of three", m.A, { score = 60, contribution = false })    -- the index has no score
m = score({ a1 = 40, a2 = 60, a3 = 80 }, { min_coverage = 0 })
same("index of A", m.index, { score = 60, coverage = 0.3 })
same("contribution of a3 among three", m.a3, { contribution = 80 / 3 })
same("contribution of a4", m.a4, { contribution = false })
-- A method that is not arithmetic on the way leaves no contribution below it.
m = score({ a1 = 40, a2 = 60, a3 = 80 }, { min_coverage = 0, aggregate_at = { A = "maximum" } })
same("A as maximum", m.A, { score = 80, contribution = 80 })
same("a1 below a maximum", m.a1, { contribution = false })

-- Rounding comes last, and what stands above is made of what is shown.
m = score({ a1 = 40.04, a2 = 60.06, a3 = 80.08 }, { rounding = 1, min_coverage = 0 })
same("a1 rounded", m.a1, { value = 40.04, score = 40 })
same("a2 rounded", m.a2, { score = 60.1 })
same("A rounded", m.A, { score = 60.1 })    -- (40 + 60.1 + 80.1) / 3 = 60.07
