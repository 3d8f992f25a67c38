return study {
    replicates = 64,
    vary = {
        weights = { within = 0.5, at = 2 },
        aggregate = { "arithmetic", "copeland", at = 0 },
        gaps = "uniform",
        drop = { "P1", "water" },
    },
}
