return indicator {
    code = "L1.7.2", parent = "L1.7",
    name = "Usage of municipal services through mobile Internet",
    about = "How many people use municipal services through mobile Internet, compared with the " ..
        "permanent residents. Commuters and visitors may use them too, so more users than " ..
        "residents is no error; the mark stops at 100.",
    reference = "ISO/IEC 30146:2019, L1.7.2",
    inputs = {
        count { "mobile_municipal_users",
            "People who use municipal services through mobile Internet" },
        "permanent_residents",
    },
    part_of = false, -- users need not be residents
    measure = percent(input.mobile_municipal_users, input.permanent_residents),
    tests = {
        { mobile_municipal_users = 450000, permanent_residents = 600000, score = 75 },
        { mobile_municipal_users = 0, permanent_residents = 600000, score = 0 },
        { mobile_municipal_users = 600000, permanent_residents = 600000, score = 100 },
        { mobile_municipal_users = 780000, permanent_residents = 600000,
          value = 130, score = 100, flags = "capped",
          note = "More users than residents is legitimate: capped, but not doubted." },
        { mobile_municipal_users = 10, permanent_residents = 0, status = "invalid" },
        { mobile_municipal_users = 450000, status = "not_reported" },
    },
}
