return indicator {
    code = "L1.2.3", parent = "L1.2",
    name = "Percentage of e-payment used in public vehicles",
    about = "How many public transport trips are paid for electronically, by card or phone, " ..
        "instead of with cash. Both figures are averages for one day. NA where " ..
        "the city has no public transport.",
    reference = "ISO/IEC 30146:2019, L1.2.3",
    inputs = {
        amount { "daily_trips_e_payment",
            "Public transport trips paid for electronically, average for one day", may_be_na = true },
        amount { "daily_trips", "Public transport trips, average for one day", may_be_na = true },
    },
    measure = percent(input.daily_trips_e_payment, input.daily_trips),
    tests = {
        { daily_trips_e_payment = 250000, daily_trips = 640000, score = 39.0625 },
        { daily_trips_e_payment = 1250.5, daily_trips = 5002, score = 25,
          note = "Averages need not be whole numbers." },
        { daily_trips_e_payment = 0, daily_trips = 5002, score = 0 },
        { daily_trips_e_payment = 5002, daily_trips = 5002, score = 100 },
        { daily_trips_e_payment = 480000, daily_trips = 400000,
          value = 120, score = 100, flags = "capped;part_exceeds_whole" },
        { daily_trips_e_payment = 0.5, daily_trips = 0, status = "invalid" },
        { daily_trips = 640000, status = "not_reported" },
        { daily_trips_e_payment = "NA", daily_trips = "NA", status = "not_applicable" },
    },
}
