local visits = input.visits

return indicator {
    code = "O2", parent = "offices",
    name = "Quick visits",
    inputs = {
        records { "visits", "Visits: one row each",
            columns = {
                text { "desk", "Which desk" },
                amount { "minutes", "Length", unit = "min" },
            } },
    },
    measure = 100 * count_rows(visits, le(visits.minutes, 15)) / count_rows(visits),
    tests = {
        { visits = { { desk = "A", minutes = 15 }, { desk = "B", minutes = 16 } }, score = 50 },
    },
}
