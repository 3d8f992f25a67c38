-- What looks beyond one unit: ranks, scales and periods before.

local calendar = require "calendar"
local checking = require "checking"
local measure = require "measure"
local reference = require "reference"
local scales = require "scales"

local expect, unit = checking.expect, checking.unit

-- Ranks ---------------------------------------------------------------------------------------

local function rank_of(scores, coverages, applicables)
    local list = {}
    for i, score in ipairs(scores) do
        list[i] = { score = score or nil, coverage = coverages and coverages[i] or 1,
            applicable = applicables and applicables[i] or 1 }
    end
    reference.rank(list, { coverage = 2 / 3, applicable = 2 / 3 })
    local texts = {}
    for i, mark in ipairs(list) do
        texts[i] = math.tointeger(mark.rank) or "-"
    end
    return table.concat(texts, " ")
end

expect("ranks", "2 1 3", rank_of { 50, 70, 20 })
expect("ranks with a tie", "2 1 2 4", rank_of { 50, 70, 50, 20 })
expect("ranks with rounding", "1 1 3", rank_of { 70, 70 * (1 + 1e-12), 69.999 })
expect("ranks with a gap", "1 - 2", rank_of { 50, false, 20 })
expect("ranks of what rests on enough", "- 1 2", rank_of({ 90, 80, 20 }, { 0.6, 2 / 3, 1 }))
expect("ranks of what applies", "1 - 2", rank_of({ 90, 80, 20 }, nil, { 1, 0.5, 2 / 3 - 1e-10 }))
-- Room of 1e-9 of the best of the tie, and of 1e-9 below one.
expect("ranks near zero", "1 1 1", rank_of { 1e-20, 0, 0 })
expect("ranks near zero, apart", "1 2 2", rank_of { 2e-9, 0, 0 })
expect("a tie's width", "1 1 3", rank_of { 100, 100 - 0.9e-7, 100 - 1.1e-7 })
-- Each next to its neighbour, but the third too far from the best: a new tie begins.
expect("no chains", "1 1 3 3", rank_of { 50, 50 - 4e-8, 50 - 8e-8, 50 - 12e-8 })

-- Scales --------------------------------------------------------------------------------------

local function scale(name, values)
    local marks = scales[name](values)
    if not marks then
        return "none"
    end
    local texts = {}
    for i, mark in ipairs(marks) do
        texts[i] = ("%.6g"):format(mark)
    end
    return table.concat(texts, " ")
end

expect("minmax", "0 25 100", scale("minmax", { 2, 3, 6 }))
expect("zscore", "40 60", scale("zscore", { 3, 7 }))                -- mean 5, deviation 2
expect("zscore of four", "40 40 60 60", scale("zscore", { 3, 3, 7, 7 }))
expect("zscore of three", "35.8579 57.0711 57.0711", scale("zscore", { 0, 3, 3 }))    -- 2, sqrt 2
expect("rank", "0 50 100", scale("rank", { 2, 3, 6 }))
expect("rank with a tie", "33.3333 0 100 100", scale("rank", { 3, 2, 6, 6 }))
expect("percentile", "12.5 37.5 75 75", scale("percentile", { 2, 3, 6, 6 }))
local ALIKE <const> = { minmax = "none", zscore = "none", rank = "100 100", percentile = "50 50" }
for name, alike in pairs(ALIKE) do
    expect(name .. " of equals", alike, scale(name, { 5, 5 }))
    expect(name .. " of all but equals", alike, scale(name, { 0.1 + 0.2, 0.3 }))
    expect(name .. " of 80 and 80 and an ulp", alike, scale(name, { 80, 80 + 1.5e-14 }))
end
local ALONE <const> = { minmax = "none", zscore = "none", rank = "none", percentile = "50" }
for name, alone in pairs(ALONE) do
    expect(name .. " of one", alone, scale(name, { 5 }))
    expect(name .. " of none", true, scale(name, {}) == "none" or scale(name, {}) == "")
end

