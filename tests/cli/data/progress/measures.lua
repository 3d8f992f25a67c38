return {
    indicator { code = "T", parent = "G", name = "Trips", inputs = { amount { "trips", "Trips" } }, measure = input.trips },
    indicator { code = "F", parent = "G", name = "Fares", breaks = "2024", inputs = { amount { "fares", "Fares" } },
        measure = input.fares },
}
