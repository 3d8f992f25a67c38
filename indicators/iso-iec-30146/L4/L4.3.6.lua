return indicator {
    code = "L4.3.6", parent = "L4.3",
    name = "Use of the digital model in crisis situations",
    about = "How many of the systems used to manage a crisis are able to work with the city model. " ..
        "NA where crises are managed by another authority, so that the city has no such systems.",
    reference = "ISO/IEC 30146:2019, L4.3.6",
    inputs = {
        count { "crisis_systems_with_model",
            "Crisis management ICT systems that are able to use the city model", may_be_na = true },
        count { "crisis_systems", "Crisis management ICT systems", may_be_na = true },
    },
    measure = percent(input.crisis_systems_with_model, input.crisis_systems),
    tests = {
        { crisis_systems_with_model = 3, crisis_systems = 8, score = 37.5 },
        { crisis_systems_with_model = 0, crisis_systems = 8, score = 0 },
        { crisis_systems_with_model = 8, crisis_systems = 8, score = 100 },
        { crisis_systems_with_model = 9, crisis_systems = 8,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole" },
        { crisis_systems_with_model = 0, crisis_systems = 0, status = "undefined" },
        { crisis_systems_with_model = 3, status = "not_reported" },
        { crisis_systems_with_model = "NA", crisis_systems = "NA", status = "not_applicable",
          note = "A town whose county manages crises answers NA." },
    },
}
