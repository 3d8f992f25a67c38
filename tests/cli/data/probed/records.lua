return indicator {
    code = "R", parent = "index", name = "Records", about = "One row, its columns at their ends.",
    inputs = {
        records { "stops", "Stops", columns = { text { "name", "Name" }, count { "uses", "Uses" } } },
    },
    measure = when(eq(sum(input.stops.uses), 0), 100, 100 * count_rows(input.stops,
        gt(input.stops.uses, 0)) / count_rows(input.stops)),
    tests = { { stops = { { name = "Mole", uses = 3 }, { name = "Pier", uses = 0 } }, score = 50 } },
}
