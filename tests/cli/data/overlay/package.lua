return package {
    name = "overlay", version = "2", api = 1, title = "A tiny package, tailored",
    extends = "tiny",
    drop = { "W2" },
    weights = { people = 3, P1 = 4 },
    nodes = { { "air", "Air", parent = "index" } },
    policy = { min_coverage = 0.25 },
}
