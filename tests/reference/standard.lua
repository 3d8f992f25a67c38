-- The package under test, written a second time: the hierarchy of ISO/IEC 30146:2019, its inputs
-- and its 52 measures, in plain Lua on plain numbers. Nothing here is shared with the engine or
-- with the indicator scripts it ships, so that a mistake in one of the two shows as a difference.
--
-- A measure is a function of `v` (input name -> number; a flag is 1 or 0). It returns NaN or an
-- infinity where it is undefined. `inputs` are all the figures it needs; `pairs` are the {part,
-- whole} pairs of which a part above its whole is a doubt; `shares` are those of which it takes a
-- percentage, if others than `pairs`. A measure that does not need all of its inputs, or that reads
-- records, has `evaluate(reader)` instead (measure.lua), which returns a state and a value.

local inputs = require "inputs"
local states = require "states"

local standard = { records = inputs.records, may_be_na = inputs.may_be_na }

local function percent(part, whole)
    return 100 * part / whole
end

-- The state and value of a percentage of two figures, each with its own state.
local function share_of(part, whole)
    local state = states.graver(part.state, whole.state)
    if state == "observed" then
        state = states.of_share(part.value, whole.value)
    end
    return state, state == "observed" and percent(part.value, whole.value) or nil
end

-- The hierarchy, in order ---------------------------------------------------------------------

standard.nodes = {}      -- depth first: { code, name, parent, depth, inputs, measure, ... }
standard.node_of = {}    -- by code

