-- Anatel's seven variables, each already scaled to 0..100, and their weights, which add up to 1.
return package {
    name = "connectivity-br",
    version = "2023.1",
    api = 1,
    title = "Brazilian connectivity index of municipalities (method of 2021 to 2023)",
    about = "The weighted mean of seven variables that Brazil's telecommunications agency " ..
        "publishes for every municipality. From 2024 on the agency uses another method, with an " ..
        "eighth variable and other weights: this package is not for those years.",
    licence = "MIT", -- these scripts; the figures are Anatel's

    nodes = {
        { "index", "Connectivity index (IBC)",
            about = "How well the municipality is connected, by fixed line and by radio." },
    },

    -- The mean of six of the seven would be another index: with a figure missing there is none.
    policy = { min_coverage = 1, aggregate = "arithmetic" },
}
