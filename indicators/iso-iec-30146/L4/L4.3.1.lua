return indicator {
    code = "L4.3.1", parent = "L4.3",
    name = "Online city model information available to the public",
    about = "How many people actively use the online city model, compared with the permanent " ..
        "residents. Users from elsewhere count too, so more users than residents is no error; " ..
        "the mark stops at 100.",
    reference = "ISO/IEC 30146:2019, L4.3.1",
    inputs = {
        count { "city_model_active_users", "Active users of the city model" },
        "permanent_residents",
    },
    part_of = false, -- users need not be residents
    measure = percent(input.city_model_active_users, input.permanent_residents),
    tests = {
        { city_model_active_users = 24000, permanent_residents = 600000, score = 4 },
        { city_model_active_users = 0, permanent_residents = 600000, score = 0 },
        { city_model_active_users = 600000, permanent_residents = 600000, score = 100 },
        { city_model_active_users = 750000, permanent_residents = 600000,
          value = 125, score = 100, flags = "capped" },
        { city_model_active_users = 24000, permanent_residents = 0, status = "invalid" },
        { permanent_residents = 600000, status = "not_reported" },
    },
}
