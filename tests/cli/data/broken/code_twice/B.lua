return indicator {
    code = "A", parent = "index", name = "B",
    inputs = { "bridges" },
    measure = input.bridges,
}
