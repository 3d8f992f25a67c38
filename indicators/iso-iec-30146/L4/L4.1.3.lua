return indicator {
    code = "L4.1.3", parent = "L4.1",
    name = "Mobile broadband access ability",
    about = "How many mobile broadband users (3G and above) the city has, compared with its " ..
        "permanent residents. There are often more users than residents, so that is no error; " ..
        "the mark stops at 100.",
    reference = "ISO/IEC 30146:2019, L4.1.3",
    inputs = {
        count { "mobile_broadband_users", "Users of mobile networks of 3G and above" },
        "permanent_residents",
    },
    part_of = false, -- one resident may have two phones, a commuter one
    measure = percent(input.mobile_broadband_users, input.permanent_residents),
    tests = {
        { mobile_broadband_users = 525000, permanent_residents = 600000, score = 87.5 },
        { mobile_broadband_users = 0, permanent_residents = 600000, score = 0 },
        { mobile_broadband_users = 600000, permanent_residents = 600000, score = 100 },
        { mobile_broadband_users = 690000, permanent_residents = 600000,
          value = 115, score = 100, flags = "capped",
          note = "More users than residents is legitimate: capped, but not doubted." },
        { mobile_broadband_users = 7, permanent_residents = 0, status = "invalid" },
        { mobile_broadband_users = 525000, status = "not_reported" },
    },
}
