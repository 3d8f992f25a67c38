-- The standard's measures, one by one.

local checking = require "checking"
local standard = require "standard"

local expect, unit, marks_of = checking.expect, checking.unit, checking.marks_of

local function formula(code, values, value, status, flags, records)
    local mark = marks_of(unit(values, records))[code]
    expect(code .. " value", value, mark.value)
    expect(code .. " status", status or "scored", mark.status)
    expect(code .. " flags", flags or "", mark.flags)
    expect(code .. " score", value and math.min(value, 100), mark.score)
end

formula("L1.1.1", { one_stop_services = 120, government_services = 160 }, 75)
-- Nothing of nothing says nothing; something of nothing cannot be.
formula("L1.1.1", { one_stop_services = 0, government_services = 0 }, nil, "undefined")
formula("L1.1.1", { one_stop_services = 1, government_services = 0 }, nil, "invalid",
    "part_exceeds_whole;rests_on_rejected")
formula("L1.7.2", { mobile_municipal_users = 1, permanent_residents = 0 }, nil, "invalid",
    "rests_on_rejected")
formula("L1.1.1", { one_stop_services = 3, government_services = 2 }, 150, "scored",
    "capped;part_exceeds_whole")
formula("L1.1.1", { one_stop_services = { 1 }, government_services = 2 }, 50, "scored",
    "unverified")
formula("L1.1.1", { one_stop_services = "not_applicable" }, nil, "not_reported")
formula("L1.1.1", { one_stop_services = "not_reported", government_services = "invalid" }, nil,
    "invalid", "rests_on_rejected")
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
portals.media_portals_accessible = "not_reported"    -- invalid is the graver
formula("L1.8.2", portals, nil, "invalid", "part_exceeds_whole;rests_on_rejected")
portals.government_portals_accessible = 0
formula("L1.8.2", portals, nil, "not_reported")
portals.media_portals_accessible = 2
formula("L1.8.2", portals, nil, "undefined")

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
formula("L4.3.3", {}, nil, "invalid", "rests_on_rejected", { features = {
    { in_model = "invalid", in_city = "not_reported" }, { in_model = 1, in_city = 2 } } })
formula("L4.3.3", {}, nil, "invalid", "rests_on_rejected", { features = {
    { in_model = 0, in_city = 0 }, { in_model = 1, in_city = 0 } } })
formula("L4.3.3", {}, nil, "not_reported", nil, { features = {
    { in_model = "not_applicable", in_city = 3 }, { in_model = 1, in_city = 2 } } })
formula("L4.3.3", {}, nil, "not_reported")
-- In time, exactly at the limit (late), not in the model (late), modelled ahead (in time).
formula("L4.3.4", {}, 50, nil, nil, { feature_changes = {
    { changed_at = 1000, modelled_at = 1099, reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = 1100, reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = "not_reported", reasonable_delay = 100 },
    { changed_at = 1000, modelled_at = 900, reasonable_delay = 100 } } })
formula("L4.3.4", {}, nil, "invalid", "rests_on_rejected", { feature_changes = {
    { changed_at = "invalid", modelled_at = 1099, reasonable_delay = 100 } } })

local model = { operational_systems_using_model = 1, operational_systems = 4,
    business_objects_in_model = 6, business_objects = 8 }
formula("L4.3.5", model, 25)
model.ict_systems_integrated = 1
formula("L4.3.5", model, 75)
model.operational_systems = "invalid"    -- which method b does not need
formula("L4.3.5", model, 75)
model.ict_systems_integrated = 0
formula("L4.3.5", model, nil, "invalid", "rests_on_rejected")
model.ict_systems_integrated = "invalid"
formula("L4.3.5", model, nil, "invalid", "rests_on_rejected")
model.ict_systems_integrated, model.business_objects = 1, 0
formula("L4.3.5", model, nil, "invalid", "part_exceeds_whole;rests_on_rejected")

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

