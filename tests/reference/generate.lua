-- Random data sets for the comparison with the reference: every input, with gaps, rejected cells,
-- zero wholes, parts above wholes, boundary values and ties. All randomness comes from the seed.
--
--   generate.data(seed, framework)    { seed =, framework =, shape = "long" | "wide", units =,
--                                     rows =, rejected =, ... }: `units` with their true states are
--                                     what reference.score takes, `rows` and the other fields say
--                                     how files.write puts them on paper
--   generate.policy(seed, framework)  a random policy, as reference.score takes it

local calendar = require "calendar"
local files = require "files"
local random = require "random"

local generate = {}

-- What goes wrong, and how often, in one unit --------------------------------------------------

local MOODS <const> = {
    { name = "complete" },
    { name = "plain", gap = 0.03, na = 0.01, reject = 0.01, zero = 0.01, excess = 0.02 },
    { name = "gappy", gap = 0.35, na = 0.05, reject = 0.01, zero = 0.02, excess = 0.02 },
    { name = "bare", gap = 0.85, na = 0.02, reject = 0.02 },
    { name = "broken", gap = 0.05, reject = 0.2 },
    { name = "inapplicable", gap = 0.05, na = 0.6 },
    { name = "zeros", zero = 0.4, gap = 0.02 },
    { name = "excess", excess = 0.4, gap = 0.02 },
    { name = "boundary", boundary = 0.8 },
    { name = "nothing", zero = 0.4, excess = 0.4, gap = 0.02 },
    { name = "claiming", na = 0.3 },
    { name = "hiding", hides = true, gap = 0.02 },
    { name = "hiding", hides = true, na = 0.05 },
}

local REJECTED <const> = {
    count = { "-3", "2.5", "about 40", "1e999", "nan", "inf", "0x10", "1,5", "seven", "-1e3",
        "12 %", "--5", "0.0001" },
    amount = { "-0.5", "lots", "1e999", "-1e999", "NaN", "0x1F", "5 km", "1.2.3", "infinity" },
    number = { "lots", "1e999", "-1e999", "nan", "0x10", "5 km", "1.2.3", "--5" },
    flag = { "maybe", "2", "-1", "0.5", "partly", "yes and no" },
    grade = { "1.01", "-0.1", "2", "high", "1e999", "nan" },
    datetime = { "2025-02-30", "2025-13-01T10:00:00Z", "2023-02-29T00:00:00Z", "yesterday",
        "2025-06-01T25:00:00Z", "2025-06-01T10:61:00Z", "2025-00-10" },
    duration = { "P1M", "P1Y", "P2Y3M", "soon", "P", "30 days" },
}

local EDGES <const> = {
    government_portals = { 0, 7, 10, 10, 10 },
    government_portals_accessible = { 3, 4, 6, 7, 9, 10 },
    media_portals_accessible = { 0, 1, 2, 3 }, departments_using_video = { 3, 4, 5 },
    mobile_municipal_services = { 0, 34, 35, 36 },
}

-- The whole that each part is drawn from, and how far above it may lie without a doubt.
local function wholes(framework)
    local whole_of, beyond = {}, {}
    for _, node in ipairs(framework.nodes) do
        for _, pair in ipairs(node.shares or {}) do
            whole_of[pair[1]], beyond[pair[1]] = pair[2], 1.4
        end
        for _, pair in ipairs(node.pairs or {}) do
            whole_of[pair[1]], beyond[pair[1]] = pair[2], nil
        end
    end
    return whole_of, beyond
end

-- Figures -------------------------------------------------------------------------------------

