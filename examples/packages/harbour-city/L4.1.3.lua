-- An indicator of the standard, measured in another way. Its weight and its inputs stay what they
-- are unless this script says otherwise.
return indicator {
    code = "L4.1.3", parent = "L4.1",
    replaces = true,
    name = "Mobile broadband, against the city's target",
    about = "Users of 5G for each hundred residents, against the city's own target of 80.",
    reference = "Harbour City, digital agenda; in place of ISO/IEC 30146:2019, L4.1.3",
    inputs = {
        count { "users_of_5g", "Users of mobile networks of 5G" },
        "permanent_residents",
    },
    measure = share_of_target(per_capita(input.users_of_5g, input.permanent_residents, 100), 80),
    tests = {
        { users_of_5g = 30000, permanent_residents = 100000, score = 37.5 },
        { users_of_5g = 80000, permanent_residents = 100000, score = 100 },
        { users_of_5g = 90000, permanent_residents = 100000, value = 112.5, score = 100,
          flags = "capped" },
        { users_of_5g = 1, permanent_residents = 0, status = "undefined" },
        { users_of_5g = 1, status = "not_reported" },
    },
}
