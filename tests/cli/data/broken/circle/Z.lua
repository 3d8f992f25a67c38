return indicator {
    code = "Z", parent = "index", name = "Z",
    inputs = { count { "bridges", "Bridges" } },
    measure = input.bridges,
}
