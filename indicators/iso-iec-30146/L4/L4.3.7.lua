return indicator {
    code = "L4.3.7", parent = "L4.3",
    name = "Use of the digital model in analytical processes",
    about = "How many of the city's analytical systems are able to work with the city model.",
    reference = "ISO/IEC 30146:2019, L4.3.7",
    inputs = {
        count { "analytical_systems_with_model",
            "Analytical ICT systems that are able to use the city model" },
        count { "analytical_systems", "Analytical ICT systems" },
    },
    measure = percent(input.analytical_systems_with_model, input.analytical_systems),
    tests = {
        { analytical_systems_with_model = 9, analytical_systems = 12, score = 75 },
        { analytical_systems_with_model = 0, analytical_systems = 12, score = 0 },
        { analytical_systems_with_model = 12, analytical_systems = 12, score = 100 },
        { analytical_systems_with_model = 15, analytical_systems = 12,
          value = 125, score = 100, flags = "capped;part_exceeds_whole" },
        { analytical_systems_with_model = 0, analytical_systems = 0, status = "undefined" },
        { analytical_systems = 12, status = "not_reported" },
    },
}
