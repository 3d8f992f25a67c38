-- What figures of different indicators must be to each other, whatever the city. A part and its
-- whole within one indicator need no rule: its measure says so.
return {
    rule { "household_has_resident", input.households, "<=", input.permanent_residents,
        about = "somebody lives in every household",
        tests = {
            { households = 400, permanent_residents = 1000, status = "holds" },
            { households = 1000, permanent_residents = 400, status = "broken" },
            { households = 400, status = "skipped" },
        } },
    rule { "low_income_household_is_household", input.low_income_households, "<=", input.households,
        tests = {
            { low_income_households = 40, households = 40, status = "holds" },
            { low_income_households = 41, households = 40, status = "broken" },
        } },
    rule { "unemployed_is_resident", input.unemployed_recorded, "<=", input.permanent_residents,
        tests = {
            { unemployed_recorded = 50, permanent_residents = 1000, status = "holds" },
            { unemployed_recorded = 5000, permanent_residents = 1000, status = "broken" },
        } },
    rule { "broadband_household_is_user", input.broadband_households, "<=", input.fixed_broadband_users,
        about = "a household that uses fixed broadband is one of its users",
        tests = {
            { broadband_households = 300, fixed_broadband_users = 350, status = "holds" },
            { broadband_households = 400, fixed_broadband_users = 350, status = "broken" },
        } },
    rule { "key_area_has_camera", input.key_areas_with_cctv, "<=", input.cameras_key_areas,
        about = "an area that has CCTV has a camera at least",
        tests = {
            { key_areas_with_cctv = 12, cameras_key_areas = 300, status = "holds" },
            { key_areas_with_cctv = 12, cameras_key_areas = 0, status = "broken" },
        } },
    rule { "industry_area_has_camera", input.industry_areas_with_cctv, "<=", input.cameras_industry,
        about = "an area that has CCTV has a camera at least",
        tests = {
            { industry_areas_with_cctv = 12, cameras_industry = 300, status = "holds" },
            { industry_areas_with_cctv = 12, cameras_industry = 0, status = "broken" },
        } },
    rule { "trip_needs_route", gt(input.daily_trips, 0), "implies", gt(input.transport_routes, 0),
        about = "who travels by public transport takes a route",
        tests = {
            { daily_trips = 5000, transport_routes = 7, status = "holds" },
            { daily_trips = 5000, transport_routes = 0, status = "broken" },
            { daily_trips = 0, transport_routes = 0, status = "holds" },
            { daily_trips = 5000, transport_routes = "NA", status = "skipped" },
        } },
}
