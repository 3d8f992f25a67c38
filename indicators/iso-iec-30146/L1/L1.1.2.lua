return indicator {
    code = "L1.1.2", parent = "L1.1",
    name = "Percentage of government services which can be solved via single sign in",
    about = "How many of the city's services can be reached through one web portal, so that a " ..
        "person signs in once instead of keeping an account with every office.",
    reference = "ISO/IEC 30146:2019, L1.1.2",
    inputs = {
        count { "single_sign_in_services",
            "Government services that can be reached through one single web portal" },
        "government_services",
    },
    measure = percent(input.single_sign_in_services, input.government_services),
    tests = {
        { single_sign_in_services = 52, government_services = 160, score = 32.5 },
        { single_sign_in_services = 0, government_services = 160, score = 0 },
        { single_sign_in_services = 160, government_services = 160, score = 100 },
        { single_sign_in_services = 176, government_services = 160,
          value = 110, score = 100, flags = "capped;part_exceeds_whole" },
        { single_sign_in_services = 0, government_services = 0, status = "undefined" },
        { single_sign_in_services = "NR", government_services = 160, status = "not_reported",
          note = "NR says the same as an empty cell: not reported." },
    },
}
