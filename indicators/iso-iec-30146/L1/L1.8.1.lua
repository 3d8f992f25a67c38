return indicator {
    code = "L1.8.1", parent = "L1.8",
    name = "Percentage of e-record coverage for low-income households",
    about = "For how many low-income households the city keeps an electronic record, so that " ..
        "support can find them.",
    reference = "ISO/IEC 30146:2019, L1.8.1",
    inputs = {
        count { "low_income_households_e_record",
            "Low-income households with an electronic record" },
        count { "low_income_households", "Low-income households in the city" },
    },
    measure = percent(input.low_income_households_e_record, input.low_income_households),
    tests = {
        { low_income_households_e_record = 8820, low_income_households = 9800, score = 90 },
        { low_income_households_e_record = 0, low_income_households = 9800, score = 0 },
        { low_income_households_e_record = 9800, low_income_households = 9800, score = 100 },
        { low_income_households_e_record = 12250, low_income_households = 9800,
          value = 125, score = 100, flags = "capped;part_exceeds_whole" },
        { low_income_households_e_record = 0, low_income_households = 0, status = "undefined" },
        { low_income_households_e_record = 8820, status = "not_reported" },
    },
}
