return indicator {
    code = "A", parent = "indx", name = "A",
    inputs = { count { "bridges", "Bridges" } },
    measure = input.bridges,
}
