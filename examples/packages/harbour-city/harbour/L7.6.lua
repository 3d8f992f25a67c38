-- A mark that depends on the other cities of the period.
return indicator {
    code = "L7.6", parent = "L7",
    name = "Air at the quays",
    about = "Nitrogen dioxide at the quays: 100 for the city with the cleanest air of the " ..
        "period, 0 for the one with the worst.",
    reference = "Harbour City, harbour plan",
    inputs = {
        amount { "quay_no2", "Nitrogen dioxide at the quays, mean of the period", unit = "ug/m3",
            warn_max = 200 },
    },
    measure = input.quay_no2,
    scale = "minmax", direction = "lower",
    tests = { -- together they are the cities of one period
        { quay_no2 = 20, value = 20, score = 100 },
        { quay_no2 = 25, value = 25, score = 75 },
        { quay_no2 = 40, value = 40, score = 0 },
        { status = "not_reported" },
    },
}
