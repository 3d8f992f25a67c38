-- Holds the package of ISO/IEC 30146:2019 against the facts of the standard: its codes and groups,
-- and the figures each indicator asks for, retyped here and not taken from the package.

local hm = require "hundredmark"
local lu = require "luaunit"

-- Groups by level, as the standard names and numbers them. There is no L4.2.
local GROUPS <const> = {
    { "index" },
    { "performance", "capability" },
    { "L1", "L2", "L3", "L4", "L5", "L6" },
    { "L1.1", "L1.2", "L1.3", "L1.4", "L1.5", "L1.6", "L1.7", "L1.8", "L1.9", "L2.1", "L2.2",
        "L3.1", "L3.2", "L4.1", "L4.3", "L5.1", "L5.2", "L6.1" },
}

local PARENT_OF <const> = {
    performance = "index", capability = "index", L1 = "performance", L2 = "performance",
    L3 = "performance", L4 = "capability", L5 = "capability", L6 = "capability",
}

-- What each indicator asks for.
local INPUTS <const> = {
    ["L1.1.1"] = [[one_stop_services government_services]],
    ["L1.1.2"] = [[single_sign_in_services government_services]],
    ["L1.1.3"] = [[digital_signature_services government_services]],
    ["L1.1.4"] = [[citizen_requests_processed citizen_requests]],
    ["L1.2.1"] = [[
        transport_info_real_time transport_info_channels transport_info_secondary_roads]],
    ["L1.2.2"] = [[routes_with_arrival_forecast transport_routes]],
    ["L1.2.3"] = [[daily_trips_e_payment daily_trips]],
    ["L1.3.1"] = [[
        social_insurance_web social_insurance_kiosk social_insurance_app
        social_insurance_hotline_sms]],
    ["L1.3.2"] = [[communities_insurance_self_service communities]],
    ["L1.3.3"] = [[
        citywide_insurance_transfer citywide_insurance_authentication
        citywide_medical_account_balance citywide_status_inquiry]],
    ["L1.4.1"] = [[institutions_e_medical_records medical_institutions]],
    ["L1.4.2"] = [[treatments_by_appointment treatments]],
    ["L1.4.3"] = [[treatments_with_e_health_record treatments]],
    ["L1.4.4"] = [[citizens_with_e_health_access citizens]],
    ["L1.4.5"] = [[citizens_with_e_health_record citizens]],
    ["L1.5.1"] = [[schools_multimedia_every_classroom schools]],
    ["L1.5.2"] = [[schools_wireless schools]],
    ["L1.6.1"] = [[unemployed_with_employment_information unemployed_recorded]],
    ["L1.6.2"] = [[employment_web employment_kiosk employment_app employment_hotline_sms]],
    ["L1.7.1"] = [[mobile_municipal_services]],
    ["L1.7.2"] = [[mobile_municipal_users permanent_residents]],
    ["L1.7.3"] = [[
        one_card_transportation one_card_utility_bills one_card_social_insurance
        one_card_scenic_spots one_card_residential_communities one_card_parking
        one_card_supermarkets one_card_floating_population one_card_social_endowment
        one_card_disabled_support]],
    ["L1.8.1"] = [[low_income_households_e_record low_income_households]],
    ["L1.8.2"] = [[
        government_portal_accessibility government_portals_accessible government_portals
        media_portals_accessible]],
    ["L1.9.1"] = [[online_retail_sales retail_sales]],
    ["L1.9.2"] = [[online_cross_border_trade cross_border_trade]],
    ["L2.1.1"] = [[pipe_network_monitored_km pipe_network_km]],
    ["L2.1.2"] = [[pipe_gallery_km new_road_km]],
    ["L2.2.1"] = [[
        key_areas_with_cctv key_areas hd_cameras_key_areas cameras_key_areas
        industry_areas_with_cctv industry_areas available_cameras_key_areas
        available_cameras_industry cameras_industry]],
    ["L2.2.2"] = [[
        connected_cameras_key_areas cameras_key_areas connected_cameras_industry
        cameras_industry video_sharing_agreed]],
    ["L2.2.3"] = [[
        criminal_cases_assisted_by_cctv criminal_cases_investigated departments_using_video]],
    ["L3.1.1"] = [[pollution_sources_monitored pollution_sources]],
    ["L3.1.2"] = [[polluters_open_information polluters]],
    ["L3.1.3"] = [[environmental_incidents_disposed environmental_incidents_reported]],
    ["L3.2.1"] = [[new_green_building_area new_building_area]],
    ["L3.2.2"] = [[energy_institutions_monitored energy_institutions]],
    ["L4.1.1"] = [[broadband_households households]],
    ["L4.1.2"] = [[ftth_users fixed_broadband_users]],
    ["L4.1.3"] = [[mobile_broadband_users permanent_residents]],
    ["L4.3.1"] = [[city_model_active_users permanent_residents]],
    ["L4.3.2"] = [[city_model_hectares city_hectares]],
    ["L4.3.3"] = [[features]],
    ["L4.3.4"] = [[feature_changes]],
    ["L4.3.5"] = [[
        ict_systems_integrated operational_systems_using_model operational_systems
        business_objects_in_model business_objects]],
    ["L4.3.6"] = [[crisis_systems_with_model crisis_systems]],
    ["L4.3.7"] = [[analytical_systems_with_model analytical_systems]],
    ["L4.3.8"] = [[strategic_systems_with_model strategic_systems]],
    ["L5.1.1"] = [[open_api_categories categories_required_open]],
    ["L5.1.2"] = [[sectors_sharing government_sectors]],
    ["L5.2.1"] = [[
        application_cases_macroeconomic_control application_cases_enterprise_supervision
        application_cases_quality_and_safety application_cases_energy_saving
        application_cases_environmental_protection application_cases_food_safety
        application_cases_production_safety application_cases_credit_system
        application_cases_tourism application_cases_emergency_disposal]],
    ["L5.2.2"] = [[
        social_monitoring_education social_monitoring_transportation social_monitoring_safety
        social_monitoring_tourism social_monitoring_disaster_recovery citizen_display_usage
        citizen_open_data_engagement]],
    ["L6.1.1"] = [[
        cyber_security_mechanism_official cyber_security_mechanism_set_up
        cyber_security_responsibility_fulfilled]],
}

