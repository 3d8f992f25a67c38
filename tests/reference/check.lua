-- Checks the reference itself: every expected number here is worked out by hand.
--
--   lua5.4 check.lua        prints each failure and a closing line; exits 1 on any

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local csv = require "csv"
local generate = require "generate"
local reference = require "reference"
local standard = require "standard"
local tailor = require "tailor"

local checks, failures = 0, 0

local function expect(name, expected, found)
    checks = checks + 1
    local same = expected == found
    if type(expected) == "number" and type(found) == "number" then
        same = math.abs(expected - found) <= 1e-12 * math.max(1, math.abs(expected))
    end
    if not same then
        failures = failures + 1
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

local function unit(values, records, city, period)
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

local function marks_of(u, policy)
    local marks = {}
    for _, mark in ipairs(reference.score({ units = { u } }, policy)) do
        marks[mark.node.code] = mark
    end
    return marks
end

-- Formulas ------------------------------------------------------------------------------------

local function formula(code, values, value, status, flags, records)
    local mark = marks_of(unit(values, records))[code]
    expect(code .. " value", value, mark.value)
    expect(code .. " status", status or "scored", mark.status)
    expect(code .. " flags", flags or status == "invalid" and "rests_on_rejected" or "", mark.flags)
    expect(code .. " score", value and math.min(value, 100), mark.score)
end

formula("L1.1.1", { one_stop_services = 120, government_services = 160 }, 75)
formula("L1.1.1", { one_stop_services = 1, government_services = 0 }, nil, "invalid",
    "part_exceeds_whole;rests_on_rejected")
formula("L1.1.1", { one_stop_services = 3, government_services = 2 }, 150, "scored",
    "capped;part_exceeds_whole")
formula("L1.1.1", { one_stop_services = { 1 }, government_services = 2 }, 50, "scored",
    "unverified")
formula("L1.1.1", { one_stop_services = "not_applicable" }, nil, "not_reported")
formula("L1.1.1", { one_stop_services = "not_applicable", government_services = "invalid" }, nil,
    "invalid")
formula("L1.1.1", { one_stop_services = "not_applicable", government_services = 0 }, nil,
    "not_reported")
formula("L1.2.2", { routes_with_arrival_forecast = "not_applicable", transport_routes = 0 }, nil,
    "not_applicable")
formula("L1.2.1", { transport_info_real_time = 1, transport_info_channels = 0,
    transport_info_secondary_roads = 1 }, 80)
formula("L1.3.1", { social_insurance_web = 1, social_insurance_kiosk = 1, social_insurance_app = 0,
    social_insurance_hotline_sms = 1 }, 75)
formula("L1.7.1", { mobile_municipal_services = 34 }, 68)
formula("L1.7.1", { mobile_municipal_services = 36 }, 70)
formula("L1.7.2", { mobile_municipal_users = 130, permanent_residents = 100 }, 130, "scored",
    "capped")

-- 9 of 10 portals is 90, which is not over 90: 50 + 20 + 10.
local portals = { government_portal_accessibility = 1, government_portals_accessible = 9,
    government_portals = 10, media_portals_accessible = 2 }
formula("L1.8.2", portals, 80)
portals.government_portals_accessible, portals.media_portals_accessible = 10, 3
formula("L1.8.2", portals, 100)
portals.government_portals_accessible, portals.government_portal_accessibility = 3, 0
formula("L1.8.2", portals, 20)
portals.government_portals_accessible, portals.media_portals_accessible = 6, 0
formula("L1.8.2", portals, 10)
portals.government_portals = 0
formula("L1.8.2", portals, nil, "invalid", "part_exceeds_whole;rests_on_rejected")

-- 0.25*80 + 0.20*50 + 0.15*40 + 0.25*90 + 0.15*60 = 20 + 10 + 6 + 22.5 + 9
formula("L2.2.1", { key_areas_with_cctv = 8, key_areas = 10, hd_cameras_key_areas = 100,
    cameras_key_areas = 200, industry_areas_with_cctv = 2, industry_areas = 5,
    available_cameras_key_areas = 180, available_cameras_industry = 30, cameras_industry = 50 },
    67.5)
-- 0.3*25 + 0.2*50 + 50
formula("L2.2.2", { connected_cameras_key_areas = 50, cameras_key_areas = 200,
    connected_cameras_industry = 25, cameras_industry = 50, video_sharing_agreed = 1 }, 67.5)
formula("L2.2.3", { criminal_cases_assisted_by_cctv = 1, criminal_cases_investigated = 4,
    departments_using_video = 4 }, 12.5)
formula("L2.2.3", { criminal_cases_assisted_by_cctv = 1, criminal_cases_investigated = 4,
    departments_using_video = 5 }, 62.5)

