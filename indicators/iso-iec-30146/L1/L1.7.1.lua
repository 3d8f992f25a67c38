return indicator {
    code = "L1.7.1", parent = "L1.7",
    name = "Provision of municipal services through mobile Internet",
    about = "How many municipal services people can use on a phone or tablet: 2 points a " ..
        "service, up to 70. The standard stops at 70 points and so does this indicator, so 35 " ..
        "services and more all earn 70; a tailored package may rescale it.",
    reference = "ISO/IEC 30146:2019, L1.7.1",
    inputs = {
        count { "mobile_municipal_services",
            "Municipal services that can be used through mobile Internet" },
    },
    measure = at_most(70, 2 * input.mobile_municipal_services),
    tests = {
        { mobile_municipal_services = 20, score = 40 },
        { mobile_municipal_services = 0, score = 0 },
        { mobile_municipal_services = 1, score = 2 },
        { mobile_municipal_services = 34, score = 68 },
        { mobile_municipal_services = 35, value = 70, score = 70,
          note = "35 services reach the highest mark that this indicator gives." },
        { mobile_municipal_services = 36, value = 70, score = 70 },
        { mobile_municipal_services = 200, value = 70, score = 70,
          note = "However many services there are, the mark stays at 70." },
        { status = "not_reported" },
    },
}
