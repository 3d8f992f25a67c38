return indicator {
    code = "L4.1.2", parent = "L4.1",
    name = "Fiber to the home (FTTH) penetration rate",
    about = "How many users of fixed broadband have optical fibre all the way into their home.",
    reference = "ISO/IEC 30146:2019, L4.1.2",
    inputs = {
        count { "ftth_users", "Users of fibre to the home (FTTH)" },
        count { "fixed_broadband_users", "Users of fixed broadband of any kind" },
    },
    measure = percent(input.ftth_users, input.fixed_broadband_users),
    tests = {
        { ftth_users = 123000, fixed_broadband_users = 205000, score = 60 },
        { ftth_users = 0, fixed_broadband_users = 205000, score = 0 },
        { ftth_users = 205000, fixed_broadband_users = 205000, score = 100 },
        { ftth_users = 246000, fixed_broadband_users = 205000,
          value = 120, score = 100, flags = "capped;part_exceeds_whole" },
        { ftth_users = 0, fixed_broadband_users = 0, status = "undefined" },
        { fixed_broadband_users = 205000, status = "not_reported" },
    },
}
