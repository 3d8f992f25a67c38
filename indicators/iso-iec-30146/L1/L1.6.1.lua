return indicator {
    code = "L1.6.1", parent = "L1.6",
    name = "Coverage rate of population having access to employment information service",
    about = "How many of the people recorded as unemployed can get information about jobs from " ..
        "the city's service.",
    reference = "ISO/IEC 30146:2019, L1.6.1",
    inputs = {
        count { "unemployed_with_employment_information",
            "Unemployed people who can get employment information" },
        count { "unemployed_recorded", "People on record as unemployed" },
    },
    measure = percent(input.unemployed_with_employment_information, input.unemployed_recorded),
    tests = {
        { unemployed_with_employment_information = 10200, unemployed_recorded = 12000, score = 85 },
        { unemployed_with_employment_information = 0, unemployed_recorded = 12000, score = 0 },
        { unemployed_with_employment_information = 12000, unemployed_recorded = 12000,
          score = 100 },
        { unemployed_with_employment_information = 13500, unemployed_recorded = 12000,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps people who are not on record were counted as reached." },
        { unemployed_with_employment_information = 0, unemployed_recorded = 0,
          status = "undefined" },
        { unemployed_recorded = 12000, status = "not_reported" },
    },
}
