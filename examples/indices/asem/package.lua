-- What `pack import` made of COINr's iMeta, but for the about and what the policy says beside the scale.
return package {
    name = "asem", version = "2018", api = 1,
    title = "Sustainable Connectivity",
    about = "The index of connectivity between Asia and Europe, as the R package COINr carries it for its examples.",
    policy = {
        impute = { "mean", by = "EurAsia_group" },
        treat = { "winsorise", 5, otherwise = "none", fit_on = "all" },
        scale = { "minmax", fit_on = "all" },
        min_coverage = 0, rank_if = { coverage = 0, applicable = 0 },
    },
}
