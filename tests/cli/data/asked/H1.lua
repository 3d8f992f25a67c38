return indicator { code = "H1", parent = "index", name = "Berths with power",
    about = "Berths at which ships take electricity from the shore.",
    inputs = {
        count { "berths", "Berths", asked_if = input.has_harbour },
        count { "berths_with_power", "Berths with power from the shore",
            asked_if = eq(input.harbour, "sea") },
    },
    measure = percent(input.berths_with_power, input.berths),
    tests = {
        { has_harbour = true, harbour = "sea", berths = 40, berths_with_power = 10, score = 25 },
        { has_harbour = false, status = "not_applicable" },
        { has_harbour = true, harbour = "river", berths = 40, status = "not_applicable" },
        { berths_with_power = 10, berths = 40, score = 25 },
    },
}
