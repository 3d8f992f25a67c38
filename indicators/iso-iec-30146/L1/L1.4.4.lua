return indicator {
    code = "L1.4.4", parent = "L1.4",
    name = "Coverage rate of community e-health services",
    about = "How many citizens are able to use e-health services. Count everybody who has " ..
        "access, whether or not they made use of it.",
    reference = "ISO/IEC 30146:2019, L1.4.4",
    inputs = {
        count { "citizens_with_e_health_access", "Citizens who can use e-health services" },
        "citizens",
    },
    measure = percent(input.citizens_with_e_health_access, input.citizens),
    tests = {
        { citizens_with_e_health_access = 528000, citizens = 600000, score = 88 },
        { citizens_with_e_health_access = 0, citizens = 600000, score = 0 },
        { citizens_with_e_health_access = 600000, citizens = 600000, score = 100 },
        { citizens_with_e_health_access = 630000, citizens = 600000,
          value = 105, score = 100, flags = "capped;part_exceeds_whole" },
        { citizens_with_e_health_access = 0, citizens = 0, status = "undefined" },
        { citizens_with_e_health_access = 528000, status = "not_reported" },
    },
}
