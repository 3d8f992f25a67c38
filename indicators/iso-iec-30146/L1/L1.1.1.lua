return indicator {
    code = "L1.1.1", parent = "L1.1",
    name = "Percentage of one-stop government services",
    about = "How many of the city's services a person can finish in one visit to one place. " ..
        "Count a service only if its whole procedure, from request to result, can be completed " ..
        "there.",
    reference = "ISO/IEC 30146:2019, L1.1.1",
    inputs = {
        count { "one_stop_services",
            "Government services whose whole procedure can be completed at one place" },
        "government_services",
    },
    measure = percent(input.one_stop_services, input.government_services),
    tests = {
        { one_stop_services = 120, government_services = 160, score = 75,
          note = "120 of 160 services can be completed in one place." },
        { one_stop_services = 0, government_services = 160, score = 0 },
        { one_stop_services = 160, government_services = 160, value = 100, score = 100 },
        { one_stop_services = 200, government_services = 160,
          value = 125, score = 100, flags = "capped;part_exceeds_whole",
          note = "More one-stop services than services: the value stays, the score stops at " ..
              "100, and both flags ask for a second look at the figures." },
        { one_stop_services = 1, government_services = 0, status = "invalid" },
        { one_stop_services = 0, government_services = 0, status = "undefined",
          note = "Without any services there is no percentage: no mark, and not a zero either." },
        { one_stop_services = 120, status = "not_reported" },
        { government_services = 160, status = "not_reported" },
    },
}