local function add(node)
    local parent = standard.node_of[node.parent]
    node.depth = parent and parent.depth + 1 or 0
    node.children = {}
    standard.nodes[#standard.nodes + 1] = node
    standard.node_of[node.code] = node
    if parent then
        parent.children[#parent.children + 1] = node
    end
end

local function group(code, name, parent)
    add { code = code, name = name, parent = parent }
end

local function indicator(node)
    node.parent = node.code:match("^(.*)%.%d+$")
    node.is_indicator = true
    node.pairs = node.pairs or {}
    add(node)
end

-- One figure as a percentage of another; `beyond` where more than the whole is legitimate.
local function share(code, name, part, whole, beyond)
    indicator {
        code = code, name = name, inputs = { part, whole },
        pairs = beyond and {} or { { part, whole } }, shares = { { part, whole } },
        measure = function(v) return percent(v[part], v[whole]) end,
    }
end

-- So many points for each figure that reaches `least` (a flag reaches 1 when it is set).
local function tally(code, name, points, least, inputs)
    indicator {
        code = code, name = name, inputs = inputs,
        measure = function(v)
            local n = 0
            for _, input in ipairs(inputs) do
                if v[input] >= least then
                    n = n + 1
                end
            end
            return points * n
        end,
    }
end

local function prefixed(prefix, names)
    local list = {}
    for word in names:gmatch("%S+") do
        list[#list + 1] = prefix .. word
    end
    return list
end

group("index", "Smart city ICT index", "")
group("performance", "Performance indicators", "index")

group("L1", "Citizen service", "performance")
group("L1.1", "E-government service", "L1")
share("L1.1.1", "Percentage of one-stop government services",
    "one_stop_services", "government_services")
share("L1.1.2", "Percentage of government services which can be solved via single sign in",
    "single_sign_in_services", "government_services")
share("L1.1.3", "Implementation of electronic or digital signature",
    "digital_signature_services", "government_services")
share("L1.1.4", "Percentage of citizen service requests which can be processed appropriately by " ..
    "government", "citizen_requests_processed", "citizen_requests")

group("L1.2", "Transportation service", "L1")
indicator {
    code = "L1.2.1", name = "Release of operation information of public transportation services",
    inputs = prefixed("transport_info_", "real_time channels secondary_roads"),
    measure = function(v)
        return 60 * v.transport_info_real_time + 20 * v.transport_info_channels
            + 20 * v.transport_info_secondary_roads
    end,
}
share("L1.2.2", "Percentage of available forecasting information of public vehicles",
    "routes_with_arrival_forecast", "transport_routes")
share("L1.2.3", "Percentage of e-payment used in public vehicles",
    "daily_trips_e_payment", "daily_trips")

group("L1.3", "Social insurance service", "L1")
tally("L1.3.1", "Online social insurance service", 25, 1,
    prefixed("social_insurance_", "web kiosk app hotline_sms"))
share("L1.3.2", "Percentage of communities supporting self-service for social insurance services",
    "communities_insurance_self_service", "communities")
tally("L1.3.3", "Degree of social insurance services which are available across the city", 25, 1,
    prefixed("citywide_", [[insurance_transfer insurance_authentication medical_account_balance
        status_inquiry]]))

group("L1.4", "Medical service", "L1")
share("L1.4.1", "Percentage of medical institutions that have established e-medical records",
    "institutions_e_medical_records", "medical_institutions")
share("L1.4.2", "Percentage of treatment appointment of medical services institutions",
    "treatments_by_appointment", "treatments")
share("L1.4.3", "Percentage of e-health records usage",
    "treatments_with_e_health_record", "treatments")
share("L1.4.4", "Coverage rate of community e-health services",
    "citizens_with_e_health_access", "citizens")
share("L1.4.5", "Proportion of electronic health records archived, used and shared",
    "citizens_with_e_health_record", "citizens")

group("L1.5", "Education service", "L1")
share("L1.5.1", "Percentage of classrooms with multimedia equipment",
    "schools_multimedia_every_classroom", "schools")
share("L1.5.2", "Percentage of schools with wireless access", "schools_wireless", "schools")

group("L1.6", "Employment service", "L1")
share("L1.6.1", "Coverage rate of population having access to employment information service",
    "unemployed_with_employment_information", "unemployed_recorded")
tally("L1.6.2", "Usage of online delivery of employment services", 25, 1,
    prefixed("employment_", "web kiosk app hotline_sms"))

group("L1.7", "City public service", "L1")
indicator {
    code = "L1.7.1", name = "Provision of municipal services through mobile Internet",
    inputs = { "mobile_municipal_services" },
    measure = function(v) return math.min(70, 2 * v.mobile_municipal_services) end,
}
share("L1.7.2", "Usage of municipal services through mobile Internet",
    "mobile_municipal_users", "permanent_residents", true)
tally("L1.7.3", "Usage of one card/device solution", 10, 1,
    prefixed("one_card_", [[transportation utility_bills social_insurance scenic_spots
        residential_communities parking supermarkets floating_population social_endowment
        disabled_support]]))

group("L1.8", "Service for poor and disabled people", "L1")
share("L1.8.1", "Percentage of e-record coverage for low-income households",
    "low_income_households_e_record", "low_income_households")
indicator {
    code = "L1.8.2", name = "Performance of Internet accessibility for disabled people",
    inputs = { "government_portal_accessibility", "government_portals_accessible",
        "government_portals", "media_portals_accessible" },
    pairs = { { "government_portals_accessible", "government_portals" } },
    measure = function(v)
        local accessible = percent(v.government_portals_accessible, v.government_portals)
        local b1 = v.government_portal_accessibility == 1 and 50 or 0
        local b2 = 0
        if accessible > 90 then
            b2 = 30
        elseif accessible > 60 then
            b2 = 20
        elseif accessible > 30 then
            b2 = 10
        end
        local b3 = 0
        if v.media_portals_accessible == 3 then
            b3 = 20
        elseif v.media_portals_accessible >= 1 then
            b3 = 10
        end
        return b1 + b2 + b3
    end,
}

group("L1.9", "E-commerce service", "L1")
share("L1.9.1", "Percentage of online retail", "online_retail_sales", "retail_sales")
share("L1.9.2", "Percentage of online cross-border trading",
    "online_cross_border_trade", "cross_border_trade")

group("L2", "Efficient governance", "performance")
group("L2.1", "City management", "L2")
share("L2.1.1", "Percentage of municipal pipe network which is under smart monitoring and " ..
    "management", "pipe_network_monitored_km", "pipe_network_km")
share("L2.1.2", "Coverage rate of underground pipe gallery", "pipe_gallery_km", "new_road_km", true)

group("L2.2", "Public safety", "L2")
indicator {
    code = "L2.2.1", name = "Collection and coverage of closed circuit television (CCTV)",
    inputs = { "key_areas_with_cctv", "key_areas", "hd_cameras_key_areas", "cameras_key_areas",
        "industry_areas_with_cctv", "industry_areas", "available_cameras_key_areas",
        "available_cameras_industry", "cameras_industry" },
    pairs = {
        { "key_areas_with_cctv", "key_areas" },
        { "hd_cameras_key_areas", "cameras_key_areas" },
        { "industry_areas_with_cctv", "industry_areas" },
        { "available_cameras_key_areas", "cameras_key_areas" },
        { "available_cameras_industry", "cameras_industry" },
    },
    measure = function(v)
        local b1 = percent(v.key_areas_with_cctv, v.key_areas)
        local b2 = percent(v.hd_cameras_key_areas, v.cameras_key_areas)
        local b3 = percent(v.industry_areas_with_cctv, v.industry_areas)
        local b4 = percent(v.available_cameras_key_areas, v.cameras_key_areas)
        local b5 = percent(v.available_cameras_industry, v.cameras_industry)
        return 0.25 * b1 + 0.20 * b2 + 0.15 * b3 + 0.25 * b4 + 0.15 * b5
    end,
}
indicator {
    code = "L2.2.2", name = "Internet connection rate and sharing level of public security CCTV",
    inputs = { "connected_cameras_key_areas", "cameras_key_areas", "connected_cameras_industry",
        "cameras_industry", "video_sharing_agreed" },
    pairs = {
        { "connected_cameras_key_areas", "cameras_key_areas" },
        { "connected_cameras_industry", "cameras_industry" },
    },
    measure = function(v)
        return 0.3 * percent(v.connected_cameras_key_areas, v.cameras_key_areas)
            + 0.2 * percent(v.connected_cameras_industry, v.cameras_industry)
            + 0.5 * 100 * v.video_sharing_agreed
    end,
}
indicator {
    code = "L2.2.3",
    name = "Public safety video footage and frame to enhance the social management ability",
    inputs = { "criminal_cases_assisted_by_cctv", "criminal_cases_investigated",
        "departments_using_video" },
    pairs = { { "criminal_cases_assisted_by_cctv", "criminal_cases_investigated" } },
    measure = function(v)
        return 0.5 * percent(v.criminal_cases_assisted_by_cctv, v.criminal_cases_investigated)
            + 0.5 * (v.departments_using_video > 4 and 100 or 0)
    end,
}

group("L3", "Liveable environment", "performance")
group("L3.1", "Environmental protection", "L3")
share("L3.1.1", "Online monitoring of key pollution sources",
    "pollution_sources_monitored", "pollution_sources")
share("L3.1.2", "Openness of environmental information from enterprises and public institutions",
    "polluters_open_information", "polluters")
share("L3.1.3", "Disposal rate of city environmental problems",
    "environmental_incidents_disposed", "environmental_incidents_reported")

group("L3.2", "Green energy and energy efficiency", "L3")
share("L3.2.1", "Percentage of green buildings", "new_green_building_area", "new_building_area")
share("L3.2.2", "Online monitoring rate of key energy-using institutions",
    "energy_institutions_monitored", "energy_institutions")

group("capability", "Capability indicators", "index")
group("L4", "Smart facility", "capability")
group("L4.1", "Network infrastructure", "L4")
share("L4.1.1", "Fixed broadband access ability", "broadband_households", "households")
share("L4.1.2", "Fiber to the home (FTTH) penetration rate", "ftth_users", "fixed_broadband_users")
share("L4.1.3", "Mobile broadband access ability",
    "mobile_broadband_users", "permanent_residents", true)

group("L4.3", "City model", "L4")
share("L4.3.1", "Online city model information available to the public",
    "city_model_active_users", "permanent_residents", true)
share("L4.3.2", "City model geographic coverage", "city_model_hectares", "city_hectares")

-- The sum of a column, of the gravest state of its cells.
local function sum_of(reader, rows, column)
    local sum = { state = "observed", value = 0 }
    for _, row in ipairs(rows) do
        local cell = reader:column(row, column)
        sum.state = states.graver(sum.state, cell.state)
        sum.value = sum.value + (cell.value or 0)
    end
    return sum
end

indicator {
    code = "L4.3.3", name = "City model thematic coverage", inputs = {}, records = "features",
    evaluate = function(reader)
        local rows = reader:rows("features")
        if not rows then
            return "not_reported"
        end
        return share_of(sum_of(reader, rows, "in_model"), sum_of(reader, rows, "in_city"))
    end,
}

-- Whether a change is in time: a state, and true or false. A change that is not in the model yet is
-- late, whatever else its row says.
local function change_in_time(reader, row)
    local at, from = reader:column(row, "modelled_at"), reader:column(row, "changed_at")
    local delay = reader:column(row, "reasonable_delay")
    if at.state == "not_reported" then
        return "observed", false
    end
    local state = states.graver(at.state, states.graver(from.state, delay.state))
    return state, state == "observed" and at.value - from.value < delay.value
end

indicator {
    code = "L4.3.4", name = "City model up to date", inputs = {}, records = "feature_changes",
    evaluate = function(reader)
        local rows = reader:rows("feature_changes")
        if not rows then
            return "not_reported"
        end
        local state, n = "observed", 0
        for _, row in ipairs(rows) do
            local row_state, in_time = change_in_time(reader, row)
            state = states.graver(state, row_state)
            n = n + (in_time and 1 or 0)
        end
        return state, 100 * n / #rows
    end,
}

indicator {
    code = "L4.3.5", name = "Use of the digital model in operational processes",
    inputs = { "ict_systems_integrated", "operational_systems_using_model", "operational_systems",
        "business_objects_in_model", "business_objects" },
    pairs = {
        { "operational_systems_using_model", "operational_systems" },
        { "business_objects_in_model", "business_objects" },
    },
    evaluate = function(reader)
        local integrated = reader:cell("ict_systems_integrated")
        if integrated.state == "invalid" then
            return "invalid"
        elseif integrated.state == "observed" and integrated.value == 1 then
            return share_of(reader:cell("business_objects_in_model"),
                reader:cell("business_objects"))
        end
        return share_of(reader:cell("operational_systems_using_model"),
            reader:cell("operational_systems"))
    end,
}
share("L4.3.6", "Use of the digital model in crisis situations",
    "crisis_systems_with_model", "crisis_systems")
share("L4.3.7", "Use of the digital model in analytical processes",
    "analytical_systems_with_model", "analytical_systems")
share("L4.3.8", "Use of the digital model in strategic processes",
    "strategic_systems_with_model", "strategic_systems")

group("L5", "Information resource", "capability")
group("L5.1", "Open data and data sharing", "L5")
share("L5.1.1", "Public information resources openness ratio",
    "open_api_categories", "categories_required_open")
share("L5.1.2", "Information sharing ratio among government sectors",
    "sectors_sharing", "government_sectors")

group("L5.2", "Exploitation and utilization", "L5")
tally("L5.2.1", "Government-enterprise cooperation on information resources development", 10, 2,
    prefixed("application_cases_", [[macroeconomic_control enterprise_supervision
        quality_and_safety energy_saving environmental_protection food_safety production_safety
        credit_system tourism emergency_disposal]]))
indicator {
    code = "L5.2.2", name = "Government-citizen cooperation for city promotion",
    inputs = { "social_monitoring_education", "social_monitoring_transportation",
        "social_monitoring_safety", "social_monitoring_tourism",
        "social_monitoring_disaster_recovery", "citizen_display_usage",
        "citizen_open_data_engagement" },
    measure = function(v)
        local fields = v.social_monitoring_education + v.social_monitoring_transportation
            + v.social_monitoring_safety + v.social_monitoring_tourism
            + v.social_monitoring_disaster_recovery
        return 10 * fields + 30 * v.citizen_display_usage + 20 * v.citizen_open_data_engagement
    end,
}

group("L6", "Cyber security", "capability")
group("L6.1", "Network security management", "L6")
indicator {
    code = "L6.1.1",
    name = "Organization coordinating mechanism for cyber security in smart cities",
    inputs = { "cyber_security_mechanism_official", "cyber_security_mechanism_set_up",
        "cyber_security_responsibility_fulfilled" },
    measure = function(v)
        local met = v.cyber_security_mechanism_set_up + v.cyber_security_responsibility_fulfilled
        if v.cyber_security_mechanism_official ~= 1 or met == 0 then
            return 0
        end
        return met == 2 and 100 or 30
    end,
}

-- The plain inputs, each once, in the order in which the indicators first use them.
standard.inputs = {}
do
    local seen = {}
    for _, node in ipairs(standard.nodes) do
        for _, name in ipairs(node.inputs or {}) do
            if not seen[name] then
                seen[name] = true
                standard.inputs[#standard.inputs + 1] = inputs.describe(name)
            end
        end
    end
end

return standard
