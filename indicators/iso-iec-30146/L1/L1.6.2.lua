return indicator {
    code = "L1.6.2", parent = "L1.6",
    name = "Usage of online delivery of employment services",
    about = "Through how many of four channels people can use employment services; each one " ..
        "earns 25 points. Hotline and short message count together as one channel.",
    reference = "ISO/IEC 30146:2019, L1.6.2",
    inputs = {
        flag { "employment_web", "Employment services are offered on a web site" },
        flag { "employment_kiosk", "Employment services are offered on self-service machines" },
        flag { "employment_app", "Employment services are offered in a mobile app" },
        flag { "employment_hotline_sms",
            "Employment services are offered by hotline and short message" },
    },
    measure = 25 * number_of {
        input.employment_web,
        input.employment_kiosk,
        input.employment_app,
        input.employment_hotline_sms,
    },
    tests = {
        { employment_web = true, employment_kiosk = true,
          employment_app = true, employment_hotline_sms = true, score = 100 },
        { employment_web = true, employment_kiosk = false,
          employment_app = true, employment_hotline_sms = false, score = 50 },
        { employment_web = false, employment_kiosk = true,
          employment_app = false, employment_hotline_sms = false, score = 25 },
        { employment_web = false, employment_kiosk = false,
          employment_app = false, employment_hotline_sms = false, score = 0 },
        { employment_web = true, employment_kiosk = true,
          employment_app = true, status = "not_reported",
          note = "Three channels for certain, the fourth unknown: no mark until it is answered." },
    },
}
