return package {
    name = "svi", version = "2018", api = 1,
    title = "Social Vulnerability Index",
    about = "The method of the United States' Centers for Disease Control and Prevention, 2018.",
    policy = { min_coverage = 1, scale = { "percent_rank", to = { 0, 1 } }, rounding = 4 },
}
