return {
    indicator { code = "T", parent = "G", name = "Trips", inputs = { amount { "trips", "Trips" } }, measure = input.trips,
        scale = "minmax" },
    indicator { code = "F", parent = "G", name = "Fares", inputs = { amount { "fares", "Fares" } }, measure = input.fares },
}
