return package {
    name = "mini", version = "1.2", api = 1, title = "A small package",
    about = "Four indicators whose scores can be worked out on paper.", licence = "MIT",
    nodes = {
        { "index", "Index" },
        { "streets", "Streets", parent = "index", weight = 3, about = "What lies outside." },
        { "offices", "Offices", parent = "index" },
    },
    policy = { min_coverage = 0.6, aggregate_at = { offices = "geometric" } },
}
