return indicator {
    code = "L4.3.8", parent = "L4.3",
    name = "Use of the digital model in strategic processes",
    about = "How many of the systems that support strategic decisions are able to work with the " ..
        "city model.",
    reference = "ISO/IEC 30146:2019, L4.3.8",
    inputs = {
        count { "strategic_systems_with_model",
            "ICT systems supporting strategic decisions that are able to use the city model" },
        count { "strategic_systems", "ICT systems supporting strategic decisions" },
    },
    measure = percent(input.strategic_systems_with_model, input.strategic_systems),
    tests = {
        { strategic_systems_with_model = 1, strategic_systems = 3, score = 100 / 3 },
        { strategic_systems_with_model = 0, strategic_systems = 3, score = 0 },
        { strategic_systems_with_model = 3, strategic_systems = 3, score = 100 },
        { strategic_systems_with_model = 6, strategic_systems = 5,
          value = 120, score = 100, flags = "capped;part_exceeds_whole" },
        { strategic_systems_with_model = 0, strategic_systems = 0, status = "undefined",
          note = "A city without such systems gets no mark here, rather than a zero." },
        { strategic_systems_with_model = 1, status = "not_reported" },
    },
}
