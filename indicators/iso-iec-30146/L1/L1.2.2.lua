return indicator {
    code = "L1.2.2", parent = "L1.2",
    name = "Percentage of available forecasting information of public vehicles",
    about = "On how many public transport routes passengers are told when the next vehicle will " ..
        "arrive, forecast in real time rather than read off the timetable. NA " ..
        "where the city has no public transport.",
    reference = "ISO/IEC 30146:2019, L1.2.2",
    inputs = {
        count { "routes_with_arrival_forecast",
            "Public transport routes with a real-time forecast of arrivals", may_be_na = true },
        count { "transport_routes", "Public transport routes in the city", may_be_na = true },
    },
    measure = percent(input.routes_with_arrival_forecast, input.transport_routes),
    tests = {
        { routes_with_arrival_forecast = 42, transport_routes = 56, score = 75 },
        { routes_with_arrival_forecast = 0, transport_routes = 56, score = 0 },
        { routes_with_arrival_forecast = 56, transport_routes = 56, score = 100 },
        { routes_with_arrival_forecast = 70, transport_routes = 56,
          value = 125, score = 100, flags = "capped;part_exceeds_whole" },
        { routes_with_arrival_forecast = 0, transport_routes = 0, status = "undefined" },
        { routes_with_arrival_forecast = 42, status = "not_reported" },
        { routes_with_arrival_forecast = "NA", transport_routes = "NA", status = "not_applicable",
          note = "A district without public transport of its own answers NA and is not marked " ..
              "down." },
    },
}
