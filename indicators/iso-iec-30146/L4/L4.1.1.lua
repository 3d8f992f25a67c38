return indicator {
    code = "L4.1.1", parent = "L4.1",
    name = "Fixed broadband access ability",
    about = "How many households use a fixed broadband connection.",
    reference = "ISO/IEC 30146:2019, L4.1.1",
    inputs = {
        count { "broadband_households", "Households that use fixed broadband" },
        count { "households", "Households in the city" },
    },
    measure = percent(input.broadband_households, input.households),
    tests = {
        { broadband_households = 205000, households = 250000, score = 82 },
        { broadband_households = 0, households = 250000, score = 0 },
        { broadband_households = 250000, households = 250000, score = 100 },
        { broadband_households = 275000, households = 250000,
          value = 110, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps connections were counted, business ones included, instead of " ..
              "households." },
        { broadband_households = 0, households = 0, status = "undefined" },
        { broadband_households = 205000, status = "not_reported" },
    },
}
