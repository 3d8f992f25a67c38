return indicator {
    code = "A1", parent = "A", name = "Without tests", about = "It has none.",
    measure = input.used * 1,
}
