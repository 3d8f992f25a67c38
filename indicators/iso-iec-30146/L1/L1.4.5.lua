return indicator {
    code = "L1.4.5", parent = "L1.4",
    name = "Proportion of electronic health records archived, used and shared",
    about = "How many citizens have an electronic health record on file. L1.4.3 asks how often " ..
        "such records are used.",
    reference = "ISO/IEC 30146:2019, L1.4.5",
    inputs = {
        count { "citizens_with_e_health_record",
            "Citizens who have an electronic health record" },
        "citizens",
    },
    measure = percent(input.citizens_with_e_health_record, input.citizens),
    tests = {
        { citizens_with_e_health_record = 435000, citizens = 600000, score = 72.5 },
        { citizens_with_e_health_record = 0, citizens = 600000, score = 0 },
        { citizens_with_e_health_record = 600000, citizens = 600000, score = 100 },
        { citizens_with_e_health_record = 660000, citizens = 600000,
          value = 110, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps records of people who moved away were counted too." },
        { citizens_with_e_health_record = 1, citizens = 0, status = "invalid" },
        { citizens = 600000, status = "not_reported" },
    },
}
