return indicator {
    code = "L2.1.1", parent = "L2.1",
    name = "Percentage of municipal pipe network which is under smart monitoring and management",
    about = "How much of the municipal pipe network is watched and managed with the Internet of " ..
        "Things, measured by length.",
    reference = "ISO/IEC 30146:2019, L2.1.1",
    inputs = {
        amount { "pipe_network_monitored_km",
            "Length of municipal pipes under IoT monitoring and management", unit = "km" },
        amount { "pipe_network_km", "Length of all municipal pipes", unit = "km" },
    },
    measure = percent(input.pipe_network_monitored_km, input.pipe_network_km),
    tests = {
        { pipe_network_monitored_km = 525.5, pipe_network_km = 840.8, score = 62.5 },
        { pipe_network_monitored_km = 0, pipe_network_km = 840.8, score = 0 },
        { pipe_network_monitored_km = 840.8, pipe_network_km = 840.8, score = 100 },
        { pipe_network_monitored_km = 1051, pipe_network_km = 840.8,
          value = 125, score = 100, flags = "capped;part_exceeds_whole" },
        { pipe_network_monitored_km = 0.5, pipe_network_km = 0, status = "invalid" },
        { pipe_network_km = 840.8, status = "not_reported" },
    },
}
