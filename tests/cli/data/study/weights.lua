return study {
    replicates = 64,
    vary = {
        weights = { within = 0.5, at = { 1, 2 } },
        aggregate = { "arithmetic", { "geometric", floor = 1 }, at = 0 },
        drop = { "P1", "water" },
    },
}
