return indicator {
    code = "L1.3.2", parent = "L1.3",
    name = "Percentage of communities supporting self-service for social insurance services",
    about = "In how many residential communities people can settle social insurance matters by " ..
        "themselves, close to home.",
    reference = "ISO/IEC 30146:2019, L1.3.2",
    inputs = {
        count { "communities_insurance_self_service",
            "Residential communities with self-service for social insurance" },
        count { "communities", "Residential communities in the city" },
    },
    measure = percent(input.communities_insurance_self_service, input.communities),
    tests = {
        { communities_insurance_self_service = 63, communities = 84, score = 75 },
        { communities_insurance_self_service = 0, communities = 84, score = 0 },
        { communities_insurance_self_service = 84, communities = 84, score = 100 },
        { communities_insurance_self_service = 105, communities = 84,
          value = 125, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps self-service points were counted instead of communities." },
        { communities_insurance_self_service = 0, communities = 0, status = "undefined" },
        { communities_insurance_self_service = 63, status = "not_reported" },
    },
}
