return {
    indicator { code = "A1", parent = "A", name = "Schools", inputs = { count { "schools", max = 5 } },
        measure = 20 * input.schools },
    indicator { code = "A2", parent = "A", name = "Halls", inputs = { count { "halls" }, count { "districts", max = 10 } },
        measure = percent(input.halls, input.districts) },
    indicator { code = "B1", parent = "B", name = "Green", inputs = { grade { "green" } }, measure = 100 * input.green },
    indicator { code = "B2", parent = "B", name = "Trams", inputs = { flag { "trams" },
        choice { "lines", options = { "low", "mid", "high" } } },
        measure = points(input.trams, 60) + when(eq(input.lines, "high"), 40, when(eq(input.lines, "mid"), 20, 0)) },
}
