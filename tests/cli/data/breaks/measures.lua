return {
    indicator { code = "P", parent = "G", name = "Of the period before",
        inputs = { amount { "trips", "Trips" } },
        measure = growth(input.trips),
        tests = {
            { period = "2022", trips = 11, previous = { trips = 10 }, status = "not_applicable" },
            { period = "2023", trips = 11, previous = { trips = 10 }, value = 10 },
            { trips = 11, previous = { trips = 10 }, value = 10 } } },
    indicator { code = "W", parent = "G", name = "Of some periods before", breaks = "2024",
        inputs = { amount { "fares", "Fares", breaks = { "2023-07" } } },
        measure = previous(input.fares, { within = 3 }) },
    indicator { code = "F", parent = "G", name = "A function", inputs = { "fares" },
        measure = function(v) return v.previous.fares end },
    indicator { code = "H", parent = "G", name = "A history", inputs = { "trips" },
        measure = mean(history(input.trips, { back = 3, least = 3 })) },
}
