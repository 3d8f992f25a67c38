return indicator {
    code = "A", parent = "index",
    name = = "A",
}
