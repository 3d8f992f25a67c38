return indicator {
    code = "L1.5.2", parent = "L1.5",
    name = "Percentage of schools with wireless access",
    about = "How many schools have a wireless network on their campus.",
    reference = "ISO/IEC 30146:2019, L1.5.2",
    inputs = {
        count { "schools_wireless", "Schools with a wireless network on their campus" },
        "schools",
    },
    measure = percent(input.schools_wireless, input.schools),
    tests = {
        { schools_wireless = 70, schools = 80, score = 87.5 },
        { schools_wireless = 0, schools = 80, score = 0 },
        { schools_wireless = 80, schools = 80, score = 100 },
        { schools_wireless = 82, schools = 80,
          value = 102.5, score = 100, flags = "capped;part_exceeds_whole" },
        { schools_wireless = 0, schools = 0, status = "undefined" },
        { schools = 80, status = "not_reported" },
    },
}
