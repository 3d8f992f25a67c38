return indicator {
    code = "A3", parent = "A", name = "An input that nobody defines",
    inputs = { count { "squares", "Squares" } },
    measure = percent(input.squares, input.square),
}
