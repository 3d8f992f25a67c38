return package {
    name = "doubtful-scales", version = "1", api = 1,
    nodes = {
        { "index", "Index" },
        { "G", "Geometric", parent = "index", aggregate = "geometric" },
        { "B", "By places", parent = "index", aggregate = "harmonic" },
        { "W", "Upside down", parent = "index", aggregate = "wroclaw", scale = "minmax" },
        { "R", "Turned", parent = "index", aggregate = "wroclaw", scale = "minmax", direction = "lower" },
        { "D", "Of its own weights", parent = "index", aggregate = "benefit_of_the_doubt" },
    },
    weights = { d1 = 2 },
}
