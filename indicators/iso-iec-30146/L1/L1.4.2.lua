return indicator {
    code = "L1.4.2", parent = "L1.4",
    name = "Percentage of treatment appointment of medical services institutions",
    about = "How many of the year's treatments were given by appointment, so that the patient " ..
        "did not have to queue.",
    reference = "ISO/IEC 30146:2019, L1.4.2",
    inputs = {
        count { "treatments_by_appointment",
            "Treatments given by appointment during the year" },
        "treatments",
    },
    measure = percent(input.treatments_by_appointment, input.treatments),
    tests = {
        { treatments_by_appointment = 936000, treatments = 2400000, score = 39 },
        { treatments_by_appointment = 0, treatments = 2400000, score = 0 },
        { treatments_by_appointment = 2400000, treatments = 2400000, score = 100 },
        { treatments_by_appointment = 2700000, treatments = 2400000,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps appointments were counted that nobody came to: count treatments given." },
        { treatments_by_appointment = 5, treatments = 0, status = "invalid" },
        { treatments_by_appointment = 936000, status = "not_reported" },
    },
}
