return indicator {
    code = "A", parent = "a", name = "A",
    inputs = { count { "bridges", "Bridges" } },
    measure = input.bridges,
}
