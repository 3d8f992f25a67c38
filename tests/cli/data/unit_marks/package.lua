return package {
    name = "unit-marks", version = "1", api = 1,
    nodes = { { "U", "Index" }, { "A", "Half", parent = "U" } },
    policy = { range = { 0, 1 }, group_range = { 0, 1 } },
}
