return indicator {
    code = "T", parent = "index", name = "Trend of rail", range = { -10, 10 },
    inputs = { amount { "rail", "Rail", unit = "km" } },
    measure = slope(history(input.rail, { back = 4, least = 3 })),
    tests = {
        { rail = 10, previous = { rail = 7, previous = { previous = { rail = 4, previous = { rail = 1 } } } },
            value = 2.1 },
        { rail = 10, previous = { rail = 7 }, status = "not_reported" },
    },
}
