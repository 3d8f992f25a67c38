return package {
    name = "simd", version = "2016", api = 1,
    title = "Scottish Index of Multiple Deprivation",
    about = "The method of the Scottish Government, 2016: the more deprived, the higher the score.",
    nodes = { { "SIMD", "Multiple deprivation" } },
    policy = { min_coverage = 1 },
}