-- Among the cities of a period, where less is better; a value without a place is undefined.
local leaf = checking.framework { index = { "x", "y" } }
leaf.node_of.x.scale, leaf.node_of.x.direction = "minmax", "lower"
local list = reference.score { framework = leaf, units = {
    unit({ x = 10, y = 1 }, nil, "A", "2019"), unit({ x = 30, y = 1 }, nil, "B", "2019"),
    unit({ x = 25, y = 1 }, nil, "C", "2019"), unit({ x = "invalid", y = 1 }, nil, "D", "2019"),
    unit({ x = 10, y = 1 }, nil, "A", "2025"),
} }
local found = {}
for _, mark in ipairs(list) do
    if mark.node.code == "x" then
        found[#found + 1] = ("%s%s:%s:%s:%s"):format(mark.unit.city, mark.unit.period, mark.value,
            mark.score and math.tointeger(mark.score), mark.status)
    end
end
expect("scaled", "A2019:10:100:scored B2019:30:0:scored C2019:25:25:scored " ..
    "D2019:nil:nil:invalid A2025:10:nil:undefined", table.concat(found, " "))

-- Periods before ------------------------------------------------------------------------------

for _, pair in ipairs {
    { "2025", "2024" }, { "2000", "1999" }, { "2025-Q1", "2024-Q4" }, { "2025-Q3", "2025-Q2" },
    { "2025-S1", "2024-S2" }, { "2025-S2", "2025-S1" }, { "2025-01", "2024-12" },
    { "2025-11", "2025-10" }, { "2025-W02", "2025-W01" }, { "2025-W01", "2024-W52" },
    { "2021-W01", "2020-W53" }, { "2016-W01", "2015-W53" }, { "2025-01-01", "2024-12-31" },
    { "2024-03-01", "2024-02-29" }, { "2025-03-01", "2025-02-28" }, { "1900-03-01", "1900-02-28" },
    { "2024/2025", "2022/2023" }, { "2024-10/2025-03", "2024-04/2024-09" },
    { "2025-W01/2025-W04", "2024-W49/2024-W52" },
    { "2025-01-08/2025-01-14", "2025-01-01/2025-01-07" },
} do
    expect("before " .. pair[1], pair[2], calendar.previous(pair[1]))
end
expect("1970-01-01", 0, calendar.seconds(1970, 1, 1))
expect("2000-03-01", 951868800, calendar.seconds(2000, 3, 1))
expect("2024-12-31", 1735603200, calendar.seconds(2024, 12, 31))

-- The change of x against the period before, or the nearest of so many.
local function change(periods, within)
    local node = checking.framework({}, "x").nodes[1]
    node.evaluate = function(reader)
        local state, past = reader:previous(function(before)
            local c = before:cell("x")
            return c.state, c.value
        end, within)
        return state, past and reader:cell("x").value - past
    end
    local units, framework = { A = {} }, { may_be_na = { x = true } }
    for period, v in pairs(periods) do
        units.A[period] = unit({ x = v }, nil, "A", period)
    end
    local taken = measure.take(measure.reader(units.A["2025"], units, framework), node)
    return ("%s %s %s"):format(taken.state, taken.value or "-", next(taken.flags) or "-")
end

expect("change", "observed 3 -", change { ["2025"] = 8, ["2024"] = 5 })
expect("no year before", "not_reported - -", change { ["2025"] = 8, ["2022"] = 5, ["2025-01"] = 3 })
expect("a gap", "not_reported - -",
    change { ["2025"] = 8, ["2024"] = "not_reported", ["2023"] = 5 })
expect("no row within 3", "observed 3 older_period", change({ ["2025"] = 8, ["2022"] = 5 }, 3))
expect("a gap within 3", "observed 3 older_period",
    change({ ["2025"] = 8, ["2024"] = "not_reported", ["2022"] = 5 }, 3))
expect("not within 3", "not_reported - -", change({ ["2025"] = 8, ["2021"] = 5 }, 3))
expect("within 3, and there", "observed 1 -",
    change({ ["2025"] = 8, ["2024"] = 7, ["2022"] = 5 }, 3))
expect("only gaps are passed over", "not_applicable - -",
    change({ ["2025"] = 8, ["2024"] = "not_applicable", ["2023"] = 5 }, 3))
expect("not what was rejected", "invalid - rests_on_rejected",
    change({ ["2025"] = 8, ["2024"] = "invalid", ["2023"] = 5 }, 3))
