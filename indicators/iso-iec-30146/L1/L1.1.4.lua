return indicator {
    code = "L1.1.4", parent = "L1.1",
    name = "Percentage of citizen service requests which can be processed appropriately by " ..
        "government",
    about = "How many of the requests that citizens send, by phone, e-mail, social media or " ..
        "app, the government deals with properly. Count requests, not the people who send them.",
    reference = "ISO/IEC 30146:2019, L1.1.4",
    inputs = {
        count { "citizen_requests_processed", "Citizen requests that were dealt with properly" },
        count { "citizen_requests",
            "Citizen requests received by phone, e-mail, social media, apps and the like" },
    },
    measure = percent(input.citizen_requests_processed, input.citizen_requests),
    tests = {
        { citizen_requests_processed = 43200, citizen_requests = 48000, score = 90 },
        { citizen_requests_processed = 0, citizen_requests = 48000, score = 0 },
        { citizen_requests_processed = 48000, citizen_requests = 48000, score = 100 },
        { citizen_requests_processed = 50400, citizen_requests = 48000,
          value = 105, score = 100, flags = "capped;part_exceeds_whole",
          note = "Perhaps last year's requests were among those dealt with: look again." },
        { citizen_requests_processed = 0, citizen_requests = 0, status = "undefined" },
        { citizen_requests = 48000, status = "not_reported" },
    },
}
