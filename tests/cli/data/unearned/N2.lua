return indicator {
    code = "N2", parent = "N", name = "No port, full marks", about = "A city without berths is paid.",
    inputs = { "berths", "quays" },
    measure = first_of(input.berths, input.quays, 100),
    tests = { { berths = 30, score = 30 }, { score = 100 } },
}
