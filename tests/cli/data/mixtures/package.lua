return package {
    name = "mixtures", version = "1", api = 1, title = "Values of several periods", about = "Made up.",
    nodes = { { "I", "Index" } },
}
