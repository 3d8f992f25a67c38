return {
    indicator { code = "a", parent = "top", name = "Distance", inputs = { number { "a" } }, measure = input.a,
        scale = { "distance_to_target", param.target, to = { 1, param.top_mark } } },
    indicator { code = "b", parent = "top", name = "Between", inputs = { number { "b" } }, measure = input.b,
        impute = param.low, treat = { "percentiles", param.low, 97.5 },
        scale = { "minmax", bounds = { low = param.low, high = { percentile = param.target } } } },
}
