return indicator {
    code = "A4", parent = "A", name = "Takes an input of one that breaks off",
    measure = input.houses * 1,
}
