return package {
    name = "doubtful-steps", version = "1", api = 1,
    weights = { flagged = 2 },
    policy = { impute = { "mean", by = "region" }, treat = { "winsorise", 5 }, scale = "minmax" },
}
