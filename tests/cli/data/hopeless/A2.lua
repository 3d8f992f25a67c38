return indicator {
    code = "A2", parent = "A", name = "A name that nobody knows",
    inputs = { count { "streets", "Streets" } },
    measure = percnt(input.streets, 3),
}
