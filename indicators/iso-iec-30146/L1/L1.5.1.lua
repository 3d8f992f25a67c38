return indicator {
    code = "L1.5.1", parent = "L1.5",
    name = "Percentage of classrooms with multimedia equipment",
    about = "How well schools are equipped for teaching with multimedia. Despite the name, " ..
        "schools are counted, not classrooms: a school counts once every classroom it has is " ..
        "equipped.",
    reference = "ISO/IEC 30146:2019, L1.5.1",
    inputs = {
        count { "schools_multimedia_every_classroom",
            "Schools with multimedia equipment in every one of their classrooms" },
        "schools",
    },
    measure = percent(input.schools_multimedia_every_classroom, input.schools),
    tests = {
        { schools_multimedia_every_classroom = 57, schools = 76, score = 75 },
        { schools_multimedia_every_classroom = 0, schools = 76, score = 0 },
        { schools_multimedia_every_classroom = 76, schools = 76, score = 100 },
        { schools_multimedia_every_classroom = 1900, schools = 76,
          value = 2500, score = 100, flags = "capped;part_exceeds_whole",
          note = "Here classrooms were counted instead of schools: the flags give it away." },
        { schools_multimedia_every_classroom = 0, schools = 0, status = "undefined" },
        { schools_multimedia_every_classroom = 57, status = "not_reported" },
    },
}
