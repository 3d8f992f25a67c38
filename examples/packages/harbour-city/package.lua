-- A fictional city's overlay on the standard, with each kind of tailoring once. README.md walks
-- through it.
return package {
    name = "harbour-city",
    version = "2026.1",
    api = 1,
    title = "Harbour City's smart city marks",
    about = "ISO/IEC 30146:2019 as a fictional port uses it: without what the city does not " ..
        "have, with other weights, and with a group for its harbour.",
    licence = "MIT",
    extends = { "iso-iec-30146", version = "2019.1" },

    drop = {
        "L2.1.2", -- the city builds no pipe galleries
        "L4.3",   -- nor has it a city model: the whole group goes
    },

    nodes = {
        { "L7", "Harbour services", parent = "performance", weight = 2,
            about = "What the harbour offers to ships, to the railway and to its neighbours." },
    },

    weights = {
        L1 = 3,           -- beside L2 and L3 with 1 each and L7 with 2
        ["L1.1.4"] = 2,   -- answering requests counts double
        ["L6.9"] = 0.25,  -- of the deduction: only in how complete the data are
    },

    policy = {
        min_coverage = 0.6,
        aggregate_at = { ["L1.9"] = "geometric" }, -- weak in one kind of trade is weak in both
        rounding = 1,
    },
}
