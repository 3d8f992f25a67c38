return {
    indicator {
        code = "part", parent = "top", name = "Against the limit", inputs = { number { "x" } },
        measure = 100 * input.x / param.limit, range = false,
        tests = { { x = 10, score = 50 }, { x = 10, period = "2023", score = 100 } },
    },
    indicator {
        code = "brief", parent = "top", name = "For one quarter", inputs = { number { "y" } },
        from = "2022-04", to = "2022-06", measure = input.y, scale = "minmax",
        tests = { { y = 1, score = 0 }, { y = 3, score = 100 }, { y = 2, score = 50 } },
    },
    indicator {
        code = "gone", parent = "old", name = "Ends with its group", inputs = { number { "z" } },
        measure = growth(input.z), range = false, tests = { { z = 3, previous = { z = 2 }, score = 50 } },
    },
    indicator {
        code = "doubt", parent = "top", name = "How much of it is known",
        measure = score["part"] * coverage["old"] + coverage["part"], range = false, scored = false,
        tests = {
            { scores = { part = 40 }, coverage = { old = 0.5, part = 1 }, score = 21, period = "2018" },
            { scores = { part = 40 }, coverage = { part = 0 }, score = 0, period = "2018" },
        },
    },
}
