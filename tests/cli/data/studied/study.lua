return study {
    add = true,
    vary = { scale = { "minmax", { "distance_to_target", -1 } }, aggregate = { "mazziotta_pareto" } },
}
