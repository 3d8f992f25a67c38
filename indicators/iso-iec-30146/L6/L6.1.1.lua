local official = input.cyber_security_mechanism_official
local set_up = input.cyber_security_mechanism_set_up
local fulfilled = input.cyber_security_responsibility_fulfilled

return indicator {
    code = "L6.1.1", parent = "L6.1",
    name = "Organization coordinating mechanism for cyber security in smart cities",
    about = "Whether somebody answers for the city's cyber security. Where the mechanism is " ..
        "official, a mechanism that is set up and responsibility that is fulfilled earn 100 " ..
        "points together, either of them alone 30; without an official document there are no " ..
        "points.",
    reference = "ISO/IEC 30146:2019, L6.1.1",
    inputs = {
        flag { "cyber_security_mechanism_official",
            "The cyber security mechanism has been released as an official document" },
        flag { "cyber_security_mechanism_set_up",
            "A working mechanism for cyber security has been set up" },
        flag { "cyber_security_responsibility_fulfilled",
            "Responsibility for cyber security is fulfilled at all levels" },
    },
    measure = part("both", 100 * all_of(official, set_up, fulfilled),
            "Official, and both requirements are met")
        + part("one", 30 * all_of(official, ne(set_up, fulfilled)),
            "Official, and exactly one requirement is met"),
    tests = {
        { cyber_security_mechanism_official = true, cyber_security_mechanism_set_up = true,
          cyber_security_responsibility_fulfilled = true, score = 100 },
        { cyber_security_mechanism_official = true, cyber_security_mechanism_set_up = true,
          cyber_security_responsibility_fulfilled = false, score = 30,
          note = "Official and set up, but not lived at all levels: 30 points." },
        { cyber_security_mechanism_official = true, cyber_security_mechanism_set_up = false,
          cyber_security_responsibility_fulfilled = true, score = 30 },
        { cyber_security_mechanism_official = true, cyber_security_mechanism_set_up = false,
          cyber_security_responsibility_fulfilled = false, score = 0 },
        { cyber_security_mechanism_official = false, cyber_security_mechanism_set_up = true,
          cyber_security_responsibility_fulfilled = true, score = 0,
          note = "Both are there, but without an official document they earn nothing." },
        { cyber_security_mechanism_official = false, cyber_security_mechanism_set_up = true,
          cyber_security_responsibility_fulfilled = false, score = 0 },
        { cyber_security_mechanism_official = false, cyber_security_mechanism_set_up = false,
          cyber_security_responsibility_fulfilled = true, score = 0 },
        { cyber_security_mechanism_official = false, cyber_security_mechanism_set_up = false,
          cyber_security_responsibility_fulfilled = false, score = 0 },
        { cyber_security_mechanism_set_up = true,
          cyber_security_responsibility_fulfilled = true, status = "not_reported" },
        { cyber_security_mechanism_official = false, cyber_security_mechanism_set_up = true,
          status = "not_reported",
          note = "All three answers are needed, even where the first one is no." },
    },
}
