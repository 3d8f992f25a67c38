-- The 52 measures of the built-in package, written once more as plain expressions that C, Python,
-- Lua and SQL read alike: calls of percent, ge, gt, eq, least, pick and all, and + and *. What the
-- peers are measured on; their results are compared with the engine's, so a slip here shows.
--
-- The hierarchy, the inputs of each indicator and the pairs of part and whole come from
-- tests/reference/standard.lua.

local measures = {}

local standard = require "standard"

-- Indicators that are more than `percent(first input, second input)`.
local SPECIAL <const> = {
    ["L1.2.1"] = "60 * transport_info_real_time + 20 * transport_info_channels"
        .. " + 20 * transport_info_secondary_roads",
    ["L1.7.1"] = "least(70, 2 * mobile_municipal_services)",
    ["L1.8.2"] = "50 * government_portal_accessibility"
        .. " + 10 * (gt(percent(government_portals_accessible, government_portals), 30)"
        .. " + gt(percent(government_portals_accessible, government_portals), 60)"
        .. " + gt(percent(government_portals_accessible, government_portals), 90))"
        .. " + 10 * (ge(media_portals_accessible, 1) + ge(media_portals_accessible, 3))",
    ["L2.2.1"] = "0.25 * percent(key_areas_with_cctv, key_areas)"
        .. " + 0.2 * percent(hd_cameras_key_areas, cameras_key_areas)"
        .. " + 0.15 * percent(industry_areas_with_cctv, industry_areas)"
        .. " + 0.25 * percent(available_cameras_key_areas, cameras_key_areas)"
        .. " + 0.15 * percent(available_cameras_industry, cameras_industry)",
    ["L2.2.2"] = "0.3 * percent(connected_cameras_key_areas, cameras_key_areas)"
        .. " + 0.2 * percent(connected_cameras_industry, cameras_industry)"
        .. " + 50 * video_sharing_agreed",
    ["L2.2.3"] = "0.5 * percent(criminal_cases_assisted_by_cctv, criminal_cases_investigated)"
        .. " + 50 * gt(departments_using_video, 4)",
    ["L5.2.2"] = "10 * (social_monitoring_education + social_monitoring_transportation"
        .. " + social_monitoring_safety + social_monitoring_tourism"
        .. " + social_monitoring_disaster_recovery)"
        .. " + 30 * citizen_display_usage + 20 * citizen_open_data_engagement",
    ["L6.1.1"] = "cyber_security_mechanism_official * (30 * (cyber_security_mechanism_set_up"
        .. " + cyber_security_responsibility_fulfilled)"
        .. " + 40 * cyber_security_mechanism_set_up * cyber_security_responsibility_fulfilled)",
}

-- So many points for each flag, or (with the second field) for each figure of at least that.
local TALLY <const> = {
    ["L1.3.1"] = { 25 }, ["L1.3.3"] = { 25 }, ["L1.6.2"] = { 25 }, ["L1.7.3"] = { 10 },
    ["L5.2.1"] = { 10, 2 },
}

-- The one measure that does not need all its inputs: which of two pairs counts, a flag decides, and
-- one that is not reported means the first.
measures.either = {
    code = "L4.3.5", flag = "ict_systems_integrated",
    no = { "operational_systems_using_model", "operational_systems" },
    yes = { "business_objects_in_model", "business_objects" },
}

local function tally(node, points, least)
    local terms = {}
    for i, name in ipairs(node.inputs) do
        terms[i] = least and ("ge(%s, %d)"):format(name, least) or name
    end
    return ("%d * (%s)"):format(points, table.concat(terms, " + "))
end

-- The text of an indicator's measure; nil for groups, for those on records, which the data do not have, and for
-- `either`.
function measures.text(node)
    if not node.is_indicator or node.records or node.code == measures.either.code then
        return nil
    elseif SPECIAL[node.code] then
        return SPECIAL[node.code]
    elseif TALLY[node.code] then
        return tally(node, table.unpack(TALLY[node.code]))
    end
    return ("percent(%s, %s)"):format(node.inputs[1], node.inputs[2])
end

measures.standard = standard

return measures
