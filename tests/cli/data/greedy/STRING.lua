return indicator {
    code = "STRING", parent = "index", name = "A long text",
    inputs = { "households" },
    measure = function(v)
        return #string.rep("x", v.households * 10000)
    end,
}
