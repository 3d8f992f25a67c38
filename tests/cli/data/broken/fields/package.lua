-- policy = { rounding = 1 }
return package {
    name = "fields", version = "1", api = 1,
    title = "weights = { Bad = 1 }", --[[ drop = { "L9" },
    ]]
    drop = {
        "L9",
    },
    nodes = {
        { "index", "Index" },
        { "old town", "Old town",
          parent = "indx" },
    },
    weights = {
        A = 2,
        ["new town"] = 3,
    },
    policy = {
        aggregate_at = {
            index = "mode",
        },
    },
}
