return {
    rule { "parts", input.powered + input.planned, "<=", input.berths,
        about = "a berth has shore power or gets it",
        tests = {
            { powered = 9, planned = 3, berths = 12, status = "holds" },
            { powered = 9, planned = 4, berths = 12, status = "broken" },
            { powered = 9, berths = 12, status = "skipped" },
        } },
    rule { "jump", input.berths / previous(input.berths), "<=", 2, severity = "error",
        tests = { { berths = 25, previous = { berths = 12 }, status = "broken" } } },
    rule { "berths_are_in_ports", gt(input.berths, 0), "implies", input.port },
    rule { "both", reported(input.powered), "==", reported(input.planned) },
}
