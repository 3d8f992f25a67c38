return study {
    replicates = 256,
    vary = { weights = { within = 0.8, at = { 1, 2 } }, aggregate = { "arithmetic", "geometric", at = { 1 } } },
}
