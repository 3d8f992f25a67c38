return {
    indicator {
        code = "N1", parent = "N", name = "Households with fibre",
        inputs = { count { "fibre", "Households with fibre" }, count { "households", "Households" } },
        measure = percent(input.fibre, input.households),
    },
    indicator {
        code = "N2", parent = "N", name = "Open networks",
        inputs = { flag { "open_access", "Networks are open to all providers" } },
        measure = points(input.open_access, 100),
    },
    indicator {
        code = "H1", parent = "H", name = "Doctors", scale = "minmax",
        inputs = { amount { "doctors", "Doctors per 1,000 residents" } },
        measure = input.doctors,
    },
    indicator {
        code = "H2", parent = "H", name = "Beds", inputs = { amount { "beds", "Beds per 1,000 residents" } },
        measure = at_most(10 * input.beds, 100),
    },
    indicator {
        code = "H3", parent = "H", name = "Waiting", from = "2024",
        inputs = { amount { "waiting_days", "Days that patients wait" } },
        measure = at_least(100 - input.waiting_days, 0),
    },
}
