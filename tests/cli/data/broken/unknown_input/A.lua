return indicator {
    code = "A", parent = "index", name = "A",
    inputs = { count { "bridges", "Bridges" } },
    measure = input.bridgs,
}
