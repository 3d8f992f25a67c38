return indicator {
    code = "A",
    parent = "index",
    name = "Bridges",
    inputs = {
        count { "bridges" },
        "rivers",
    },
    measure = function(v)
        local inputs, tests = v.bridges, { "rivers" }
        return inputs
    end,
    scale = "minmx",
    tests = {
        { bridges = 1, value = 1 },
        { bridges = 1, boats = 2, value = 1 },
    },
}
