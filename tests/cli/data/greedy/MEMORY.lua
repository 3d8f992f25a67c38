return indicator {
    code = "MEMORY", parent = "index", name = "Many tables",
    inputs = { "households" },
    measure = function(v)
        local all = {}
        for i = 1, v.households * 1000 do all = { all, i } end
        return 1
    end,
}