-- (30 + 45) of (100 + 50) features.
formula("L4.3.3", {}, 50, nil, nil, { features = {
    { feature_type = 0, in_model = 30, in_city = 100 },
    { feature_type = 0, in_model = 45, in_city = 50 } } })
formula("L4.3.3", {}, nil, "undefined", nil, { features = {
    { feature_type = 0, in_model = 0, in_city = 0 } } })
formula("L4.3.3", {}, nil, "invalid", nil, { features = {
    { in_model = "invalid", in_city = "not_reported" }, { in_model = 1, in_city = 2 } } })
formula("L4.3.3", {}, nil, "not_reported")
-- In time, exactly at the limit (late), not in the model (late), modelled ahead (in time).
formula("L4.3.4", {}, 50, nil, nil, { feature_changes = {
    { changed_at = 1000, modelled_at = 1099, reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = 1100, reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = "not_reported", reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = 900, reasonable_delay = 100 } } })
formula("L4.3.4", {}, nil, "invalid", nil, { feature_changes = {
    { changed_at = "invalid", modelled_at = 1099, reasonable_delay = 100 } } })

local model = { operational_systems_using_model = 1, operational_systems = 4,
    business_objects_in_model = 6, business_objects = 8 }
formula("L4.3.5", model, 25)
model.ict_systems_integrated = 1
formula("L4.3.5", model, 75)
model.operational_systems = "invalid"
formula("L4.3.5", model, 75)
model.ict_systems_integrated = 0
formula("L4.3.5", model, nil, "invalid")
model.ict_systems_integrated = "invalid"
formula("L4.3.5", model, nil, "invalid")

-- Three fields of the ten have two cases or more.
local cases = {}
for _, name in ipairs(standard.node_of["L5.2.1"].inputs) do
    cases[name] = 1
end
cases.application_cases_tourism, cases.application_cases_food_safety = 2, 9
cases.application_cases_energy_saving, cases.application_cases_credit_system = 3, 0
formula("L5.2.1", cases, 30)
-- 10 * 2 + 30 * 0.5 + 20 * 0.25
formula("L5.2.2", { social_monitoring_education = 1, social_monitoring_transportation = 0,
    social_monitoring_safety = 1, social_monitoring_tourism = 0,
    social_monitoring_disaster_recovery = 0, citizen_display_usage = 0.5,
    citizen_open_data_engagement = 0.25 }, 40)

local function mechanism(official, set_up, fulfilled, ...)
    formula("L6.1.1", { cyber_security_mechanism_official = official,
        cyber_security_mechanism_set_up = set_up,
        cyber_security_responsibility_fulfilled = fulfilled }, ...)
end
mechanism(1, 1, 1, 100)
mechanism(1, 0, 1, 30)
mechanism(1, 0, 0, 0)
mechanism(0, 1, 1, 0)
mechanism(1, 1, nil, nil, "not_reported")

-- Aggregation methods -------------------------------------------------------------------------

local function method(name, expected, ...)
    local list = {}
    for i, pair in ipairs { ... } do
        list[i] = { score = pair[1], weight = pair[2] }
    end
    expect(name, expected, reference.methods[name](list))
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

-- Coverage, insufficient groups, contribution --------------------------------------------------

-- L3.1: 100, 50 and nothing reported; L3.2: undefined twice.
local environment = {
    pollution_sources_monitored = 5, pollution_sources = 5,
    polluters_open_information = 1, polluters = 2,
    new_green_building_area = 0, new_building_area = 0,
    energy_institutions_monitored = 0, energy_institutions = 0,
}
local m = marks_of(unit(environment))
expect("L3.1 score", 75, m["L3.1"].score)
expect("L3.1 coverage", 2 / 3, m["L3.1"].coverage)
expect("L3.1.3 status", "not_reported", m["L3.1.3"].status)
expect("L3.1.3 coverage", 0, m["L3.1.3"].coverage)
expect("L3.1.3 weight", 1 / 3, m["L3.1.3"].weight)
expect("L3.2 status", "not_applicable", m["L3.2"].status)
expect("L3.2 coverage", 0, m["L3.2"].coverage)
expect("L3 score", 75, m["L3"].score)
expect("L3 coverage", 2 / 3, m["L3"].coverage)
-- Performance: L1 0, L2 0, L3 2/3 covered: 2/9 in all, below one half.
expect("performance status", "insufficient", m["performance"].status)
expect("performance coverage", 2 / 9, m["performance"].coverage)
expect("performance score", nil, m["performance"].score)
-- What was reported in groups without a score is not used.
expect("index coverage", 0, m["index"].coverage)
expect("index weight", 1, m["index"].weight)
expect("L3.1.1 contribution below an unscored one", nil, m["L3.1.1"].contribution)
expect("L3 rank, of which half applies", nil, m["L3"].rank)
expect("L3.1 rank", 1, m["L3.1"].rank)
expect("performance rank", nil, m["performance"].rank)

