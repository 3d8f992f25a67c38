-- The inputs of the standard's package: the kind of each plain one, and the columns of the records.

local inputs = {}

-- Every plain input is a count unless it is named here.
local KIND = {}

local function kind(name, names)
    for word in names:gmatch("%S+") do
        KIND[word] = name
    end
end

kind("amount", [[
    daily_trips_e_payment daily_trips online_retail_sales retail_sales online_cross_border_trade
    cross_border_trade pipe_network_monitored_km pipe_network_km pipe_gallery_km new_road_km
    new_green_building_area new_building_area city_model_hectares city_hectares]])
kind("flag", [[
    transport_info_real_time transport_info_channels transport_info_secondary_roads
    social_insurance_web social_insurance_kiosk social_insurance_app social_insurance_hotline_sms
    citywide_insurance_transfer citywide_insurance_authentication citywide_medical_account_balance
    citywide_status_inquiry employment_web employment_kiosk employment_app employment_hotline_sms
    one_card_transportation one_card_utility_bills one_card_social_insurance one_card_scenic_spots
    one_card_residential_communities one_card_parking one_card_supermarkets
    one_card_floating_population one_card_social_endowment one_card_disabled_support
    government_portal_accessibility video_sharing_agreed ict_systems_integrated
    social_monitoring_education social_monitoring_transportation social_monitoring_safety
    social_monitoring_tourism social_monitoring_disaster_recovery
    cyber_security_mechanism_official cyber_security_mechanism_set_up
    cyber_security_responsibility_fulfilled]])
kind("grade", "citizen_display_usage citizen_open_data_engagement")

inputs.records = {
    { name = "features", columns = { "feature_type", "in_model", "in_city" } },
    {
        name = "feature_changes",
        columns = { "feature_type", "changed_at", "modelled_at", "reasonable_delay" },
    },
}

-- Records cells are typed by their column.
inputs.column_kind = {
    feature_type = "text", in_model = "count", in_city = "count", changed_at = "datetime",
    modelled_at = "datetime", reasonable_delay = "duration",
}

-- The inputs of which a city may say that they do not apply to it.
inputs.may_be_na = {}
for name in ([[
    crisis_systems crisis_systems_with_model cross_border_trade online_cross_border_trade
    daily_trips daily_trips_e_payment transport_routes routes_with_arrival_forecast
    pipe_gallery_km new_road_km]]):gmatch("%S+") do
    inputs.may_be_na[name] = true
end

-- What a plain input is: { name =, kind =, max = }.
function inputs.describe(name)
    return {
        name = name, kind = KIND[name] or "count",
        max = name == "media_portals_accessible" and 3 or nil,
    }
end

return inputs