-- Inputs that are no counts, by kind. All others are counts, but for the flags further down.
local KINDS <const> = {
    amount = [[
        daily_trips daily_trips_e_payment retail_sales online_retail_sales cross_border_trade
        online_cross_border_trade pipe_network_km pipe_network_monitored_km pipe_gallery_km
        new_road_km new_building_area new_green_building_area city_hectares city_model_hectares]],
    grade = [[citizen_display_usage citizen_open_data_engagement]],
    records = [[features feature_changes]],
}

-- How the names of flags begin: indicators made of questions to be answered with yes or no.
local FLAGS <const> = { "transport_info_", "social_insurance_", "citywide_", "employment_web$",
    "employment_kiosk$", "employment_app$", "employment_hotline_sms$", "one_card_",
    "government_portal_accessibility$", "video_sharing_agreed$", "ict_systems_integrated$",
    "social_monitoring_", "cyber_security_" }

-- Inputs that more than one indicator uses.
local SHARED <const> = [[government_services treatments citizens permanent_residents schools
    cameras_key_areas cameras_industry]]

-- Of these a city may say that they do not apply to it; all others every city can answer, with 0 or
-- no if need be.
local MAY_BE_NA <const> = [[
    routes_with_arrival_forecast transport_routes daily_trips_e_payment daily_trips
    online_cross_border_trade cross_border_trade pipe_gallery_km new_road_km
    crisis_systems_with_model crisis_systems]]