-- With any coverage enough, the index is L3's 75 through performance alone.
m = marks_of(unit(environment), { min_coverage = 0 })
expect("index score", 75, m["index"].score)
expect("index contribution", 75, m["index"].contribution)
expect("capability status", "insufficient", m["capability"].status)
expect("L3.1.1 contribution", 50, m["L3.1.1"].contribution)    -- 100 * 1/2, alone above
expect("L3.1.2 contribution", 25, m["L3.1.2"].contribution)
expect("L3.1.3 contribution", nil, m["L3.1.3"].contribution)

-- Weights 3 and 1: (3 * 100 + 50) / 4; covered 4 of 5.
m = marks_of(unit(environment), { min_coverage = 0, weights = { ["L3.1.1"] = 3 } })
expect("weighted L3.1 score", 87.5, m["L3.1"].score)
expect("weighted L3.1 coverage", 0.8, m["L3.1"].coverage)
expect("weighted L3.1.1 weight", 0.6, m["L3.1.1"].weight)
expect("weighted L3.1.1 contribution", 75, m["L3.1.1"].contribution)

-- A method that is not arithmetic on the way leaves no contribution below it.
m = marks_of(unit(environment), { min_coverage = 0, aggregate_at = { L3 = "maximum" } })
expect("L3 contribution", 75, m["L3"].contribution)
expect("L3.1 contribution", nil, m["L3.1"].contribution)
expect("L3.1.1 contribution below a maximum", nil, m["L3.1.1"].contribution)

-- Coverage of exactly the minimum is enough.
m = marks_of(unit(environment), { min_coverage = 2 / 3 })
expect("L3.1 at the minimum", "scored", m["L3.1"].status)
m = marks_of(unit(environment), { min_coverage = 0.67 })
expect("L3.1 below the minimum", "insufficient", m["L3.1"].status)
m = marks_of(unit({}))
expect("nothing reported", "insufficient", m["index"].status)

-- Ranks ---------------------------------------------------------------------------------------

local function rank_of(scores)
    local list = {}
    for i, score in ipairs(scores) do
        list[i] = { score = score or nil, coverage = 1, applicable = 1 }
    end
    reference.rank(list)
    local ranks = {}
    for i, mark in ipairs(list) do
        ranks[i] = math.tointeger(mark.rank) or "-"
    end
    return table.concat(ranks, " ")
end

expect("ranks", "2 1 3", rank_of { 50, 70, 20 })
expect("ranks with a tie", "2 1 2 4", rank_of { 50, 70, 50, 20 })
expect("ranks with rounding", "1 1 3", rank_of { 70, 70 * (1 + 1e-12), 69.999 })
expect("ranks with a gap", "1 - 2", rank_of { 50, false, 20 })
expect("ranks of zeros", "1 1 1", rank_of { 1e-20, 0, 0 })    -- below 1 a tie is 1e-9 wide

local pair = reference.score { units = {
    unit({ households = 10, broadband_households = 4 }, nil, "A", "2019"),
    unit({ households = 10, broadband_households = 9 }, nil, "A", "2025"),
    unit({ households = 10, broadband_households = 5 }, nil, "B", "2019"),
} }
local found = {}
for _, mark in ipairs(pair) do
    if mark.node.code == "L4.1.1" then
        found[#found + 1] = mark.unit.city .. mark.unit.period .. ":" .. mark.rank
    end
end
expect("ranks within a period", "A2019:2 A2025:1 B2019:1", table.concat(found, " "))

-- The tools around it -------------------------------------------------------------------------

expect("nodes", 79, #standard.nodes)
expect("inputs", 135, #standard.inputs)
local indicators = 0
for _, node in ipairs(standard.nodes) do
    indicators = indicators + (node.is_indicator and 1 or 0)
end
expect("indicators", 52, indicators)
expect("1970-01-01", 0, generate.day_seconds(1970, 1, 1))
expect("2000-03-01", 951868800, generate.day_seconds(2000, 3, 1))
expect("2024-12-31", 1735603200, generate.day_seconds(2024, 12, 31))
local rows = csv.parse('a,"b ""c"", d"\r\n,\n"x"')
expect("csv", 'a|b "c", d|||x', table.concat { rows[1][1], "|", rows[1][2], "|", rows[2][1], "|",
    rows[2][2], "|", rows[3][1] })
local text = tailor.package { min_coverage = 0.5, aggregate = "median", aggregate_at = {},
    weights = { L1 = 2 } }
expect("package text", true, text:find('weights = { ["L1"] = 2 }', 1, true) ~= nil)
expect("same seed, same data", generate.data(3).rows[17].text, generate.data(3).rows[17].text)

print(("%d checks, %d failures"):format(checks, failures))
os.exit(failures == 0 and 0 or 1, true)
