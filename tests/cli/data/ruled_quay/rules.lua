return {
    rule { "parts", input.powered, "<=", input.berths, replaces = true, tolerance = 1,
        tests = { { powered = 12, berths = 12, status = "broken" } } },
    rule { "some", input.berths, ">=", 0 },
    rule { "given", input.berths, ">=", 0, missing = "count" },
    rule { "none", input.powered + 1, "<", min(input.berths, 1) },
    rule { "itself", input.powered, "!=", input.powered },
    rule { "fine", input.berths, "<", 1000 },
}
