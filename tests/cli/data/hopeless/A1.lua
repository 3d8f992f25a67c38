return indicator {
    code = "A1", parent = "A", name = "Breaks off",
    inputs = { count { "houses", "Houses" } },
    measure = percent(input.houses
