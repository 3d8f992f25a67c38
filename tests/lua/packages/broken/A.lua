return indicator {
    code = "A", parent = "index", name = "Does not compile",
    measure = = 1,
}
