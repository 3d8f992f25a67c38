return indicator {
    code = "A", parent = "a", name = "A",
    inputs = { "bridges" },
    measure = input.bridges,
}
