return indicator {
    code = "A", parent = "index", name = "Rivers", about = "Which rivers there are.",
    inputs = {
        choice { "kind", "Kind", options = { "1", "NR", " a", "01", "b", "b", "B", "na", " ", "1.0" } },
        records { "rivers", "Rivers", columns = {
            choice { "size", "Size", options = { "small", "large", "Small" } },
        } },
    },
    measure = points(eq(input.kind, "b"), 50) + 0 * count_rows(input.rivers, eq(input.rivers.size, "small")),
    tests = { { kind = "b", rivers = { { size = "small" } }, score = 50 } },
}
