return indicator {
    code = "BLOCK", parent = "index", name = "A large table",
    inputs = { "households" },
    measure = function(v)
        local all = {}
        for i = 1, v.households * 1000 do all[i] = i end
        return 1
    end,
}
