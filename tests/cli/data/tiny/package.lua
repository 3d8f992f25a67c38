return package {
    name = "tiny", version = "1.0", api = 1, title = "A tiny package",
    about = "Four indicators, small enough to work out by hand.",
    licence = "MIT",
    nodes = {
        { "index", "Tiny index" },
        { "people", "People", parent = "index", weight = 2, about = "Who is reached." },
        { "water", "Water", parent = "index", about = "What runs below the streets." },
    },
}
