return indicator {
    code = "P1", parent = "people",
    name = "Households online",
    about = "The share of households with a line of their own.",
    reference = "made up",
    inputs = {
        count { "households_online", "Households with Internet access" },
        "households",
    },
    measure = percent(input.households_online, input.households),
    tests = {
        { households_online = 30, households = 40, score = 75 },
        { households_online = 50, households = 40, value = 125, score = 100,
          flags = "capped;part_exceeds_whole" },
        { households_online = 0, households = 0, status = "undefined",
          note = "Nobody lives there." },
    },
}
