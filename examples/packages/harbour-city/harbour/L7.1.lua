-- A new indicator as an expression.
return indicator {
    code = "L7.1", parent = "L7",
    name = "Berths with shore power",
    about = "How many of the harbour's berths let ships turn their engines off.",
    reference = "Harbour City, harbour plan",
    inputs = {
        count { "berths_with_shore_power", "Berths with shore power" },
        "berths",
    },
    measure = percent(input.berths_with_shore_power, input.berths),
    tests = {
        { berths_with_shore_power = 9, berths = 12, score = 75 },
        { berths_with_shore_power = 13, berths = 12, score = 100,
          flags = "capped;part_exceeds_whole" },
        { berths_with_shore_power = 0, berths = 0, status = "undefined" },
        { berths = 12, status = "not_reported" },
    },
}