local function words_of(text)
    local words = {}
    for word in text:gmatch("%S+") do
        words[#words + 1] = word
    end
    return words
end

local function kind_of(name)
    for kind, names in pairs(KINDS) do
        for _, one in ipairs(words_of(names)) do
            if one == name then
                return kind
            end
        end
    end
    for _, beginning in ipairs(FLAGS) do
        if name:find("^" .. beginning) then
            return "flag"
        end
    end
    return "count"
end

local package = assert(hm.open_package "iso-iec-30146")
local nodes = package:nodes()

local function indicators()
    local list = {}
    for _, node in ipairs(nodes) do
        if node.kind == "indicator" then
            list[#list + 1] = package:indicator(node.code)
        end
    end
    return list
end

local tests = {}

-- Hierarchy --------------------------------------------------------------------------------------

function tests.test_codes_are_unique()
    local seen = {}
    for _, node in ipairs(nodes) do
        lu.assertNil(seen[node.code], node.code)
        seen[node.code] = true
    end
end

function tests.test_groups_are_those_of_the_standard()
    local expected, found = {}, {}
    for depth, codes in ipairs(GROUPS) do
        for _, code in ipairs(codes) do
            expected[code] = depth - 1
        end
    end
    for _, node in ipairs(nodes) do
        if node.kind == "group" then
            found[node.code] = node.depth
        end
    end
    lu.assertEquals(found, expected)
end

function tests.test_counts()
    local groups, second_level = 0, 0
    for _, node in ipairs(nodes) do
        groups = groups + (node.kind == "group" and 1 or 0)
        second_level = second_level + (node.kind == "group" and node.depth == 3 and 1 or 0)
    end
    lu.assertEquals(groups, 27)
    lu.assertEquals(second_level, 18)
    lu.assertEquals(#indicators(), 52)
end

function tests.test_parents()
    for _, node in ipairs(nodes) do
        local expected = node.code == "index" and "" or PARENT_OF[node.code]
            or node.code:match("^(.+)%.%d+$")
        lu.assertEquals(node.parent, expected, node.code)
    end
end

function tests.test_indicators_are_those_of_the_standard()
    for _, indicator in ipairs(indicators()) do
        lu.assertNotNil(INPUTS[indicator.code], indicator.code)
    end
    for code in pairs(INPUTS) do
        lu.assertNotNil(package:indicator(code), code)
    end
end

function tests.test_no_group_is_empty()
    for _, node in ipairs(nodes) do
        lu.assertTrue(node.kind == "indicator" or #node.children > 0, node.code)
    end
end

function tests.test_weights_are_equal_and_means_arithmetic()
    for _, node in ipairs(nodes) do
        lu.assertEquals(node.weight, 1, node.code)
        lu.assertTrue(node.kind == "indicator" or node.aggregate == "arithmetic", node.code)
    end
    lu.assertEquals(package:info().policy.min_coverage, 0.5)
end

-- Inputs -----------------------------------------------------------------------------------------

function tests.test_every_indicator_asks_for_its_figures()
    for code, names in pairs(INPUTS) do
        lu.assertItemsEquals(package:indicator(code).inputs, words_of(names), code)
    end
end

function tests.test_every_input_is_defined_once_and_used()
    local expected, found = {}, {}
    for _, names in pairs(INPUTS) do
        for _, name in ipairs(words_of(names)) do
            expected[name] = true
        end
    end
    for _, input in ipairs(package:inputs()) do
        lu.assertNil(found[input.name], input.name)
        lu.assertTrue(#input.indicators > 0, input.name)
        found[input.name] = true
    end
    lu.assertEquals(found, expected)
end

function tests.test_kinds_of_inputs()
    for _, input in ipairs(package:inputs()) do
        lu.assertEquals(input.kind, kind_of(input.name), input.name)
    end
end

function tests.test_shared_inputs()
    local found = {}
    for _, input in ipairs(package:inputs()) do
        if #input.indicators > 1 then
            found[#found + 1] = input.name
        end
    end
    lu.assertItemsEquals(found, words_of(SHARED))
end

function tests.test_inputs_that_may_be_na()
    local found = {}
    for _, input in ipairs(package:inputs()) do
        found[#found + 1] = input.may_be_na and input.name or nil
        for _, column in ipairs(input.columns or {}) do
            lu.assertNil(column.may_be_na, column.name)
        end
    end
    lu.assertItemsEquals(found, words_of(MAY_BE_NA))
end

function tests.test_columns_of_records()
    local expected = {
        features = { feature_type = "text", in_model = "count", in_city = "count" },
        feature_changes = { feature_type = "text", changed_at = "datetime",
            modelled_at = "datetime", reasonable_delay = "duration" },
    }
    for _, input in ipairs(package:inputs()) do
        local columns = {}
        for _, column in ipairs(input.columns or {}) do
            columns[column.name] = column.kind
        end
        lu.assertEquals(columns, expected[input.name] or {}, input.name)
    end
end

-- Measures and their worked examples -------------------------------------------------------------

function tests.test_all_measures_are_expressions_over_the_whole_scale()
    for _, indicator in ipairs(indicators()) do
        lu.assertEquals(indicator.form, "expression", indicator.code)
        lu.assertEquals(indicator.range, { 0, 100 }, indicator.code)
    end
end

local function any(examples, fits)
    for _, example in ipairs(examples) do
        if fits(example) then
            return true
        end
    end
    return false
end

function tests.test_every_indicator_has_examples_and_a_boundary()
    for _, indicator in ipairs(indicators()) do
        local examples = indicator.tests
        lu.assertTrue(#examples >= 3, indicator.code)
        lu.assertTrue(any(examples, function(example)
            return example.score == 0 or example.score == 100
        end), indicator.code .. ": no example at an end of the scale")
        lu.assertTrue(any(examples, function(example)
            return example.score and example.score > 0 and example.score < 100
        end), indicator.code .. ": no example within the scale")
    end
end

-- The formula with those of its parts, without divisors that cannot be 0: records have rows or are
-- not reported.
local function divisions_of(indicator)
    local formulas = { indicator.formula }
    for _, part in ipairs(indicator.parts) do
        formulas[#formulas + 1] = part.formula
    end
    return (table.concat(formulas, " "):gsub("/ count_rows%b()", ""))
end

function tests.test_every_divisor_is_tried_with_zero()
    for _, indicator in ipairs(indicators()) do
        local formula = divisions_of(indicator)
        if formula:find("percent(", 1, true) or formula:find("/", 1, true) then
            lu.assertTrue(any(indicator.tests, function(example)
                return example.status == "undefined" or example.status == "invalid"
            end), indicator.code)
        end
    end
end

function tests.test_a_capped_score_is_tried_where_a_part_has_a_whole()
    for _, indicator in ipairs(indicators()) do
        if indicator.formula:find("^percent%b()$") then
            lu.assertTrue(any(indicator.tests, function(example)
                return (example.flags or ""):find("capped", 1, true) ~= nil
            end), indicator.code)
        end
    end
end

-- Words ------------------------------------------------------------------------------------------

function tests.test_everything_is_explained()
    for _, node in ipairs(nodes) do
        lu.assertTrue(#node.name > 0 and #node.about > 20, node.code)
    end
    for _, indicator in ipairs(indicators()) do
        lu.assertStrContains(indicator.reference, "ISO/IEC 30146:2019", indicator.code)
        for _, part in ipairs(indicator.parts) do
            lu.assertTrue(#part.label > 0, indicator.code)
        end
    end
    for _, input in ipairs(package:inputs()) do
        lu.assertTrue(#input.label > 0 and input.label ~= input.name, input.name)
    end
end

function tests.test_the_end_of_the_source_text_is_named()
    local about = package:info().about
    lu.assertStrContains(about, "ends with L6.1.1")
    lu.assertStrContains(about, "L6.2")
end

function tests.test_loads_without_a_warning()
    lu.assertEquals(package:issues(), {})
end

os.exit(lu.LuaUnit.new():runSuiteByInstances { { "TestIsoIec30146", tests } } == 0, true)
