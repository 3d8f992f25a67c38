return indicator {
    code = "L1.4.3", parent = "L1.4",
    name = "Percentage of e-health records usage",
    about = "In how many of the year's treatments the patient's electronic health record was " ..
        "actually used. L1.4.5 asks how many citizens have such a record.",
    reference = "ISO/IEC 30146:2019, L1.4.3",
    inputs = {
        count { "treatments_with_e_health_record",
            "Treatments during the year in which an electronic health record was used" },
        "treatments",
    },
    measure = percent(input.treatments_with_e_health_record, input.treatments),
    tests = {
        { treatments_with_e_health_record = 1500000, treatments = 2400000, score = 62.5 },
        { treatments_with_e_health_record = 0, treatments = 2400000, score = 0 },
        { treatments_with_e_health_record = 2400000, treatments = 2400000, score = 100 },
        { treatments_with_e_health_record = 3000000, treatments = 2400000,
          value = 125, score = 100, flags = "capped;part_exceeds_whole" },
        { treatments_with_e_health_record = 0, treatments = 0, status = "undefined" },
        { treatments = 2400000, status = "not_reported" },
    },
}
