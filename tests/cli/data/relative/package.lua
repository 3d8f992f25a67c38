return package { name = "relative", version = "1", api = 1, nodes = {
    { "R", "Root" },
    { "C", "By contests", parent = "R", aggregate = "copeland" },
    { "W", "By distance", parent = "R", aggregate = "wroclaw", scale = "minmax", direction = "lower" },
    { "B", "By weights of one's own", parent = "R", aggregate = "benefit_of_the_doubt", scale = "fraction_of_max" },
} }
