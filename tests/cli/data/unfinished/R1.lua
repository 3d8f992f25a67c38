return indicator {
    code = "R1", parent = "rivers", name = "Percentage of clean rivers",
    about = "How many rivers are clean.",
    inputs = { count { "clean_rivers", "Clean rivers" }, count { "rivers", "Rivers" } },
    measure = percent(input.clean_rivers, input.rivers),
    tests = { { clean_rivers = 1, rivers = 4, score = 25 } },
}
