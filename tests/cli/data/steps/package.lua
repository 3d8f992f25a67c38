return package {
    name = "sp", version = "1", api = 1, title = "Steps",
    nodes = { { "I", "Index", scale = { "minmax", to = { 1, 10 } } } },
    policy = { rank_if = { coverage = 0, applicable = 0 }, min_coverage = 0,
        impute = { "median", by = "region" }, scale = { "zscore", sd = "sample", fit_on = "all" } },
}
