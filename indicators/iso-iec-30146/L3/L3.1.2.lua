return indicator {
    code = "L3.1.2", parent = "L3.1",
    name = "Openness of environmental information from enterprises and public institutions",
    about = "How many of the key polluters within the city's jurisdiction, companies and public " ..
        "institutions alike, publish their environmental information.",
    reference = "ISO/IEC 30146:2019, L3.1.2",
    inputs = {
        count { "polluters_open_information",
            "Key polluting enterprises and institutions that publish environmental information" },
        count { "polluters", "Key polluting enterprises and institutions in the jurisdiction" },
    },
    measure = percent(input.polluters_open_information, input.polluters),
    tests = {
        { polluters_open_information = 78, polluters = 96, score = 81.25 },
        { polluters_open_information = 0, polluters = 96, score = 0 },
        { polluters_open_information = 96, polluters = 96, score = 100 },
        { polluters_open_information = 108, polluters = 96,
          value = 112.5, score = 100, flags = "capped;part_exceeds_whole" },
        { polluters_open_information = 2, polluters = 0, status = "invalid" },
        { polluters_open_information = 78, status = "not_reported" },
    },
}