local function spell_count(r, n)
    if r:chance(0.04) then
        return ("%d.0"):format(n)
    elseif n > 0 and n % 100 == 0 and r:chance(0.5) then
        return ("%de2"):format(n // 100)
    end
    return ("%d"):format(n)
end

local function spell_amount(r, x)
    return x > 1000 and r:chance(0.1) and ("%.4e"):format(x) or ("%.2f"):format(x)
end

local function magnitude(r, input)
    return input.most and r:whole(0, input.most) or math.exp(r:unit() * math.log(2e6))
end

-- What an input can be at most, and whether that is its whole.
local function ceiling(r, input, draw)
    local whole = draw.values[draw.whole_of[input.name]]
    return whole or magnitude(r, input), whole ~= nil
end

local function number_from(r, input, mood, draw)
    local name, at_edge = input.name, r:chance(mood.boundary or 0)
    local most, has_whole = ceiling(r, input, draw)
    local x = r:unit() * (has_whole and draw.beyond[name] or 1) * most
    if name:find("^application_cases_") then
        return r:whole(0, 4)
    elseif EDGES[name] and (at_edge or name ~= "government_portals_accessible") then
        return r:pick(EDGES[name])
    elseif r:chance(mood.zero or 0) then
        return 0
    elseif has_whole and r:chance(mood.excess or 0) then
        return most * (1 + r:unit()) + 1
    elseif at_edge then
        return r:pick { 0, most, most }
    end
    return x
end

-- A figure of the input's kind: its text and its value.
local function figure(r, input, mood, draw)
    if input.kind == "flag" then
        local set = r:chance(0.6)
        return r:pick(set and { "yes", "true", "1" } or { "no", "false", "0" }), set and 1 or 0
    elseif input.kind == "grade" then
        local at_edge = r:chance(mood.boundary or 0)
        local text = at_edge and r:pick { "0", "1" } or ("%.3f"):format(r:unit())
        return text, tonumber(text)
    elseif input.kind == "number" then
        local text = r:chance(0.5) and ("%d"):format(r:whole(-2, 12) * 10)
            or ("%.3f"):format(r:unit() * 150 - 25)
        return text, tonumber(text)
    end
    local x = number_from(r, input, mood, draw)
    local text = input.kind == "amount" and spell_amount(r, x) or spell_count(r, math.floor(x))
    return text, tonumber(text)
end

-- A cell: { state =, value =, texts = { the values of its rows } }; no texts where it is absent.
local function new_cell(r, kind, mood, draw)
    local u = r:unit()
    local gap, na, reject = mood.gap or 0, mood.na or 0, mood.reject or 0
    if u < gap then
        return { state = "not_reported", texts = r:pick { {}, { "" }, { "NR" } } }
    elseif u < gap + na then
        return { state = "not_applicable", texts = { "NA" } }
    elseif u < gap + na + reject and REJECTED[kind] then
        return { state = "invalid", texts = { r:pick(REJECTED[kind]) } }
    end
    local text, value = draw()
    local numeric = kind ~= "flag" and kind ~= "datetime" and kind ~= "duration"
    return { state = "observed", value = value, texts = { text }, numeric = numeric }
end

local SAME <const> = { yes = "true", ["true"] = "1", ["1"] = "yes", no = "false", ["false"] = "0",
    ["0"] = "no" }

-- What only the long form can say: unverified figures, misspelt names, agreeing and differing
-- duplicates.
local function embellish(r, input, cell, clean)
    if cell.state ~= "observed" then
        return
    end
    if r:chance(0.5) then
        cell.verified = not r:chance(0.1)
    end
    local text, u = cell.texts[1], r:unit()
    if u < 0.004 then
        cell.state, cell.value, cell.misspelt = "not_reported", nil, true
    elseif u < 0.008 then
        cell.texts[2] = input.kind == "flag" and SAME[text]
            or ("%.17g"):format(cell.value)
    elseif u < 0.012 and not clean and input.kind ~= "grade" and not EDGES[input.name] then
        cell.texts[2] = input.kind == "flag" and (cell.value == 1 and "no" or "yes")
            or ("%d"):format(cell.value // 1 + 1)
        cell.state, cell.value = "invalid", nil
    end
end

-- Records -------------------------------------------------------------------------------------

local function two(n)
    return ("%02d"):format(n)
end

-- A date-time in 2024 or 2025: its text and its seconds.
local function moment(r)
    local y, m, d = r:whole(2024, 2025), r:whole(1, 12), r:whole(1, 28)
    local text, seconds = y .. "-" .. two(m) .. "-" .. two(d), calendar.seconds(y, m, d)
    if r:chance(0.3) then
        return text, seconds
    end
    local hour, minute, second = r:whole(0, 23), r:whole(0, 59), r:whole(0, 59)
    text = text .. "T" .. two(hour) .. ":" .. two(minute)
    seconds = seconds + hour * 3600 + minute * 60
    if r:chance(0.7) then
        text, seconds = text .. ":" .. two(second), seconds + second
        if r:chance(0.1) then
            text, seconds = text .. ".5", seconds + 0.5
        end
    end
    local zone = r:pick { "", "Z", "Z", "+02:00", "-05:30" }
    local offset = ({ ["+02:00"] = 7200, ["-05:30"] = -19800 })[zone] or 0
    return text .. zone, seconds - offset
end

local DURATIONS <const> = {
    { "P30D", 30 * 86400 }, { "PT4H", 4 * 3600 }, { "P2W", 14 * 86400 }, { "PT90M", 5400 },
    { "P1DT12H", 36 * 3600 }, { "PT45S", 45 }, { "P200D", 200 * 86400 }, { "P0D", 0 },
}

local function stamp(seconds)
    return os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(seconds))
end

local function new_change(r, mood)
    local from, from_s = moment(r)
    local delay = r:pick(DURATIONS)
    local row = {
        feature_type = { state = "observed", texts = { "road" } },
        changed_at = new_cell(r, "datetime", mood, function() return from, from_s end),
        reasonable_delay = new_cell(r, "duration", mood, function() return table.unpack(delay) end),
        modelled_at = { state = "not_reported", texts = { "" } },
    }
    if r:chance(0.85) then
        local lag = r:pick { delay[2], delay[2] - 1, delay[2] + 1, 0, r:whole(-86400, 90 * 86400) }
        local to_s = math.floor(from_s) + lag
        row.modelled_at = new_cell(r, "datetime", mood, function() return stamp(to_s), to_s end)
    end
    return row
end

local function new_feature(r, mood)
    local in_city = r:whole(r:chance(mood.zero or 0) and 0 or 1, 5000)
    local in_model = math.floor(r:unit() * (1 + (mood.excess or 0)) * in_city)
    local function count(n)
        return new_cell(r, "count", mood, function() return ("%d"):format(n), n end)
    end
    return {
        feature_type = { state = "observed", texts = { r:pick { "road", "bridge, old", "tree" } } },
        in_model = count(in_model), in_city = count(in_city),
    }
end

local function new_records(r, mood)
    -- A unit's rows share one fate, so that most units keep a score here.
    local row_mood = r:chance(0.35) and mood or MOODS[1]
    local records = { features = {}, feature_changes = {} }
    if not r:chance(mood.gap or 0) then
        for _ = 1, r:whole(1, 5) do
            table.insert(records.features, new_feature(r, row_mood))
        end
    end
    if not r:chance(mood.gap or 0) then
        for _ = 1, r:whole(1, 6) do
            table.insert(records.feature_changes, new_change(r, row_mood))
        end
    end
    if mood.zero and r:chance(0.3) then
        records.features = {
            { feature_type = { state = "observed", texts = { "none" } },
                in_model = { state = "observed", value = 0, texts = { "0" } },
                in_city = { state = "observed", value = 0, texts = { "0" } } },
        }
    end
    return records
end

-- Units and files -----------------------------------------------------------------------------

local CITIES <const> = { "Harrowgate Mere", "Port, Lower", 'The "Quay"', "Ébène", "São Tomar", "42",
    "Ostrava-on-Sea", "L'Anse", "Zürn", "京丘", "A", "Vale of Ash; East" }
local PERIODS <const> = { { "2025" }, { "2019", "2022", "2025" }, { "2025-Q1", "2025-Q2" },
    { "2025-06", "2025-S1" }, { "2025-W05", "2024/2025", "2025-06-30" },
    { "2021", "2022", "2023", "2025" }, { "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2" },
    { "2020-W52", "2020-W53", "2021-W01", "2021-W02" }, { "2023-S2", "2024-S1", "2025-S1" },
    { "2023-12", "2024-01", "2024-02", "2024" }, { "2024-02-28", "2024-02-29", "2024-03-01" },
    { "2022/2023", "2024/2025", "2023", "2024" }, { "2024-07/2024-12", "2025-01/2025-06" } }

-- Wholes before their parts.
local function in_drawing_order(inputs, whole_of)
    local list = table.move(inputs, 1, #inputs, 1, {})
    table.sort(list, function(a, b)
        local pa, pb = whole_of[a.name] and 1 or 0, whole_of[b.name] and 1 or 0
        return pa ~= pb and pa < pb or pa == pb and a.name < b.name
    end)
    return list
end

-- The indicators' inputs below some group: what a city leaves out that hides a weakness.
local function inputs_below(node, set)
    for _, name in ipairs(node.inputs or {}) do
        set[name] = true
    end
    for _, child in ipairs(node.children) do
        inputs_below(child, set)
    end
    return set
end

local function hide_groups(r, framework)
    local hidden = {}
    for _ = 1, r:whole(1, 3) do
        inputs_below(r:pick(framework.nodes), hidden)
    end
    return hidden
end

local HIDDEN <const> = { gap = 0.7, reject = 0.05 }

local function new_unit(r, city, period, data)
    local framework, mood = data.framework, r:pick(MOODS)
    local unit = { city = city, period = period, inputs = {}, records = {} }
    local hidden = mood.hides and hide_groups(r, framework) or {}
    local draw = { values = {}, whole_of = data.whole_of, beyond = data.beyond }
    local function mood_of(m)
        return setmetatable({ reject = data.clean and 0 or nil }, { __index = m })
    end
    local usual, hiding = mood_of(mood), mood_of(HIDDEN)
    if #framework.records > 0 then
        unit.records = new_records(r, usual)
    end
    for _, input in ipairs(in_drawing_order(framework.inputs, data.whole_of)) do
        local m = hidden[input.name] and hiding or usual
        local cell = new_cell(r, input.kind, m, function() return figure(r, input, m, draw) end)
        draw.values[input.name] = cell.value
        if data.shape == "long" then
            embellish(r, input, cell, data.clean)
        end
        unit.inputs[input.name] = cell
    end
    return unit
end

local function any_rejected(units)
    local function scan(cells)
        for _, cell in pairs(cells) do
            if cell.state == "invalid" then
                return true
            end
        end
        return false
    end
    for _, unit in ipairs(units) do
        if scan(unit.inputs) then
            return true
        end
        for _, rows in pairs(unit.records) do
            for _, row in ipairs(rows) do
                if scan(row) then
                    return true
                end
            end
        end
    end
    return false
end

-- The files' form: what is the same for all rows of a data set.
local function new_data(r, seed, framework)
    local data = { seed = seed, shape = seed % 2 == 1 and "long" or "wide", units = {} }
    data.framework, data.clean = framework, seed % 5 == 0    -- clean: nothing rejected, exit code 0
    data.whole_of, data.beyond = wholes(framework)
    data.folder = r:chance(0.5)
    data.delimiter = r:pick { ",", ";", "\t" }
    data.line_end, data.bom = r:pick { "\n", "\n", "\r\n" }, r:chance(0.3)
    data.quote_all = r:chance(0.2)
    data.comma = data.delimiter == ";" and r:chance(0.7)
    return data
end

function generate.data(seed, framework)
    local r = random.new(seed)
    local data = new_data(r, seed, framework)
    local periods, latest = r:pick(PERIODS), {}
    for i = 1, r:whole(8, 20) do
        local city = CITIES[i] or "City " .. i
        for p, period in ipairs(periods) do
            if p == 1 or r:chance(0.85) then
                local unit = new_unit(r, city, period, data)
                local twin = latest[period]
                if twin and r:chance(0.15) then
                    unit.inputs, unit.records = twin.inputs, twin.records
                end
                latest[period] = unit
                table.insert(data.units, unit)
            end
        end
    end
    r:shuffle(data.units)
    if data.shape == "long" then
        data.rows, data.units = files.lay_out(r, framework, data.units)
    end
    data.rejected = any_rejected(data.units)
    return data
end

-- Policies ------------------------------------------------------------------------------------

local METHODS <const> = { "arithmetic", "geometric", "harmonic", "minimum", "maximum", "median" }

function generate.policy(seed, framework)
    local r = random.new(seed + 7919)
    local policy = {
        min_coverage = r:pick { 0, 0.25, 0.5, 0.75, 1 },
        aggregate = r:chance(0.4) and "arithmetic" or r:pick(METHODS),
        aggregate_at = {}, weights = {}, rounding = r:chance(0.3) and r:whole(0, 2) or nil,
    }
    if r:chance(0.5) then
        policy.rank_if = { coverage = r:pick { 0, 0.5, 0.75, 1 },
            applicable = r:pick { 0, 0.5, 1 } }
    end
    for _, node in ipairs(framework.nodes) do
        if not node.is_indicator and r:chance(0.3) then
            policy.aggregate_at[node.code] = r:pick(METHODS)
        end
        -- A group's first child keeps its weight, so that no group is left without any.
        for i, child in ipairs(node.children) do
            if i > 1 and r:chance(0.25) then
                policy.weights[child.code] = r:pick { 0, 0.1, 0.5, 2, 3, 7.25, 37 }
            end
        end
    end
    return policy
end

return generate
