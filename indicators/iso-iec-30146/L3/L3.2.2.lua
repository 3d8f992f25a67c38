return indicator {
    code = "L3.2.2", parent = "L3.2",
    name = "Online monitoring rate of key energy-using institutions",
    about = "How many of the large energy users that the city has named as key are on the list " ..
        "for online monitoring.",
    reference = "ISO/IEC 30146:2019, L3.2.2",
    inputs = {
        count { "energy_institutions_monitored",
            "Key energy-using institutions on the list for online monitoring" },
        count { "energy_institutions", "Key energy-using institutions named by the city" },
    },
    measure = percent(input.energy_institutions_monitored, input.energy_institutions),
    tests = {
        { energy_institutions_monitored = 27, energy_institutions = 72, score = 37.5 },
        { energy_institutions_monitored = 0, energy_institutions = 72, score = 0 },
        { energy_institutions_monitored = 72, energy_institutions = 72, score = 100 },
        { energy_institutions_monitored = 81, energy_institutions = 72,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole" },
        { energy_institutions_monitored = 0, energy_institutions = 0, status = "undefined" },
        { energy_institutions = 72, status = "not_reported" },
    },
}
